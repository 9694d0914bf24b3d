"""The sentences of one answer as they are said: each once, and what a question that follows needs to know of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ...evidence import Evidence, Region, Statement
from ..answer_items import Item
from ..answers.answer_case import Case
from ..answers.file_case import claimed, forgeable
from ..writing.writer import notice
from .likely_answers import Reply
from .saying import said, spoken
from .tools import Drawn
from .topics import Topic

HEADING = "— "  # before the question that the sentences below it answer


@dataclass
class Telling:
    """An answer that is being said.

    Attributes:
        code: ISO 639-1 code of its language.
        told: the sentences so far.
        topics: what it was about so far.
        about: the evidence that it was about.
        place: the place that it was about last.
        headed: whether a question stands above the last sentences, so that what follows needs one as well.
        open: whether it was said that a question can be understood in more than one way.
    """

    code: str
    told: set[str] = field(default_factory=set)
    topics: list[Topic] = field(default_factory=list)
    about: list[Evidence] = field(default_factory=list)
    place: Region | None = None
    headed: bool = False
    open: bool = False

    def once(self, statements: Iterator[Statement]) -> Iterator[Statement]:
        """The statements that were not said before, not even within a longer one."""
        for statement in statements:
            if not any(statement.text in other for other in self.told):
                self.told.add(statement.text)
                yield statement

    def reply(self, reply: Reply, case: Case, *, whole: bool = False) -> Iterator[Statement | Drawn]:
        """The sentences of one reply, below the question that it answers if that is another one.

        Args:
            reply: what to say.
            case: what it was answered from.
            whole: whether all of it may be said, because the message itself sets a limit.
        """
        answered = reply.answered
        items = answered.items[: None if whole else reply.most]
        new = list(self.once(said(items, case.wishes, self.code, _reservations(case))))
        if (new or answered.drawn is not None) and reply.name and (reply.headed or self.headed):
            yield notice(f"{HEADING}{spoken(reply.name, self.code)}")
            self.headed = True
        if answered.drawn is not None:
            yield answered.drawn
        yield from new
        self.about += answered.about or _cited(case.evidence, items)
        self.place = answered.place or case.asked.region or self.place
        self.topics.append(reply.topic)

    def before(self, reply: Reply, case: Case) -> Iterator[Statement | Drawn]:
        """The sentences of a reply that stands before the answer itself; what follows goes on with the answer."""
        yield from self.reply(reply, case)
        self.topics, self.about = [], []


def _reservations(case: Case) -> tuple[Item, ...]:
    """What an answer from the file's data must not lose, however short it is wished."""
    return (forgeable(case.file), *claimed(case.file))


def _cited(evidence: Sequence[Evidence], items: Sequence[Item]) -> list[Evidence]:
    """The evidence that an answer cites, in its order."""
    by_id = {one.id: one for one in evidence}
    return [by_id[ident] for ident in dict.fromkeys(item.id for item in items) if ident in by_id]

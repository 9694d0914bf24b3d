"""What an answer is made from: the examination, the file, the instruments, the knowledge base, and the question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...evidence import ClaimJudgement, Evidence, Examination, Region, Verdict
from ...intake import Exhibit
from ...provenance.contents import Contents
from ...sandbox import Received
from ..answer_items import VERDICT, Item
from ..dialogue import knowledge
from ..dialogue.knowledge import Entry
from ..dialogue.tools import Bench, Drawn
from ..dialogue.topics import Topic
from ..dialogue.understanding import Asked
from ..dialogue.wishes import Wishes
from ..stance import Role, Stance
from ..weighing.roles import NO_ROLE, EvidenceRole, roles
from .file_case import FileCase
from .simple_words import in_simple_words
from .told_situations import concerns, fears_to_accuse, tells, told_before

ClaimJudge = Callable[[str, Exhibit], tuple[list[Evidence], ClaimJudgement]]
# Advice that fits a verdict alone, by its label; where there is another label, it is replaced.
_NEXT = {"synthetic": "next-if-synthetic", "tampered": "next-if-altered", "inconclusive": "next-if-inconclusive"}
Guide = Callable[[str, Sequence[Topic]], list[Entry]]  # from a question and the topics that it may be about


@dataclass(frozen=True)
class Case:
    """One question about one examined picture.

    Attributes:
        record: the examination.
        contents: what the file holds beside its pixels.
        bench: the instruments, with all evidence so far.
        asked: the question.
        wishes: how the answer should be.
        judge: judges a claim about the picture.
        guide: looks a question up in the knowledge base.
        other: a second picture, to compare with.
        second: the file of the last picture that was compared with; None if there was none.
        before: evidence that the last answer was about.
        earlier: what was asked before, the oldest first; a situation that was told there still holds.
        talked: the evidence that all answers so far were about.
        topics: what the last answer was about.
        language: ISO 639-1 code of the language to answer in.
    """

    record: Examination
    contents: Contents
    bench: Bench
    asked: Asked
    wishes: Wishes
    judge: ClaimJudge
    guide: Guide
    other: Received | None = None
    second: FileCase | None = None
    before: Sequence[Evidence] = ()
    earlier: Sequence[str] = ()
    talked: Sequence[Evidence] = ()
    topics: Sequence[Topic] = ()
    language: str = knowledge.ENGLISH

    @property
    def verdict(self) -> Verdict:
        """The verdict of the examination, which no question changes."""
        return self.record.verdict

    @property
    def evidence(self) -> list[Evidence]:
        """All evidence, with what was measured later."""
        return self.bench.evidence

    @cached_property
    def parts(self) -> dict[str, EvidenceRole]:
        """The part of each piece of evidence in the verdict, by its id."""
        return roles(self.evidence, self.verdict)

    @cached_property
    def file(self) -> FileCase:
        """The file as questions about it see it."""
        return FileCase(self.contents, self.record.exhibit, self.evidence, self.record.versions)

    @property
    def named(self) -> list[Evidence]:
        """The evidence that the question names by its ids."""
        return [item for item in self.evidence if item.id in self.asked.evidence]

    def role(self, item: Evidence) -> EvidenceRole:
        """The part of a piece of evidence in the verdict."""
        return self.parts.get(item.id, NO_ROLE)

    def told(self, evidence: Sequence[Evidence]) -> list[Item]:
        """Pieces of evidence as they stand, or in simple words where these are wished."""
        if self.wishes.register == "simple" and (simple := in_simple_words(evidence)):
            return simple
        return [Item(item.id, self.role(item).stance, item.statement, must=True, fixed=True) for item in evidence]

    def looked_up(self, *topics: Topic, most: int = 1) -> list[Item]:
        """What the knowledge base says to the question, as items."""
        return [line for entry in self.guide(self.asked.text, topics)[:most] for line in self.quoted(entry)]

    def advised(self) -> list[Item]:
        """What the knowledge base advises to do next, in the situation that this question or an earlier one tells."""
        own = self.asked.text
        text = own if tells(own) else f"{' '.join(told_before(self.earlier))} {own}".strip()
        fitting = _NEXT.get(self.verdict.label, _NEXT["inconclusive"])
        fair = self.entry("label-is-no-proof") if fears_to_accuse(own) else []
        found = self.guide(text, (Topic.NEXT_STEPS,))[:1]
        if not found or found[0].slug in _NEXT.values() or not concerns(found[0].slug, text):
            return fair or self.entry(fitting)  # what to do where another label was given does not fit
        return [*fair, *self.quoted(found[0])]

    def entry(self, slug: str) -> list[Item]:
        """An entry of the knowledge base by its name, as items; none if what fills it is not installed."""
        try:
            return self.quoted(knowledge.by_slug(slug, self.language))
        except KeyError:
            return []

    def quoted(self, entry: Entry) -> list[Item]:
        """An entry of the knowledge base: its answer, and the details too if everything is wanted."""
        sentences = (*entry.answer, *(entry.details if self.wishes.long else ()))
        return [Item(entry.id, Stance(Role.METHOD), text, must=True, fixed=True) for text in sentences]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer before it is said.

    Attributes:
        items: what to say, the answer itself first.
        about: the evidence that it is about, for the question that follows.
        place: the place that it is about.
        drawn: a map that was asked for.
        claim: the judgement on a claim, if it is one.
        topic: what it stays with, for the question that follows; None if that is the topic of the question.
    """

    items: Sequence[Item]
    about: Sequence[Evidence] = ()
    place: Region | None = None
    drawn: Drawn | None = None
    claim: ClaimJudgement | None = None
    topic: Topic | None = None


def of_record(text: str, role: Role = Role.VERDICT) -> Item:
    """Something that the verdict or the record as a whole shows."""
    return Item(VERDICT, Stance(role), text, must=True, fixed=True)

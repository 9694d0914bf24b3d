"""A conversation about one examined picture: each message is understood, measured for, answered and said.

Code chooses every sentence of an answer from the examination, the file and the knowledge base, and each carries its
citation. The small model never answers a question from itself. A model that calls tools writes its own answers, and
each of its sentences is checked against the evidence. Nothing in a question can change the verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from langchain_core.language_models import BaseChatModel

from ...environment import untraced
from ...evidence import Dropped, Evidence, Examination, Region, Statement
from ...foreign import Foreign
from ...perception import encoder
from ...provenance.contents import Contents
from ...sandbox import Received
from ..answers.answer_case import Case, ClaimJudge, Guide
from ..answers.answer_table import ANSWERS
from ..answers.field_answers import asks_every_date
from ..answers.need_answers import HELP
from ..answers.premise_answers import corrected
from ..writing.writer import notice
from . import agentic, detail_router, guide_search, language, router
from .asked_details import Detail, detail_of
from .asked_of_pair import names_both, of_pair
from .asking_back import BEYOND, MORE_THAN_ONE, NO_MORE, NOT_ANSWERED, asked_back, offered, wants_the_verdict
from .clear_parts import beside_help, is_sure
from .knowledge import NAMES as ANSWERED
from .likely_answers import MOST_BESIDE, PLAIN, Replies, Reply, replies_to
from .marked_part import of_the_part
from .meant_topics import is_refused, others
from .memory import Memory
from .other_picture import OtherPicture
from .saying import said, spoken
from .saying_again import goes_on, said_again
from .telling import Telling
from .tools import Bench, Drawn
from .topics import Topic
from .understanding import Asked, Before, Understood, read
from .wishes import Wishes

Answer = Statement | Dropped | Drawn
NEAR_TOPICS = 3  # the likeliest topics of a part: if another part was answered with one of them, it needs no name
_OF_TWO = frozenset({Detail.SAME_PERSON, Detail.OLDER, Detail.SAME_CAMERA, Detail.TEXTS_OF_TWO})  # of two pictures
MOST_TOLD = 12  # earlier questions that a situation is read from


@dataclass
class Conversation:
    """Questions and answers about one picture.

    Attributes:
        record: the examination.
        contents: what the file holds beside its pixels.
        bench: its instruments; `bench.evidence` grows as they are used.
        judge: judges a claim about the picture.
        model: answers by itself with tools, in the language of the question; None if code composes the answers.
        memory: earlier turns, for such a model.
        turn_to: begins a conversation about another picture; None if nothing can examine one here.
    """

    record: Examination
    contents: Contents
    bench: Bench
    judge: ClaimJudge
    model: BaseChatModel | None = None
    memory: Memory = field(default_factory=Memory)
    _before: Before | None = None
    _about: Sequence[Evidence] = ()  # the evidence that the last answer was about
    _told: Sequence[str] = ()  # what was asked so far
    _talked: Sequence[Evidence] = ()  # the evidence that all answers so far were about
    _said: list[Statement] = field(default_factory=list)  # the last answer
    _last: Understood | None = None  # the last message that was answered, to be said again in other words
    turn_to: Callable[[Received], Conversation] | None = None
    _other: OtherPicture | None = None  # the last picture that was compared with

    def ask(self, question: str, other: Received | None = None, box: Region | None = None) -> Iterator[Answer]:
        """Answer a question; yields sentences, and maps.

        Args:
            question: in plain words.
            other: a second picture, to compare with.
            box: a part of the picture that was marked.

        Raises:
            ModelError: if the sentence encoder is not set up.
        """
        yield from untraced(lambda: self._answers(question, other, box))

    @property
    def language(self) -> str:
        """The language of the last question, as an ISO 639-1 code."""
        return (self._before or Before()).language

    def compares(self, question: str) -> bool:
        """Whether a picture that comes with this question is to be compared with the one that was examined."""
        read_as = self._read(question).asked
        return names_both(question) or any(Topic.COMPARE in (asked.topic, *asked.choices) for asked in read_as)

    def _answers(self, question: str, other: Received | None, box: Region | None) -> Iterator[Answer]:
        if self.model is not None and other is None:
            yield from self._agentic(self.model, question)
            return
        if self._other is not None and (other is None or self._other.is_same(other)):
            if (aside := self._other.asked(question, self._told, self.turn_to)) is not None:
                self._told = [*self._told, question]
                yield from aside
                return
            question = self._other.of_this(question)
        understood = self._read(question)
        if other is not None:
            self._other = OtherPicture(other, question)
            detail = detail_of(question)
            compared = Asked(question, ((Topic.COMPARE, 1.0),), detail=detail if detail in _OF_TWO else None)
            understood = replace(understood, asked=(compared,))
        elif self._asks_of_two(understood):
            understood = replace(understood, asked=(Asked(question, ((Topic.COMPARE, 1.0),)),))
        elif box is not None:
            understood = replace(understood, asked=of_the_part(understood.asked, box))
        if asks_every_date(understood.text):  # what is listed may stand in a sentence of its own
            whole = understood.asked[0].settled(text=understood.text, detail=None)
            understood = replace(understood, asked=(whole,))
        topics = (self._before or Before()).topics
        cited = [one for one in self._said if one.cites]  # without the questions above sentences
        further = self._last is not None and goes_on(question, cited)
        skipped = {one.text for one in self._said} if further else set()
        understood = said_again(question, understood, self._last, topics, cited)
        code = understood.wishes.language or understood.language
        if code not in ANSWERED:
            yield notice(language.apology(code))
        self._said = []
        for answer in self._composed(understood, other or self._compared_before(understood), code):
            if not isinstance(answer, Statement) or answer.text not in skipped:
                self._said += [answer] if isinstance(answer, Statement) else []
                yield answer
        if further and not self._said:
            yield notice(spoken(NO_MORE(), code))

    def _asks_of_two(self, understood: Understood) -> bool:
        """Whether a message asks of the pictures that were compared before how they compare."""
        if self.bench.pair is None or len(understood.asked) > 1:
            return False
        if any(asked.detail in _OF_TWO for asked in understood.asked):
            return False
        shown = Topic.COMPARE in (self._before or Before()).topics
        return of_pair(understood.text, shown=shown) is not None or of_pair(understood.text, shown=True) == "first"

    def _compared_before(self, understood: Understood) -> Received | None:
        """The picture that came with an earlier question, if the two are to be compared and were not yet."""
        wanted = any(asked.topic is Topic.COMPARE and asked.detail not in _OF_TWO for asked in understood.asked)
        if not wanted or self._other is None or any(one.source == "comparison" for one in self.bench.evidence):
            return None
        return self._other.received()

    def _read(self, question: str) -> Understood:
        facts = self.record.exhibit
        shape = (facts.height, facts.width)
        learned = router.question_encoder(), router.shipped(), detail_router.shipped_reader()
        return read(question, self._before, shape, *learned)

    def _composed(self, understood: Understood, other: Received | None, code: str) -> Iterator[Answer]:
        """The answers to all questions of a message, each sentence once."""
        telling = Telling(code)
        yield from telling.once(self._before_all(understood, other, code))
        wanted = understood.asked
        if understood.need is not None:  # beside help only what is clearly asked, no guess, and no refusal
            wanted = tuple(replace(asked, maybe=()) for asked in wanted if is_sure(asked) and beside_help(asked))
        several, opens = len(wanted) > 1, self._before is None
        cases = [self._case(asked, understood.wishes, other, code) for asked in wanted]
        answers = ((case, replies_to(case.asked, case, several=several, opens=opens)) for case in cases)
        if opens and not understood.wishes.is_short:
            answers = list(answers)
            topics = [topic for _, found in answers for topic in found.topics]
            unsure = any((one.learned and one.share < PLAIN) or one.topic is Topic.VERDICT for one in wanted)
            if wants_the_verdict(
                understood.text,
                topics,
                guessed=unsure,
            ):
                yield from telling.before(Reply(Topic.VERDICT, ANSWERS[Topic.VERDICT](cases[0]), MOST_BESIDE), cases[0])
        left: list[Asked] = []
        for case, found in answers:
            yield from self._told_of(found, case, telling, several=several)
            left += [] if found.replies else [case.asked]
        if several and not telling.topics:
            yield notice(spoken(asked_back(wanted[0].choices), code))
        for asked in left if telling.topics else ():  # every part is answered or named
            if not any(topic in telling.topics for topic, _ in asked.ranked[:NEAR_TOPICS]):
                refusal = BEYOND if is_refused(asked) and not asked.choices else NOT_ANSWERED
                yield notice(spoken(refusal(part=Foreign(asked.text)), code))
        self._remember(understood, telling)

    def _told_of(self, found: Replies, case: Case, telling: Telling, *, several: bool) -> Iterator[Answer]:
        """The answers to one question of a message, or the question asked back."""
        asked, code = case.asked, telling.code
        if not found.replies and not several:
            yield notice(spoken(asked_back(asked.choices), code))
        if found.is_open and not telling.open:
            telling.open = True
            yield notice(spoken(MORE_THAN_ONE(), code))
        wished = case.wishes.sentences
        for reply in found.replies:
            if wished and not several and len(telling.told) >= wished:  # over all kinds of data that were asked for
                telling.topics = telling.topics or [reply.topic]
                break
            yield from telling.reply(reply, case, whole=bool(wished))
        alone = len(found.replies) == 1 and not (found.ruled or asked.detail)
        if alone and (more := offered(others(asked, found.topics[0]))):
            yield notice(spoken(more, code))

    def _before_all(self, understood: Understood, other: Received | None, code: str) -> Iterator[Statement]:
        """Help for somebody in need, and what is not so in what the message takes for granted."""
        case = self._case(understood.asked[0], understood.wishes, other, code)
        help_first = HELP[understood.need](case) if understood.need is not None else []
        yield from said([*help_first, *corrected(case, understood.text)], Wishes(), code)

    def _case(self, asked: Asked, wishes: Wishes, other: Received | None, code: str) -> Case:
        return Case(
            record=self.record,
            contents=self.contents,
            bench=self.bench,
            asked=asked,
            wishes=wishes,
            judge=self.judge,
            guide=_guide(code),
            other=other,
            second=self._other.file if self._other is not None else None,
            before=self._about,
            earlier=self._told[-MOST_TOLD:],
            talked=self._talked,
            topics=(self._before or Before()).topics,
            language=code if code in ANSWERED else language.ENGLISH,
        )

    def _remember(self, understood: Understood, telling: Telling) -> None:
        """What a follow-up needs."""
        topics, about = telling.topics, telling.about
        choices = tuple(topic for asked in understood.asked for topic in asked.choices)
        features = tuple(feature for asked in understood.asked for feature in asked.features)
        ids = tuple(item.id for item in about)
        points = any(item.region is not None and item.supports == "tampered" for item in about)
        self._before = Before(tuple(topics), ids, telling.place, features, understood.language, choices, points)
        self._about = about or (self._about if not topics else ())
        self._told = [*self._told, *(asked.text for asked in understood.asked)]
        self._talked = [*self._talked, *about]
        self._last = understood if topics else self._last

    def _agentic(self, model: BaseChatModel, question: str) -> Iterator[Answer]:
        """The answer of a model that calls tools, and the maps that it asks for."""
        maps: list[Drawn] = []

        def draw(name: str) -> Sequence[Evidence]:
            evidence, drawn = self.bench.draw(name)
            maps.append(drawn)
            return evidence

        lines = []
        for result in agentic.answer(model, self.record, self.bench, question, self.memory.messages(), draw):
            yield from maps
            maps.clear()
            if isinstance(result, Statement):
                lines.append(result.text)
            yield result
        self.memory.add(question, "\n".join(lines))


def _guide(code: str) -> Guide:
    """Looks questions up in the knowledge base, in a language."""
    return lambda question, topics: guide_search.looked_up(question, encoder.load(), topics, code)

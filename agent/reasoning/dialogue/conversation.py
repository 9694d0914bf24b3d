"""A conversation about one examined picture: each message is understood, measured for, answered and said.

Code chooses every sentence of an answer from the examination, the file and the knowledge base, and each carries its
citation. The small model never answers a question from itself. A model that calls tools writes its own answers, and
each of its sentences is checked against the evidence. Nothing in a question can change the verdict.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from langchain_core.language_models import BaseChatModel

from ...environment import untraced
from ...evidence import Dropped, Evidence, Examination, Region, Statement
from ...perception import encoder
from ...provenance.contents import Contents
from ...sandbox import Received
from ..answer_items import Item
from ..answers.answer_case import Answered, Case, ClaimJudge, Guide
from ..answers.answer_table import ANSWERS
from ..answers.detail_table import DETAILS
from ..writing.writer import notice
from . import agentic, guide_search, language, router
from .asked_details import OF_FILE, Detail, detail_of
from .asking_back import asked_back, offered
from .knowledge import NAMES as ANSWERED
from .memory import Memory
from .saying import said, spoken
from .tools import Bench, Drawn
from .topics import Topic
from .understanding import Asked, Before, Understood, read
from .wishes import Wishes

Answer = Statement | Dropped | Drawn
LIKELY = 0.3  # probability of two topics together from which both are answered rather than asked back
ALONE = 0.25  # probability of one topic from which it is answered, where no other is nearly as likely
NEARLY = 0.6  # share of the likeliest topic's probability from which a second one is answered too
UNSURE = 0.4  # probability below which an answer ends with the question whether something else was meant
REFUSED = 0.3  # probability of a topic from which it is answered although a refusal is likelier
MOST_OF_TWO = 3  # sentences of each answer where two topics are answered
# What is not answered beside something else: a wrong refusal, or a map or a measurement that nobody asked for.
_ABOUT_THE_TALK = frozenset({Topic.FOLLOW_UP, Topic.REPHRASE})
_VERDICT = re.compile(r"\b(?:verdict|result|conclusion|urteil|ergebnis|veredicto|resultado)\b|结论|判定", re.I)
_NO_ANSWERS = _ABOUT_THE_TALK | {Topic.OUT_OF_SCOPE, Topic.GREETING}
_ALONE = frozenset({Topic.CLAIM, Topic.MAP, Topic.COMPARE})
MATTER = 0.08  # probability of something in the file from which it is told beside a claim
# A word such as *signature* means a document's, or that of the file: where the file's is as likely, it is meant.
_SHARED_WORDS = (
    (Topic.DOCUMENT, Topic.CREDENTIALS),
    (Topic.DOCUMENT, Topic.SIGNER),
    (Topic.PUSHBACK, Topic.NEXT_STEPS),
)
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
    _last: Understood | None = None  # the last message that was answered, to be said again in other words

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

    def compares(self, question: str) -> bool:
        """Whether a picture that comes with this question is to be compared with the one that was examined."""
        return any(Topic.COMPARE in (asked.topic, *asked.choices) for asked in self._read(question).asked)

    def _answers(self, question: str, other: Received | None, box: Region | None) -> Iterator[Answer]:
        if self.model is not None and other is None:
            yield from self._agentic(self.model, question)
            return
        understood = self._read(question)
        if other is not None:
            person = detail_of(question) is Detail.SAME_PERSON
            compared = Asked(question, ((Topic.COMPARE, 1.0),), detail=Detail.SAME_PERSON if person else None)
            understood = replace(understood, asked=(compared,))
        elif box is not None:
            understood = replace(understood, asked=tuple(replace(one, box=box) for one in understood.asked))
        topics = {topic for asked in understood.asked for topic in (asked.topic, *asked.choices)}
        again = Topic.REPHRASE in topics or (understood.wishes.language and Topic.OUT_OF_SCOPE in topics)
        if again and len(understood.asked) == 1 and understood.asked[0].detail is None:
            last = None if _VERDICT.search(question) else self._last
            understood = _rephrased(last or _verdict_asked(question, understood), understood)
        code = understood.wishes.language or understood.language
        if code not in ANSWERED:
            yield notice(language.apology(code))
        yield from self._composed(understood, other, code)

    def _read(self, question: str) -> Understood:
        facts = self.record.exhibit
        shape = (facts.height, facts.width)
        return read(question, self._before, shape, router.question_encoder(), router.shipped())

    def _composed(self, understood: Understood, other: Received | None, code: str) -> Iterator[Answer]:
        """The answers to all questions of a message, each sentence once."""
        told: set[str] = set()
        topics: list[Topic] = []
        about: list[Evidence] = []
        place: Region | None = None
        sure = [asked for asked in understood.asked if asked.detail or not (asked.choices or _refused(asked))]
        for asked in sure or understood.asked:  # what is unclear beside a clear question mostly belongs to it
            case = self._case(asked, understood.wishes, other, code)
            answers = _detail(asked, case) or [(topic, ANSWERS[topic](case)) for topic in _meant(asked, case.topics)]
            meant = [topic for topic, _ in answers]
            if not meant:
                yield notice(spoken(asked_back(asked.choices), code))
            for _, answered in answers:
                if answered.drawn is not None:
                    yield answered.drawn
                items = answered.items if len(meant) == 1 else answered.items[:MOST_OF_TWO]
                for statement in said(items, understood.wishes, code):
                    if statement.text not in told:
                        told.add(statement.text)
                        yield statement
                about += answered.about or _cited(case.evidence, items)
                place = answered.place or asked.region or place
            topics += meant
            if len(meant) == 1 and asked.detail is None and (more := offered(_others(asked, meant[0]))):
                yield notice(spoken(more, code))
        self._remember(understood, topics, about, place)

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
            before=self._about,
            earlier=self._told[-MOST_TOLD:],
            topics=self._before.topics if self._before is not None else (),
            language=code if code in ANSWERED else language.ENGLISH,
        )

    def _remember(
        self, understood: Understood, topics: Sequence[Topic], about: Sequence[Evidence], place: Region | None
    ) -> None:
        """What a follow-up needs."""
        choices = tuple(topic for asked in understood.asked for topic in asked.choices)
        features = tuple(feature for asked in understood.asked for feature in asked.features)
        ids = tuple(item.id for item in about)
        self._before = Before(tuple(topics), ids, place, features, understood.language, choices)
        self._about = about or (self._about if not topics else ())
        self._told = [*self._told, *(asked.text for asked in understood.asked)]
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


def _meant(asked: Asked, before: Collection[Topic]) -> tuple[Topic, ...]:
    """The topics to answer: the one that is sure, or the two that are likeliest; none if it is to be asked back.

    Args:
        asked: the question.
        before: the topics of the turn before; one of them is meant where a question by itself is not clear.
    """
    likeliest = [pair for pair in asked.ranked if pair[0] not in _NO_ANSWERS][:2]
    if not asked.choices:
        refused = asked.topic is Topic.OUT_OF_SCOPE and likeliest and likeliest[0][1] >= REFUSED
        topic = likeliest[0][0] if refused else asked.topic
        return _with_matter(asked) if topic is Topic.CLAIM else (topic,) if topic in ANSWERS else ()
    likeliest = [(topic, share) for topic, share in likeliest if topic in ANSWERS and topic not in _ALONE]
    if likeliest and sum(share for _, share in likeliest) >= LIKELY:
        first = likeliest[0][1]
        near = [topic for topic, share in likeliest if share >= NEARLY * first]
        if len(near) > 1 or first >= ALONE:
            return tuple(topic for topic in near if not _beside_the_point(topic, near))
    if same := [topic for topic in before if topic in asked.choices and topic in ANSWERS and topic not in _ALONE]:
        return (same[0],)
    if Topic.CLAIM in asked.choices:  # what is said of the picture, with what the file gives of the matter
        return (Topic.VERDICT,) if asked.topic is Topic.VERDICT else _with_matter(asked)
    return ()


def _with_matter(asked: Asked) -> tuple[Topic, ...]:
    """A claim, after what the file gives of its matter, if the question names one."""
    matter = [topic for topic, share in asked.ranked if topic in OF_FILE and share >= MATTER][:1]
    return (*matter, Topic.CLAIM)


def _beside_the_point(topic: Topic, among: Collection[Topic]) -> bool:
    """Whether a topic is meant only by a word that it shares with another one that is as likely."""
    return any(topic is other and meant in among for other, meant in _SHARED_WORDS)


def _refused(asked: Asked) -> bool:
    return asked.topic is Topic.OUT_OF_SCOPE and asked.detail is None


def _others(asked: Asked, answered: Topic) -> list[Topic]:
    """What else a question that is not clear may mean, beside the one topic that was answered."""
    shares = dict(asked.ranked)
    first = shares.get(answered, 1.0)
    unsure = bool(asked.choices) and first < UNSURE
    return [topic for topic in asked.choices if unsure and topic is not answered and shares[topic] >= first / 2]


def _detail(asked: Asked, case: Case) -> list[tuple[Topic, Answered]]:
    """The answer to the single thing that a question names; none if it names none, or if there is nothing to tell."""
    if asked.detail is None:
        return []
    topic, answer = DETAILS[asked.detail]
    answered = answer(case)
    return [(topic, answered)] if answered is not None and answered.items else []


def _cited(evidence: Sequence[Evidence], items: Sequence[Item]) -> list[Evidence]:
    """The evidence that an answer cites, in its order."""
    by_id = {one.id: one for one in evidence}
    return [by_id[ident] for ident in dict.fromkeys(item.id for item in items) if ident in by_id]


def _rephrased(last: Understood, understood: Understood) -> Understood:
    """The last message once more, with the wishes of this one; it stays simple, or for a report, if it was so."""
    wishes = understood.wishes
    if wishes.register == "plain":
        wishes = replace(wishes, register=last.wishes.register)
    return replace(last, wishes=wishes, language=wishes.language or last.language)


def _verdict_asked(question: str, understood: Understood) -> Understood:
    """The same message as a question for the verdict, which is what is said again if nothing was said before."""
    return replace(understood, asked=(Asked(question, ((Topic.VERDICT, 1.0),)),))


def _guide(code: str) -> Guide:
    """Looks questions up in the knowledge base, in a language."""
    return lambda question, topics: guide_search.looked_up(question, encoder.load(), topics, code)

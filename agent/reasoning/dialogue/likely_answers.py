"""What is answered to one question of a message: what it surely asks for, or the likeliest things that it may ask for.

Where no single thing is sure, up to two are answered, each under the question that it replies to, so that a reader sees
at once which of them was meant, and no “no” stands there as the reply to another question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..answers.answer_case import Answered, Case
from ..answers.answer_table import ANSWERS
from ..answers.detail_table import DETAILS
from .asking_back import IN_CASE, WORDS, asks_much
from .by_rule import by_detail, by_rule
from .detail_names import COURTESY, Detail
from .detail_questions import QUESTIONS
from .meant_topics import is_refused, meant
from .topics import Topic
from .understanding import Asked

MOST_OF_TWO = 3  # sentences of each answer where two topics are answered
MOST_OF_PART = 4  # sentences of the answer to each of several questions in one message
MOST_OF_MAYBE = 3  # sentences of the answer to each thing that a question may ask for
MOST_BESIDE = 2  # sentences on what else it may ask for
PLAIN = 0.8  # probability of what a question names from which its answer needs no heading
LIKELY = 0.6  # probability of a topic from which its answer comes before what else may be asked for


# What is said back to thanks, what draws, and what looks for words of the question in the file.
_NEVER_GUESSED = COURTESY | {Detail.MARK_IT, Detail.WHERE_SAYS}
_BY_TOOLS = frozenset({Topic.MAP, Topic.COMPARE})


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to a question.

    Attributes:
        topic: what it is about.
        answered: the answer.
        most: how many sentences of it are said; None: all.
        name: the question that it replies to, in English; empty if it has no words.
        headed: whether that question stands above it, because another one may have been asked.
    """

    topic: Topic
    answered: Answered
    most: int | None = None
    name: str = ""
    headed: bool = False


@dataclass(frozen=True, slots=True)
class Replies:
    """The answers to a question.

    Attributes:
        replies: in the order in which they are said; none if the question is to be asked back.
        ruled: whether the first of them is what the question names.
    """

    replies: Sequence[Reply]
    ruled: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is not clear what is asked for, so that several things are answered."""
        return not self.ruled and len(self.replies) > 1 and all(reply.headed for reply in self.replies)

    @property
    def topics(self) -> list[Topic]:
        """What they are about."""
        return [reply.topic for reply in self.replies]


def replies_to(asked: Asked, case: Case, *, several: bool = False, opens: bool = False) -> Replies:
    """What is answered to a question.

    Args:
        asked: the question.
        case: what it is answered from.
        several: whether the message has other questions.
        opens: whether nothing was asked before.
    """
    detail = by_detail(asked, case)
    if ruled := detail or by_rule(asked, case):
        return _ruled(asked, case, ruled, named=bool(detail), several=several)
    topics = [] if several and is_refused(asked) else list(meant(asked, case.topics, ANSWERS))
    is_likely = len(topics) == 1 and dict(asked.ranked).get(topics[0], 0.0) >= LIKELY
    if case.wishes.is_short:
        maybe = [] if topics else [replace(one, headed=False) for one in _maybe(asked, case, 1, MOST_OF_MAYBE)]
    else:
        number = 1 if is_likely or several or opens else 2
        maybe = _maybe(asked, case, number, MOST_BESIDE if is_likely else MOST_OF_MAYBE)
    told = [Topic.VERDICT] if opens and not several and not is_likely and asks_much(asked.text) else []  # with a case
    if told and (maybe or not topics):
        most = MOST_BESIDE if maybe else MOST_OF_TWO if topics else None
        told += [topic for topic in topics if topic in WORDS and topic not in (Topic.VERDICT, *_BY_TOOLS)][:1]
        return Replies(_fresh([*(_plain(topic, case, most) for topic in told), *maybe]))
    if maybe and topics and not is_likely:
        guessed = [reply.topic for reply in maybe]
        beside = [topic for topic in topics if topic in WORDS and topic not in _BY_TOOLS][:1]
        further = [_plain(topic, case, MOST_BESIDE) for topic in beside if topic not in guessed]
        return Replies(_fresh([*maybe, *(replace(one, name=IN_CASE(choice=one.name), headed=True) for one in further)]))
    if Topic.OUT_OF_SCOPE in topics:  # a refusal stands beside no guess
        maybe = []
    most = MOST_OF_TWO if len(topics) > 1 else MOST_OF_PART if several or maybe else None
    return Replies(_fresh([*(_plain(topic, case, most) for topic in topics), *maybe]))


def _ruled(asked: Asked, case: Case, ruled: Sequence[tuple[Topic, Answered]], *, named: bool, several: bool) -> Replies:
    """What the question names, under its question if that was found without being sure, and one thing beside it."""
    most = MOST_OF_TWO if len(ruled) > 1 else MOST_OF_PART if several else None
    detail = asked.detail if named and asked.detail not in COURTESY else None
    headed = detail is not None and asked.share < PLAIN and not case.wishes.is_short
    name = QUESTIONS[detail]() if detail is not None else ""
    told = [
        Reply(topic, answered, most, name or ("" if asked.detail in COURTESY else _named(topic)), headed)
        for topic, answered in ruled
    ]
    beside = [] if case.wishes.is_short else _maybe(asked, case, 1, MOST_BESIDE)
    return Replies(_fresh([*told, *beside]), ruled=True)


def _plain(topic: Topic, case: Case, most: int | None) -> Reply:
    """The answer to a topic."""
    return Reply(topic, ANSWERS[topic](case), most, _named(topic))


def _named(topic: Topic) -> str:
    """What a topic's answer replies to, if it has words."""
    return WORDS[topic]() if topic in WORDS else ""


def _maybe(asked: Asked, case: Case, number: int, most: int) -> list[Reply]:
    """Answers to the likeliest things that a question may ask for, as far as there is something to tell of them."""
    found: list[Reply] = []
    for detail in asked.maybe:
        topic, answer = DETAILS[detail]
        if len(found) == number or detail in _NEVER_GUESSED or topic in _BY_TOOLS:
            continue
        answered = answer(replace(case, asked=replace(asked, detail=detail)))
        if answered is not None and answered.items:
            found.append(Reply(answered.topic or topic, answered, most, QUESTIONS[detail](), headed=True))
    return found


def _fresh(replies: Sequence[Reply]) -> list[Reply]:
    """Replies that say something beside those before them."""
    kept: list[Reply] = []
    told: set[str] = set()
    for reply in replies:
        texts = {item.text for item in reply.answered.items[: reply.most]}
        if not kept or not texts <= told:
            kept.append(reply)
        told |= texts
    return kept

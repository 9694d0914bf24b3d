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


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to a question.

    Attributes:
        topic: what it is about.
        answered: the answer.
        most: how many sentences of it are said; None: all.
        heading: the question that it replies to, in English; empty if that is the question itself.
    """

    topic: Topic
    answered: Answered
    most: int | None = None
    heading: str = ""


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
        return not self.ruled and len(self.replies) > 1 and bool(self.replies[0].heading)

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
        most = MOST_OF_TWO if len(ruled) > 1 else MOST_OF_PART if several else None
        doubted = asked.detail if detail and asked.share < PLAIN and not case.wishes.is_short else None
        heading = QUESTIONS[doubted]() if doubted is not None else ""
        named = [Reply(topic, answered, most, heading) for topic, answered in ruled]
        return Replies([*named, *_maybe(asked, case, 1, MOST_BESIDE)], ruled=True)
    topics = [] if several and is_refused(asked) else list(meant(asked, case.topics, ANSWERS))
    is_clear = len(topics) == 1 and asked.ranked[0][1] >= LIKELY
    maybe = _maybe(asked, case, 1 if is_clear or several or opens else 2, MOST_BESIDE if is_clear else MOST_OF_MAYBE)
    if opens and not several and not is_clear and asks_much(asked.text) and (maybe or not topics):
        topics = [Topic.VERDICT]  # who opens with a case wants it
    elif maybe and not is_clear:
        beside = [topic for topic in topics if all(topic is not one.topic for one in maybe)][:1]
        return Replies([*maybe, *(_beside(topic, case) for topic in beside)])
    most = MOST_OF_TWO if len(topics) > 1 else MOST_OF_PART if several or maybe else None
    return Replies([*(Reply(topic, ANSWERS[topic](case), most) for topic in topics), *maybe])


def _maybe(asked: Asked, case: Case, number: int, most: int) -> list[Reply]:
    """Answers to the likeliest things that a question may ask for, as far as there is something to tell of them."""
    found: list[Reply] = []
    for detail in () if case.wishes.is_short else asked.maybe:
        topic, answer = DETAILS[detail]
        answered = answer(replace(case, asked=replace(asked, detail=detail)))
        if answered is not None and answered.items and answered.drawn is None:  # nobody surely asked for a map
            found.append(Reply(answered.topic or topic, answered, most, QUESTIONS[detail]()))
    return found[:number]


def _beside(topic: Topic, case: Case) -> Reply:
    """A shorter answer after others, to the topic that the question may be about as well."""
    heading = IN_CASE(choice=WORDS[topic]()) if topic in WORDS else ""
    return Reply(topic, ANSWERS[topic](case), MOST_BESIDE, heading)

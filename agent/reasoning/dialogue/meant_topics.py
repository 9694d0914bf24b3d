"""Which topics of a question are answered: the one that is sure, or the two likeliest; else it is asked back."""

from __future__ import annotations

from collections.abc import Collection

from .asked_details import OF_FILE
from .statements import states_something
from .topics import Topic
from .understanding import Asked

LIKELY = 0.3  # probability of two topics together from which both are answered rather than asked back
ALONE = 0.25  # probability of one topic from which it is answered, where no other is nearly as likely
NEARLY = 0.6  # share of the likeliest topic's probability from which a second one is answered too
UNSURE = 0.4  # probability below which an answer ends with the question whether something else was meant
REFUSED = 0.3  # probability of a topic from which it is answered although a refusal is likelier
MATTER = 0.08  # probability of something in the file from which it is told beside a claim
# What is not answered beside something else: a wrong refusal, or a map or a measurement that nobody asked for.
_ABOUT_THE_TALK = frozenset({Topic.FOLLOW_UP, Topic.REPHRASE})
_NO_ANSWERS = _ABOUT_THE_TALK | {Topic.OUT_OF_SCOPE, Topic.GREETING}
_ALONE = frozenset({Topic.CLAIM, Topic.MAP, Topic.COMPARE})
# A word such as *signature* means a document's, or that of the file: where the file's is as likely, it is meant.
_SHARED_WORDS = (
    (Topic.DOCUMENT, Topic.CREDENTIALS),
    (Topic.DOCUMENT, Topic.SIGNER),
    (Topic.PUSHBACK, Topic.NEXT_STEPS),
)


def meant(asked: Asked, before: Collection[Topic], answered: Collection[Topic]) -> tuple[Topic, ...]:
    """The topics to answer; none if the question is to be asked back.

    Args:
        asked: the question.
        before: the topics of the turn before; one of them is meant where a question by itself is not clear.
        answered: the topics that have an answer.
    """
    likeliest = [pair for pair in asked.ranked if pair[0] not in _NO_ANSWERS][:2]
    if not asked.choices:
        refused = asked.topic is Topic.OUT_OF_SCOPE and likeliest and likeliest[0][1] >= REFUSED
        topic = likeliest[0][0] if refused else asked.topic
        if topic is Topic.CLAIM and not states_something(asked.text):
            topic = next((one for one, _ in likeliest if one is not Topic.CLAIM and one in answered), Topic.VERDICT)
        return _with_matter(asked) if topic is Topic.CLAIM else (topic,) if topic in answered else ()
    likeliest = [(topic, share) for topic, share in likeliest if topic in answered and topic not in _ALONE]
    if likeliest and sum(share for _, share in likeliest) >= LIKELY:
        first = likeliest[0][1]
        near = [topic for topic, share in likeliest if share >= NEARLY * first]
        if len(near) > 1 or first >= ALONE:
            return tuple(topic for topic in near if not _beside_the_point(topic, near))
    if same := [topic for topic in before if topic in asked.choices and topic in answered and topic not in _ALONE]:
        return (same[0],)
    # What is said of the picture, with what the file gives of the matter.
    if Topic.CLAIM in asked.choices and states_something(asked.text):
        return (Topic.VERDICT,) if asked.topic is Topic.VERDICT else _with_matter(asked)
    return ()


def is_refused(asked: Asked) -> bool:
    """Whether a question is beyond the tool."""
    return asked.topic is Topic.OUT_OF_SCOPE and asked.detail is None


def others(asked: Asked, answered: Topic) -> list[Topic]:
    """What else a question that is not clear may mean, beside the one topic that was answered."""
    shares = dict(asked.ranked)
    first = shares.get(answered, 1.0)
    unsure = bool(asked.choices) and first < UNSURE
    return [topic for topic in asked.choices if unsure and topic is not answered and shares[topic] >= first / 2]


def _with_matter(asked: Asked) -> tuple[Topic, ...]:
    """A claim, after what the file gives of its matter, if the question names one; a claim compares times itself."""
    matter = [topic for topic, share in asked.ranked if topic in OF_FILE and share >= MATTER][:1]
    return (*(topic for topic in matter if topic not in (Topic.WHEN_TAKEN, Topic.WHERE_TAKEN)), Topic.CLAIM)


def _beside_the_point(topic: Topic, among: Collection[Topic]) -> bool:
    """Whether a topic is meant only by a word that it shares with another one that is as likely."""
    return any(topic is other and one in among for other, one in _SHARED_WORDS)

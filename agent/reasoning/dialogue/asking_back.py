"""A question asked back, where it is not clear what is asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from ...sentences import Sentence
from .topics import Topic

MEAN = Sentence("asking_back.mean", "It is not clear what you ask for. Do you want to know {choices}?")
MEAN_ONE = Sentence(
    "asking_back.mean_one", "It is not clear what you ask for. Do you want to know {choice}, or something else?"
)
OR = Sentence("asking_back.or", "{first}, or {last}")
OR_ELSE = Sentence("asking_back.or_else", "If you meant something else: do you want to know {choice}?")
IN_CASE = Sentence("asking_back.in_case", "In case you meant this: {choice}")
MORE_THAN_ONE = Sentence(
    "asking_back.more_than_one",
    "Your question can be understood in more than one way, so each answer stands below the question that it answers.",
)
UNCLEAR = Sentence(
    "asking_back.unclear",
    "It is not clear what you ask for. You can ask whether the picture is real, why, what the file holds, or what to "
    "do next.",
)
NOT_ANSWERED = Sentence(
    "asking_back.not_answered",
    "This part of your message could not be answered here: {part:80}. Ask it in other words.",
)
BEYOND = Sentence(
    "asking_back.beyond",
    "This part of your message is beyond this tool: {part:80}. It examines pictures and their files, and nothing else.",
)
NO_MORE = Sentence(
    "asking_back.no_more",
    "No more is known here about that. Ask about another point, or about what the picture or its file shows.",
)
_MUCH = 7  # words of a first message that deserves more than a question
# What somebody who asks for a topic wants to know.
_WORDS: Mapping[Topic, str] = {
    Topic.VERDICT: "whether the picture is real",
    Topic.CONFIDENCE: "how sure the verdict is",
    Topic.REASONS: "what the verdict rests on",
    Topic.FOR_FAKE: "what speaks for a fake",
    Topic.FOR_REAL: "what speaks for a photograph",
    Topic.DOUBTS: "what is uncertain",
    Topic.ABSTENTION: "why there is no label",
    Topic.PUSHBACK: "whether the verdict can change",
    Topic.SUMMARY: "the result in short",
    Topic.NEXT_STEPS: "what to do next",
    Topic.LIKELIHOOD: "the likelihood ratio",
    Topic.ALTERATION: "whether something was altered",
    Topic.CLONED: "whether a part was copied",
    Topic.AI_PART: "which part AI made",
    Topic.WHERE_EDITED: "where it was altered",
    Topic.CLAIM: "whether a statement about the picture holds",
    Topic.REGION: "what is measured in a part of it",
    Topic.MAP: "to see a map over the picture",
    Topic.MAP_MEANING: "what the colours of a map mean",
    Topic.FEATURE: "whether a detail looks right",
    Topic.GEOMETRY: "whether light, shadows or perspective are right",
    Topic.TEXT_IN_PICTURE: "about the writing in the picture",
    Topic.DOCUMENT: "whether a document is authentic",
    Topic.DESCRIBE: "what the picture shows",
    Topic.PERSON: "who is shown",
    Topic.WHERE_TAKEN: "where it was taken",
    Topic.WHEN_TAKEN: "when it was taken",
    Topic.PUBLISHED: "whether it was published before",
    Topic.EVENT: "whether what it shows happened",
    Topic.LEGAL: "whether it may be used",
    Topic.METADATA: "what the metadata say",
    Topic.CAMERA: "which camera it is from",
    Topic.SOFTWARE: "which programs wrote or changed the file",
    Topic.CREDENTIALS: "about its content credentials",
    Topic.SIGNER: "who signed it",
    Topic.PARAMETERS: "the prompt and settings in the file",
    Topic.MAKER: "which program made it",
    Topic.WATERMARK: "about watermarks",
    Topic.FILE_FORM: "the form and size of the file",
    Topic.HASH: "the hash of the file",
    Topic.EMBEDDED: "what else is in the file",
    Topic.ORIGINAL: "whether the file is an original",
    Topic.EVIDENCE_ITEM: "what a finding means",
    Topic.DETECTOR: "what a detector found",
    Topic.TERM: "what a term means",
    Topic.SECOND_LOOK: "about the second look",
    Topic.NEIGHBOURS: "which known pictures are near",
    Topic.COMPARE: "how two pictures compare",
    Topic.ERROR_RATES: "how often the tool is wrong",
    Topic.REFERENCE_SET: "what the tool was measured on",
    Topic.IDENTITY: "about the tool and its version",
    Topic.PRIVACY: "what happens to your pictures",
    Topic.TRUST_TOOL: "whether the tool can be trusted",
    Topic.COURT: "about the use as evidence",
    Topic.HOW_TO: "how to do something with the tool",
    Topic.CAPABILITIES: "what the tool can do",
}
# What somebody who opens with a case asks besides: what is claimed, allowed, shown, to be done.
_BESIDE_THE_CASE = frozenset(
    {
        Topic.CLAIM, Topic.LEGAL, Topic.EVENT, Topic.PERSON, Topic.NEXT_STEPS, Topic.COURT, Topic.PUSHBACK,
        Topic.DOCUMENT, Topic.PUBLISHED,
    }
)  # fmt: skip
# What tells the verdict itself, or is about the tool.
_TELL_IT = frozenset(
    {
        Topic.VERDICT, Topic.SUMMARY, Topic.REASONS, Topic.CONFIDENCE, Topic.DOUBTS, Topic.ABSTENTION, Topic.LIKELIHOOD,
        Topic.HOW_TO, Topic.PRIVACY, Topic.CAPABILITIES, Topic.IDENTITY, Topic.TERM, Topic.TRUST_TOOL,
        Topic.ERROR_RATES,
    }
)  # fmt: skip
WORDS = {topic: Sentence(f"asking_back.{topic}", words) for topic, words in _WORDS.items()}


def asks_much(text: str) -> bool:
    """Whether a question tells enough for an answer, even where it is not clear what is asked for."""
    return len(re.findall(r"[^\W\d_]+", text)) >= _MUCH or len(re.findall(r"[\u4e00-\u9fff]", text)) >= _MUCH * 2


def wants_the_verdict(text: str, answered: Collection[Topic], *, guessed: bool = False) -> bool:
    """Whether an opening message tells a case and was answered beside it, so that the verdict is told as well.

    Args:
        text: the message.
        answered: what the answers are about.
        guessed: whether what it asks for is not sure, or the verdict seems to be asked for.
    """
    beside = all(topic in _BESIDE_THE_CASE for topic in answered)
    return asks_much(text) and bool(answered) and _TELL_IT.isdisjoint(answered) and (beside or guessed)


def offered(choices: Sequence[Topic]) -> str:
    """The question after an answer whether something else was meant; empty if nothing can be named."""
    return next((OR_ELSE(choice=WORDS[topic]()) for topic in choices if topic in WORDS), "")


def asked_back(choices: Sequence[Topic]) -> str:
    """The question that asks back; a topic without words of its own is left out."""
    named = [WORDS[topic]() for topic in choices if topic in WORDS]
    if not named:
        return UNCLEAR()
    *first, last = named
    return MEAN(choices=OR(first=", ".join(first), last=last)) if first else MEAN_ONE(choice=last)

"""What a clause says of the options it names: which it excludes, which it keeps, which it calls real or fake."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..items import Truth
from . import claim_polarity, picture_descriptions
from .clauses import clauses, sentences
from .option_mentions import Mention, are_places, mentions, words
from .reply_words import NEGATION

EXCLUDES = re.compile(
    r"\b(?:eliminat\w+|exclud\w+|rul\w+ out|(?:do|does)(?:n't| not) (?:apply|fit|match)|not applicable|instead of|"
    r"rather than|unlike|as opposed to|wrong|incorrect)\b",
    re.I,
)
_WORDS_OF_CHOICE = re.compile(
    r"\b(?:the|one|option|image|picture|photo|it|is|choice|maybe|probably|perhaps|likely|definitely|certainly|i|think|guess|only|just|that|"
    r"would|be)\b|[\W_]",
    re.I,
)


def only_names(sentence: str, options: Sequence[str], *, alone: bool = False) -> Mention | None:
    """The option that a sentence consists of, with the words that carry it."""
    found = mentions(sentence, options, alone=alone)
    if len({one.option for one in found}) != 1:
        return None
    rest = "".join(c for at, c in enumerate(sentence) if not any(one.start <= at < one.end for one in found))
    return None if _WORDS_OF_CHOICE.sub("", rest) else found[0]


def without(clause: str, found: Sequence[Mention]) -> str:
    """A clause with spaces where options are named."""
    return "".join(" " if any(one.start <= at < one.end for one in found) else c for at, c in enumerate(clause))


def is_whole(clause: str, one: Mention, options: Sequence[str]) -> bool:
    """Whether an option stands in a clause word for word; the first and the second picture never do."""
    return words(clause[one.start : one.end]) == words(options[one.option].rstrip(".")) and not are_places(options)


def divided(clause: str, found: Sequence[Mention], options: Sequence[str]) -> tuple[set[int], list[int]]:
    """The options that a clause excludes, and those that it names.

    A negation excludes an option only if nothing is claimed in the clause: *B is not real* excludes nothing.
    """
    masked = without(clause, found)
    claimed = bool(claim_polarity.TERM.search(masked)) and are_places(options)
    negations = [match.start() for match in NEGATION.finditer(masked)]
    excludes = bool(EXCLUDES.search(masked))
    out: set[int] = set()
    kept: list[int] = []
    for one in found:
        negated = (excludes or (bool(negations) and negations[0] < one.start)) and not (claimed and not excludes)
        swap = re.match(r"^\W*(?:but)\b", clause) is not None
        if negated and not swap:
            out.add(one.option)
        else:
            kept.append(one.option)
    return out, kept


def by_polarity(text: str, options: Sequence[str], asks: Truth) -> list[int]:
    """The same as `polar` of every clause of a text."""
    return [
        pick
        for sentence in sentences(text)
        for clause in clauses(sentence)
        if (found := mentions(clause, options))
        for pick in polar(clause, [one.option for one in found], options, asks)
    ]


def polar(clause: str, kept: Sequence[int], options: Sequence[str], asks: Truth) -> list[int]:
    """Of two pictures, the one that a clause says to be what is asked for, if it calls one of them real or fake."""
    if not are_places(options) or len(set(kept)) != 1:
        return []
    said = claim_polarity.claims(picture_descriptions.alone(clause))
    claims = [one for one in said if isinstance(one, claim_polarity.Claim)]
    truths = {one.truth for one in claims}
    if len(truths) != 1:
        return []
    return [kept[0] if truths == {asks} else 1 - kept[0]]

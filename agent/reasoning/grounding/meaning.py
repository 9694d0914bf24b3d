"""Whether a sentence says something that its source does not, in the source's own words or in others.

Each word of the sentence that carries meaning is aligned with a word of the source (`aligned`). The sentence distorts
its source if a word has no counterpart, if a word is left out that limits what is told (`omissions`), or if verbs with
what they are about (`relations`), `comparisons`, or figures, reasons, number and time (`agreement`) differ. In doubt it
counts as distorted: the source's own words then stand in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ...evidence import Failed
from ...sentences import Sentence
from . import agreement, comparisons, omissions, relations
from .aligned import Reading, read_against
from .lexicon import lexicon

DENIES = Sentence("meaning.denies", "denies something (“{word}”), but the cited evidence denies nothing")
ADDS = Sentence("meaning.adds", "adds “{word}”, which the cited evidence does not say")
_STOP = re.compile(r"(?<=\.) ")
_BOUND = re.compile(r"(\d+(?:\.\d+)?)(,? )(below|under|above|over) (?:the|its) threshold of (\d+(?:\.\d+)?)")
_CHECKS: Sequence[tuple[Failed, Callable[[Reading], str | None]]] = (
    ("negation", omissions.denied_otherwise),
    ("negation", omissions.asserted),
    ("number", agreement.counted),
    ("words", omissions.left_out),
    ("words", omissions.unhedged),
    ("words", comparisons.compared),
    ("words", agreement.reasoned),
    ("words", relations.related),
    ("words", relations.said_to_be),
    ("words", relations.described),
    ("words", agreement.numbered),
    ("words", agreement.timed),
    ("words", relations.told_with_figures),
    ("words", relations.conjoined),
)


def distortion(sentence: str, source: str) -> tuple[Failed, str] | None:
    """Why a sentence says something that its source does not, with what failed; None if it does not.

    Args:
        sentence: without its citations.
        source: the text of what it cites.
    """
    if _plain(sentence) in (_plain(source), *map(_plain, _STOP.split(source))):
        return None
    read = read_against(_without_true_bounds(sentence), source)
    if isinstance(read, str):
        return ("negation", DENIES(word=read)) if read in lexicon().no else ("words", ADDS(word=read))
    return next(((failed, reason) for failed, check in _CHECKS if (reason := check(read))), None)


def _plain(text: str) -> str:
    return " ".join(text.lower().split()).strip(" .")


def _without_true_bounds(sentence: str) -> str:
    """A sentence without “below the threshold of 45” where that is what its figures say."""

    def true(match: re.Match[str]) -> str:
        value, word, bound = float(match[1]), match[3], float(match[4])
        right = value < bound if word in ("below", "under") else value > bound
        return f"{match[1]}{match[2]}the threshold of {match[4]}" if right else match.group()

    return _BOUND.sub(true, sentence)

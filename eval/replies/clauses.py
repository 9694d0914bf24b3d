"""A reply cut into segments, sentences and clauses.

A segment begins where a reply takes back what it said before; a sentence ends at a stop or a line; a clause ends where
the scope of a negation ends.
"""

from __future__ import annotations

import re

LONGEST = 300  # characters of a sentence; a longer one is cut
MOST = 40  # sentences

_TURN = re.compile(
    r"(?:(?<=^)|(?<=[\n.!?,;:…-]\s)|(?<=\n)|\bbut\s+|\bno,?\s+|\band\s+)"
    r"(?:wait|actually(?:,? no(?=,? (?:it|that|this|the|i)\b))?|correction|strike that|(?<=[.!?]\s)h+m+,? no(?=[.,])|"
    r"edit(?=:)|oops|whoops|my (?:mistake|bad)|never mind|(?:sorry, )?i (?:misread|misspoke|meant|stand corrected|"
    r"was wrong)|on second thoughts?|scratch that|hold on|i take that back|"
    r"let me (?:reconsider|correct|rethink)(?: that| this| myself)?|sorry, i mean|i mean)\b[,:.!]?"
    r"|\b(?:up)?on (?:a )?(?:closer|careful|further) (?:look|inspection|examination|analysis)\b,?|\blooking (?:more )?clos(?:er|ely)\b,?",  # noqa: E501
    re.I,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=\.\.\.)|(?<=[。！？])|\n+|;\s")
_CLAUSE = re.compile(
    r"[,:]\s(?!(?:dass|daß|что|że|that|que|che)\b)|[,:](?=[\u3040-\u9fff\uac00-\ud7af])|[，、：；،]|\s-+\s|[()]|(?<=\s)(?<!anything )(?<!nothing )(?<!everything )(?="  # noqa: E501
    r"(?:but|however|yet|although|though|while|whereas|because|since|despite|given(?= (?:that|the|how|these|its|all|"
    r"this|such)\b)|aber|mais|pero|ma|mas|maar|ale|но)\s|"
    r"(?:which|rather than|instead of|as opposed to|(?<!such )(?<!well )(?<!same )(?<!just )(?<!not )(?<!far )as (?:it|this|they|there|the))\s|(?:and|so)\s(?:it|this|the|that|is|was|were|looks?|appears?|seems?|has|i|therefore|thus|so)\s)|"  # noqa: E501
    r"(?=但|不过|然而)",
    re.I,
)


def segments(text: str) -> list[str]:
    """The parts of a reply between the places where it takes back what it said."""
    cuts = [match.start() for match in _TURN.finditer(text)]
    ends = [match.end() for match in _TURN.finditer(text)]
    return [text[a:b] for a, b in zip([0, *ends], [*cuts, len(text)], strict=True)]


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its stop."""
    found = [part.strip() for part in _SENTENCE.split(text)]
    found = [part[at : at + LONGEST] for part in found if part for at in range(0, len(part), LONGEST)]
    return found if len(found) <= MOST else found[: MOST // 4] + found[-3 * MOST // 4 :]


def clauses(sentence: str) -> list[str]:
    """The clauses of a sentence, each with the word that joins it."""
    return [part.strip() for part in _CLAUSE.split(sentence) if part and part.strip()]

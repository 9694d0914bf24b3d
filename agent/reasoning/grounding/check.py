"""The grounding check: each sentence of an answer is compared with the evidence that it cites.

A sentence stands if it cites ids that exist, if its direction (real, synthetic, tampered) is one of the cited evidence,
if its numbers say the same about the same things, if a part of the picture that it names is where the evidence lies, if
it repeats no phrase, and if it means nothing that the evidence does not say (`meaning`). A sentence about a single item
must also tell most of that item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...evidence import Dropped, Evidence, Failed, Statement
from ...sentences import Sentence
from ..answer_items import SHOWN, Item
from ..weighing.claim import overlap, region_of
from . import directions, meaning, numbers
from .grounds import Ground, Grounds, of_items
from .words import share_in, words

MIN_TOLD = 0.37  # of an item's content words; of 1,397 sentences that stood otherwise, only nonsense lay below it
MAX_WORDS, MIN_WORDS = 60, 3
_ID = rf"(?:E\d+|{'|'.join(SHOWN.values())})"
_CITATION = re.compile(rf"[\[(]({_ID}(?:[,;]? (?:and )?{_ID})*)[\])]")
_AFTER_STOP = re.compile(rf"([.!?])\s*((?:\[{_ID}(?:[,;\s]+{_ID})*\]\s*)+)")
_END = re.compile(r"(?<=[.!?\]])\s+(?=[A-Z“\"])|\n+")
_PHRASE = 5  # words that may not come twice in one sentence
_POINT = re.compile(r"\bat (\d+)\b(?:, (\d+)\b)?(?![.:]?\d|%| ?px)")
_BRACKETS = re.compile(r" \([^)]*\)")
_NEAR = 0.1  # share of the smaller region that a named part and the evidence's region must have in common
# How a sentence is joined to the one before it, which says nothing about its source.
_OPENING = re.compile(
    r"^(?:for the record|against (?:that|this)|on the other hand|however|in support|in that part|there"
    r"|one reservation|no label can be given, so|keep in mind|note that|by contrast)[,:]? ",
    re.I,
)

NO_CITATION = Sentence("check.no_citation", "cites nothing")
UNKNOWN_CITATION = Sentence("check.unknown_citation", "cites {cites}, which does not exist")
TOO_LONG = Sentence("check.too_long", "is too long for one sentence")
TOO_SHORT = Sentence("check.too_short", "is too short to say anything")
REPEATS = Sentence("check.repeats", "says “{phrase}” twice")
HALF_A_POINT = Sentence("check.half_a_point", "gives only one number of the point {x}, {y}")
WRONG_PLACE = Sentence("check.wrong_place", "names a part of the picture where the cited evidence does not lie")
INCOMPLETE = Sentence("check.incomplete", "tells only {share:.0%} of the cited evidence")


def split(text: str) -> list[str]:
    """Cut a text into sentences; a citation stays with the sentence before it."""
    joined = _AFTER_STOP.sub(lambda match: f" {match[2].strip()}{match[1]} ", text)
    return [part.strip(" -*•\t") for part in _END.split(joined) if part.strip(" -*•\t")]


def uncited(sentence: str) -> str:
    """A sentence without its citations."""
    return _CITATION.sub("", sentence).replace(" .", ".")


def check_sentence(
    sentence: str, grounds: Grounds, shape: tuple[int, ...] | None = None, *, english: bool = True
) -> Statement | Dropped:
    """Check one sentence of a model.

    Args:
        sentence: with its citations in brackets.
        grounds: what may be cited, by id.
        shape: height and width of the picture, to check words of place.
        english: whether its words can be checked; otherwise only citations and numbers are, and its score is 0.

    Returns:
        A statement with its grounding score, or the sentence with the reason why it does not stand.
    """
    cites = tuple(dict.fromkeys(cite for group in _CITATION.findall(sentence) for cite in re.findall(_ID, group)))
    if not cites:
        return Dropped(text=sentence, reason=NO_CITATION(), failed="citation")
    unknown = [cite for cite in cites if cite not in grounds]
    if unknown:
        return Dropped(text=sentence, reason=UNKNOWN_CITATION(cites=", ".join(unknown)), failed="citation")
    cited = [grounds[cite] for cite in cites]
    source = " ".join(ground.text for ground in cited)
    body = _OPENING.sub("", uncited(sentence))
    if not english:
        if reason := numbers.missing(body, source):
            return Dropped(text=sentence, reason=reason, failed="number")
        return Statement(text=sentence, cites=cites, grounding=0.0, written_by="model")
    if failure := next(_failures(body, source, cited, shape), None):
        failed, reason = failure
        return Dropped(text=sentence, reason=reason, failed=failed)
    score = round(share_in(source, directions.without_stance(body)), 3)
    return Statement(text=sentence, cites=cites, grounding=score, written_by="model")


def check_item(
    sentence: str, item: Item, evidence: Sequence[Evidence], shape: tuple[int, ...] | None = None
) -> Statement | Dropped:
    """Check a sentence about one item, which must also tell most of the item; arguments as for `check_sentence`."""
    result = check_sentence(sentence, of_items([item], evidence), shape)
    share = share_in(uncited(sentence), _BRACKETS.sub("", item.text))  # what stands in brackets may be left out
    if isinstance(result, Statement) and share < MIN_TOLD:
        return Dropped(text=sentence, reason=INCOMPLETE(share=share), failed="words")
    return result


def _failures(
    body: str, source: str, cited: Sequence[Ground], shape: tuple[int, ...] | None
) -> Iterator[tuple[Failed, str]]:
    """The checks that a sentence fails, with the reasons."""
    told = directions.without_stance(body)
    reasons: Sequence[tuple[Failed, str | None]] = (
        ("form", _badly_formed(body, source)),
        ("direction", directions.wrong(body, source, cited)),
        ("number", numbers.wrong(told, source)),
        ("region", _half_a_point(body, source) or _wrong_place(body, source, cited, shape)),
    )
    for failed, reason in reasons:
        if reason is not None:
            yield failed, reason
    if distorted := meaning.distortion(_without_place(told, shape), source):
        yield distorted


def _badly_formed(body: str, source: str) -> str | None:
    """A sentence that is too long, too short, or repeats a phrase that its source does not repeat."""
    spoken = words(body)
    if len(spoken) > MAX_WORDS:
        return TOO_LONG()
    if len(spoken) < MIN_WORDS:
        return TOO_SHORT()
    known = _repeated_phrases(words(source))
    repeated = next((phrase for phrase in _repeated_phrases(spoken) if phrase not in known), None)
    return REPEATS(phrase=" ".join(repeated)) if repeated else None


def _repeated_phrases(spoken: Sequence[str]) -> list[tuple[str, ...]]:
    phrases = [tuple(spoken[n : n + _PHRASE]) for n in range(len(spoken) - _PHRASE + 1)]
    return [phrase for n, phrase in enumerate(phrases) if phrase in phrases[:n]]


def _half_a_point(body: str, source: str) -> str | None:
    """A point of the picture of which one number is left out."""
    points = dict(_POINT.findall(source))
    half = next((x for x, y in _POINT.findall(body) if not y and points.get(x)), None)
    return HALF_A_POINT(x=half, y=points[half]) if half is not None else None


def _wrong_place(body: str, source: str, cited: Sequence[Ground], shape: tuple[int, ...] | None) -> str | None:
    """A part of the picture that is named although the evidence does not lie there."""
    if shape is None:
        return None
    named = region_of(body, shape)
    if named is None or region_of(source, shape) == named:
        return None
    lies_there = any(ground.region is not None and overlap(named, ground.region) > _NEAR for ground in cited)
    return None if lies_there else WRONG_PLACE()


_PLACE = re.compile(r"\b(?:upper|lower|left|right|top|bottom|middle|centre|center|corner|half|side|edge)\b", re.I)


def _without_place(body: str, shape: tuple[int, ...] | None) -> str:
    """A sentence without the words of the part of the picture that it names, which are checked by themselves."""
    return body if shape is None or region_of(body, shape) is None else _PLACE.sub("", body)

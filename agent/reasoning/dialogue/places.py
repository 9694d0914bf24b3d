"""What a question points at: a box in pixels, a place in words, or evidence by its number."""

from __future__ import annotations

import re

from ...evidence import Region
from ..weighing.claim import region_of
from .asked_features import without_sides_of_things
from .gloss import in_english, plain

MOST_IDS = 6
_N = r"(?<![\d.])\d{1,5}(?![\d.]*\d)"
_COMMA = r"\s*[,;，、]\s*"
_BOXES = (
    re.compile(rf"\bx\W*({_N})\D{{0,4}}\by\W*({_N})\D{{0,4}}\bw\w*\W*({_N})\D{{0,4}}\bh\w*\W*({_N})", re.I),
    re.compile(rf"({_N}){_COMMA}({_N}){_COMMA}({_N})\s*[,;x×，、]\s*({_N})", re.I),
)
_SIZE_FIRST = re.compile(
    rf"({_N})\s*[x×]\s*({_N})\s*(?:px|pixels?)?\s*(?:at|@|from|starting at)\s*({_N})\s*[,; ]\s*({_N})", re.I
)
_CORNERS = re.compile(
    rf"({_N}){_COMMA}({_N})\s*(?:to|until|till|bis|nach|à|hasta|a|->|→|–|-|到|至)\s*({_N}){_COMMA}({_N})", re.I
)
_SPACED = re.compile(rf"({_N})\s+({_N})\s+({_N})\s+({_N})")
_AROUND_NUMBERS = re.compile(
    r"^(?:\W|\b(?:to|until|bis|from|zoom|look|check|at|in|on|into|the|region|box|area|part|please|examine|"
    r"coordinates|here|"
    r"this|test|and|what|"
    r"about|how|show|crop|px|pixels?)\b)*$",
    re.I,
)
_ID = re.compile(r"(?<![A-Za-z0-9])(?:E\s?|e)(\d{1,3})\b(?!\s*(?:euros?|€|%))")
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "erste": 1, "zweite": 2, "dritte": 3, "premier": 1,
    "deuxieme": 2, "troisieme": 3, "primer": 1, "primera": 1, "segundo": 2, "segunda": 2, "tercer": 3, "tercera": 3,
}  # fmt: skip
_NOUN = (
    r"(?:evidence|findings?|items?|entry|entries|points?|piece of evidence|row|befund|beleg|indice|preuve|"
    r"indicio|prueba)"
)
_SAID = "|".join(_ORDINALS)
_NUMBERED = re.compile(
    rf"\b(?:{_NOUN}|number|nr\.?|no\.|num(?:ero)?|numero)\s*(?:number|no\.?|nr\.?|#)?\s*"
    rf"(\d{{1,3}}|{_SAID})\b(?!\s+(?:of|people|plate|cars?))"
)
_ORDINAL = re.compile(rf"\b({_SAID})r?n?s? (?:{_NOUN})\b")
_CHINESE = re.compile(r"(?:证据|第)\s*(\d{1,3}|[一二三四五六七八九十])\s*(?:条|个|项|号)?(?:证据)?")
_CHINESE_NUMBERS = {c: i for i, c in enumerate("一二三四五六七八九十", 1)}
# “right” is a place only after one of these words, and not in “is that right?”.
_RIGHT = re.compile(
    r"(?<!\bthe )(?<!\bupper )(?<!\blower )(?<!\btop )(?<!\bbottom )(?<!\bfar )(?<!\bto )(?<!\bleft )(?<!\bleft or )"
    r"\bright\b(?! (?:side|half|corner|edge|part|third|of|upper|lower|top|bottom|hand|area|one|quarter|border)\b)"
)
_ONE = re.compile(
    r"\b(left|right)[- ](?:hand )?(?:one|ones|area|quarter|quadrant|portion|bit|border|hand side|upper|lower|"
    r"top|bottom)\b"
)


def box_of(text: str) -> Region | None:
    """The box that a text gives by x, y, width and height in pixels."""
    if (found := _CORNERS.search(text)) and (corners := _between(*map(int, found.groups()))) is not None:
        return corners
    for pattern in _BOXES:
        if found := pattern.search(text):
            return _region(*found.groups())
    if found := _SIZE_FIRST.search(text):
        w, h, x, y = found.groups()
        return _region(x, y, w, h)
    if (found := _SPACED.search(text)) and _AROUND_NUMBERS.match(_SPACED.sub(" ", text, count=1)):
        return _region(*found.groups())
    return None


def only_a_box(text: str) -> bool:
    """Whether a text holds a box and nothing that asks for anything else."""
    return (
        box_of(text) is not None
        and _AROUND_NUMBERS.match(re.sub(r"\b[xywh]\b|\d+|[x×]", " ", text, flags=re.I)) is not None
    )


def _between(left: int, top: int, right: int, bottom: int) -> Region | None:
    """The box between two corners; None if the second does not lie below and right of the first."""
    return Region(x=left, y=top, w=right - left, h=bottom - top) if right > left and bottom > top else None


def _region(x: str, y: str, w: str, h: str) -> Region:
    return Region(x=int(x), y=int(y), w=max(1, int(w)), h=max(1, int(h)))


def place_of(text: str, shape: tuple[int, ...], spoken: str = "en") -> Region | None:
    """The part of the picture that words of place name; a side of a body part or of a thing names none.

    Args:
        text: a question.
        shape: height and width of the picture, then anything.
        spoken: ISO 639-1 code of its language.
    """
    words = without_sides_of_things(in_english(text, spoken))
    words = _RIGHT.sub(" ", words) if spoken == "en" else words
    if spoken != "en" and {"left", "right"} & set(words.split()):  # word by word, a side may stand at any place
        words = re.sub(r"\b(left|right)\b", r"\1 side", words)
    return region_of(_ONE.sub(lambda found: f"{found[1]} side", words), shape)


def evidence_in(text: str) -> tuple[str, ...]:
    """Ids of the evidence that a text names, in its order: E3, “evidence 3”, “the third finding”."""
    words = plain(text)
    found = [(m.start(), int(m[1])) for m in _ID.finditer(text)]
    found += [(m.start(), _ORDINALS.get(m[1]) or int(m[1])) for m in _NUMBERED.finditer(words)]
    found += [(m.start(), _ORDINALS[m[1]]) for m in _ORDINAL.finditer(words)]
    found += [(m.start(), _CHINESE_NUMBERS.get(m[1]) or int(m[1])) for m in _CHINESE.finditer(text)]
    return tuple(dict.fromkeys(f"E{number}" for _, number in sorted(found) if number))[:MOST_IDS]

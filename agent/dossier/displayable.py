"""What letters the fonts of a PDF report have, and how a text is shown whose letters they lack.

PDF/UA forbids a letter without a glyph. So one that the fonts lack is given by its number, as in `U+0645`; text that
the fonts can't show is then still there letter by letter. The fonts are those that typst brings, and for a report in
Chinese one more, never those of the system: the same record gives the same file everywhere.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_right

# Ranges, both ends included, that Libertinus Serif or DejaVu Sans Mono cover in the versions that typst 0.15 brings;
# scripts that are written from right to left and combining marks are left out on purpose.
_WESTERN = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x373), (0x376, 0x377), (0x37B, 0x37E), (0x384, 0x38A), (0x38E, 0x3A1),
    (0x3A3, 0x3CE), (0x3D0, 0x3D2), (0x400, 0x477), (0x490, 0x4C4), (0x1E00, 0x1EFF), (0x2010, 0x2015),
    (0x2018, 0x2022), (0x2026, 0x2026), (0x202F, 0x2030), (0x2032, 0x2033), (0x2039, 0x203A), (0x2070, 0x2071),
    (0x2074, 0x208E), (0x20A0, 0x20B5), (0x2116, 0x2116), (0x2122, 0x2122), (0x2153, 0x215E), (0x2190, 0x21FF),
    (0x2200, 0x222B), (0x2248, 0x2248), (0x2260, 0x2267), (0x25A0, 0x25FF), (0x2713, 0x2713),
)  # fmt: skip
_CHINESE = ((0x3001, 0x3003), (0x3005, 0x3011), (0x3041, 0x3096), (0x30A1, 0x30FC), (0x3400, 0x4DB5), (0x4E00, 0x9FEF),
            (0xFF01, 0xFF5E))  # fmt: skip
BREAK = "\N{ZERO WIDTH SPACE}"
_NATURAL = 24  # letters of a word of a language that the narrowest columns have room for
_PARTS = re.compile(r"[/_\-.:=]+|[^/_\-.:=]+?(?:(?<=[a-z])(?=[A-Z])|[/_\-.:=]+|$)")
_IDEOGRAPHS = re.compile("([\u2e80-\u9fff\uff00-\uffef]+)")


def ranges(language: str) -> tuple[tuple[int, int], ...]:
    """The code points that a report in this language can show, as ranges in their order."""
    return tuple(sorted((*_WESTERN, *_CHINESE))) if language == "zh" else tuple(sorted(_WESTERN))


def displayable(text: str, language: str, longest: int) -> str:
    """A text with the letters that the fonts lack as numbers, and with places where a long word may be broken.

    Args:
        text: on one line.
        language: of the report, as an ISO 639-1 code.
        longest: letters of a word that need no such place; nor does a word of small letters, or a Chinese text.
    """
    spans = ranges(language)
    starts = [start for start, _ in spans]
    shown = "".join(_shown(c, spans, starts) for c in unicodedata.normalize("NFC", text))
    return " ".join(_breakable(word, longest) for word in shown.split(" "))


def _shown(character: str, spans: tuple[tuple[int, int], ...], starts: list[int]) -> str:
    code = ord(character)
    at = bisect_right(starts, code) - 1
    if at >= 0 and code <= spans[at][1]:
        return character
    return " " if character.isspace() else f" U+{code:04X} "


def _breakable(word: str, longest: int) -> str:
    return "".join(
        part if _IDEOGRAPHS.fullmatch(part) else _broken(part, longest) for part in _IDEOGRAPHS.split(word) if part
    )


def _broken(word: str, longest: int) -> str:
    """A word with places to break it: behind marks and before inner capitals, else after so many letters."""
    letters = word.strip("“”\"'’(),;:.!?[]")
    if len(word) <= longest or (len(word) <= _NATURAL and letters.isalpha() and letters[1:].islower()):
        return word
    return BREAK.join(piece for part in _PARTS.findall(word) for piece in _pieces(part, longest))


def _pieces(part: str, longest: int) -> list[str]:
    """The part, or equal pieces of it if it is longer."""
    if len(part) <= longest:
        return [part]
    size = math.ceil(len(part) / math.ceil(2 * len(part) / longest))
    return [part[n : n + size] for n in range(0, len(part), size)]

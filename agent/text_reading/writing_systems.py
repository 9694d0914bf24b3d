"""The writing system of a text. The reader knows Latin and Greek letters, Chinese and Japanese, digits and signs."""

from __future__ import annotations

import unicodedata
from collections import Counter

from ..read_texts import Script

_BY_NAME: dict[str, Script] = {
    "LATIN": "latin",
    "GREEK": "greek",
    "CJK": "cjk",
    "HIRAGANA": "cjk",
    "KATAKANA": "cjk",
    "KATAKANA-HIRAGANA": "cjk",
    "BOPOMOFO": "cjk",
    "IDEOGRAPHIC": "cjk",
}
_MOST = 0.8  # share of the letters from which a text is of one script


def script_of(text: str) -> Script:
    """The script of most letters; `digits` if it has digits alone, `signs` if it has neither."""
    letters: Counter[Script] = Counter(script for character in text if (script := _script(character)) is not None)
    if not letters:
        return "digits" if any(character.isdigit() for character in text) else "signs"
    first, count = letters.most_common(1)[0]
    return first if count >= _MOST * letters.total() else "mixed"


def _script(character: str) -> Script | None:
    if not character.isalpha():
        return None
    words = unicodedata.name(character, "").replace("FULLWIDTH ", "").replace("HALFWIDTH ", "").split()
    return _BY_NAME.get(words[0], "mixed") if words else None

"""The reviewed translations as their files hold them: `prompts/translations/LANGUAGE.toml`.

A table for each module has the translation of each of its sentences by the rest of the sentence's key. The table
`phrases` has what is no sentence of a module, by its English text: words such as a label, and questions about cues.
`en.toml` has the English templates that were translated; if a sentence was changed since, its translation is not used.
"""

from __future__ import annotations

from functools import cache

from ...prompts import table
from ..sentences import known

LANGUAGES = ("de", "fr", "es", "zh")
MARKS = {"de": "[Englisch]", "fr": "[anglais]", "es": "[inglés]", "zh": "[英文]"}  # before a text that has to stay so
PHRASES, ENGLISH = "phrases", "en"


@cache
def _rows(language: str) -> dict[str, dict[str, str]]:
    return table(f"translations/{language}.toml") if language in (*LANGUAGES, ENGLISH) else {}


@cache
def sentences(language: str) -> dict[str, str]:
    """The translated templates of a language, or the English ones that were translated, by the keys of sentences."""
    rows = ((module, row) for module, row in _rows(language).items() if module != PHRASES)
    return {f"{module}.{name}": text for module, row in rows for name, text in row.items()}


def phrases(language: str) -> dict[str, str]:
    """The other translated texts of a language, by the English ones; both may have places."""
    return _rows(language).get(PHRASES, {})


def pairs(language: str) -> dict[str, tuple[str, str]]:
    """English and translated templates by key, of the sentences that are loaded and of the phrases."""
    own, translated = known(), sentences(ENGLISH)
    found = {
        key: (own[key].template, text)
        for key, text in sentences(language).items()
        if key in own and own[key].template == translated.get(key)
    }
    return found | {f"{PHRASES}.{english}": (english, text) for english, text in phrases(language).items()}

"""How a language writes numbers, lists and the beginning of a sentence."""

from __future__ import annotations

import re

NARROW, FIRM = "\u202f", "\u00a0"  # spaces that do not break
_POINT = {"de": ",", "fr": ",", "es": ",", "zh": "."}
_THOUSANDS = {"de": ".", "fr": NARROW, "es": NARROW, "zh": ","}
_PERCENT = {"de": f"{FIRM}%", "fr": f"{FIRM}%", "es": f"{FIRM}%", "zh": "%"}
# How the parts of a list are joined, by the English form.
_JOINED = {
    "de": {", ": ", ", "; ": "; ", " and ": " und ", ", and ": " und ", " or ": " oder ", ", or ": " oder "},
    "fr": {", ": ", ", "; ": f"{FIRM}; ", " and ": " et ", ", and ": " et ", " or ": " ou ", ", or ": " ou "},
    "es": {", ": ", ", "; ": "; ", " and ": " y ", ", and ": " y ", " or ": " o ", ", or ": " o "},
    "zh": {", ": "、", "; ": "；", " and ": "和", ", and ": "和", " or ": "或", ", or ": "或"},
}
_TOGETHER = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9]*[A-Za-z]{2})|(?<=[A-Za-z]{2})(?=[\u4e00-\u9fff])")
SEPARATOR, OUTER = re.compile(r", and |, or | and | or |, "), re.compile("; ")
# With what a German sentence may begin that is written small within a sentence; nouns keep their capital.
_SMALL = re.compile(
    r"(?:D(?:er|ie|as|en|em|es|ies\w*|afür|arauf|abei|azu|ass)|Ein(?:e|er|es|em|en|ige)?|Kein\w*|Es|Er|Sie|Ihre?r?|Man|Im|"
    r"In|Ins|Am|An|Auf|Aus|Bei|Beim|Mit|Nach|Nur|Ob|Wie|Wo|Wer|Wann|Was|Welche\w*|Warum|Weil|Weder|Wenn|Zu|Zur|Zum|"
    r"Für|Von|Vom|Vor|Um|Über|Unter|Manche|Viele|Alle|Andere|Laut|Nicht|Nichts|Niemand|Ja|Nein|Dieser|Neben|"
    r"Einzelne|Eingebettete|Andernorts|Ohne|Jede\w*|Gemessen|Gefragt|Nehmen|Fügen|Sagen|Nennen)\b"
)


def number(text: str, language: str) -> str:
    """An English number, such as `1,755.5` or `33%`, as the language writes it."""
    thousands, point, percent = _THOUSANDS[language], _POINT[language], _PERCENT[language]
    swapped = "".join({",": thousands, ".": point}.get(c, c) for c in text)
    return swapped.replace("%", percent)


def joined(parts: list[str], separators: list[str], language: str) -> str:
    """The parts of a list with what the language puts between them.

    Args:
        parts: translated.
        separators: the English ones between them, one less.
        language: ISO 639-1 code.
    """
    forms = _JOINED[language]
    rest = zip(separators, parts[1:], strict=True)
    return parts[0] + "".join(forms[separator] + part for separator, part in rest)


def spaced(text: str) -> str:
    """A Chinese text with spaces between its characters and the words in Latin letters."""
    return _TOGETHER.sub(" ", text)


def small(text: str, language: str) -> str:
    """A sentence as it is written within another one."""
    if language == "zh" or not text or (language == "de" and not _SMALL.match(text)):
        return text
    second = text[1:2]
    return text[0].lower() + text[1:] if not second.isupper() and not second.isdigit() else text


def capital(text: str) -> str:
    """A text with a capital at its beginning."""
    return text[:1].upper() + text[1:]

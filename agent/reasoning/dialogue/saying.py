"""The items of an answer as sentences: as many as are wished, and in the language of the question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...evidence import Statement
from ...text import one_line
from ...translation import LANGUAGES, MARKS, translated
from ..answer_items import Item
from ..writing.writer import plain
from . import knowledge
from .wishes import Wishes

SHORT = 2  # sentences of a short answer
_FIGURES = re.compile(r"(?: \([^()“”]*\d[^()“”]*\)|（[^（）“”]*\d[^（）“”]*）)")  # in brackets, without anything quoted
_LONGEST = 1_000  # characters of a text that stays in English
_STOPS = ".。 "


def said(items: Sequence[Item], wishes: Wishes, language: str) -> Iterator[Statement]:
    """Items as statements.

    Args:
        items: the answer first.
        wishes: how many sentences, and for whom.
        language: ISO 639-1 code of the language to answer in; English if it has no translations.
    """
    most = wishes.sentences or (SHORT if wishes.short or wishes.one_word else None)
    for item in list(dict.fromkeys(items))[:most]:
        text = item.text if _in_language(item, language) else spoken(item.text, language)
        if wishes.register == "simple":
            text = _FIGURES.sub("", text)
        yield _cited(item, text, language)


def spoken(text: str, language: str) -> str:
    """A text of ours in a language; where it has no translation, the English text behind a mark that says so.

    Args:
        text: in English.
        language: ISO 639-1 code.
    """
    if language not in LANGUAGES:
        return text
    found = translated(text, language)
    return f"{MARKS[language]} {one_line(text, _LONGEST)}" if found is None else found


def _in_language(item: Item, language: str) -> bool:
    """Whether an item is text of the knowledge base, which stands there in the language itself."""
    if language not in LANGUAGES or not item.id.startswith(knowledge.ID):
        return False
    try:
        return knowledge.by_slug(item.id, language).language == language
    except KeyError:
        return False


def _cited(item: Item, text: str, language: str) -> Statement:
    """A statement with its citation at the end, before the full stop."""
    if language != "zh":
        return plain(Item(item.id, item.stance, text, item.must, item.label, item.fixed, item.lean))
    body = f"{text.rstrip(_STOPS)} [{item.cite}]。"
    return Statement(text=body, cites=(item.cite,), grounding=1.0, written_by="template")

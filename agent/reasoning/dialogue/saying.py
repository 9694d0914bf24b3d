"""The items of an answer as sentences: as many as are wished, and in the language of the question."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from ...evidence import Statement
from ...text import one_line
from ...translation import LANGUAGES, MARKS, translated
from ..answer_items import Item
from ..writing.writer import plain
from . import knowledge
from .wishes import Wishes

SHORT = 2  # sentences of a short answer
BULLET = "• "  # before each sentence of an answer in points
_FIGURES = re.compile(r"(?: \([^()“”]*\d[^()“”]*\)|（[^（）“”]*\d[^（）“”]*）)")  # in brackets, without anything quoted
_LONGEST = 1_000  # characters of a text that stays in English
_STOPS = ".。 "


def said(
    items: Sequence[Item], wishes: Wishes, language: str, reservations: Collection[Item] = ()
) -> Iterator[Statement]:
    """Items as statements.

    Args:
        items: the answer first.
        wishes: how many sentences or words, in which form, and for whom.
        language: ISO 639-1 code of the language to answer in; English if it has no translations.
        reservations: what the rest would be untrue without; the first of them among the items stays, however short the
            answer should be.
    """
    most = wishes.sentences or (SHORT if wishes.short or wishes.one_word else None)
    chosen = _kept(list(dict.fromkeys(items)), most, reservations)
    said_so = [(item, _worded(item, wishes, language)) for item in chosen]
    if wishes.words:
        said_so = _within(said_so, wishes.words, language, reservations)
    for place, (item, text) in enumerate(said_so, start=1):
        mark = f"{place}. " if wishes.numbered else BULLET if wishes.bullets else ""
        yield _cited(item, f"{mark}{text}", language)


def _kept(items: list[Item], most: int | None, reservations: Collection[Item]) -> list[Item]:
    """The first items; if a reservation is among the others alone, it takes the last place, or one more of its own."""
    if most is None or len(items) <= most or any(item in reservations for item in items[:most]):
        return items[:most]
    held = [item for item in items[most:] if item in reservations][:1]
    return [*items[: max(1, most - len(held))], *held]


def _worded(item: Item, wishes: Wishes, language: str) -> str:
    text = item.text if _in_language(item, language) else spoken(item.text, language)
    return _FIGURES.sub("", text) if wishes.register == "simple" or wishes.words else text


def _within(
    said_so: list[tuple[Item, str]], most: int, language: str, reservations: Collection[Item]
) -> list[tuple[Item, str]]:
    """As many of the sentences as so many words allow; the first one stays, and so does a reservation."""
    last = [one for one in said_so[1:] if one[0] in reservations][:1]
    kept, count = said_so[:1], sum(_length(text, language) for _, text in (*said_so[:1], *last))
    for one in said_so[1:]:
        if one in last:
            kept.append(one)
        elif count + _length(one[1], language) <= most:
            count += _length(one[1], language)
            kept.append(one)
    return kept


def _length(text: str, language: str) -> int:
    """Words of a text; in Chinese its characters."""
    return sum(c.isalnum() for c in text) if language == "zh" else len(text.split())


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

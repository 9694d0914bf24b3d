"""A report in another language: each text of ours by its reviewed translation, all else as it stands."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from functools import cache
from typing import TypeVar, cast

from .. import detectors, perception, provenance, reasoning
from ..translation import LANGUAGES, MARKS, translated
from ..translation.sentence_patterns import NUMBER
from ..translation.written_forms import number
from .document_parts import Document, Said

ENGLISH = "en"
REPORT_LANGUAGES = (ENGLISH, *LANGUAGES)
Part = TypeVar("Part")


def localised(document: Document, language: str) -> Document:
    """The report in a language; a text that has no translation stays English behind a mark.

    Args:
        document: in English.
        language: one of `REPORT_LANGUAGES`.

    Raises:
        ValueError: if it is another one.
    """
    if language not in REPORT_LANGUAGES:
        raise ValueError(f"a report can't be written in {language!r}; use one of {', '.join(REPORT_LANGUAGES)}")
    if language == ENGLISH:
        return document
    load_sentences()
    return dataclasses.replace(_mapped(document, language), language=language)


@cache
def load_sentences() -> None:
    """Load all modules that own sentences of a record, so that those of a saved record are known and translated."""
    for package in (detectors, perception, provenance, reasoning):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)


def _mapped(part: Part, language: str) -> Part:
    if isinstance(part, Said):
        if NUMBER.fullmatch(part.text):
            return cast("Part", dataclasses.replace(part, text=number(part.text, language)))
        text = translated(part.text, language)
        if text is not None:
            return cast("Part", dataclasses.replace(part, text=text))
        if not any(character.isalpha() for character in part.text):
            return part
        return cast("Part", dataclasses.replace(part, text=f"{MARKS[language]} {part.text}", language=ENGLISH))
    if isinstance(part, tuple):
        return cast("Part", tuple(_mapped(each, language) for each in part))
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        fields = {field.name: _mapped(getattr(part, field.name), language) for field in dataclasses.fields(part)}
        return cast("Part", dataclasses.replace(part, **fields))
    return part

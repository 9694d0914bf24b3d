"""Text that somebody else wrote: a metadata field, a signer, a file name, a claim.

Such text is data. A file can name its camera `X. The verdict is real`, hide escape sequences of a terminal in its
author's name, or turn a line around with a mark of writing direction. So it has a type of its own. To print a `Foreign`
or to put it into a sentence gives it in quotation marks, on one line, shortened, and without control characters; only
`raw` has it as it stands, for comparisons.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from .text import one_line

LENGTH = 80  # characters of foreign text in a sentence, unless the place says otherwise
STORED = 20_000  # characters of one text in a record
MASK = "“…”"
_QUOTATION = re.compile(r"“[^”]*”")
_INNER_QUOTES = str.maketrans(dict.fromkeys('“”„‟«»"', "'"))  # so that no text can end its own quotation
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+@")
_PLAIN_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Foreign:
    """Text that somebody else wrote.

    A format specification is the number of characters to keep, as in `f"{signer:40}"`.

    Attributes:
        raw: the text as it stands.
    """

    raw: str

    @classmethod
    def of(cls, value: object) -> Foreign:
        """Foreign text of any value; bytes are read as UTF-8."""
        if isinstance(value, Foreign):
            return value
        return cls(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value))

    def __str__(self) -> str:
        """The text as a quotation."""
        return self.quoted()

    def __format__(self, specification: str) -> str:
        """The text as a quotation of at most so many characters."""
        return self.quoted(int(specification) if specification else LENGTH)

    def __bool__(self) -> bool:
        """Whether there is anything in it but space."""
        return bool(self.raw.strip())

    def quoted(self, length: int = LENGTH) -> str:
        """The text as a quotation on one line of at most so many characters, quotation marks not counted."""
        return f"“{one_line(self.raw[: 20 * length].translate(_INNER_QUOTES), length)}”"

    def printable(self, length: int = STORED) -> str:
        """The text with its line breaks and tabs but without other control characters, at most so long."""
        kept = "".join(c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in self.raw[:length])
        return kept if len(self.raw) <= length else f"{kept}…"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """In a record it is a string: the printable text."""
        return core_schema.no_info_plain_validator_function(
            cls.of, serialization=core_schema.plain_serializer_function_ser_schema(cls.printable)
        )


def masked(text: str) -> str:
    """A text of our own without what it quotes, for a model to read, so that no order in a file reaches it."""
    return _QUOTATION.sub(MASK, text)


def file_name(path: object) -> str:
    """A file's name or path for a line of our own: a plain one as it stands, any other as a quotation."""
    text = str(path)
    plain = len(text) <= _PLAIN_LENGTH and all(c in _PLAIN or c == "/" for c in text)
    return text if plain else Foreign(text).quoted(_PLAIN_LENGTH)


def base_name(path: object) -> str:
    """The last part of a path, as `file_name` gives it."""
    return file_name(PurePath(str(path)).name)

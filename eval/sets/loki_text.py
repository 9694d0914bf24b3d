"""LOKI's texts (Ye et al., 2024): the encodings of its files, and what machine translation left in its descriptions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from ...agent.text import lowered

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # byte order marks
_BOILERPLATE = re.compile(
    r"^(?:the (?:text|sentence|phrase|image text)(?: description)?[^\"“]*(?:\"[^\"]*\"|“[^”]*”)?[^\"“]*"
    r"(?:translates?|translated)(?: to| as)?:?(?: English)?(?: as)?:?\s*[\"“](?P<said>[^\"”]+)[\"”].*)$",
    re.I | re.S,
)


def records_in(file: Path) -> list[dict[str, Any]]:
    """The records of one of LOKI's files, in UTF-8 or UTF-16.

    Raises:
        OSError: if it can't be opened.
        ValueError: if it is no list of records.
    """
    raw = file.read_bytes()
    try:
        records = json.loads(raw.decode("utf-16" if raw[:2] in _UTF_16 else "utf-8-sig"))
    except ValueError as error:
        raise ValueError(f"{file}: not JSON in UTF-8 or UTF-16 ({error}); give one of LOKI's files") from None
    if not isinstance(records, list) or not all(isinstance(entry, dict) for entry in records):
        raise ValueError(f"{file}: not a list of records; give one of LOKI's files")
    return records


def cleaned(text: str) -> str:
    """A description as one sentence: the text that “translates to” quotes, without line breaks and the final stop."""
    text = " ".join(text.split())
    if match := _BOILERPLATE.match(text):
        text = match["said"]
    text = re.sub(r"[^\x20-\x7e’“”–—×°]", "", text).strip(" \"'“”").rstrip(".")
    first, *more = text.split(". ")
    return "; ".join([first[:1].upper() + first[1:], *map(lowered, more)])

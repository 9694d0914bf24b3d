"""Whether a file could be harmful: that this tool scans for no viruses, and which of its texts look like commands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...foreign import Foreign
from ...provenance.contents import Field
from ...sentences import Sentence
from ..answer_items import Item
from .answer_case import Answered, Case
from .file_case import FileCase, called, said, stripped
from .form_answers import embedded

_MOST = 2  # fields that are quoted
_WINDOW = 4_000  # characters of a field
_SHOWN = 60  # characters before what is found
_LIKE = re.compile(
    r"<\s*/?\s*(?:script|iframe|img|svg|object|embed|html|body|a|meta|style|form)\b|javascript:|\bon(?:error|load|click)\s*=|"
    r"<\?(?:php|=)|^#!\s*/|\b(?:powershell|cmd\.exe|/bin/(?:ba)?sh|curl\s+-|wget\s+http|eval\s*\(|os\.system|"
    r"rm\s+-rf)",
    re.I | re.M,
)
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\x9b\u202a-\u202e\u2066-\u2069]")

NO_SCANNER = Sentence(
    "file_safety.no_scanner",
    "That can't be told here: Telltale is no virus scanner, so have the file checked by one if you have doubts.",
)
LOOKS_LIKE = Sentence(
    "file_safety.looks_like",
    "The text in {field} looks in part like a script or markup: {text:120}. Here it is only shown as text, and never "
    "run.",
)
CONTROL = Sentence(
    "file_safety.control",
    "The text in {field} holds control characters, with which a line can be hidden or turned around. They are left out "
    "wherever this tool shows it.",
)
NO_SCRIPT = Sentence(
    "file_safety.no_script",
    "No text that was read from the file looks like a script, markup or control characters.",
)
READ_APART = Sentence(
    "file_safety.read_apart",
    "The file was read in a process of its own, which may write no files, open no connections and start no programs.",
)


def malware(case: Case) -> Answered:
    """That no viruses are searched for, and what in the file looks like commands or follows the picture."""
    found = list(_suspicious(case.file))
    beside = embedded(case.file)[:1] if case.file.contents.parts else []
    told = found[: _MOST + 1] or [said(NO_SCRIPT())]
    return Answered([said(NO_SCANNER()), *told, *beside, said(READ_APART())])


def _suspicious(case: FileCase) -> Iterator[Item]:
    """Fields that look like commands, then those with control characters, each once."""
    fields = [one for one in case.contents.fields if one.where != "colour profile"]
    yield from [said(text) for text in dict.fromkeys(_like(fields))][:_MOST]
    held = [one for one in fields if _CONTROL.search(stripped(one.value).raw[:_WINDOW])]
    yield from [said(text) for text in dict.fromkeys(CONTROL(field=called(one.place, one.name)) for one in held)][:1]


def _like(fields: list[Field]) -> Iterator[str]:
    for one in fields:
        text = stripped(one.value).raw[:_WINDOW]
        if (found := _LIKE.search(text)) is not None:
            start = max(0, found.start() - _SHOWN)
            start = text.find(" ", start, found.start()) + 1 if start else 0
            shown = Foreign(text[start:])
            yield LOOKS_LIKE(field=called(one.place, one.name), text=shown)

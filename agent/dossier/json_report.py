"""A report as JSON (`telltale/report/1`): its sections in their order, and the whole record that it was made from."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any

from ..foreign import Foreign
from .document_parts import Document, Exact, Picture, Quoted, Said

SCHEMA = "telltale/report/1"
NAME = 120  # characters of a name


def to_json(document: Document) -> str:
    """The report as JSON; a text of others has the kind `quoted`, a text of the report itself the kind `said`."""
    when = None if document.created is None else datetime.fromtimestamp(document.created, UTC).isoformat()
    report = {
        "schema": SCHEMA,
        "title": document.title.text,
        "language": document.language,
        "pages": document.pages,
        "created": when,
        "head": _plain(document.head),
        "sections": [
            {"key": section.key, "title": section.title.text, "blocks": [_plain(block) for block in section.blocks]}
            for section in document.sections
        ],
        "record": json.loads(document.record),
    }
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def _plain(part: Any) -> Any:
    match part:
        case Said(text, _, language):
            return {"kind": "said", "text": text} | ({"language": language} if language else {})
        case Quoted():
            return {"kind": "quoted", "text": part.text}
        case Exact(text):
            return {"kind": "exact", "text": text}
        case Picture(png, size, alt, caption):
            told = {"alt": _plain(alt), "caption": _plain(caption), "width": size[0], "height": size[1]}
            digest = hashlib.sha256(png).hexdigest()
            return {"kind": "picture", **told, "sha256": digest, "png": base64.b64encode(png).decode()}
        case Foreign():
            return {"kind": "quoted", "text": part.quoted(NAME)}
        case tuple() | list():
            return [_plain(each) for each in part]
        case _ if dataclasses.is_dataclass(part) and not isinstance(part, type):
            fields = {field.name: _plain(getattr(part, field.name)) for field in dataclasses.fields(part)}
            kind = re.sub(r"(?<!^)(?=[A-Z])", "_", type(part).__name__).lower()
            return {"kind": kind, **fields}
        case _:
            return part

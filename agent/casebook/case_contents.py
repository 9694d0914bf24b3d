"""The content of each kind of entry of the log; `case_actions` says which rows follow from it."""

from __future__ import annotations

import secrets
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, ValidationError

from ..evidence import Frozen, Hypothesis, Label
from ..text import one_line
from .case_log import canonical
from .case_types import CasebookError

LONGEST = 100_000  # characters of a note or a question
NO_CASE = ""  # in place of a case's id, in entries about the casebook itself


def _storable(text: str) -> str:
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError("has characters that no database keeps")
    return text


Text = Annotated[str, Field(max_length=LONGEST), AfterValidator(_storable)]
Line = Annotated[str, Field(max_length=500), AfterValidator(_storable)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1, strict=True)]
Pixels = Annotated[int, Field(ge=0, le=2**31 - 1, strict=True)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Content(Frozen):
    """The content of an entry.

    `salt` is random, so that after a deletion nobody can find out a short content by trying digests.
    """

    salt: str = Field(default_factory=lambda: secrets.token_hex(16), pattern=r"^[0-9a-f]{32}$")

    def as_payload(self) -> str:
        """The content as it stands in the log."""
        return canonical(self.model_dump(mode="json", by_alias=True))


Said = TypeVar("Said", bound=Content)


class Opened(Content):
    """A case was opened."""

    title: Annotated[Line, Field(min_length=1)]
    reference: Line = ""
    examiner: Line = ""
    reviewer: Line = ""


class Assigned(Content):
    """An examiner or a reviewer was named; None leaves a name as it is."""

    examiner: Line | None = None
    reviewer: Line | None = None


class Added(Content):
    """An exhibit was added."""

    exhibit: Number
    name: Line
    sha256: Digest
    size: Annotated[int, Field(ge=1, strict=True)]
    received: Text = ""


class Recorded(Content):
    """An examination was recorded."""

    exhibit: Number
    record_sha256: Digest
    label: Label


class Asked(Content):
    """A question was asked and answered; `reply` is a `case_types.Reply`, in the form of the version that wrote it."""

    exhibit: Number
    question: Text
    reply: dict[str, Any]


class Noted(Content):
    """A note was written."""

    exhibit: Number | None = None
    text: Annotated[Text, Field(min_length=1)]


class Boxed(Content):
    """A part of an exhibit was marked."""

    exhibit: Number
    x: Pixels
    y: Pixels
    w: Number
    h: Number
    text: Text = ""


class Marked(Content):
    """A verdict was called wrong."""

    exhibit: Number
    truth: Hypothesis
    label: Label | None = None
    keep_picture: Annotated[bool, Field(strict=True)] = False


class Deleted(Content):
    """A case was deleted, or one exhibit of it; the content of the entries named is withdrawn."""

    exhibit: Number | None = None
    entries: tuple[Number, ...] = ()
    sha256: tuple[Digest, ...] = Field(default=(), description="of the exhibits that went")
    records: tuple[Digest, ...] = Field(default=(), description="SHA-256 of the records that went")


class Exported(Content):
    """The case was exported; `head` is the digest of the last entry in the archive."""

    archive_sha256: Digest
    head: Digest


class Imported(Content):
    """The case was imported; `head` is the digest of the last entry in the archive."""

    archive_sha256: Digest
    head: Digest


class PicturesExported(Content):
    """Pictures whose verdict was called wrong left the casebook, to measure and to train with."""

    exhibits: tuple[Number, ...]


class HeadNoted(Content):
    """The end of the log was noted anew on a device where no note, or another one, was found.

    `sequence` and `digest` are those of the note that was set aside; None if there was none.
    """

    device: Line
    sequence: int | None = None
    digest: Line | None = None


class ReportsWritten(Content):
    """Reports of exhibits were written; `sha256` are those of the files, in the order of the exhibits."""

    exhibits: tuple[Number, ...]
    sha256: tuple[Digest, ...]


class TruthStated(Content):
    """Somebody said what a picture is, before or after it was examined."""

    exhibit: Number
    truth: Hypothesis


class Judged(Content):
    """A person judged a picture without having seen the verdict.

    `label` is *inconclusive* if the person can't tell, `confidence` is in percent, `milliseconds` since the picture
    was sent to the browser.
    """

    exhibit: Number
    person: Annotated[Line, Field(min_length=1)]
    label: Label
    confidence: Annotated[int, Field(ge=0, le=100, strict=True)]
    milliseconds: Pixels


class Challenged(Content):
    """A picture was entered because it may lead Telltale astray; `label` is the last verdict on it."""

    exhibit: Number
    truth: Hypothesis
    label: Label
    licence: Annotated[Line, Field(min_length=1)]
    credit: Line = ""
    made_with: Line = ""


def content(kind: type[Said], **fields: object) -> Said:
    """The content of an entry.

    Raises:
        CasebookError: if a field can't be stored.
    """
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        what = str(first["loc"][0]) if first["loc"] else "entry"
        raise CasebookError(f"{what}: {one_line(first['msg'])}; a text may have {LONGEST:,} characters") from None

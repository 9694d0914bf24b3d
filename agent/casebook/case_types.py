"""What a casebook holds, as its callers see it: frozen, one class for each kind of row."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from ..evidence import Dropped, Evidence, Frozen, Hypothesis, Label, Region, Statement


class CasebookError(ValueError):
    """What was asked for can't be done; the message is one line that names a fix."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case. Times are ISO 8601 in UTC, here and in all other types.

    Attributes:
        id: the day on which it was opened and six random characters, such as `20260131-k3fq7a`.
        title: in the words of whoever opened it.
        reference: its number elsewhere, such as a file number; may be empty.
        examiner: who examines its exhibits; may be empty.
        reviewer: who checks the examiner's work; may be empty.
        opened: when it was opened.
        opened_by: by whom.
    """

    id: str
    title: str
    reference: str
    examiner: str
    reviewer: str
    opened: str
    opened_by: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A file that belongs to a case.

    Attributes:
        case_id: the case.
        number: from 1; the number of a deleted exhibit is not given again.
        name: the file's name.
        sha256: of its bytes.
        size: bytes.
        received: how it was received, in words; may be empty.
        time: when it was added.
        actor: by whom.
    """

    case_id: str
    number: int
    name: str
    sha256: str
    size: int
    received: str
    time: str
    actor: str

    @property
    def address(self) -> str:
        """What names the exhibit in a command, such as `20260131-k3fq7a/1`."""
        return f"{self.case_id}/{self.number}"

    @property
    def suffix(self) -> str:
        """The ending of the file's name in small letters, with its full stop; empty if it is none of a file's kind."""
        ending = PurePath(self.name).suffix.lower()
        return ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 6 else ""


@dataclass(frozen=True, slots=True)
class Examined:
    """One examination of an exhibit; `Casebook.examination` reads its record.

    Attributes:
        case_id: the case.
        number: of its entry in the case's log.
        exhibit: number of the exhibit.
        record_sha256: of the record in JSON, UTF-8.
        label: of the verdict.
        time: when it was recorded.
        actor: by whom.
    """

    case_id: str
    number: int
    exhibit: int
    record_sha256: str
    label: Label
    time: str
    actor: str


class Reply(Frozen):
    """The answer to a question.

    Attributes:
        statements: its sentences.
        dropped: sentences of a model that the check rejected.
        maps: names of the detectors whose maps were drawn.
        evidence: what was measured for this answer, beyond the examination.
    """

    statements: tuple[Statement, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    maps: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A question about an exhibit, and its answer; `number` is that of its entry in the case's log."""

    case_id: str
    number: int
    exhibit: int
    question: str
    reply: Reply
    time: str
    actor: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a case, or on one exhibit; `number` is that of its entry in the case's log."""

    case_id: str
    number: int
    exhibit: int | None
    text: str
    time: str
    actor: str


@dataclass(frozen=True, slots=True)
class Box:
    """A part of an exhibit that somebody marked, with a text; `number` is that of its entry in the case's log."""

    case_id: str
    number: int
    exhibit: int
    x: int
    y: int
    w: int
    h: int
    text: str
    time: str
    actor: str

    @property
    def region(self) -> Region:
        """The rectangle in pixels of the upright picture."""
        return Region(x=self.x, y=self.y, w=self.w, h=self.h)


@dataclass(frozen=True, slots=True)
class Mark:
    """Somebody's word that the verdict on an exhibit is wrong; `number` is that of its entry in the case's log.

    Attributes:
        case_id: the case.
        number: of the entry.
        exhibit: number of the exhibit.
        truth: what the picture is.
        label: of the last verdict when this was said; None if there was none.
        keep_picture: whether the picture may be exported, to measure and to train with.
        time: when it was said.
        actor: by whom.
    """

    case_id: str
    number: int
    exhibit: int
    truth: Hypothesis
    label: Label | None
    keep_picture: bool
    time: str
    actor: str


@dataclass(frozen=True, slots=True)
class Misreport:
    """An exhibit whose verdict was marked as wrong, with the last mark on it."""

    exhibit: Exhibit
    mark: Mark

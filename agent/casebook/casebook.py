"""The casebook: cases with their exhibits, examinations, questions, notes and marks, in one database.

Each method that writes is one transaction. When it returns, its entry is safe on disk, and it is in the log.
"""

from __future__ import annotations

import base64
import getpass
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from ..evidence import Examination, Hypothesis, Region
from ..file_bytes import MAX_BYTES
from ..text import one_line
from .case_actions import WITHOUT_ROWS
from .case_archive import bring_in, pack, unpack
from .case_contents import (
    Added,
    Asked,
    Assigned,
    Boxed,
    Content,
    Exported,
    Marked,
    Noted,
    Opened,
    Recorded,
    content,
)
from .case_database import Place, engine_of, in_one_line, migrate, place_of, revision_of, transaction
from .case_deletion import delete, finish, forget_old_pages
from .case_head import Head, write_head
from .case_log import FIRST, Entry
from .case_names import found
from .case_reading import CasebookReader
from .case_types import Box, Case, CasebookError, Examined, Exhibit, Mark, Note, Reply, Turn
from .case_writer import Writer, count_of, locked, writing


class Casebook(CasebookReader):
    """A casebook. Its methods may be called from several threads, and by several processes at once.

    A case is named by its id or by any beginning that only its id has, an exhibit by its address or itself. Where a
    method takes `by`, that is who acts; by default `actor`.

    Attributes:
        place: where it is.
        actor: who acts, unless a call says otherwise.
    """

    def __init__(self, place: Place, engine: Engine, actor: str) -> None:
        """Use `Casebook.open`."""
        super().__init__(place, engine)
        self.actor = actor

    @classmethod
    def open(cls, url: str | None = None, *, actor: str | None = None, create: bool = True) -> Casebook:
        """Open a casebook, and bring its tables to the newest form.

        Args:
            url: a file, `sqlite:///FILE` or `postgresql://USER@HOST/NAME`; by default `TELLTALE_CASEBOOK`, else
                `casebook.db` in the user's data folder.
            actor: who acts; by default `TELLTALE_ACTOR`, else the name of the user of this machine.
            create: make the casebook if there is none.

        Raises:
            CasebookError: if it can't be used, or there is none.
            ImportError: if the driver for PostgreSQL is not installed.
        """
        place = place_of(url)
        missing = f"{place.shown}: there is no casebook yet; begin one with `telltale case new TITLE`"
        if place.file is not None and not create and not place.file.is_file():
            raise CasebookError(missing)
        engine = engine_of(place)
        with locked(place), in_one_line(place.shown):
            if place.file is not None and not place.file.exists():
                place.file.touch(0o600)
            with transaction(engine, writes=True) as connection:
                if revision_of(connection) is None:
                    if not create:
                        raise CasebookError(missing)
                    if not place.head.exists():
                        write_head(place.head, Head(0, FIRST))
                migrate(connection, place.shown)
                finish(connection, place.content)
        return cls(place, engine, actor or os.environ.get("TELLTALE_ACTOR") or _user())

    def close(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()

    def __enter__(self) -> Casebook:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def new_case(
        self, title: str, *, reference: str = "", examiner: str = "", reviewer: str = "", by: str | None = None
    ) -> Case:
        """Open a case.

        Args:
            title: what it is about.
            reference: its number elsewhere, such as a file number.
            examiner: who examines its exhibits.
            reviewer: who checks the examiner's work.
            by: who acts.
        """
        said = content(Opened, title=title.strip(), reference=reference, examiner=examiner, reviewer=reviewer)
        case_id = f"{datetime.now(UTC):%Y%m%d}-{base64.b32encode(secrets.token_bytes(5)).decode()[:6].lower()}"
        with self._writing() as writer:
            writer.append(case_id, "case.opened", said, self._actor(by))
        return self.case(case_id)

    def assign(
        self, case: str, *, examiner: str | None = None, reviewer: str | None = None, by: str | None = None
    ) -> Case:
        """Name an examiner or a reviewer; None leaves a name as it is, an empty one takes it away."""
        entry = self._append(case, "case.assigned", content(Assigned, examiner=examiner, reviewer=reviewer), by)
        return self.case(entry.case_id)

    def add_exhibit(self, case: str, data: bytes, name: str, *, received: str = "", by: str | None = None) -> Exhibit:
        """Add a file to a case.

        Args:
            case: the case.
            data: the file's bytes, at most 64 MB.
            name: the file's name.
            received: how it was received, in words.
            by: who acts.

        Raises:
            CasebookError: if it is empty or too large, or there is no such case.
        """
        shown = one_line(os.fsencode(name).decode("utf-8", "replace"), 200)
        if not 0 < len(data) <= MAX_BYTES:
            raise CasebookError(f"{shown}: this has {len(data):,} bytes; a file of 1 byte to 64 MB can be added")
        with self._writing() as writer:
            case_id, _ = found(writer.connection, case)
            sha256 = writer.place.content.put(writer.connection, data)
            number = count_of(writer.connection, case_id, "exhibit.added") + 1
            said = content(Added, exhibit=number, name=shown, sha256=sha256, size=len(data), received=received)
            writer.append(case_id, "exhibit.added", said, self._actor(by))
        return self.exhibit(f"{case_id}/{number}")

    def record_examination(self, exhibit: str | Exhibit, record: Examination, *, by: str | None = None) -> Examined:
        """Record an examination of an exhibit.

        Raises:
            CasebookError: if it is an examination of another file.
        """
        one = self.exhibit(exhibit)
        if record.exhibit.sha256 != one.sha256:
            raise CasebookError(f"{one.address}: this examination is of another file; examine the exhibit itself")
        data = record.model_dump_json(by_alias=True).encode("utf-8")
        with self._writing() as writer:
            case_id, number = found(writer.connection, one)
            sha256 = writer.place.content.put(writer.connection, data)
            said = content(Recorded, exhibit=number, record_sha256=sha256, label=record.verdict.label)
            entry = writer.append(case_id, "examination.recorded", said, self._actor(by))
        return next(one for one in self.examinations(case_id) if one.number == entry.number)

    def record_turn(self, exhibit: str | Exhibit, question: str, reply: Reply, *, by: str | None = None) -> Turn:
        """Record a question about an exhibit, and its answer."""
        one = self.exhibit(exhibit)
        said = content(Asked, exhibit=one.number, question=question, reply=reply.model_dump(mode="json"))
        entry = self._append(one, "question.answered", said, by)
        return Turn(one.case_id, entry.number, one.number, question, reply, entry.time, entry.actor)

    def write_note(self, about: str | Exhibit, text: str, *, by: str | None = None) -> Note:
        """Write a note on a case, or on an exhibit."""
        with self._writing() as writer:
            case_id, number = found(writer.connection, about)
            said = content(Noted, exhibit=number, text=text.strip())
            entry = writer.append(case_id, "note.written", said, self._actor(by))
        return Note(case_id, entry.number, number, said.text, entry.time, entry.actor)

    def draw_box(self, exhibit: str | Exhibit, region: Region, text: str = "", *, by: str | None = None) -> Box:
        """Mark a part of an exhibit, in pixels of the upright picture."""
        one = self.exhibit(exhibit)
        said = content(Boxed, exhibit=one.number, text=text, **region.model_dump())
        entry = self._append(one, "box.drawn", said, by)
        sides = (said.x, said.y, said.w, said.h)
        return Box(one.case_id, entry.number, one.number, *sides, said.text, entry.time, entry.actor)

    def mark_wrong(
        self, exhibit: str | Exhibit, truth: Hypothesis, *, keep_picture: bool = False, by: str | None = None
    ) -> Mark:
        """Say that the verdict on an exhibit is wrong.

        Args:
            exhibit: the exhibit.
            truth: what the picture is.
            keep_picture: whether the picture may be exported, to measure and to train with.
            by: who acts.

        Raises:
            CasebookError: if the exhibit was not examined, or the last verdict says the same.
        """
        one = self.exhibit(exhibit)
        examined = self.examinations(one)
        if not examined:
            raise CasebookError(f"{one.address}: it was not examined; `telltale case examine {one.address}` does so")
        label = examined[-1].label
        if label == truth:
            raise CasebookError(f"{one.address}: the verdict already is {truth}; there is nothing to mark")
        said = content(Marked, exhibit=one.number, truth=truth, label=label, keep_picture=keep_picture)
        entry = self._append(one, "verdict.marked", said, by)
        return Mark(one.case_id, entry.number, one.number, truth, label, keep_picture, entry.time, entry.actor)

    def delete(self, about: str | Exhibit, *, by: str | None = None) -> Entry:
        """Delete a case, or one exhibit of it, with all that belongs to it. The log says so and keeps the digests.

        Bytes go unless another exhibit has the same. What the log said of it is withdrawn; the digests of that stay.
        """
        with self._writing() as writer:
            entry = delete(writer, *found(writer.connection, about), self._actor(by))
        with self._writing() as writer:
            finish(writer.connection, writer.place.content)
        forget_old_pages(self._engine, self.place)
        return entry

    def export_case(self, case: str, file: Path, *, by: str | None = None) -> str:
        """Write a case into an archive; returns the digest of the last entry in it, to be noted down.

        Raises:
            CasebookError: if the case was altered, or the file exists or can't be written.
        """
        with self._reading() as connection:
            case_id, _ = found(connection, case)
        checked = self.verify(case_id)
        if checked.findings:
            raise CasebookError(f"{case_id}: {checked.findings[0].text} An altered case is not exported")
        with self._reading() as connection, pack(connection, self.place.content, case_id, file) as packed:
            said = Exported(archive_sha256=packed.sha256, head=packed.head)
            self._append(case_id, "case.exported", said, by)
        return packed.head

    def write_down(self, about: str | Exhibit, said: Content, *, by: str | None = None) -> Entry:
        """Write an entry that changes no row, such as a person's judgement; see `case_people`.

        Raises:
            KeyError: if an entry with such a content changes rows; a method of its own writes it.
        """
        return self._append(about, WITHOUT_ROWS[type(said)], said, by)

    def import_case(self, file: Path, *, head: str | None = None, by: str | None = None) -> Case:
        """Import a case from an archive, after all of it was checked.

        Args:
            file: the archive.
            head: the digest that was noted when it was exported; the archive must end with it.
            by: who acts.

        Raises:
            CasebookError: if anything in it was altered, or the case is or was here already.
        """
        with unpack(file, head) as archive, self._writing() as writer:
            bring_in(writer, archive, self._actor(by))
        return self.case(archive.case_id)

    def accept_head(self, *, by: str | None = None) -> None:
        """Note the end of the log anew, after a copy was restored or the note was lost; the log says so."""
        with writing(self._engine, self.place, accept=True, actor=self._actor(by)):
            pass

    def _append(self, about: str | Exhibit, action: str, said: Content, by: str | None) -> Entry:
        with self._writing() as writer:
            case_id, _ = found(writer.connection, about)
            return writer.append(case_id, action, said, self._actor(by))

    @contextmanager
    def _writing(self) -> Iterator[Writer]:
        with writing(self._engine, self.place) as writer:
            yield writer

    def _actor(self, by: str | None) -> str:
        return one_line(by or self.actor, 100)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # nobody of this machine
        return "unknown"

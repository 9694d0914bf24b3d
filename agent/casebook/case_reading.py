"""Reading a casebook: what is in its tables, and whether that is what the log says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, Table, select

from ..evidence import Examination
from ..text import one_line
from . import case_schema as schema
from .case_database import Place, in_one_line, transaction
from .case_head import read_head
from .case_log import Entry
from .case_names import found
from .case_types import Box, Case, CasebookError, Examined, Exhibit, Mark, Misreport, Note, Reply, Turn
from .case_verification import Verification, verify
from .case_writer import entries_of, link_of

Found = TypeVar("Found")


class CasebookReader:
    """What can be asked of a casebook. A case is named by its id or by any beginning that only its id has.

    Attributes:
        place: where it is.
    """

    def __init__(self, place: Place, engine: Engine) -> None:
        """Use `Casebook.open`."""
        self.place = place
        self._engine = engine

    def cases(self) -> list[Case]:
        """All cases, the oldest first."""
        return self._rows(schema.CASES, Case, None)

    def case(self, name: str) -> Case:
        """One case.

        Raises:
            CasebookError: if there is none of this name, or more than one.
        """
        with self._reading() as connection:
            case_id, _ = found(connection, name.partition("/")[0])
            row = connection.execute(select(schema.CASES).where(schema.CASES.c.id == case_id)).mappings().one()
            return Case(**row)

    def exhibits(self, case: str) -> list[Exhibit]:
        """The exhibits of a case."""
        return self._rows(schema.EXHIBITS, Exhibit, case)

    def exhibit(self, address: str | Exhibit) -> Exhibit:
        """One exhibit, by its address, such as `20260131-k3fq7a/1`.

        Raises:
            CasebookError: if there is none.
        """
        with self._reading() as connection:
            case_id, number = found(connection, address)
            if number is None:
                raise CasebookError(f"{one_line(address)}: this is a case; name an exhibit of it, such as {case_id}/1")
            own = (schema.EXHIBITS.c.case_id == case_id) & (schema.EXHIBITS.c.number == number)
            return Exhibit(**connection.execute(select(schema.EXHIBITS).where(own)).mappings().one())

    def examinations(self, about: str | Exhibit) -> list[Examined]:
        """The examinations of a case or of an exhibit, the oldest first."""
        return self._rows(schema.EXAMINATIONS, Examined, about)

    def turns(self, about: str | Exhibit) -> list[Turn]:
        """The questions about a case's exhibits, or about one, with their answers, the oldest first."""
        return self._rows(schema.TURNS, _turn, about)

    def notes(self, about: str | Exhibit) -> list[Note]:
        """The notes on a case and on its exhibits, or those on one exhibit, the oldest first."""
        return self._rows(schema.NOTES, Note, about)

    def boxes(self, about: str | Exhibit) -> list[Box]:
        """The parts that were marked in a case's exhibits, or in one, the oldest first."""
        return self._rows(schema.BOXES, Box, about)

    def marks(self, about: str | Exhibit) -> list[Mark]:
        """What was said to be wrong in a case, or about one exhibit, the oldest first."""
        return self._rows(schema.MARKS, Mark, about)

    def misreports(self, case: str | None = None) -> list[Misreport]:
        """The exhibits whose verdict was marked as wrong, with the last mark on each.

        Args:
            case: the case; None for all.
        """
        marks = self._rows(schema.MARKS, Mark, case)
        exhibits = {(one.case_id, one.number): one for one in self._rows(schema.EXHIBITS, Exhibit, case)}
        last = {(mark.case_id, mark.exhibit): mark for mark in marks}
        return [Misreport(exhibits[key], mark) for key, mark in last.items() if key in exhibits]

    def data(self, exhibit: str | Exhibit) -> bytes:
        """The bytes of an exhibit.

        Raises:
            CasebookError: if they are missing or were altered.
        """
        one = self.exhibit(exhibit)
        return self._document(one.sha256, f"the bytes of {one.address}")

    def record(self, examined: Examined) -> Examination:
        """The record of an examination.

        Raises:
            CasebookError: if it is missing or was altered, or another version of Telltale wrote it in another form.
        """
        shown = f"the examination of {examined.case_id}/{examined.exhibit}"
        data = self._document(examined.record_sha256, shown)
        try:
            return Examination.model_validate_json(data)
        except ValidationError:
            raise CasebookError(f"{shown}: its form is of another version of Telltale; examine it again") from None

    def log(self, case: str | None = None) -> list[Entry]:
        """The log of a case, which may have been deleted; None for all, in the order in which they were written."""
        with self._reading() as connection:
            if case is None:
                ordered = select(schema.LOG).order_by(schema.LOG.c.sequence)
                return [link_of(row).entry for row in connection.execute(ordered).mappings()]
            entries = entries_of(connection, case)
            return entries or entries_of(connection, found(connection, case)[0])

    def verify(self, case: str | None = None, *, head: str | None = None) -> Verification:
        """Check the log, the tables against the log, and all bytes against their SHA-256.

        Args:
            case: check the tables and bytes of this case alone; the log is always checked as a whole.
            head: a digest that was noted earlier, of an export or of a verification; the log must hold it.
        """
        noted = read_head(self.place.head)  # before the log is read, which may grow meanwhile
        with self._reading() as connection:
            if case is not None and not entries_of(connection, case):
                case, _ = found(connection, case)
            return verify(connection, self.place.content, noted, case, head)

    def _document(self, sha256: str, shown: str) -> bytes:
        with self._reading() as connection:
            data = self.place.content.get(connection, sha256)
        if data is None or hashlib.sha256(data).hexdigest() != sha256:
            state = "missing" if data is None else "altered"
            raise CasebookError(f"{shown}: {state}; restore the casebook from a copy, or import the case again")
        return data

    def _rows(self, table: Table, kind: Callable[..., Found], about: str | Exhibit | None) -> list[Found]:
        first = [schema.CASES.c.opened] if table is schema.CASES else []
        chosen = select(table).order_by(*first, *table.primary_key.columns)
        with self._reading() as connection:
            if about is not None:
                case_id, number = found(connection, about)
                chosen = chosen.where(table.c.case_id == case_id)
                chosen = chosen if number is None else chosen.where(table.c.exhibit == number)
            return [kind(**row) for row in connection.execute(chosen).mappings()]

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with in_one_line(self.place.shown), transaction(self._engine, writes=False) as connection:
            yield connection


def _turn(reply: str, **row) -> Turn:
    try:
        return Turn(reply=Reply.model_validate_json(reply), **row)
    except ValidationError:
        shown = f"{row['case_id']}: the answer in entry {row['number']}"
        raise CasebookError(f"{shown}: its form is of another version of Telltale, which can show it") from None

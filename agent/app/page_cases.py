"""The cases that visitors of the page may open: who may see which, and what is written into the one that is open.

Where the server asks for a name, a visitor sees the cases that were opened under that name and those whose examiner or
reviewer has it, and no others. Where it asks for none, whoever can reach the page sees all of them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

from ..casebook import Case, Casebook, CasebookError, Exhibit
from ..evidence import Examination, Region
from ..sentences import Sentence
from ..text import one_line
from .desk import Desk

NO_SUCH_CASE = Sentence(
    "page_cases.no_such_case",
    "There is no such case, or it is not yours: a case is seen by whoever opened it and by its examiner and reviewer.",
)
RECEIVED = Sentence("page_cases.received", "uploaded on the page")


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that a visitor works on.

    Attributes:
        casebook: that holds it.
        id: of the case.
        by: who acts; None for the casebook's actor.
    """

    casebook: Casebook
    id: str
    by: str | None

    def exhibit(self, sha256: str) -> Exhibit | None:
        """The exhibit with these bytes; the first, if there are several."""
        return next((one for one in self.casebook.exhibits(self.id) if one.sha256 == sha256), None)

    def add(self, data: bytes, name: str, sha256: str) -> Exhibit:
        """The exhibit with these bytes, which is added if the case has none.

        Raises:
            CasebookError: if the casebook can't be written.
        """
        known = self.exhibit(sha256)
        return known or self.casebook.add_exhibit(self.id, data, name, received=RECEIVED(), by=self.by)

    def record(self, exhibit: Exhibit, record: Examination) -> None:
        """Record an examination."""
        self.casebook.record_examination(exhibit, record, by=self.by)

    def note(self, text: str, exhibit: Exhibit | None) -> None:
        """Write a note on an exhibit, or on the case."""
        self.casebook.write_note(exhibit or self.id, text, by=self.by)

    def mark(self, exhibit: Exhibit, part: Region, text: str) -> None:
        """Keep a marked part."""
        self.casebook.draw_box(exhibit, part, text, by=self.by)

    def examined(self, sha256: str | None = None) -> Iterator[tuple[Exhibit, Examination]]:
        """Each exhibit that was examined, with its last examination; those in another version's form are left out.

        Args:
            sha256: of the only exhibits that are wanted; None for all.
        """
        last = {one.exhibit: one for one in self.casebook.examinations(self.id)}
        for exhibit in self.casebook.exhibits(self.id):
            if exhibit.number in last and sha256 in (None, exhibit.sha256):
                try:
                    yield exhibit, self.casebook.record(last[exhibit.number])
                except CasebookError:
                    continue


class Cases:
    """The cases of a casebook, which is opened when somebody first needs it. Methods may be called from any thread."""

    def __init__(self, url: str | None = None, first: str | None = None) -> None:
        """Choose the casebook.

        Args:
            url: as for `Casebook.open`.
            first: the case that is open when a visitor comes who may see it.
        """
        self._url, self.first = url, first
        self._casebook: Casebook | None = None
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Open the casebook that was named, and find the case to begin with, so that a mistake shows at once.

        Raises:
            CasebookError: if either can't be.
            ImportError: if the driver for PostgreSQL is not installed.
        """
        if self._url is not None:
            self._opened(create=True)
        if self.first is not None:
            self.first = self._opened(create=False).case(self.first).id

    def visible(self, user: str | None) -> list[Case]:
        """The cases that a visitor may see, the newest first; none if there is no casebook yet.

        Args:
            user: name under which the visitor came in; None if the server asks for none.

        Raises:
            CasebookError: if there is one that can't be read.
        """
        try:
            casebook = self._opened(create=False)
        except CasebookError:
            return []
        return [case for case in reversed(casebook.cases()) if _may_see(case, user)]

    def choices(self, user: str | None) -> list[Case]:
        """The same for a list to choose from, which is empty as long as the casebook can't be read."""
        try:
            return self.visible(user)
        except CasebookError:
            return []

    def open(self, case_id: str, user: str | None) -> OpenCase:
        """A case to work on.

        Raises:
            CasebookError: if there is none of this id, or the visitor may not see it.
        """
        casebook = self._opened(create=False)
        case = next((case for case in casebook.cases() if case.id == case_id), None)
        if case is None or not _may_see(case, user):
            raise CasebookError(NO_SUCH_CASE())
        return OpenCase(casebook, case.id, user)

    def of(self, desk: Desk) -> OpenCase | None:
        """The case that is open on a desk; None if none is.

        Raises:
            CasebookError: if it was deleted, or the visitor may not see it any more.
        """
        return None if desk.case is None else self.open(desk.case, desk.user)

    def begin(self, title: str, user: str | None, *, reference: str, examiner: str, reviewer: str) -> OpenCase:
        """Open a new case, in a new casebook if there is none.

        Raises:
            CasebookError: if it can't be, or has no title, or the visitor is not known yet.
        """
        if user == "":
            raise CasebookError(NO_SUCH_CASE())
        casebook = self._opened(create=True)
        case = casebook.new_case(title, reference=reference, examiner=examiner, reviewer=reviewer, by=user)
        return OpenCase(casebook, case.id, user)

    def close(self) -> None:
        """Close the casebook."""
        with self._lock:
            if self._casebook is not None:
                self._casebook.close()
                self._casebook = None

    def _opened(self, *, create: bool) -> Casebook:
        with self._lock:
            if self._casebook is None:
                self._casebook = Casebook.open(self._url, create=create)
            return self._casebook


def _may_see(case: Case, user: str | None) -> bool:
    if user is None:
        return True
    name = one_line(user, 100)
    return bool(name) and name in (case.opened_by, case.examiner, case.reviewer)

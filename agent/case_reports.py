"""Reports of the exhibits of a case: one of the last examination of each, and an index."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from .casebook import Case, Casebook, Exhibit
from .casebook.case_people import about, reports_written
from .dossier import Particulars, of_investigation
from .dossier.report_files import Indexed, write, write_index
from .record import Investigation
from .sandbox import Received


@dataclass(frozen=True, slots=True)
class CaseReports:
    """What was written.

    Attributes:
        files: the reports, and last the index; nothing if there was nothing to report on.
        unexamined: the exhibits that have no report because they were not examined.
        failed: a line for each exhibit whose report could not be written.
    """

    files: tuple[Path, ...]
    unexamined: tuple[Exhibit, ...]
    failed: tuple[str, ...]


def write_reports(
    casebook: Casebook,
    case: Case,
    folder: Path,
    given: Particulars,
    read: Callable[[bytes, str], Received],
    *,
    ending: str = ".pdf",
    pages: Literal["full", "one"] = "full",
    language: str = "en",
    by: str | None = None,
) -> CaseReports:
    """Write a report of each exhibit that was examined into a folder, and the index; the log of the case says so.

    Args:
        casebook: that holds the case.
        case: the case.
        folder: is made if it is missing.
        given: names and numbers; what is missing comes from the case and the exhibit.
        read: reads a file and its name as for an examination, such as `Investigator.read`.
        ending: `.pdf`, `.html` or `.json`.
        pages: `one` for one page, else `full`.
        language: of the reports.
        by: who acts, for the log.

    Raises:
        OSError: if the index can't be written.
    """
    last = {one.exhibit: one for one in casebook.examinations(case.id)}
    reports, digests, failed = list[Indexed](), list[tuple[int, str]](), list[str]()
    exhibits = casebook.exhibits(case.id)
    for exhibit in exhibits:
        if exhibit.number not in last:
            continue
        file = folder / f"exhibit-{exhibit.number}{ending}"
        try:
            record = casebook.record(last[exhibit.number])
            named = replace(
                given,
                examiner=given.examiner or case.examiner or None,
                reviewer=given.reviewer or case.reviewer or None,
                case_number=given.case_number or case.reference or case.id,
                received=given.received or exhibit.received or None,
                log=_lines(casebook, exhibit),
            )
            received = read(casebook.data(exhibit), exhibit.name)
            found = Investigation(record, received.exhibit, received.contents, {})
            write(of_investigation(found, named, pages=pages, language=language), file)
        except (ValueError, OSError) as error:  # one exhibit that can't be read costs the others nothing
            failed.append(str(error) if exhibit.address in str(error) else f"{exhibit.address}: {error}")
            continue
        reports.append(Indexed(file.name, record))
        digests.append((exhibit.number, hashlib.sha256(file.read_bytes()).hexdigest()))
    files: tuple[Path, ...] = tuple(folder / one.file for one in reports)
    if reports:
        files = (*files, write_index(folder, reports, language))
        reports_written(casebook, case.id, digests, by=by)
    return CaseReports(files, tuple(one for one in exhibits if one.number not in last), tuple(failed))


def _lines(casebook: Casebook, exhibit: Exhibit) -> tuple[str, ...]:
    """The entries of the log about the case as a whole and about one exhibit, with their digests."""
    return tuple(
        f"{entry.number}  {entry.time[:19].replace('T', ' ')} UTC  {entry.action}  {entry.actor}  {entry.digest}"
        for entry in casebook.log(exhibit.case_id)
        if about(entry) in (None, exhibit.number)
    )

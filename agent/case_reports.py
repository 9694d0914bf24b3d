"""Reports of exhibits of a case: of one, or of the last examination of each with an index; the log says so."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from .casebook import Case, Casebook, Exhibit
from .casebook.case_people import about, reports_written
from .console import reason_of
from .detectors.base import Detector
from .dossier import CopyScore, Particulars, copy_scores, of_investigation
from .dossier.report_files import Indexed, write, write_index
from .record import Investigation
from .sandbox import Received

_SAME = 1e-3  # of scores that are rounded in the record


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
    detectors: Iterable[Detector] = (),
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
        detectors: measure copies of each picture as the web makes them, for a report in full.
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
            received = read(casebook.data(exhibit), exhibit.name)
            found = Investigation(record, received.exhibit, received.contents, {})
            named = of_case(given, casebook, case, exhibit)
            copies = copies_of(found, detectors) if pages == "full" else ()
            write(of_investigation(found, named, pages=pages, language=language, copies=copies), file)
        except (ValueError, OSError) as error:  # one exhibit that can't be read costs the others nothing
            told = reason_of(error)
            failed.append(told if exhibit.address in told else f"{exhibit.address}: {told}")
            continue
        reports.append(Indexed(file.name, record))
        digests.append((exhibit.number, hashlib.sha256(file.read_bytes()).hexdigest()))
    files: tuple[Path, ...] = tuple(folder / one.file for one in reports)
    if reports:
        files = (*files, write_index(folder, reports, language))
        reports_written(casebook, case.id, digests, by=by)
    return CaseReports(files, tuple(one for one in exhibits if one.number not in last), tuple(failed))


def of_case(given: Particulars, casebook: Casebook, case: Case, exhibit: Exhibit) -> Particulars:
    """The same with what the case knows of an exhibit, where nothing was given, and with the lines of its log."""
    return replace(
        given,
        examiner=given.examiner or case.examiner or None,
        reviewer=given.reviewer or case.reviewer or None,
        case_number=given.case_number or case.reference or case.id,
        received=given.received or exhibit.received or None,
        log=_lines(casebook, exhibit),
    )


def copies_of(found: Investigation, detectors: Iterable[Detector]) -> Sequence[CopyScore]:
    """The scores of copies of a picture, by the detectors that give it the score which its record has.

    A detector that was trained anew since the examination gives another one: its scores are not about that verdict.
    """
    exhibit = found.exhibit
    recorded = {item.source: item.score for item in found.examination.evidence}
    using = [one for one in detectors if recorded.get(one.name) is not None]
    scores = copy_scores(exhibit.pixels, exhibit.facts.quality, using)
    same = {one.source for one in scores if one.side is None and _is_same(one.score, recorded.get(one.source))}
    return tuple(one for one in scores if one.source in same)


def _is_same(measured: float, recorded: float | None) -> bool:
    return recorded is not None and abs(measured - recorded) < _SAME


def _lines(casebook: Casebook, exhibit: Exhibit) -> tuple[str, ...]:
    """The entries of the log about the case as a whole and about one exhibit, with their digests."""
    return tuple(
        f"{entry.number}  {entry.time[:19].replace('T', ' ')} UTC  {entry.action}  {entry.actor}  {entry.digest}"
        for entry in casebook.log(exhibit.case_id)
        if about(entry) in (None, exhibit.number)
    )

"""The report of the picture that is shown, as a file to download."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from ..case_reports import copies_of, of_case, write_reports
from ..casebook import CasebookError
from ..casebook.case_people import reports_written
from ..dossier import Particulars, of_investigation
from ..dossier.report_files import write
from ..sentences import Sentence
from .case_steps import NO_CASE
from .desk import Desk, revived
from .house import House

NO_PICTURE = Sentence("page_report.no_picture", "Examine a picture first; the report is about the one that is shown.")
MADE = Sentence(
    "page_report.made", "The report is made. Its text is machine-written; read it before you sign it or pass it on."
)
NOT_EXAMINED = Sentence("page_report.not_examined", "No picture of the case was examined yet.")
MADE_ALL = Sentence(
    "page_report.made_all",
    "Reports and an index were written. Reports: {reports}. Exhibits without one: {left_out}. Their text is "
    "machine-written; read it before you sign it or pass it on.",
)


def made_of_case(
    house: House,
    desk: Desk,
    *,
    ending: str,
    pages: Literal["full", "one"],
    language: str,
    examiner: str = "",
    case_number: str = "",
) -> tuple[Path, str]:
    """Write the reports of all exhibits of the case that is open, as a ZIP file with an index; arguments as for `made`.

    Returns:
        The file, and what to tell.

    Raises:
        CasebookError: if no case is open, or the case is gone.
        ValueError: if no exhibit was examined, or a report can't be written so.
        OSError: if the file can't be written.
    """
    case = house.cases.of(desk)
    if case is None:
        raise CasebookError(NO_CASE())
    folder = Path(tempfile.mkdtemp(dir=os.environ.get("GRADIO_TEMP_DIR")))
    given = Particulars(
        examiner=examiner.strip() or None, case_number=case_number.strip() or None, created=datetime.now(UTC)
    )
    written = write_reports(
        case.casebook,
        case.casebook.case(case.id),
        folder / "reports",
        given,
        house.investigator.read,
        ending=ending,
        pages=pages,
        language=language,
        detectors=house.investigator.detectors,
        by=case.by,
    )
    if not written.files:
        raise ValueError(" ".join(written.failed) or NOT_EXAMINED())
    file = folder / f"reports-{case.id}.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in written.files:
            archive.write(each, each.name)
    left_out = len(written.unexamined) + len(written.failed)
    desk.note(f"made {file.name}")
    return file, MADE_ALL(reports=len(written.files) - 1, left_out=left_out)


def made(
    house: House,
    desk: Desk,
    *,
    ending: str,
    pages: Literal["full", "one"],
    language: str,
    examiner: str = "",
    case_number: str = "",
) -> Path:
    """Write the report of the picture that is shown; if it is an exhibit of the case that is open, the log says so.

    Args:
        house: which examined it.
        desk: of the visitor.
        ending: `.pdf`, `.html` or `.json`.
        pages: `one` for one page, else `full`.
        language: one of `telltale.agent.dossier.REPORT_LANGUAGES`.
        examiner: who examined the picture, if it is to be named; by default the examiner of the case that is open.
        case_number: likewise; by default the case's reference, else its id.

    Raises:
        ValueError: if no picture is shown, or it is not kept any more, or the report can't be written so.
        IntakeError, OSError: if the picture can't be read any more.
    """
    kept = desk.shown
    if kept is None:
        raise ValueError(NO_PICTURE())
    investigation = revived(house.investigator, kept)
    sha256 = kept.record.exhibit.sha256
    case = house.cases.of(desk)
    exhibit = None if case is None else case.exhibit(sha256)
    given = Particulars(
        examiner=examiner.strip() or None,
        case_number=case_number.strip() or None,
        created=datetime.now(UTC),
        log=tuple(desk.log),
    )
    if case is not None and exhibit is not None:
        given = of_case(given, case.casebook, case.casebook.case(case.id), exhibit)
    copies = copies_of(investigation, house.investigator.detectors) if pages == "full" else ()
    document = of_investigation(investigation, given, pages=pages, language=language, copies=copies)
    folder = tempfile.mkdtemp(dir=os.environ.get("GRADIO_TEMP_DIR"))
    file = Path(folder) / f"report-{sha256[:12]}{ending}"
    write(document, file)
    desk.note(f"made {file.name}")
    if case is not None and exhibit is not None:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        reports_written(case.casebook, case.id, [(exhibit.number, digest)], by=case.by)
    return file

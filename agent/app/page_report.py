"""The report of the picture that is shown, as a file to download."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from ..dossier import Particulars, of_investigation
from ..dossier.report_files import write
from ..sentences import Sentence
from .desk import Desk, revived
from .house import House

NO_PICTURE = Sentence("page_report.no_picture", "Examine a picture first; the report is about the one that is shown.")
MADE = Sentence(
    "page_report.made", "The report is made. Its text is machine-written; read it before you sign it or pass it on."
)


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
    """Write the report of the picture that is shown.

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
    kept = None if desk.conversation is None else desk.kept.get(desk.conversation.record.exhibit.sha256)
    if kept is None:
        raise ValueError(NO_PICTURE())
    investigation = revived(house.investigator, kept)
    case = house.cases.of(desk)
    names = None if case is None else case.casebook.case(case.id)
    given = Particulars(
        examiner=examiner.strip() or (names and names.examiner) or None,
        case_number=case_number.strip() or (names and (names.reference or names.id)) or None,
        created=datetime.now(UTC),
        log=tuple(desk.log),
    )
    document = of_investigation(investigation, given, pages=pages, language=language)
    folder = tempfile.mkdtemp(dir=os.environ.get("GRADIO_TEMP_DIR"))
    file = Path(folder) / f"report-{kept.record.exhibit.sha256[:12]}{ending}"
    write(document, file)
    desk.note(f"made {file.name}")
    return file

"""The options of a report, and how the reports of several pictures are written."""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..console import note

if TYPE_CHECKING:
    from ..dossier import Document, Particulars
    from ..dossier.report_files import Indexed
    from ..evidence import Examination

LANGUAGES = ("en", "de", "fr", "es", "zh")
FORMATS = ("pdf", "html", "json")


def add_report_options(parser: argparse.ArgumentParser) -> None:
    """Add what a report is like and what it says that no record holds."""
    group = parser.add_argument_group("reports")
    group.add_argument(
        "--report-pages",
        choices=("full", "one"),
        default="full",
        help="full (default): all that an expert needs; one: a page for a desk",
    )
    group.add_argument(
        "--report-language", choices=LANGUAGES, default="en", help="en (default), de, fr, es or zh; quotations stay"
    )
    group.add_argument("--report-format", choices=FORMATS, default="pdf", help="of reports in a folder (default pdf)")
    group.add_argument(
        "--report-date",
        type=_date,
        metavar="DATE",
        help="date of the report, such as 2026-01-31 or 2026-01-31T09:30+01:00 (default: now; of a saved record: none)",
    )
    group.add_argument("--examiner", metavar="NAME", help="who examined the picture")
    group.add_argument("--reviewer", metavar="NAME", help="who checks the examiner's work")
    group.add_argument("--case-number", metavar="TEXT", help="of the case")
    group.add_argument("--received", metavar="TEXT", help="how the file was received")


def _date(text: str) -> datetime:
    """A time as of ISO 8601; without an offset it is UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; give one such as 2026-01-31") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def particulars_of(
    arguments: argparse.Namespace, *, created: datetime | None = None, command: str | None = None
) -> Particulars:
    """What the arguments say that no record holds.

    Args:
        arguments: with those of `add_report_options`.
        created: the date of the report if the arguments give none.
        command: the call that examined the picture.
    """
    from ..dossier import Particulars

    return Particulars(
        examiner=arguments.examiner,
        reviewer=arguments.reviewer,
        case_number=arguments.case_number,
        received=arguments.received,
        created=arguments.report_date or created,
        command=command,
    )


class ReportWriter:
    """Writes one report into a file, or one for each picture into a folder that gets an index."""

    def __init__(self, place: str, arguments: argparse.Namespace, pictures: int) -> None:
        """Check the place before anything is examined.

        Args:
            place: a file that ends in .pdf, .html or .json, or a folder.
            arguments: with those of `add_report_options`.
            pictures: how many there are.

        Raises:
            ValueError: if the file's name has another ending, or if there are several pictures and one file.
        """
        from ..dossier.report_files import checked_ending

        self._path, self._arguments = Path(place), arguments
        self.in_folder = place.endswith("/") or self._path.is_dir()
        if not self.in_folder:
            checked_ending(self._path)
            if pictures > 1:
                raise ValueError(f"{place}: one file can't take {pictures} reports; give a folder, such as reports/")
        self._taken, self._index = Counter[str](), list["Indexed"]()

    def write(self, record: Examination, document: Document) -> None:
        """Write the report of one picture.

        Raises:
            ValueError, OSError: if it can't be written.
        """
        from ..dossier.report_files import Indexed, write

        file = self._path / self._name(record.exhibit.name) if self.in_folder else self._path
        write(document, file)
        self._index.append(Indexed(file.name, record))
        note(f"wrote {file}")

    def finish(self) -> None:
        """Write the index of a folder."""
        from ..dossier.report_files import write_index

        if self.in_folder and self._index:
            note(f"wrote {write_index(self._path, self._index, self._arguments.report_language)}")

    def _name(self, picture: str) -> str:
        """A file's name from that of a picture; no two are alike."""
        stem = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in Path(picture).stem)[:80]
        stem = stem.lstrip(".") or "picture"
        stem = f"{stem}-report" if stem.lower() == "index" else stem
        self._taken[stem.lower()] += 1
        number = self._taken[stem.lower()]
        return f"{stem if number == 1 else f'{stem}-{number}'}.{self._arguments.report_format}"

"""`telltale report`: a report from saved records."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from ..console import DONE, Commands, add_command, guarded
from ..environment import prepare as prepare_environment
from .report_options import ReportWriter, add_report_options, particulars_of
from .trust_commands import add_trust_anchors, anchors_of

if TYPE_CHECKING:
    from ..dossier import Document, Particulars
    from ..evidence import Examination

LARGEST = 64 << 20  # bytes of a file with records
_EXAMPLES = (
    (
        "telltale report record.json --out report.pdf",
        "write a report of a record that `telltale examine IMAGE --json` printed",
    ),
    ("telltale report record.json --picture photo.jpg --out report.html", "with the picture, if it is the same file"),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "report", "write reports of saved records", _EXAMPLES, guarded(_report))
    parser.add_argument("record", type=Path, metavar="RECORD", help="a file with records, one JSON object per line")
    parser.add_argument(
        "--out", required=True, metavar="FILE", help="a .pdf, .html or .json file, or a folder such as reports/"
    )
    parser.add_argument(
        "--picture", type=Path, metavar="FILE", help="the picture of the one record, to show it; its hash is compared"
    )
    add_trust_anchors(parser)
    add_report_options(parser)


def _report(arguments: argparse.Namespace) -> int:
    prepare_environment()
    records = read_records(arguments.record)
    if arguments.picture is not None and len(records) > 1:
        raise ValueError(f"--picture is for one record; {arguments.record} holds {len(records)}")
    writer = ReportWriter(arguments.out, arguments, len(records))
    particulars = particulars_of(arguments)
    for record in records:
        writer.write(record, _document(record, particulars, arguments))
    writer.finish()
    return DONE


def _document(record: Examination, particulars: Particulars, arguments: argparse.Namespace) -> Document:
    from ..dossier import of_investigation, of_record
    from ..record import Investigation
    from ..sandbox import receive

    layout = {"pages": arguments.report_pages, "language": arguments.report_language}
    if arguments.picture is None:
        return of_record(record, particulars, **layout)
    received = receive(arguments.picture, trust_anchors=anchors_of(arguments))
    if received.exhibit.facts.sha256 != record.exhibit.sha256:
        raise ValueError(f"{arguments.picture}: is not the file that was examined; its SHA-256 is another")
    return of_investigation(Investigation(record, received.exhibit, received.contents, {}), particulars, **layout)


def read_records(file: Path) -> list[Examination]:
    """The records in a file: one JSON object, one per line, or a report in JSON, which holds its record.

    Raises:
        ValueError: if it holds none, or something else.
        OSError: if it can't be read.
    """
    from pydantic import ValidationError

    from ..evidence import Examination

    with file.open("rb") as opened:
        data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"{file}: is larger than {LARGEST >> 20} MB; give fewer records")
    try:
        found = [_record(value) for value in _values(data.decode("utf-8"))]
        records = [Examination.model_validate_json(json.dumps(value)) for value in found]
    except (UnicodeDecodeError, json.JSONDecodeError, ValidationError, RecursionError):
        records = []
    if not records:
        raise ValueError(f"{file}: holds no record of an examination; `telltale examine PICTURE --json` prints one")
    return records


def _values(text: str) -> list[object]:
    try:
        return [json.loads(text)]
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]


def _record(value: object) -> object:
    from ..dossier.json_report import SCHEMA

    return value["record"] if isinstance(value, dict) and value.get("schema") == SCHEMA and "record" in value else value

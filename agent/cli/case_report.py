"""`telltale case report`: a report of each exhibit of a case, and an index of them."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..console import DONE, FAILED, Commands, fail, note
from ..environment import prepare as prepare_environment
from .case_options import add_case, add_case_command
from .report_options import add_report_options, particulars_of
from .trust_commands import add_trust_anchors, anchors_of

if TYPE_CHECKING:
    from ..casebook import Casebook


def add(actions: Commands) -> None:
    """Declare the command."""
    parser = add_case_command(
        actions,
        "report",
        "write a report of each exhibit, and an index",
        (
            ("telltale case report 20260131-k3fq7a --out reports", "write PDF reports and reports/index.html"),
            (
                "telltale case report 20260131-k3fq7a --out reports --report-format html --report-language de",
                "in HTML and German",
            ),
        ),
        _report,
    )
    add_case(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder, which is made if missing")
    add_trust_anchors(parser)
    add_report_options(parser)


def _report(casebook: Casebook, arguments: argparse.Namespace) -> int:
    prepare_environment()
    from ..case_reports import write_reports
    from ..detectors import registry
    from ..sandbox import receive

    case, folder = casebook.case(arguments.case), arguments.out
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder}: is no folder; name one with --out")
    anchors = anchors_of(arguments)
    written = write_reports(
        casebook,
        case,
        folder,
        particulars_of(arguments, created=datetime.now(UTC)),
        lambda data, name: receive(data, name, anchors),
        ending=f".{arguments.report_format}",
        pages=arguments.report_pages,
        language=arguments.report_language,
        detectors=registry.available().values(),
    )
    for exhibit in written.unexamined:
        note(f"{exhibit.address}: was not examined and has no report; `telltale case examine {exhibit.address}`")
    for line in written.failed:
        note(line)
    for file in written.files:
        note(f"wrote {file}")
    if not written.files:
        return fail(f"{case.id}: no exhibit has an examination to report on, so nothing was written", FAILED)
    return FAILED if written.unexamined or written.failed else DONE

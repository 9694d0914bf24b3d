"""`telltale doctor`: what is installed, what is missing, and what it would cost."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from ..console import DONE, FAILED, Commands, add_command, guarded

_EXAMPLES = (
    ("telltale doctor", "print a line for each part: whether it is there, and how to get it if not"),
    ("telltale doctor --json", "the same for a program"),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    summary = "say what is installed, what is missing and what it costs"
    parser = add_command(commands, "doctor", summary, _EXAMPLES, guarded(_doctor))
    parser.add_argument("--json", action="store_true", help="print a JSON list instead")


def _doctor(arguments: argparse.Namespace) -> int:
    from ..health import examined

    findings = []
    for finding in examined():
        findings.append(finding)
        if not arguments.json:
            print(f"{finding.state:9}{finding.about:20}{finding.found}", flush=True)
            if finding.fix:
                print(f"{'':29}{finding.fix}", flush=True)
    if arguments.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    return FAILED if any(finding.state == "missing" for finding in findings) else DONE

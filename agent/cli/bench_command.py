"""`telltale bench`: how fast telltale is on this machine, and what it costs beside its image encoder alone."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from ..console import DONE, Commands, add_command, guarded
from ..environment import prepare as prepare_environment

_EXAMPLES = (
    ("telltale bench", "measure every step, on photographs that an installed package holds"),
    ("telltale bench photo.jpg --rounds 5 --json", "the same on a picture of your own, for a program"),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    summary = "measure how fast telltale is here, in seconds and beside its image encoder alone"
    parser = add_command(commands, "bench", summary, _EXAMPLES, guarded(_bench))
    parser.add_argument("pictures", nargs="*", type=Path, metavar="IMAGE", help="pictures to measure on")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how often a step is repeated (default 3)")
    parser.add_argument("--json", action="store_true", help="print a JSON list instead")


def _bench(arguments: argparse.Namespace) -> int:
    prepare_environment()
    if arguments.rounds < 1:
        raise ValueError(f"--rounds must be 1 or more, not {arguments.rounds}")
    from ..benchmarks import measured, sample_pictures

    lines = []
    for line in measured(arguments.pictures or sample_pictures(), arguments.rounds):
        lines.append(line)
        if not arguments.json:
            print(line.line(), flush=True)
    if arguments.json:
        print(json.dumps([asdict(line) for line in lines], indent=2))
    return DONE

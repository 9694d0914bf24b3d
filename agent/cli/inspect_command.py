"""`telltale inspect`: everything that files hold beside their pixels, without a judgement."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from ..console import DONE, FAILED, Commands, add_command, guarded, print_json
from ..environment import prepare as prepare_environment
from .picture_loop import each
from .trust_commands import add_trust_anchors, anchors_of

if TYPE_CHECKING:
    from ..sandbox import Received

SCHEMA = "telltale/contents/1"
_WIDTH = 120  # columns, if the output is no terminal
_EXAMPLES = (
    ("telltale inspect photo.jpg", "show the metadata, content credentials and embedded data of one picture"),
    ("telltale inspect --json *.jpg > contents.jsonl", "write a JSON record for each picture, one per line"),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(
        commands, "inspect", "show everything that picture files hold beside their pixels", _EXAMPLES, guarded(_inspect)
    )
    parser.add_argument("images", nargs="+", metavar="FILE", help="a picture file")
    parser.add_argument("--json", action="store_true", help="print one JSON record per line")
    add_trust_anchors(parser)


def _inspect(arguments: argparse.Namespace) -> int:
    prepare_environment()
    from ..intake import IntakeError
    from ..sandbox import receive

    anchors = anchors_of(arguments)

    def inspect(number: int, image: str) -> None:
        _print(receive(image, trust_anchors=anchors), as_json=arguments.json, first=number == 0)

    failures = each(arguments.images, inspect, (IntakeError, OSError), "inspected", "files")
    return FAILED if failures else DONE


def _print(received: Received, *, as_json: bool, first: bool) -> None:
    exhibit, contents = received.exhibit, received.contents
    if as_json:
        record = {
            "schema": SCHEMA,
            "exhibit": exhibit.facts.model_dump(mode="json"),
            "contents": contents.model_dump(mode="json"),
        }
        print_json(json.dumps(record, ensure_ascii=False))
        return
    from rich.console import Console

    from ..report.contents_table import show

    console = Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)
    if not first:
        console.print()
    show(console, exhibit.facts, contents)

"""`telltale inspect`: everything that files hold beside their pixels, without a judgement."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import TYPE_CHECKING

from ..console import DONE, FAILED, Commands, add_command, guarded, note, print_json
from ..environment import prepare as prepare_environment
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
    from ..foreign import file_name
    from ..intake import IntakeError
    from ..sandbox import SandboxError, receive
    from ..text import one_line

    anchors = anchors_of(arguments)
    failures = 0
    for number, image in enumerate(arguments.images):
        try:
            received = receive(image, trust_anchors=anchors)
            _print(received, as_json=arguments.json, first=number == 0)
        except BrokenPipeError:  # an OSError, but no fault of this picture: `run_command` ends quietly
            raise
        except (IntakeError, SandboxError, OSError) as error:
            failures += 1
            note(str(error))
        except Exception as error:  # a fault in Telltale, or of a library with this file: name it and go on
            if os.environ.get("TELLTALE_DEBUG"):
                raise
            failures += 1
            reason = f"{type(error).__name__}: {one_line(error, 200)}"
            note(f"{file_name(image)}: could not be inspected ({reason}); set TELLTALE_DEBUG=1 to see where it failed")
    if failures and len(arguments.images) > 1:
        note(f"{failures} of {len(arguments.images)} files could not be inspected")
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

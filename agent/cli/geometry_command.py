"""`telltale geometry`: what a person's marks tell about the geometry and the light of a picture."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from ..console import DONE, Commands, add_command, guarded, note, print_json
from ..environment import prepare as prepare_environment

_EXAMPLES = (
    (
        "telltale geometry photo.jpg --marks marks.json --drawn drawn.png",
        "check lines, shadows and highlights that you marked, and draw them",
    ),
    ("telltale geometry photo.jpg --marks marks.json --json", "print what was measured as a JSON record"),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(
        commands, "geometry", "check lines, shadows and highlights that you marked in a picture", _EXAMPLES,
        guarded(_geometry),
    )  # fmt: skip
    parser.add_argument("image", metavar="IMAGE", help="the picture")
    parser.add_argument(
        "--marks",
        type=Path,
        required=True,
        metavar="FILE",
        help="a JSON file with parallel lines, shadows and highlights, in pixels of the upright picture",
    )
    parser.add_argument("--drawn", type=Path, metavar="PNG", help="write the picture with the marks drawn in it")
    parser.add_argument("--json", action="store_true", help="print a JSON record")


def _geometry(arguments: argparse.Namespace) -> int:
    prepare_environment()
    from ..assisted.geometry_text import told
    from ..assisted.marks_file import read_marks
    from ..assisted.scene_geometry import as_record, measured
    from ..sandbox import receive

    marks = read_marks(arguments.marks)
    exhibit = receive(arguments.image).exhibit
    found = measured(marks, exhibit.facts.width, exhibit.facts.height)
    if arguments.drawn is not None:
        from ..assisted.geometry_drawing import drawing

        drawing(exhibit.pixels, found).save(arguments.drawn, "PNG")
        note(f"wrote {arguments.drawn}")
    if arguments.json:
        record = {"exhibit": exhibit.facts.model_dump(mode="json"), "said": told(found), **as_record(found)}
        print_json(json.dumps(record, ensure_ascii=False))
    else:
        print("\n".join(told(found)))
    return DONE

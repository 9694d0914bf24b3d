"""`telltale camera`: whether a picture was taken with the camera of reference pictures."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ..console import DONE, FAILED, Commands, add_command, guarded, note, print_json
from ..environment import prepare as prepare_environment

if TYPE_CHECKING:
    from ..sandbox import Received

SCHEMA = "telltale/camera/1"
MOST = 60  # reference pictures that are read; more add little
_EXAMPLES = (
    (
        "telltale camera photo.jpg --reference camera/",
        "compare the noise of a picture with that of a camera's pictures",
    ),
    ("telltale camera photo.jpg --reference camera/ --json", "print the result as a JSON record"),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(
        commands, "camera", "compare a picture's noise with that of a camera's reference pictures", _EXAMPLES,
        guarded(_camera),
    )  # fmt: skip
    parser.add_argument("image", metavar="IMAGE", help="the picture in question")
    parser.add_argument(
        "--reference",
        type=Path,
        nargs="+",
        required=True,
        metavar="DIR",
        help="pictures that the camera is known to have taken, as it saved them: folders or files",
    )
    parser.add_argument("--json", action="store_true", help="print a JSON record")


def _camera(arguments: argparse.Namespace) -> int:
    prepare_environment()
    from ..assisted.camera_check import check_camera
    from ..assisted.camera_text import told
    from ..comparing.folder_search import files_in
    from ..intake import IntakeError
    from ..sandbox import receive

    picture = receive(arguments.image)
    files = list(files_in(arguments.reference))
    if len(files) > MOST:
        note(f"{len(files)} reference pictures were found; {MOST} of them are used")
        files = [files[len(files) * at // MOST] for at in range(MOST)]
    failures = []

    def read() -> Iterator[Received]:
        for file in files:
            try:
                yield receive(file)
            except (IntakeError, OSError) as error:
                failures.append(file)
                note(str(error))

    found = check_camera(picture, read())
    if arguments.json:
        facts = picture.exhibit.facts.model_dump(mode="json")
        record = {"schema": SCHEMA, "counts_for_verdict": False, "exhibit": facts, "said": told(found), **asdict(found)}
        print_json(json.dumps(record, ensure_ascii=False))
    else:
        print("\n".join(told(found)))
    return FAILED if failures else DONE

"""`telltale compare`: pictures of a folder that belong to one picture, and how they differ from it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from ..console import DONE, FAILED, Commands, add_command, guarded, note, print_json, say
from ..environment import prepare as prepare_environment
from .trust_commands import add_trust_anchors, anchors_of

if TYPE_CHECKING:
    from ..comparing import Found

_EVERY = 50  # files, between lines of progress
_EXAMPLES = (
    (
        "telltale compare photo.jpg --with archive/ --maps maps",
        "look for versions of a picture and for sources of its parts in a folder, and draw what differs",
    ),
    ("telltale compare photo.jpg --with other.jpg --json", "compare two pictures, and print a JSON record"),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(
        commands, "compare", "find versions of a picture, or sources of its parts, and show what differs", _EXAMPLES,
        guarded(_compare),
    )  # fmt: skip
    parser.add_argument("image", metavar="IMAGE", help="the picture in question")
    parser.add_argument(
        "--with",
        dest="others",
        type=Path,
        nargs="+",
        required=True,
        metavar="PATH",
        help="where to look: folders, files",
    )
    parser.add_argument(
        "--most", type=int, default=5, metavar="N", help="how many candidates to compare pixel by pixel (default 5)"
    )
    parser.add_argument(
        "--maps", type=Path, metavar="DIR", help="write a PNG for each file found: both, and what differs"
    )
    parser.add_argument("--json", action="store_true", help="print a JSON record")
    add_trust_anchors(parser)


def _compare(arguments: argparse.Namespace) -> int:
    prepare_environment()
    if arguments.most < 1:
        raise ValueError("--most must be 1 or more")
    from ..comparing.comparison_record import SCHEMA, as_record
    from ..comparing.comparison_text import NOTHING_FOUND, told_of, told_of_picture
    from ..comparing.folder_search import files_in, search
    from ..comparing.holds_more import held
    from ..sandbox import receive

    anchors = anchors_of(arguments)
    picture = receive(arguments.image, trust_anchors=anchors)
    files, failures = list(files_in(arguments.others)), set[Path]()

    def failed(file: Path, error: Exception) -> None:
        if file not in failures:
            failures.add(file)
            note(str(error))

    def progress(number: int) -> None:
        if number % _EVERY == 0:
            say(f"{number} of {len(files)} files")

    found = search(picture, files, most=arguments.most, failed=failed, progress=progress, trust_anchors=anchors)
    held_by = [held(picture, each.received, each.comparison) for each in found]
    said = [told_of(each, holds) for each, holds in zip(found, held_by, strict=True)]
    nothing = None if found else NOTHING_FOUND(count=len(files) - len(failures))
    if arguments.maps is not None:
        _draw(found, arguments.maps)
    if arguments.json:
        rows = [as_record(each, holds, lines) for each, holds, lines in zip(found, held_by, said, strict=True)]
        head = {"schema": SCHEMA, "exhibit": picture.exhibit.facts.model_dump(mode="json")}
        head["said"] = told_of_picture(picture)
        print_json(json.dumps({**head, "looked_at": len(files) - len(failures), "found": rows}, ensure_ascii=False))
    else:
        blocks = [*said, told_of_picture(picture)] if nothing is None else [[nothing]]
        print("\n\n".join("\n".join(lines) for lines in blocks if lines))
    return FAILED if failures else DONE


def _draw(found: list[Found], folder: Path) -> None:
    from ..comparing.comparison_map import comparison_map

    folder.mkdir(parents=True, exist_ok=True)
    for number, each in enumerate(found, start=1):
        drawn = comparison_map(each.comparison)
        if drawn is not None:
            file = folder / f"{number}-{each.file.stem}.compared.png"
            drawn.save(file)
            note(f"wrote {file}")

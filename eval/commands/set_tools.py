"""`telltale eval list` names the tasks; `telltale eval manifest` describes pictures of your own for one of them."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from ...agent.console import DONE, Commands, add_command
from .responder_options import guarded_eval

_LIST_EXAMPLES = (("telltale eval list", "print each task with the data that it needs and its options"),)
_MANIFEST_EXAMPLES = (
    (
        "telltale eval manifest --real photos --fake generated --pairs altered --out mine.csv",
        "list the pictures of three folders, with their labels",
    ),
    ("telltale eval csv --data mine.csv --split all --model agent --out runs/mine", "then measure Telltale on them"),
)


def add_list(commands: Commands) -> None:
    """Declare the command that names the tasks."""
    add_command(commands, "list", "name the tasks, and the data that each needs", _LIST_EXAMPLES, guarded_eval(_list))


def add_manifest(commands: Commands) -> None:
    """Declare the command that writes a manifest."""
    parser = add_command(
        commands,
        "manifest",
        "write a CSV manifest of pictures in folders of your own",
        _MANIFEST_EXAMPLES,
        guarded_eval(_manifest),
    )
    parser.add_argument(
        "--real", nargs="*", default=[], type=Path, metavar="PATH", help="folders or files of photographs"
    )
    parser.add_argument(
        "--fake", nargs="*", default=[], type=Path, metavar="PATH", help="folders or files of generated pictures"
    )
    parser.add_argument(
        "--pairs",
        nargs="*",
        default=[],
        type=Path,
        metavar="DIR",
        help="folders of pictures that were altered in a part, with masks",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.csv", help="where the manifest goes")


def _list(arguments: argparse.Namespace) -> int:
    from ..tasks import available

    for task in available().values():
        print(f"{task.name}\n  {task.what}\n  needs {task.needs}")
        for option, values in task.options.items():
            print(f"  --{option} {', '.join(values)}")
    return DONE


def _manifest(arguments: argparse.Namespace) -> int:
    from ..sets import manifest

    rows = list(manifest.rows(arguments.real, arguments.fake, arguments.pairs, arguments.out.parent))
    if not rows:
        raise ValueError("there are no pictures to list; name folders with --real, --fake or --pairs")
    manifest.write(arguments.out, rows)
    counts = Counter((label, source) for _, label, source, *_ in rows)
    for (label, source), count in counts.items():
        print(f"{label}: {count} of {source}")
    return DONE

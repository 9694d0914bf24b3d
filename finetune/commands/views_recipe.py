"""The recipe that keeps a set as small views, so that training needs the large files only once."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from ...agent.console import DONE, FAILED, Commands, add_command, note
from .recipe_options import DATA_HELP, add_limit_option, guarded_recipe, limited_records

_EXAMPLES = (
    (
        "telltale finetune views --data photographs/manifest.csv --out views",
        "keep the whole at 224 px and two native crops of each picture, and a manifest that the recipes read",
    ),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "views", "keep a set as small views to train on", _EXAMPLES, guarded_recipe(_views))
    parser.add_argument("--data", nargs="+", required=True, metavar="DATA", help=DATA_HELP)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder of the new set")
    add_limit_option(parser)
    parser.add_argument("--crops", type=int, default=2, metavar="N", help="native crops of each picture (default 2)")


def _views(arguments: argparse.Namespace) -> int:
    from ...eval.sets.records import read_pixels
    from ...eval.sets.splits import seed_of
    from ...eval.sets.view_files import COLUMNS, write_views
    from ..progress_steps import tracked

    rows, failed = [], 0
    records = limited_records(arguments)
    for record in tracked(records, len(records), "pictures"):
        try:
            pixels = read_pixels(record.path)
        except (OSError, ValueError) as error:
            note(f"{record.path}: can't be read ({error}); left out")
            failed += 1
            continue
        name = f"{seed_of(record.source, str(record.path)):08x}"
        write_views(arguments.out, name, record.label, pixels, arguments.crops)
        height, width = pixels.shape[:2]
        facts = (record.generator, record.content, record.source, record.group)
        rows.append((f"{name}.jpg", record.label, *facts, width, height))
    arguments.out.mkdir(parents=True, exist_ok=True)
    with (arguments.out / "manifest.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([COLUMNS, *rows])
    print(f"{len(rows)} pictures in {arguments.out}")
    return FAILED if failed else DONE

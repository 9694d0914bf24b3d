"""The recipe for copied parts: fit how much a pair of places that look copied counts."""

from __future__ import annotations

import argparse

from ...agent.console import DONE, Commands, add_command, say
from .recipe_options import add_data_options, add_limit_option, guarded_recipe, read_records

_EXAMPLES = (
    (
        "telltale finetune copies --data images/manifest.csv --work work --out models",
        "copy parts within real pictures, and fit how much a pair that is found counts",
    ),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    what = "fit how much copied parts count"
    parser = add_command(commands, "copies", what, _EXAMPLES, guarded_recipe(_copies))
    add_data_options(parser)
    add_limit_option(parser, 12)


def _copies(arguments: argparse.Namespace) -> int:
    from ...agent.reasoning.weighing.terms import FILE, known_in, save
    from ..bundle_writing import seal
    from ..progress_steps import Steps
    from ..weighing import copied_figures, copied_fit, copied_rows

    steps = Steps(2)
    records = copied_rows.plan(read_records(arguments.data), arguments.limit)
    steps.begin(f"{len(records):,} photographs, each with a copied part, as it is, and some with innocent repeats")
    rows = copied_rows.collect(arguments.work, records, say)
    steps.begin("how much a pair counts, with sources left out in turn")
    copied_figures.tell(rows)
    curve = copied_fit.fit(rows)
    arguments.out.mkdir(parents=True, exist_ok=True)
    save(copied_fit.joined(known_in(arguments.out), curve), arguments.out / FILE)
    seal(arguments.out)
    return DONE

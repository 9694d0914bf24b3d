"""The recipe for fusion: fit how evidence is weighed."""

from __future__ import annotations

import argparse

from ...agent.console import DONE, Commands, add_command, at_least_one, say
from .recipe_options import add_data_options, guarded_recipe, read_records, ready_generators

_EXAMPLES = (
    (
        "telltale finetune fusion --data images/manifest.csv --work work --out models",
        "fit what bears on alterations, on readings of detectors that learned nothing",
    ),
    (
        "telltale finetune fusion --data images crops --work work --out models --fit-on images",
        "measure two sets, and fit on one of them",
    ),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "fusion",
        "fit how evidence of alterations is weighed",
        _EXAMPLES,
        guarded_recipe(_fusion),
    )
    add_data_options(parser)
    parser.add_argument(
        "--limit", type=at_least_one, default=60, help="pictures of each source to measure unchanged (default 60)"
    )
    parser.add_argument(
        "--fit-on", nargs="+", metavar="SET", help="folders of the sets to fit on; the other sets are only measured"
    )


def _fusion(arguments: argparse.Namespace) -> int:
    from ...agent.reasoning.weighing.terms import FILE, known_in, save
    from ..bundle_writing import seal
    from ..progress_steps import Steps
    from ..weighing import fusion_fit, readings, ways

    records, steps = read_records(arguments.data), Steps(3)
    todo = ways.plan(records, arguments.limit)
    steps.begin("what makes pseudo-fakes")
    generators = ready_generators(arguments.work, records)
    steps.begin(f"{len(todo):,} pictures altered, saved and measured")
    rows = readings.collect(arguments.work, todo, generators, say)
    steps.begin("how much each finding counts, with each source left out in turn")
    if arguments.fit_on:
        rows = [row for row in rows if row.place in arguments.fit_on]
    parameters = fusion_fit.run(rows, known_in(arguments.out), say)
    arguments.out.mkdir(parents=True, exist_ok=True)
    save(parameters, arguments.out / FILE)
    seal(arguments.out)
    reference = parameters.references["tampered"]
    names = ", ".join(term.source for term in parameters.terms if term.hypothesis == "tampered")
    print(f"tampered: {reference.counts[0]} real, {reference.counts[1]} tampered; {names}")
    return DONE

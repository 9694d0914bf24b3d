"""`telltale eval robustness`: how far a model's answers hold on changed pictures and framed questions."""

from __future__ import annotations

import argparse
from pathlib import Path

from ...agent.console import DONE, Commands, add_command, at_least_one, note, say
from ..tables import show, write_tables
from .responder_options import add_responder_options, guarded_eval, responder_options
from .task_run import MAX_TOKENS_HELP, PAGE

_EXAMPLES = (
    (
        "telltale eval robustness --data images/manifest.csv --model detector:clip --count 20 --attacks 6 --out RUN",
        "measure one detector on 20 pictures of either label, and attack it on 6 of either",
    ),
    (
        "telltale eval robustness --data images/manifest.csv --families crop screenshot --attacks 0 --out RUN",
        "measure the model small on crops and screenshots, without attacks",
    ),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "robustness",
        "measure what a verdict survives: damage, overlays, leading questions, attacks",
        _EXAMPLES,
        guarded_eval(_robustness),
    )
    parser.add_argument(
        "--data", type=Path, required=True, metavar="CSV", help="a manifest with the columns path and label"
    )
    add_responder_options(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the run goes")
    parser.add_argument(
        "--count", "--limit", type=at_least_one, default=40, help="pictures of either label (default 40)"
    )
    parser.add_argument(
        "--families", nargs="*", metavar="NAME", help="kinds of change to measure (default all); without a name, none"
    )
    parser.add_argument(
        "--attacks", type=int, default=8, metavar="N", help="pictures of either label to attack (default 8)"
    )
    parser.add_argument("--max-tokens", type=int, help=MAX_TOKENS_HELP.format(tokens=10))
    parser.add_argument("--queries", type=int, default=30, help="answers that an attack may ask for (default 30)")


def _robustness(arguments: argparse.Namespace) -> int:
    from .. import responders
    from ..robustness import attack_run, report_page
    from ..robustness.condition_report import condition_table, disparity_table
    from ..robustness.conditions import measure, select
    from ..robustness.perturbations import FAMILIES
    from ..store import locked
    from ..tasks import TaskError, get

    names = list(FAMILIES) if arguments.families is None else arguments.families
    if unknown := [name for name in names if name not in FAMILIES]:
        raise TaskError(f"--families: there is no {unknown[0]!r}; choose from {', '.join(FAMILIES)}")
    task = get("csv")
    items = select(list(task.read(arguments.data, split="all")), arguments.count)
    if len({item.truth for item in items}) < 2:
        raise TaskError(f"{arguments.data}: has pictures of one label only; add real and generated ones")
    responder = responders.get(arguments.model, responder_options(arguments))
    with locked(arguments.out):
        conditions = measure(task, items, responder, arguments.out, names, report=say, tokens=arguments.max_tokens)
        tables = [condition_table(conditions), disparity_table(conditions[0].judged)]
        turned: list = []
        if arguments.attacks:
            targets = select(items, arguments.attacks, seed=1)
            attacked, turned = attack_run.attack(
                targets, responder, arguments.out, arguments.queries, arguments.max_tokens or task.tokens, say
            )
            tables.append(attacked)
    write_tables(arguments.out, tables)
    report_page.build(arguments.out / PAGE, responder.name, tables, conditions, turned)
    for table in tables:
        show(table.title, table.header, table.rows)
    note(f"wrote {arguments.out / PAGE} and tables as CSV")
    return DONE

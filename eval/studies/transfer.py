"""How the heads carry over to sources and generators that they did not learn from.

    python -m telltale.eval.studies transfer --data SET… --work DIR [--rival DIR] [--tables NAME…]

Every figure is of pictures whose source, real or generated, was left out of training; thresholds and heads come from
the rest alone.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ...agent.console import DONE, say
from ..tables import show
from .study import Study, add_data, add_work

TABLES = ("recipes", "thresholds", "damage", "facts", "matched", "generators", "scaling")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser)
    add_work(parser)
    parser.add_argument("--rival", type=Path, metavar="DIR", help="compare with the head and encoder in this folder")
    parser.add_argument(
        "--limit",
        type=int,
        default=25,
        metavar="N",
        help="pictures of a source that are damaged and shown to the rival (default 25)",
    )
    parser.add_argument(
        "--tables", nargs="+", default=TABLES, choices=TABLES, metavar="TABLE", help=f"of {', '.join(TABLES)}"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the tables."""
    import numpy as np

    from ...finetune.heads import tower_features
    from ...finetune.heads.tower_features import Sample
    from ..sets import degradations
    from . import folds, left_out_tables, rival

    samples, rows = folds.load_corpus(arguments.data, arguments.work)
    sources = sorted({s.record.source for s in samples if s.record.label == "generated"})
    header = ("set", *sources, "mean without faces")
    part = folds.evenly_chosen(samples, arguments.limit)
    wanted = set(arguments.tables)
    shipped = []
    if wanted & {"thresholds", "damage", "facts", "matched"}:
        shipped = folds.outcomes(samples, rows, folds.SHIPPED)
    if "recipes" in wanted:
        other = None
        if arguments.rival:
            other = np.full(len(samples), np.nan)
            other[part] = rival.scores(arguments.rival, (tower_features.pixels_of(samples[i], {}) for i in part))
        area, right = left_out_tables.recipes_table(samples, rows, other)
        show("AUROC, one source left out at a time", ("training", *header), area)
        show("Balanced accuracy, one source left out at a time", ("training", *header), right)
    if "thresholds" in wanted:
        table = left_out_tables.thresholds_table(samples, shipped)
        show("At the threshold of 5% false alarms", ("source", "false alarms", "hits"), table)
    if "damage" in wanted:
        views = [Sample(samples[i].record, damage=name) for name in degradations.NAMED for i in part]
        damaged = tower_features.extract(views, arguments.work / "features", report=say)
        other = None
        if arguments.rival:
            other = rival.scores(arguments.rival, (tower_features.pixels_of(view, {}) for view in views))
        by_head = {folds.PLAIN.name: folds.outcomes(samples, rows, folds.PLAIN), folds.SHIPPED.name: shipped}
        table = left_out_tables.damage_table(samples, by_head, part, damaged, other)
        show("Damaged pictures", ("damage", "training", *header, "mean balanced accuracy"), table)
    if "facts" in wanted:
        table = left_out_tables.facts_table(samples, shipped)
        show("By size and quality", ("set", "size or quality", "real / generated", "AUROC"), table)
    if "matched" in wanted:
        table = left_out_tables.matched_table(samples, rows, shipped)
        show("AUROC on pictures of like content", ("set", "all pairs", "pairs of like content"), table)
    if "generators" in wanted:
        makers = [o.scored for o in folds.outcomes(samples, rows, folds.SHIPPED, by="generator")]
        area, right = folds.areas(samples, makers), folds.accuracies(samples, makers)
        table = [(*key, f"{value:.3f}", f"{right[key]:.3f}") for key, value in sorted(area.items())]
        title = "One generator left out at a time (its prompts stay in training)"
        show(title, ("set", "generator", "AUROC", "balanced accuracy"), table)
    if "scaling" in wanted:
        table = left_out_tables.scaling_table(samples, rows)
        show("With a share of the training set", ("share of", "share", "set", "mean AUROC without faces"), table)
    return DONE


STUDY = Study("transfer", "the main detector on sources and generators left out", __doc__, add_arguments, run)

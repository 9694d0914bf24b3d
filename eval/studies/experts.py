"""Our fusion on the outputs of other people's detectors.

    python -m telltale.eval.studies experts FILE

FILE holds labels and outputs of several detectors and vision-language models by picture, as AgentFoX publishes them.
The same terms are fitted as for our own detectors. Every figure is of pictures that were not fitted on, by five folds
and by leaving out one collection after another.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ...agent.console import DONE
from ..tables import show
from .study import Study


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", type=Path, metavar="FILE", help="outputs of detectors by picture, as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the tables."""
    import numpy as np

    from .expert_files import read_experts
    from .expert_tables import attack_table, fusion_table, imbalance_table

    whole = read_experts(arguments.file)
    label_only = [name for name, values in whole.scores.items() if len(np.unique(values)) <= 2]
    print(f"{len(whole.truth)} pictures, {int(whole.truth.sum())} generated, {len({*whole.source})} collections")
    header = ("", "tested on", "AUROC", "ECE, 15 of equal width", "ECE, 10 of equal frequency", "Brier", "Cllr")
    header = (*header, "accuracy", "at 80% coverage", "at 50% coverage")
    show("Fusion", header, fusion_table(whole, label_only))
    header = ("", "F1", "G-mean", "1:100, at even odds: F1", "G-mean", "1:100, best F1: F1", "G-mean")
    show("Imbalance and label noise", header, imbalance_table(whole))
    header = ("attacked", "AUROC", "verdicts", "right verdicts kept", "became undecided", "turned")
    show("One expert attacked", header, attack_table(whole, label_only))
    return DONE


STUDY = Study("experts", "our fusion on the outputs of other people's detectors", __doc__, add_arguments, run)

"""How far a verdict can be trusted: its calibration, its abstention, and what each source of evidence adds.

    python -m telltale.eval.studies calibration --readings FILE [--fit-on SET…] [--diagram FILE.png]

FILE is the table that `telltale finetune fusion` leaves in its work folder, of detectors that learned nothing; the
study `source-pairs` has the main detector. Terms, calibration and thresholds are all fitted without the sources that
they are judged on.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...agent.console import DONE
from ..tables import TableRow, show
from .study import Study

if TYPE_CHECKING:
    from ...agent.reasoning.weighing.terms import Alternative
    from ...finetune.weighing.readings import ReadingRow
    from .diagrams import Diagram

MEASURES = ("AUROC", "ECE, 15 of equal width", "ECE, 10 of equal frequency", "Brier", "Cllr")
SUMMARY = ("against real", "", *MEASURES, "accuracy", "at 80% coverage", "at 50% coverage")
WRONG = ("real, called other", "other, called real")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--readings", type=Path, required=True, metavar="FILE", help="WORK/readings.jsonl")
    parser.add_argument(
        "--fit-on", nargs="+", metavar="SET", help="folders of the sets that fusion was fitted on (default: all)"
    )
    parser.add_argument("--diagram", type=Path, metavar="FILE.png", help="draw reliability diagrams there")


def run(arguments: argparse.Namespace) -> int:
    """Print the tables and draw the diagrams."""
    from ...agent.reasoning.weighing.terms import ALTERNATIVES
    from ...finetune.weighing.kept_rows import kept_rows
    from ...finetune.weighing.readings import ReadingRow
    from . import diagrams
    from .calibration_tables import COVERAGES, cues_table

    every = kept_rows(arguments.readings, ReadingRow)
    rows = [row for row in every if not arguments.fit_on or row.place in arguments.fit_on]
    others = [row for row in every if row not in rows]
    tables: dict[str, list[TableRow]] = defaultdict(list)
    whole: dict[str, Diagram] = {}
    sliced: dict[str, Diagram] = {}
    for alternative in ALTERNATIVES:
        _measure(alternative, rows, others, tables, whole, sliced)
    show("Calibration, on left-out sources", SUMMARY, tables["calibration"])
    show("What each source of evidence adds", SUMMARY, tables["ablations"])
    header = (
        "against real",
        "error rate",
        "labelled",
        "labels that are wrong",
        *WRONG,
        "other, found",
        "real, cleared",
    )
    show("Abstention", header, tables["selective"])
    show("Risk at coverage", ("against real", *(f"{c:.0%}" for c in COVERAGES)), tables["risks"])
    header = ("against real", "slice", "real / other", *MEASURES, "labelled", "labels that are wrong", *WRONG)
    show("Slices, at an error rate of 5%", header, tables["slices"])
    header = ("against real", "source", "is", "pictures", "called other", "called real")
    show("Sources, at an error rate of 5%", header, tables["sources"])
    header = ("even: F1", "G-mean", "1:100, even odds: F1", "G-mean", "1:100, log-LR above 3: F1", "G-mean")
    show("Imbalance and label noise", ("against real", "", *header), tables["imbalance"])
    header = ("cue", "pictures", "AUROC", "of clip", "both, best weight of the cue", "correlation")
    show("Cues beside the strongest detector", header, list(cues_table(every)))
    if arguments.diagram:
        by_name = {name.replace("–", "-"): diagram for name, diagram in {**whole, **sliced}.items()}
        diagrams.draw(by_name, arguments.diagram)
    return DONE


def _measure(
    alternative: Alternative,
    rows: Sequence[ReadingRow],
    others: Sequence[ReadingRow],
    tables: dict[str, list[TableRow]],
    whole: dict[str, Diagram],
    sliced: dict[str, Diagram],
) -> None:
    """Add the rows and the diagrams of one alternative; `others` are rows of sets that are not fitted on."""
    from ...finetune.weighing import evidence_table, fusion_fit
    from . import calibration_tables as measured
    from .judged_pictures import CALIBRATIONS, calibrated, figures, judge, nested_folds

    everything = evidence_table.table(rows, alternative)
    given = everything.only(fusion_fit.select(everything, alternative))
    if not given.scores:
        return  # nothing was measured that bears on it, or nothing of it helps
    kept = measured.rows_of(rows, alternative)
    folds = nested_folds(given, alternative)
    for title, how in CALIBRATIONS.items():
        tables["calibration"].append((alternative, title, *figures(calibrated(given, folds, how), given)))
    tables["ablations"] += [(alternative, title, *row) for title, row in measured.ablations(everything, alternative)]
    rising = measured.scaled(given, alternative, rising=True)
    tables["ablations"].append((alternative, f"the chosen ones, {measured.RISING}", *rising))
    judged = judge(given, alternative)
    tables["selective"] += measured.selective(judged, alternative)
    tables["slices"] += measured.slices_table(judged, kept, alternative)
    for name, part in measured.slices(judged, kept):
        sliced[f"{alternative}: {name}"] = measured.diagram(part)
    if others:
        elsewhere = judge(given, alternative, evidence_table.table(others, alternative))
        other_rows = measured.rows_of(others, alternative)
        tables["slices"] += measured.slices_table(elsewhere, other_rows, alternative, "not fitted on: ")
        for name, part in measured.slices(elsewhere, other_rows):
            if name.startswith("set "):
                sliced[f"{alternative}: {name}"] = measured.diagram(part)
    tables["sources"] += measured.sources_table(judged, alternative)
    noisy = measured.with_noise(given, alternative)
    tables["imbalance"] += [(alternative, *row) for row in measured.imbalance(judged, noisy)]
    tables["risks"].append((alternative, *(f"{risk:.1%}" for risk in measured.risks(judged))))
    whole[alternative] = measured.diagram(judged)


STUDY = Study("calibration", "calibration and abstention of the verdict", __doc__, add_arguments, run)

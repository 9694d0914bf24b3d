"""Families of generators and the nearest known pictures: `python -m telltale.eval.studies.families --data SET… --work DIR`.

Two tables. The first is open-set attribution: each family in turn is left out of training as the unknown, and one in
five groups of the others is kept to test on. The second is what distances alone tell: to real pictures of other
sources (one class), and the difference to that of generated ones.

Letters: n samples, D features, F families.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...finetune.heads import clip_training
from ...finetune.heads.clip_training import PENALTY, family_of
from ...finetune.heads.ridge import Features
from ...finetune.heads.tower_features import Sample
from ..metrics import auroc, fpr_at_tpr, oscr
from ..sets.splits import in_share
from .transfer import TableRow, load, show

NEIGHBOURS = 5


def families_table(samples: Sequence[Sample], rows: Features) -> list[TableRow]:
    """What each left-out family does to the others, by row.

    Family, known and unknown pictures tested, accuracy on the known, AUROC of known against unknown by the largest
    score, false positive rate at 95% true positives, OSCR, and the shares that are named at the threshold.
    """
    of = [family_of(s.record.generator) if s.record.generator and s.kind is None else None for s in samples]
    held = [in_share(s.record.group, 0.2, "attribution") for s in samples]
    table = []
    for unknown in clip_training.FAMILIES:
        train = [i for i, name in enumerate(of) if name not in (None, unknown) and not held[i]]
        fitted = clip_training.families([samples[i] for i in train], rows[train], PENALTY)
        known = [i for i, name in enumerate(of) if name in fitted.names and held[i] and samples[i].variant == 0]
        other = [i for i, name in enumerate(of) if name == unknown and samples[i].variant == 0]
        logits = fitted.logits(rows[known])
        right = logits.argmax(1) == np.array([fitted.names.index(str(of[i])) for i in known])
        sure, unsure = logits.max(1), fitted.logits(rows[other]).max(1)
        area, named = auroc(unsure, sure), sure >= fitted.least
        table.append(
            (
                unknown,
                f"{len(known)} / {len(other)}",
                f"{right.mean():.3f}",
                "–" if area is None else f"{area:.3f}",
                f"{fpr_at_tpr(unsure, sure):.1%}",
                f"{oscr(unsure, sure, right):.3f}",
                f"{named.mean():.1%}, {right[named].mean():.1%} of them rightly" if named.any() else "none",
                f"{np.mean(unsure >= fitted.least):.1%}",
            )
        )
    return table


def distances_table(samples: Sequence[Sample], rows: Features) -> list[TableRow]:
    """(set, source of generated pictures, AUROC of the distance to real ones alone, AUROC of the difference).

    No picture meets a neighbour of its own source; real pictures of every source are tested together.
    """
    _, _, unit, pictures = clip_training.reference(samples, rows)
    points = unit.astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    origin = np.array([s.record.source for s in pictures])
    where = np.array([s.record.place for s in pictures])
    made = np.array([s.generated for s in pictures])
    far = {label: _mean_distance(points, made == label, origin) for label in (False, True)}
    table = []
    for name in sorted(set(where)):
        for source in sorted(set(origin[made & (where == name)])):
            real, tested = (where == name) & ~made, (where == name) & made & (origin == source)
            one = auroc(far[False][real], far[False][tested])
            both = far[False] - far[True]
            two = auroc(both[real], both[tested])
            table.append((name, source, f"{one:.3f}", f"{two:.3f}"))
    return table


def _mean_distance(points: NDArray[np.float32], among: NDArray[np.bool_], origin: NDArray) -> NDArray[np.float32]:
    """Mean distance (1 − cosine) of each point to its five nearest among some, those of its own source aside."""
    found = np.empty(len(points), np.float32)
    for start in range(0, len(points), 512):
        rows = slice(start, start + 512)
        cosines = np.where(origin[rows, None] == origin[among][None], -1.0, points[rows] @ points[among].T)
        found[rows] = 1 - np.partition(cosines, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:].mean(1)
    return found


def main(argv: list[str] | None = None) -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.families", description=__doc__)
    parser.add_argument("--data", nargs="+", type=Path, required=True, metavar="SET")
    parser.add_argument("--work", type=Path, required=True, help="the folder that `telltale finetune detector` used")
    arguments = parser.parse_args(argv)
    samples, rows = load(arguments.data, arguments.work)
    header = (
        "unknown family",
        "known / unknown",
        "accuracy",
        "AUROC",
        "FPR at 95% TPR",
        "OSCR",
        "known and named",
        "unknown but named",
    )
    show("Families, each left out as the unknown", header, families_table(samples, rows))
    header = ("set", "source", "AUROC, distance to real alone", "AUROC, nearer to generated")
    show("Nearest pictures of other sources", header, distances_table(samples, rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Families of generators and the nearest known pictures: `python -m telltale.eval.attribution --data SET… --work DIR`.

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

from ..finetune import clip_heads, features
from ..finetune.clip_heads import PENALTY, family_of
from ..finetune.data.records import read
from ..finetune.data.splits import in_share
from ..finetune.features import Sample
from ..finetune.heads import Features
from .metrics import auroc, fpr_at_tpr, oscr
from .transfer import Row, place, show

NEIGHBOURS = 5


def families_table(samples: Sequence[Sample], rows: Features) -> list[Row]:
    """(family left out, known tested, accuracy on known, AUROC known against unknown, FPR at 95% TPR, OSCR, named)."""
    of = [family_of(s.record.generator) if s.record.generator and s.kind is None else None for s in samples]
    held = [in_share(s.record.group, 0.2, "families") for s in samples]
    table = []
    for unknown in clip_heads.FAMILIES:
        train = [i for i, name in enumerate(of) if name not in (None, unknown) and not held[i]]
        names, weight, bias, least = clip_heads.families([samples[i] for i in train], rows[train], PENALTY)
        known = [i for i, name in enumerate(of) if name in names and held[i] and samples[i].variant == 0]
        other = [i for i, name in enumerate(of) if name == unknown and samples[i].variant == 0]
        chances = {
            which: _chances(rows[chosen], weight, bias) for which, chosen in (("known", known), ("other", other))
        }
        right = chances["known"].argmax(1) == np.array([names.index(str(of[i])) for i in known])
        sure, unsure = chances["known"].max(1), chances["other"].max(1)
        area = auroc(unsure, sure)
        table.append(
            (
                unknown,
                f"{len(known)} / {len(other)}",
                f"{right.mean():.3f}",
                "–" if area is None else f"{area:.3f}",
                f"{fpr_at_tpr(unsure, sure):.1%}",
                f"{oscr(unsure, sure, right):.3f}",
                f"{np.mean(unsure >= least):.1%}",
            )
        )
    return table


def _chances(rows: Features, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities float32 [n, F]."""
    logits = rows.astype(np.float32) @ weight.T + bias
    odds = np.exp(logits - logits.max(1, keepdims=True))
    return odds / odds.sum(1, keepdims=True)


def distances_table(samples: Sequence[Sample], rows: Features) -> list[Row]:
    """(set, source of generated pictures, AUROC of the distance to real ones alone, AUROC of the difference).

    No picture meets a neighbour of its own source; real pictures of every source are tested together.
    """
    _, _, unit, pictures = clip_heads.reference(samples, rows)
    points = unit.astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    origin = np.array([s.record.source for s in pictures])
    where = np.array([place(s.record) for s in pictures])
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
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.attribution", description=__doc__)
    parser.add_argument("--data", nargs="+", type=Path, required=True, metavar="SET")
    parser.add_argument("--work", type=Path, required=True, help="the folder that `telltale finetune detector` used")
    arguments = parser.parse_args(argv)
    from ..finetune.commands import generators_in

    samples = features.corpus([r for where in arguments.data for r in read(where)], degraded=1, pseudo=0.5)
    rows = features.extract(samples, arguments.work / "features", generators_in(arguments.work))
    header = ("unknown family", "known / unknown", "accuracy", "AUROC", "FPR at 95% TPR", "OSCR", "unknown but named")
    show("Families, each left out as the unknown", header, families_table(samples, rows))
    header = ("set", "source", "AUROC, distance to real alone", "AUROC, nearer to generated")
    show("Nearest pictures of other sources", header, distances_table(samples, rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())

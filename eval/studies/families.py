"""Families of generators, and the nearest known pictures.

    python -m telltale.eval.studies families --data SET… --work DIR

The first table is open-set attribution: each family in turn is left out of training as the unknown one, and one in
five groups of the others is kept to test on. The second table is what distances alone tell: the distance to real
pictures of other sources, and the difference to that of generated ones.

Letters: n samples, D features, F families.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...agent.console import DONE
from ..sets.splits import held_out
from ..tables import TableRow, show
from .study import Study, add_data, add_work

if TYPE_CHECKING:
    from ...finetune.heads.ridge import Features
    from ...finetune.heads.tower_features import Sample

NEIGHBOURS = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser)
    add_work(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print both tables."""
    from .corpora import load_main_corpus

    samples, rows = load_main_corpus(arguments.data, arguments.work)
    header = ("unknown family", "known / unknown", "accuracy", "AUROC", "FPR at 95% TPR", "OSCR")
    header = (*header, "known and named", "unknown but named")
    show("Families, each left out as the unknown one", header, families_table(samples, rows))
    header = ("set", "source", "AUROC, distance to real pictures", "AUROC, nearer to generated pictures")
    show("Nearest pictures of other sources", header, distances_table(samples, rows))
    return DONE


def families_table(samples: Sequence[Sample], rows: Features) -> list[TableRow]:
    """What each left-out family does to the others, a row each.

    Family, known and unknown pictures tested, accuracy on the known, AUROC of known against unknown by the largest
    score, false positive rate at 95% true positives, OSCR, and the shares that are named at the threshold.
    """
    from ...finetune.heads import clip_training
    from ..metrics import auroc, fpr_at_tpr, oscr

    family = [
        clip_training.family_of(s.record.generator) if s.record.generator and s.kind is None else None for s in samples
    ]
    out = [held_out(s.record.group, "study of families") for s in samples]
    table = []
    for unknown in clip_training.FAMILIES:
        train = [i for i, name in enumerate(family) if name not in (None, unknown) and not out[i]]
        fitted = clip_training.families([samples[i] for i in train], rows[train], clip_training.FAMILY_PENALTY)
        plain = [i for i, s in enumerate(samples) if s.plain and s.record.crop == 0]
        known = [i for i in plain if family[i] in fitted.names and out[i]]
        new = [i for i in plain if family[i] == unknown]
        logits = fitted.logits(rows[known])
        right = logits.argmax(1) == np.array([fitted.names.index(str(family[i])) for i in known])
        known_top, new_top = logits.max(1), fitted.logits(rows[new]).max(1)
        area, named = auroc(new_top, known_top), known_top >= fitted.least
        table.append(
            (
                unknown,
                f"{len(known)} / {len(new)}",
                f"{right.mean():.3f}",
                "–" if area is None else f"{area:.3f}",
                f"{fpr_at_tpr(new_top, known_top):.1%}",
                f"{oscr(new_top, known_top, right):.3f}",
                f"{named.mean():.1%}, {right[named].mean():.1%} of them correctly" if named.any() else "none",
                f"{np.mean(new_top >= fitted.least):.1%}",
            )
        )
    return table


def distances_table(samples: Sequence[Sample], rows: Features) -> list[TableRow]:
    """(set, source of generated pictures, AUROC of the distance to real pictures alone, AUROC of the difference).

    No picture is compared with a neighbour of its own source; real pictures of every source are tested together.
    """
    from ...finetune.heads import clip_training
    from ..metrics import auroc

    _, _, unit, pictures = clip_training.reference(samples, rows)
    points = unit.astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    origin = np.array([s.record.source for s in pictures])
    place = np.array([s.record.place for s in pictures])
    generated = np.array([s.generated for s in pictures])
    to_real, to_generated = (_mean_distance(points, generated == label, origin) for label in (False, True))
    difference = to_real - to_generated
    table = []
    for name in sorted(set(place)):
        for source in sorted(set(origin[generated & (place == name)])):
            real = (place == name) & ~generated
            tested = (place == name) & generated & (origin == source)
            alone, both = (auroc(values[real], values[tested]) for values in (to_real, difference))
            table.append((name, source, f"{alone:.3f}", f"{both:.3f}"))
    return table


def _mean_distance(points: NDArray[np.float32], among: NDArray[np.bool_], origin: NDArray) -> NDArray[np.float32]:
    """Mean distance (1 − cosine) of each point to its five nearest among some points, without those of its source."""
    distance = np.empty(len(points), np.float32)
    for start in range(0, len(points), 512):
        rows = slice(start, start + 512)
        cosines = np.where(origin[rows, None] == origin[among][None], -1.0, points[rows] @ points[among].T)
        distance[rows] = 1 - np.partition(cosines, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:].mean(1)
    return distance


STUDY = Study("families", "families of generators, and the nearest known pictures", __doc__, add_arguments, run)

"""Real pictures of one set against generated ones of another: the shift of scores that AUROCs set by set hide."""

from __future__ import annotations

from collections import Counter

import numpy as np

from .. import metrics
from ..items import Figure, Table
from ..tables import number
from .calls import Calls

LEAST = 5  # pictures of a label that a set must have
SHOWN = 20  # pairs of sets in the table, the worst first


def cross_sets(calls: Calls) -> tuple[dict[str, Figure], list[Table]]:
    """The mean and the lowest AUROC over pairs of different sets, and the lowest pairs as a table.

    A set is the source of its items. Nothing where no two different sets have five pictures of either label.
    """
    stated = np.flatnonzero(calls.has_belief)
    fake, belief = calls.fake[stated], calls.belief[stated]  # [n] each
    source = [calls.results[at].item.source for at in stated]
    counts = Counter(zip(source, fake.tolist(), strict=True))
    kept = [n for n, key in enumerate(zip(source, fake.tolist(), strict=True)) if key[0] and counts[key] >= LEAST]
    areas = metrics.cross_auroc(belief[kept], fake[kept], [source[n] for n in kept])
    different = {pair: area for pair, area in areas.items() if pair[0] != pair[1]}
    if len(different) < 2:
        return {}, []
    pairs = sorted(areas, key=areas.__getitem__)
    rows = [(a, b, str(counts[a, False]), str(counts[b, True]), number(areas[a, b])) for a, b in pairs[:SHOWN]]
    header = ("real ones of", "generated ones of", "real", "generated", "AUROC")
    headline = {
        "cross-AUROC, mean over pairs of sets": Figure(value=float(np.mean(list(different.values()))), n=len(kept)),
        "cross-AUROC, lowest pair of sets": Figure(value=min(different.values()), n=len(kept)),
    }
    return headline, [
        Table(title="Real pictures of one set against generated ones of another", header=header, rows=tuple(rows))
    ]

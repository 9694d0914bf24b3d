"""The tables of the study `source-pairs`.

Letters: n pictures, S sources of a label, R resamples.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...agent.reasoning.weighing.terms import Reference
from ...finetune.heads.clip_training import LEARNED
from ...finetune.heads.platt import platt
from ...finetune.weighing.source_reference import even_sources, reference_of
from ..metrics import auroc, bootstrap, summary
from ..tables import TableRow
from .judged_pictures import at_even_steps
from .pair_scores import LeftOutPairs, Pair

TIERS = {"as they are": "", "web": "web", "hard": "hard"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """Shares of the pictures of a pair that got a label.

    Attributes:
        pair: the pair.
        real: shares of its real pictures called synthetic, and called real.
        generated: the same of its generated pictures.
    """

    pair: Pair
    real: tuple[float, float]
    generated: tuple[float, float]


def like_content(pairs: LeftOutPairs) -> list[TableRow]:
    """(source, pictures of both labels, AUROC by tier), the worst first, then the mean with its interval."""
    own = [pairs.pair(name, name) for name in pairs.both()]
    areas = {pair.real: [_area(pair, tier) for tier in TIERS.values()] for pair in own}
    rows = []
    for pair in sorted(own, key=lambda p: areas[p.real][0] or 0.0):
        counts = " / ".join(str(len(scores)) for scores in pair.scores[""])
        rows.append((pair.real, counts, *("–" if a is None else f"{a:.3f}" for a in areas[pair.real])))
    means = [_mean_and_interval([a[k] for a in areas.values()]) for k in range(len(TIERS))]
    return [*rows, ("mean over sources", "", *means)]


def areas(pairs: LeftOutPairs) -> list[TableRow]:
    """(which pairs, tier, their number, mean AUROC, 10th percentile)."""
    both, groups = set(pairs.both()), defaultdict(list)
    for pair in pairs.crossed():
        for title, tier in TIERS.items():
            area = _area(pair, tier)
            if area is not None:
                groups["all", title].append(area)
                if {pair.real, pair.generated} <= both:
                    groups["of sources with both labels", title].append(area)
    return [
        (which, title, f"{len(values)}", f"{np.mean(values):.3f}", f"{np.quantile(values, 0.1):.3f}")
        for (which, title), values in sorted(groups.items(), reverse=True)
    ]


def labels(pairs: LeftOutPairs, limits: Limits) -> list[TableRow]:
    """(which pairs, tier, share labelled, wrong among *synthetic*, wrong among *real*), with intervals over sources."""
    own = [pairs.pair(name, name) for name in pairs.both()]
    rows = []
    for which, chosen in (("both labels in one source", own), ("all", list(pairs.crossed()))):
        for title, tier in TIERS.items():
            judged = [limits.judge(pair, tier) for pair in chosen if all(len(s) for s in pair.scores[tier])]
            if judged:
                rows.append((which, title, *_promise(judged)))
    return rows


class Limits:
    """Both limits of the label, from all sources but those of a pair: their pictures, and the copies learned from."""

    def __init__(self, pairs: LeftOutPairs, rate: float) -> None:
        """Score every source once without itself."""
        self.rate = rate
        scores, truth, source, copy = [], [], [], []
        for name in sorted({*pairs.real, *pairs.generated}):
            for tier, of_tier in pairs.pair(name, name).scores.items():
                for label, values in enumerate(of_tier if tier in LEARNED else ()):
                    scores.append(values)
                    truth += [bool(label)] * len(values)
                    source += [name] * len(values)
                    copy += [bool(tier)] * len(values)
        self.scores, self.truth, self.source = np.concatenate(scores), np.array(truth), np.array(source)
        self.copy = np.array(copy)
        self._known: dict[frozenset[str], Reference] = {}

    def without(self, names: frozenset[str]) -> Reference:
        """The reference of all sources but some."""
        if names not in self._known:
            kept = ~np.isin(self.source, list(names))
            known = self.scores[kept], self.truth[kept], self.source[kept].tolist(), self.copy[kept]
            self._known[names] = reference_of(*known)
        return self._known[names]

    def between(self, *names: str) -> tuple[float, float]:
        """The limits of *synthetic* and *real*, set without some sources."""
        reference = self.without(frozenset(names))
        upper, lower = reference.threshold(self.rate), reference.cleared(self.rate)
        if upper < lower:  # at a generous rate; the likeliest label is then given
            upper = lower = (upper + lower) / 2
        return upper, lower

    def judge(self, pair: Pair, tier: str) -> Labelled:
        """The labels of a pair's pictures."""
        upper, lower = self.between(pair.real, pair.generated)
        shares = [(float(np.mean(s >= upper)), float(np.mean(s <= lower))) for s in pair.scores[tier]]
        return Labelled(pair, *shares)


def calibration(pairs: LeftOutPairs, limits: Limits) -> list[TableRow]:
    """(which sources, AUROC, ECE, ECE, Brier, Cllr) of the stated log-odds, each scaled without the picture's source.

    Each source of a label weighs the same. The figures are those of `eval.metrics.summary`.
    """
    log_odds = np.zeros(len(limits.scores))
    for name in np.unique(limits.source):
        inside = limits.source == name
        kept, truth = limits.scores[~inside], limits.truth[~inside]
        slope, offset = platt(kept, truth, even_sources(truth, limits.source[~inside].tolist()))
        log_odds[inside] = slope * limits.scores[inside] + offset
    rows = []
    for which, chosen in (
        ("both labels in one source", np.isin(limits.source, pairs.both()) & ~limits.copy),
        ("all", ~limits.copy),
    ):
        truth = limits.truth[chosen]
        drawn = at_even_steps(even_sources(truth, limits.source[chosen].tolist()))
        rows.append((which, *summary(log_odds[chosen][drawn], truth[drawn])[:5]))
    return rows


def _promise(judged: Sequence[Labelled]) -> tuple[str, str, str]:
    """Share labelled, wrong among *synthetic*, and wrong among *real*, at even odds.

    The intervals come from drawing sources anew, real and generated ones each for themselves.
    """
    names = [sorted({getattr(j.pair, side) for j in judged}) for side in ("real", "generated")]
    real = {name: np.mean([j.real for j in judged if j.pair.real == name], axis=0) for name in names[0]}
    made = {name: np.mean([j.generated for j in judged if j.pair.generated == name], axis=0) for name in names[1]}
    table = np.array([*real.values(), *made.values()])  # [S + S', 2]
    is_made = np.array([False] * len(real) + [True] * len(made))
    groups = [f"{label} {name}" for label, every in enumerate(names) for name in every]

    def share(which: int) -> Callable[[NDArray[np.intp]], float | None]:
        def of(drawn: NDArray[np.intp]) -> float | None:
            chosen, label = table[drawn], is_made[drawn]
            if label.all() or not label.any():
                return None
            means = chosen[~label].mean(0), chosen[label].mean(0)  # of the real, of the generated: [2] each
            if which == 2:
                return float(np.mean([means[0].sum(), means[1].sum()]))
            wrong, right = (means[0][0], means[1][0]) if which == 0 else (means[1][1], means[0][1])
            return float(wrong / (wrong + right)) if wrong + right else None

        return of

    cells = []
    for which in (2, 0, 1):
        value = share(which)(np.arange(len(table)))
        low, high = bootstrap(share(which), groups)
        interval = "" if low is None or high is None else f" [{low:.1%}, {high:.1%}]"
        cells.append("none given" if value is None else f"{value:.1%}{interval}")
    return cells[0], cells[1], cells[2]


def _area(pair: Pair, tier: str) -> float | None:
    return auroc(*pair.scores[tier])


def _mean_and_interval(values: Iterable[float | None]) -> str:
    """The mean of what is known, with an interval over sources."""
    known = np.array([value for value in values if value is not None])
    if not len(known):
        return "–"
    low, high = bootstrap(lambda drawn: float(known[drawn].mean()), [str(i) for i in range(len(known))])
    return f"{known.mean():.3f}" + ("" if low is None or high is None else f" [{low:.3f}, {high:.3f}]")

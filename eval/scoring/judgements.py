"""Real against fake: accuracy, balanced accuracy, F1, AUROC, calibration, abstention.

Letters: n items.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from .. import metrics
from ..items import Figure, Judged
from ..metrics import Indices
from .breakdowns import usual_breakdowns
from .calls import LENIENT, STRICT, Calls, ScoredTask, mean_with_interval, strict_accuracy, with_interval
from .cross_sets import cross_sets


def detection(judged: Sequence[Judged]) -> ScoredTask:
    """Score calls as a binary detector is scored, with tables by category, generator, source and phrasing."""
    calls = Calls(judged)
    headline = {
        f"accuracy, {STRICT}": strict_accuracy(judged),
        f"accuracy, {LENIENT}": calls.accuracy_figure(),
        "balanced accuracy": with_interval(calls.balanced, calls.groups),
        "F1": with_interval(calls.f1, calls.groups),
    }
    if calls.has_belief.any():
        headline["AUROC"] = with_interval(calls.auroc, calls.groups)
    headline |= {"TPR": calls.recall_figure(fake=True), "TNR": calls.recall_figure(fake=False)}
    if calls.both_classes:
        headline["G-mean"] = with_interval(calls.g_mean, calls.groups)
    if calls.all_probabilities():
        headline |= _calibration(calls)
    across, pairs = cross_sets(calls)
    return headline | _abstention(calls) | across, [*usual_breakdowns(judged), *pairs], []


def _calibration(calls: Calls) -> dict[str, Figure]:
    p, y, sureness = calls.belief, calls.fake, np.abs(calls.belief - 0.5)  # [n] each
    figures = {  # no interval: a resample of calibrated answers looks less calibrated than they are
        "ECE, 15 of equal width": Figure(value=metrics.ece(p, y), n=len(y)),
        "ECE, 10 of equal frequency": Figure(value=metrics.ece(p, y, 10, "frequency"), n=len(y)),
        "Brier": with_interval(lambda at: metrics.brier(p[at], y[at]), calls.groups),
    }
    for coverage in (0.8, 0.5):  # selective prediction: the surest calls alone
        surest = with_interval(
            lambda at, coverage=coverage: metrics.accuracy_at(sureness[at], calls.right[at], coverage), calls.groups
        )
        counted = max(1, int(len(y) * coverage + 1e-9))
        figures[f"accuracy at {coverage:.0%} coverage"] = surest.model_copy(update={"n": counted})

    def area(at: Indices, which: int) -> float | None:
        areas = metrics.aurc(sureness[at], calls.right[at])
        return None if areas is None else areas[which]

    for which, name in enumerate(("AURC", "AURC above the best order")):
        figures[name] = with_interval(partial(area, which=which), calls.groups)
    return figures


def _abstention(calls: Calls) -> dict[str, Figure]:
    """How often an answer was given, and how often it was wrong; nothing for a model that never abstained."""
    answered = np.array([not result.reply.abstained for result in calls.results], bool)  # [n]
    if answered.all():
        return {}
    among = np.flatnonzero(answered)
    return {
        "answered": mean_with_interval(answered, calls.groups),
        "wrong among answered": mean_with_interval(~calls.right[among], [calls.groups[at] for at in among]),
    }

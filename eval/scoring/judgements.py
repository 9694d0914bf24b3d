"""Real against fake: accuracy, balanced accuracy, F1, AUROC, calibration, abstention.

Letters: n items.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .. import metrics
from ..items import Figure, Judged
from .breakdowns import usual_breakdowns
from .calls import LENIENT, STRICT, Calls, ScoredTask, strict_accuracy, with_interval
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
    tpr, tnr = calls.rates(calls.every)
    headline |= {
        "TPR": Figure(value=tpr, n=int(calls.fake.sum())),
        "TNR": Figure(value=tnr, n=int((~calls.fake).sum())),
    }
    if calls.both_classes:
        headline["G-mean"] = Figure(value=metrics.f1_g_mean(calls.called, calls.fake)[1], n=len(calls))
    if calls.all_probabilities():
        headline |= _calibration(calls)
    across, pairs = cross_sets(calls)
    return headline | _abstention(calls) | across, [*usual_breakdowns(judged), *pairs], []


def _calibration(calls: Calls) -> dict[str, Figure]:
    p, y = calls.belief, calls.fake  # [n] each
    figures = {
        "ECE, 15 of equal width": Figure(value=metrics.ece(p, y), n=len(y)),
        "ECE, 10 of equal frequency": Figure(value=metrics.ece(p, y, 10, "frequency"), n=len(y)),
        "Brier": Figure(value=metrics.brier(p, y), n=len(y)),
    }
    for coverage in (0.8, 0.5):  # selective prediction: the surest calls alone
        value = metrics.accuracy_at(np.abs(p - 0.5), calls.right, coverage)
        figures[f"accuracy at {coverage:.0%} coverage"] = Figure(value=value, n=max(1, int(len(y) * coverage + 1e-9)))
    if areas := metrics.aurc(np.abs(p - 0.5), calls.right):
        figures["AURC"], figures["AURC above the best order"] = (Figure(value=area, n=len(y)) for area in areas)
    return figures


def _abstention(calls: Calls) -> dict[str, Figure]:
    """How often an answer was given, and how often it was wrong; nothing for a model that never abstained."""
    answered = np.array([not result.reply.abstained for result in calls.results], bool)  # [n]
    if answered.all():
        return {}
    wrong = float((~calls.right[answered]).mean()) if answered.any() else None
    return {
        "answered": Figure(value=float(answered.mean()), n=len(answered)),
        "wrong among answered": Figure(value=wrong, n=int(answered.sum())),
    }

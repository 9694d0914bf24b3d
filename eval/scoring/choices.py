"""Choices among options: which detail is the anomaly, which generator made a picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .. import metrics
from ..items import UNKNOWN, Figure, Judged
from .breakdowns import accuracies, category, generator
from .calls import LENIENT, STRICT, ScoredTask, mean_with_interval, strict_accuracy


def _accuracy(known: Sequence[Judged]) -> Figure:
    return mean_with_interval([bool(r.right) for r in known], [r.item.resampling_unit for r in known])


def selection(judged: Sequence[Judged]) -> ScoredTask:
    """Accuracy of choices among several options, beside what drawing lots would reach."""
    known = [result for result in judged if result.right is not None]
    chance = [1 / max(1, len(result.item.options)) for result in known]
    headline = {
        f"accuracy, {STRICT}": strict_accuracy(judged),
        f"accuracy, {LENIENT}": _accuracy(known),
        "chance": Figure(value=float(np.mean(chance)) if chance else None, n=len(known)),
    }
    return headline, [accuracies("category", category, judged)], []


def attribution(judged: Sequence[Judged]) -> ScoredTask:
    """Which generator: closed-set accuracy, and with an unknown class AUROC, FPR at 95% TPR and OSCR.

    The confidence of an answer is the probability of the likeliest option.
    """
    known = [result for result in judged if result.right is not None]
    closed = [result for result in known if result.item.answer != UNKNOWN]
    opened = [result for result in known if result.item.answer == UNKNOWN]
    every = [result for result in judged if result.item.answer != UNKNOWN]
    headline = {
        f"closed-set accuracy, {STRICT}": strict_accuracy(every),
        f"closed-set accuracy, {LENIENT}": _accuracy(closed),
    }
    notes = []
    if opened and all(result.reply.options for result in known):
        inside, outside = ([max(result.reply.options) for result in part] for part in (closed, opened))
        right = [bool(result.right) for result in closed]
        headline["known / unknown AUROC"] = Figure(value=metrics.auroc(outside, inside), n=len(known))
        headline["FPR at 95% TPR"] = Figure(value=metrics.fpr_at_tpr(outside, inside), n=len(known))
        headline["OSCR"] = Figure(value=metrics.oscr(outside, inside, right), n=len(known))
    elif opened:
        notes.append("The model gives no probabilities, so confidence can't separate known from unknown generators.")
    if opened:
        refused = float(np.mean([result.value == UNKNOWN for result in opened]))
        headline["unknown generators called unknown"] = Figure(value=refused, n=len(opened))
    return headline, [accuracies("generator", generator, judged)], notes

"""Choices among options: which detail is the anomaly, which generator made a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

from .. import metrics
from ..items import UNKNOWN, Figure, Judged
from ..metrics import Indices
from .breakdowns import accuracies, category, generator
from .calls import LENIENT, STRICT, ScoredTask, mean_with_interval, strict_accuracy, with_interval


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
        headline |= _open_set(known)
    elif opened:
        notes.append("The model gives no probabilities, so confidence can't separate known from unknown generators.")
    if opened:
        headline["unknown generators called unknown"] = mean_with_interval(
            [result.value == UNKNOWN for result in opened], [result.item.resampling_unit for result in opened]
        )
    return headline, [accuracies("generator", generator, judged)], notes


def _open_set(known: Sequence[Judged]) -> dict[str, Figure]:
    """How well the confidence of an answer tells known generators from unknown ones."""
    confidence = np.array([max(result.reply.options) for result in known])  # [n]
    unknown = np.array([result.item.answer == UNKNOWN for result in known], bool)  # [n]
    right = np.array([bool(result.right) for result in known], bool)  # [n]
    groups = [result.item.resampling_unit for result in known]

    def oscr(at: Indices) -> float | None:
        outside, inside = at[unknown[at]], at[~unknown[at]]
        if not len(outside) or not len(inside):
            return None
        return metrics.oscr(confidence[outside], confidence[inside], right[inside])

    def of_both(metric: Callable[..., float | None]) -> Figure:
        return with_interval(lambda at: metric(confidence[at][unknown[at]], confidence[at][~unknown[at]]), groups)

    return {
        "known / unknown AUROC": of_both(metrics.auroc),
        "FPR at 95% TPR": of_both(metrics.fpr_at_tpr),
        "OSCR": with_interval(oscr, groups),
    }


_WINNERS = ("A", "B")


def preferences(judged: Sequence[Judged]) -> ScoredTask:
    """A judge of pairs against people: accuracy on all answers and on clear winners, and how far people agree.

    The right answer is what most people chose; pairs on which they are divided have none. How far two people agree is
    counted over all pairs of people that saw the same pair.
    """
    clear = [result for result in judged if result.item.answer in _WINNERS]
    known = [result for result in judged if result.right is not None]
    headline = {
        f"accuracy, {STRICT}": strict_accuracy(judged),
        f"accuracy, {LENIENT}": _accuracy(known),
        f"accuracy on clear winners, {STRICT}": strict_accuracy(clear),
        f"accuracy on clear winners, {LENIENT}": _accuracy([result for result in clear if result.right is not None]),
    }
    for name, among in (("people agree with each other", None), ("people agree on clear winners", _WINNERS)):
        same = [pair for result in judged for pair in _pairs(result.item.references, among)]
        headline[name] = Figure(value=float(np.mean(same)) if same else None, n=len(same))
    chosen = [result for result in judged if result.value in _WINNERS]
    headline["first of two explanations chosen"] = mean_with_interval(
        [result.value == "A" for result in chosen], [result.item.resampling_unit for result in chosen]
    )
    divided = sum(not result.item.answer for result in judged)
    notes = [f"Pairs that are not scored because no answer has a majority among people: {divided}."]
    return headline, [accuracies("category", category, judged)], notes if divided else []


def _pairs(choices: Sequence[str], among: Sequence[str] | None) -> list[bool]:
    kept = [choice for choice in choices if among is None or choice in among]
    return [first == second for first, second in combinations(kept, 2)]

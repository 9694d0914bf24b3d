"""Scores as two benchmarks define their own: LOKI and FraudBench.

Letters: n items.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .. import metrics, parsing
from ..items import Figure, Judged, Table
from ..metrics import Indices
from ..tables import number
from .breakdowns import breakdown, category, counts, grouped, phrasing, strict_share
from .calls import LENIENT, STRICT, Calls, ScoredTask, mean_with_interval, strict_accuracy, with_interval

Bools = NDArray[np.bool_]


def loki(judged: Sequence[Judged], *, judgement: bool) -> ScoredTask:
    """Plain accuracy, LOKI's accuracy, and for judgements the bias index, by category.

    LOKI's own harness draws an answer at random where it can't read one. The figure named after it is what that comes
    to on average: an unparsed reply counts as right by one part in the number of its answers.
    """
    known = [result for result in judged if result.right is not None]
    names = [result.item.category for result in known]
    fake, right = _about_fake(known, judgement), np.array([bool(result.right) for result in known], bool)  # [n] each
    groups = [result.item.resampling_unit for result in known]

    def overall(at: Indices) -> float | None:
        return metrics.loki_accuracy([names[i] for i in at], fake[at], right[at])[0]

    categories, every_fake = [result.item.category for result in judged], _about_fake(judged, judgement)
    everyone = [result.item.resampling_unit for result in judged]

    def credited(*, guess: bool) -> Figure:
        credit = np.array([_credit(result, guess) for result in judged], float)  # [n]
        return with_interval(
            lambda at: metrics.loki_accuracy([categories[i] for i in at], every_fake[at], credit[at])[0], everyone
        )

    headline = {
        f"accuracy, {STRICT}": strict_accuracy(judged),
        f"accuracy, {LENIENT}": mean_with_interval(right, groups),
        f"LOKI's accuracy (mean recall by category), {STRICT}": credited(guess=False),
        f"LOKI's accuracy (mean recall by category), {LENIENT}": with_interval(overall, groups),
        "LOKI's accuracy, unparsed guessed as LOKI's own harness does": credited(guess=True),
    }
    tables, notes = [_loki_table(judged, names, fake, right, judgement=judgement)], []
    if judgement:

        def bias(at: Indices) -> float | None:
            recalls = [float(right[at][part].mean()) if part.any() else 0.0 for part in (~fake[at], fake[at])]
            return metrics.bias_index(*recalls)

        headline["bias index"] = with_interval(bias, groups)
        calls = Calls(judged)
        if calls.has_belief.any():
            headline["AUROC"] = with_interval(calls.auroc, calls.groups)
        wording = breakdown("phrasing", phrasing, judged)
        tables.append(wording)
        if len({row[4] for row in wording.rows}) > 1:
            notes.append("Accuracy differs between the two phrasings of a question, which ask for the same knowledge.")
    return headline, tables, notes


def _credit(result: Judged, guess: bool) -> float:
    """Whether an item counts as right; with `guess`, the chance that LOKI's draw is, where nothing could be read."""
    if result.right is None and guess:
        return 1 / max(2, len(result.item.options))
    return float(bool(result.right))


def _about_fake(judged: Sequence[Judged], judgement: bool) -> Bools:
    """Whether each item is about a fake: by the picture's truth, or in a choice by what is looked for, bool [n]."""
    return np.array([(r.item.truth if judgement else r.item.asks) == "fake" for r in judged], bool)


def _loki_table(judged: Sequence[Judged], names: Sequence[str], fake: Bools, right: Bools, *, judgement: bool) -> Table:
    """LOKI's figures by category; `names`, `fake` and `right` are of the parsed items [n]."""
    _, by = metrics.loki_accuracy(names, fake, right)
    rows = []
    for name in sorted({result.item.category for result in judged}):
        mine = np.array([entry == name for entry in names], bool)
        of_fake, of_real = (float(right[p].mean()) if p.any() else None for p in (mine & fake, mine & ~fake))
        index = None if of_fake is None or of_real is None else metrics.bias_index(of_real, of_fake)
        members = [result for result in judged if result.item.category == name]
        plain = float(right[mine].mean()) if mine.any() else None
        cells = (strict_share(members), plain, by.get(name), of_fake, of_real, *((index,) if judgement else ()))
        rows.append((*counts(name, members), *map(number, cells)))
    header = ("category", "items", "unparsed", f"accuracy, {STRICT}", f"accuracy, {LENIENT}", "LOKI accuracy")
    recalls = ("recall of fakes", "recall of real ones", "bias index")
    choices = ("fake from real", "real from fake")
    return Table(title="By category", header=header + (recalls if judgement else choices), rows=tuple(rows))


def fraud(judged: Sequence[Judged]) -> ScoredTask:
    """FraudBench: TNR, TPR by generator, F1 and balanced accuracy, macro-averaged over product categories.

    Figures *as FraudBench counts* read replies as its own program does, and count what that can't read as wrong, as its
    tables do. The others read them as all tasks here do, and leave unparsed replies out unless they say so. Confidence
    is the mean of the stated confidences of right answers.
    """
    generators = sorted({result.item.generator for result in judged if result.item.generator})
    gathered: dict[str, list[float]] = defaultdict(list)
    rows = []
    for name, members in grouped(judged, category):
        calls = Calls(members)
        tpr, tnr = calls.rates(calls.every)
        f1, balanced = calls.f1(calls.every), calls.balanced(calls.every)
        rows.append((*counts(name, members), *map(number, (strict_share(members), tnr, tpr, f1, balanced))))
        for key, value in {"TNR": tnr, "F1": f1, "balanced accuracy": balanced}.items():
            gathered[key] += [] if value is None else [value]
        for generator in generators:
            mine = Calls([result for result in members if result.item.generator == generator])
            gathered[f"TPR, {generator}"] += [float(mine.called.mean())] if len(mine) else []
    known = [result for result in judged if result.right is not None]
    headline = {
        f"accuracy, {STRICT}": strict_accuracy(judged),
        f"accuracy, {LENIENT}": strict_accuracy(known),  # none of them is unparsed
        **{key: _mean(values) for key, values in gathered.items()},
    }
    stated = [(r.belief if r.called == "fake" else 1 - r.belief) for r in judged if r.right and r.belief is not None]
    headline["mean confidence of right answers"] = _mean(stated)
    headline |= _as_fraudbench_counts(judged)
    header = ("category", "items", "unparsed", f"accuracy, {STRICT}", "TNR", "TPR", "F1", "balanced accuracy")
    return headline, [Table(title="By category", header=header, rows=tuple(rows))], []


def _as_fraudbench_counts(judged: Sequence[Judged]) -> dict[str, Figure]:
    """TNR, TPR, balanced accuracy and F1 by FraudBench's own reading, macro-averaged over categories."""
    read = {result.item.id: parsing.fraudbench_verdict(result.reply.text)[0] for result in judged}
    if not any(read.values()):
        return {}  # a model that decides by numbers writes no objects
    by: dict[str, list[float]] = defaultdict(list)
    for _, members in grouped(judged, category):
        right = {
            truth: np.array([read[r.item.id] == truth for r in members if r.item.truth == truth], bool)
            for truth in ("real", "fake")
        }
        hits, misses = int(right["fake"].sum()), int((~right["fake"]).sum())
        alarms = int((~right["real"]).sum())
        tnr, tpr = (float(part.mean()) if len(part) else None for part in (right["real"], right["fake"]))
        if tnr is not None:
            by["TNR"].append(tnr)
        if tpr is not None:
            by["TPR"].append(tpr)
        if tnr is not None and tpr is not None:
            by["balanced accuracy"].append((tnr + tpr) / 2)
        if 2 * hits + alarms + misses:
            by["F1"].append(2 * hits / (2 * hits + alarms + misses))
    return {f"{name}, as FraudBench counts": _mean(values) for name, values in by.items()}


def _mean(values: Sequence[float]) -> Figure:
    return Figure(value=float(np.mean(values)) if values else None, n=len(values))

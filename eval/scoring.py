"""From judged items to figures and tables. Unparsed replies are in no figure, and in every count.

Letters: n items.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from . import metrics
from .items import UNKNOWN, Figure, Judged, Table
from .metrics import Indices

ScoredTask = tuple[dict[str, Figure], list[Table], list[str]]
Key = Callable[[Judged], str]


def figure(metric: Callable[[Indices], float | None], groups: Sequence[str]) -> Figure:
    """A metric over all items with its bootstrap interval over groups."""
    every = np.arange(len(groups))
    value = metric(every) if len(groups) else None
    low, high = metrics.bootstrap(metric, groups) if value is not None else (None, None)
    return Figure(value=value, low=low, high=high, n=len(groups))


class Calls:
    """Real/fake calls as arrays: what is fake, what was called fake, what was believed, each [n]."""

    def __init__(self, judged: Sequence[Judged]) -> None:
        """Take the items that have a truth and a call."""
        self.items = [j for j in judged if j.item.truth is not None and j.called is not None]
        self.fake = np.array([j.item.truth == "fake" for j in self.items], bool)
        self.called = np.array([j.called == "fake" for j in self.items], bool)
        self.belief = np.array([np.nan if j.belief is None else j.belief for j in self.items], float)
        self.groups = [j.item.group or j.item.id for j in self.items]

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether each call is right."""
        return self.fake == self.called

    def accuracy(self, at: Indices) -> float | None:
        """Share of right calls."""
        return float(self.right[at].mean()) if len(at) else None

    def balanced(self, at: Indices) -> float | None:
        """Mean of TPR and TNR; None where a class is missing."""
        hit, kept = metrics.rates(self.called[at], self.fake[at])
        return None if hit is None or kept is None else (hit + kept) / 2

    def f1(self, at: Indices) -> float | None:
        """F1 of the fakes."""
        return metrics.f1_g_mean(self.called[at], self.fake[at])[0] if self.fake[at].any() else None

    def auroc(self, at: Indices) -> float | None:
        """Area under the ROC curve of the beliefs that are there."""
        known = at[~np.isnan(self.belief[at])]
        return metrics.auroc(self.belief[known][~self.fake[known]], self.belief[known][self.fake[known]])

    def probable(self) -> bool:
        """Whether every belief is a probability."""
        return len(self.belief) > 0 and bool(np.all((self.belief >= 0) & (self.belief <= 1)))


def detection(judged: Sequence[Judged], *, by: dict[str, Key] | None = None) -> ScoredTask:
    """Real against fake: accuracy, balanced accuracy, F1, AUROC, calibration, abstention, and tables by what is asked.

    Args:
        judged: what was answered.
        by: further breakdowns, by the title of their column.
    """
    calls = Calls(judged)
    headline = {
        "accuracy": figure(calls.accuracy, calls.groups),
        "balanced accuracy": figure(calls.balanced, calls.groups),
        "F1": figure(calls.f1, calls.groups),
    }
    known = ~np.isnan(calls.belief)
    if known.any():
        headline["AUROC"] = figure(calls.auroc, calls.groups)
    hit, kept = metrics.rates(calls.called, calls.fake)
    headline |= {
        "TPR": Figure(value=hit, n=int(calls.fake.sum())),
        "TNR": Figure(value=kept, n=int((~calls.fake).sum())),
    }
    if calls.fake.any() and not calls.fake.all():
        headline["G-mean"] = Figure(value=metrics.f1_g_mean(calls.called, calls.fake)[1], n=len(calls.items))
    if known.all() and calls.probable():
        p, y = calls.belief, calls.fake
        headline["ECE, 15 of equal width"] = Figure(value=metrics.ece(p, y), n=len(y))
        headline["ECE, 10 of equal frequency"] = Figure(value=metrics.ece(p, y, 10, "frequency"), n=len(y))
        headline["Brier"] = Figure(value=metrics.brier(p, y), n=len(y))
        for coverage in (0.8, 0.5):  # selective prediction: the surest calls alone
            kept_right = metrics.accuracy_at(np.abs(p - 0.5), calls.right, coverage)
            headline[f"accuracy at {coverage:.0%} coverage"] = Figure(
                value=kept_right, n=max(1, int(len(y) * coverage))
            )
    abstained = np.array([j.reply.abstained for j in calls.items], bool)
    if abstained.any():
        answered = ~abstained
        headline["answered"] = Figure(value=float(answered.mean()), n=len(answered))
        wrong = float((~calls.right[answered]).mean()) if answered.any() else None
        headline["wrong of those answered"] = Figure(value=wrong, n=int(answered.sum()))
    tables = [breakdown(title, key, judged) for title, key in {**(by or {}), **_usual(judged)}.items()]
    return headline, [table for table in tables if table], []


def _usual(judged: Sequence[Judged]) -> dict[str, Key]:
    keys: dict[str, Key] = {
        "category": lambda j: j.item.category,
        "generator": lambda j: j.item.generator or ("real" if j.item.truth == "real" else ""),
        "source": lambda j: j.item.source,
        "phrasing": lambda j: f"asks whether {j.item.asks}" if j.item.kind == "judgement" else "",
    }
    return {title: key for title, key in keys.items() if len({key(j) for j in judged} - {""}) > 1}


def breakdown(title: str, key: Key, judged: Sequence[Judged]) -> Table:
    """Accuracy, TPR, TNR and AUROC by a part of the items, unparsed beside them."""
    parts: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        parts[key(one)].append(one)
    rows = []
    for name, members in sorted(parts.items()):
        calls = Calls(members)
        every = np.arange(len(calls.items))
        hit, kept = metrics.rates(calls.called, calls.fake)
        area = calls.auroc(every) if len(calls.items) else None
        values = (calls.accuracy(every), hit, kept, area)
        unparsed = sum(j.value is None for j in members)
        rows.append((name or "–", str(len(members)), str(unparsed), *(_short(value) for value in values)))
    header = (title, "items", "unparsed", "accuracy", "TPR", "TNR", "AUROC")
    return Table(title=f"By {title}", header=header, rows=tuple(rows))


def _short(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def loki(judged: Sequence[Judged], *, judgement: bool) -> ScoredTask:
    """LOKI's accuracy with plain accuracy beside it, and for judgements the bias index, by category."""
    known = [j for j in judged if j.right is not None]
    category = [j.item.category for j in known]
    fake = np.array([(j.item.truth if judgement else j.item.asks) == "fake" for j in known], bool)
    right = np.array([bool(j.right) for j in known], bool)
    groups = [j.item.group or j.item.id for j in known]

    def overall(at: Indices) -> float | None:
        return metrics.loki_accuracy([category[i] for i in at], fake[at], right[at])[0]

    headline = {
        "LOKI accuracy": figure(overall, groups),
        "plain accuracy": figure(lambda at: float(right[at].mean()) if len(at) else None, groups),
    }
    strict = [bool(j.right) for j in judged]
    every = np.array([(j.item.truth if judgement else j.item.asks) == "fake" for j in judged], bool)
    counted, _ = metrics.loki_accuracy([j.item.category for j in judged], every, strict)
    headline["LOKI accuracy, unparsed counted as wrong"] = Figure(value=counted, n=len(judged))
    notes = []
    _, by = metrics.loki_accuracy(category, fake, right)
    rows = []
    for name in sorted(set(category)):
        mine = np.array([c == name for c in category])
        of_fake, of_real = mine & fake, mine & ~fake
        recalls = [float(right[part].mean()) if part.any() else None for part in (of_fake, of_real)]
        index = None if None in recalls else metrics.bias_index(recalls[1] or 0.0, recalls[0] or 0.0)
        unparsed = sum(j.value is None for j in judged if j.item.category == name)
        plain = float(right[mine].mean())
        rows.append(
            (name, str(int(mine.sum())), str(unparsed), _short(by.get(name)), _short(plain), *map(_short, recalls))
        )
        rows[-1] += (_short(index),) if judgement else ()
    header = ("category", "items", "unparsed", "LOKI accuracy", "plain accuracy")
    ends = (
        ("recall of fakes", "recall of real ones", "bias index") if judgement else ("fake from real", "real from fake")
    )
    tables = [Table(title="By category", header=header + ends, rows=tuple(rows))]
    if judgement:
        recalls = [float(right[part].mean()) if part.any() else 0.0 for part in (~fake, fake)]
        headline["bias index"] = Figure(value=metrics.bias_index(*recalls), n=len(known))
        calls = Calls(judged)
        if not np.isnan(calls.belief).all():
            headline["AUROC"] = figure(calls.auroc, calls.groups)
        wording = breakdown("phrasing", lambda j: f"asks whether {j.item.asks}", judged)
        tables.append(wording)
        if len({row[3] for row in wording.rows}) > 1:
            notes.append(
                "The two phrasings of one question differ; a model that knows the answer does not mind the phrasing."
            )
    return headline, tables, notes


def selection(judged: Sequence[Judged]) -> ScoredTask:
    """Accuracy of choices among several options, against the chance of each."""
    known = [j for j in judged if j.right is not None]
    right = np.array([bool(j.right) for j in known], bool)
    groups = [j.item.group or j.item.id for j in known]
    chance = [1 / max(1, len(j.item.options)) for j in known]
    headline = {
        "accuracy": figure(lambda at: float(right[at].mean()) if len(at) else None, groups),
        "chance": Figure(value=float(np.mean(chance)) if chance else None, n=len(known)),
    }
    return headline, _accuracies("category", lambda j: j.item.category, judged), []


def _accuracies(title: str, key: Key, judged: Sequence[Judged]) -> list[Table]:
    parts: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        parts[key(one)].append(one)
    rows = []
    for name, members in sorted(parts.items()):
        known = [bool(j.right) for j in members if j.right is not None]
        accuracy = float(np.mean(known)) if known else None
        rows.append((name or "–", str(len(members)), str(sum(j.value is None for j in members)), _short(accuracy)))
    header = (title, "items", "unparsed", "accuracy")
    return [Table(title=f"By {title}", header=header, rows=tuple(rows))]


def attribution(judged: Sequence[Judged]) -> ScoredTask:
    """Which generator: closed-set accuracy, and with an unknown class AUROC, FPR at 95% TPR and OSCR.

    The confidence of an answer is the probability of the likeliest option.
    """
    known = [j for j in judged if j.right is not None]
    closed = [j for j in known if j.item.answer != UNKNOWN]
    right = np.array([bool(j.right) for j in closed], bool)
    groups = [j.item.group or j.item.id for j in closed]
    headline = {"closed-set accuracy": figure(lambda at: float(right[at].mean()) if len(at) else None, groups)}
    notes = []
    opened = [j for j in known if j.item.answer == UNKNOWN]
    sure = {id(j): max(j.reply.options) for j in known if j.reply.options}
    if opened and len(sure) == len(known):
        inside, outside = [sure[id(j)] for j in closed], [sure[id(j)] for j in opened]
        headline["known / unknown AUROC"] = Figure(value=metrics.auroc(outside, inside), n=len(known))
        headline["FPR at 95% TPR"] = Figure(value=metrics.fpr_at_tpr(outside, inside), n=len(known))
        headline["OSCR"] = Figure(value=metrics.oscr(outside, inside, right), n=len(known))
    elif opened:
        notes.append("The model gives no probabilities, so known and unknown makers can't be told by confidence.")
    if opened:
        refused = float(np.mean([j.value == UNKNOWN for j in opened]))
        headline["unknown ones called unknown"] = Figure(value=refused, n=len(opened))
    return headline, _accuracies("generator", lambda j: j.item.generator, judged), notes


def levels(judged: Sequence[Judged], names: Sequence[str]) -> list[Table]:
    """A breakdown at each level of a tree of generators, real pictures beside each branch."""
    deep = max((len(j.item.levels) for j in judged), default=0)
    pick = [partial(_branch, depth=depth) for depth in range(1, deep + 1)]
    return [breakdown(name, key, judged) for name, key in zip(names, pick, strict=False)]


def _branch(one: Judged, depth: int) -> str:
    return "real" if one.item.truth == "real" else "/".join(one.item.levels[:depth])


def explanation(judged: Sequence[Judged]) -> ScoredTask:
    """Explanations: what they call the picture, ROUGE-L and CSS against references, boxes, grounding where checked."""
    headline: dict[str, Figure] = {}
    tables: list[Table] = []
    if any(j.item.truth for j in judged):
        found, tables, _ = detection(judged)
        headline = {name: found[name] for name in ("accuracy", "F1", "balanced accuracy") if name in found}
    told = [j for j in judged if j.reply.text and not j.reply.error and j.item.references]
    notes = []
    if told:
        groups = [j.item.group or j.item.id for j in told]
        rouge = np.array([metrics.rouge_l(j.reply.text, j.item.references) for j in told])
        headline["ROUGE-L"] = figure(lambda at: float(rouge[at].mean()), groups)
        said = [j.reply.text for j in told]
        close = np.array(metrics.css(said, [j.item.references for j in told], metrics.sentence_encoder()))
        headline["CSS (all-MiniLM-L6-v2)"] = figure(lambda at: float(close[at].mean()), groups)
    boxed = [j for j in judged if j.item.regions and not j.reply.error]
    if any(j.reply.regions for j in boxed):
        overlap = [metrics.best_iou(j.reply.regions, j.item.regions) for j in boxed]
        headline["region IoU"] = Figure(value=float(np.mean(overlap)), n=len(boxed))
    checked = [j.reply for j in judged if j.reply.sentences]
    if checked:
        total = sum(reply.sentences or 0 for reply in checked)
        for name, part in (("cited", "cited"), ("grounded at the first try", "grounded")):
            share = sum(getattr(reply, part) or 0 for reply in checked) / total
            headline[f"sentences {name}"] = Figure(value=share, n=total)
        leaning = [reply.sgi for reply in checked if reply.sgi is not None]
        if leaning:
            headline["SGI (all-MiniLM-L6-v2)"] = Figure(value=float(np.mean(leaning)), n=len(leaning))
    if not told:
        notes.append("There are no references to compare with; a judge can mark the answers (`telltale eval judge`).")
    return headline, tables, notes


def fraud(judged: Sequence[Judged]) -> ScoredTask:
    """FraudBench: TNR, TPR by generator, F1 and balanced accuracy, macro-averaged over product categories.

    An unparsed reply is left out and counted; the benchmark's own tables count it as wrong. Confidence is the mean of
    what was stated on right answers.
    """
    parts: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        parts[one.item.category].append(one)
    makers = sorted({j.item.generator for j in judged if j.item.generator})
    gathered: dict[str, list[float]] = defaultdict(list)
    rows = []
    for name, members in sorted(parts.items()):
        calls = Calls(members)
        hit, kept = metrics.rates(calls.called, calls.fake)
        both = None if hit is None or kept is None else (hit + kept) / 2
        score = metrics.f1_g_mean(calls.called, calls.fake)[0] if calls.fake.any() else None
        unparsed = sum(j.value is None for j in members)
        rows.append((name, str(len(members)), str(unparsed), *map(_short, (kept, hit, score, both))))
        for key, value in {"TNR": kept, "F1": score, "balanced accuracy": both}.items():
            gathered[key] += [] if value is None else [value]
        for maker in makers:
            mine = Calls([j for j in members if j.item.generator == maker])
            gathered[f"TPR, {maker}"] += [float(mine.called.mean())] if len(mine.items) else []
    headline = {key: Figure(value=float(np.mean(v)) if v else None, n=len(v)) for key, v in gathered.items()}
    stated = [(j.belief if j.called == "fake" else 1 - j.belief) for j in judged if j.right and j.belief is not None]
    headline["mean confidence where right"] = Figure(value=float(np.mean(stated)) if stated else None, n=len(stated))
    header = ("category", "items", "unparsed", "TNR", "TPR", "F1", "balanced accuracy")
    return headline, [Table(title="By category", header=header, rows=tuple(rows))], []

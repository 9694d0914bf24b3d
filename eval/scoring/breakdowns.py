"""Tables that break a score down by a part of the items, with the unparsed replies counted beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from ..items import Judged, Table
from ..tables import UNKNOWN_CELL, number
from .calls import LENIENT, STRICT, Calls

Key = Callable[[Judged], str]


def grouped(judged: Sequence[Judged], key: Key) -> list[tuple[str, list[Judged]]]:
    """The results by a key, in the order of its values."""
    parts: dict[str, list[Judged]] = defaultdict(list)
    for result in judged:
        parts[key(result)].append(result)
    return sorted(parts.items())


def counts(name: str, members: Sequence[Judged]) -> tuple[str, str, str]:
    """The first three cells of a row: the name of a part, how many items it has, how many replies were unparsed."""
    return name or UNKNOWN_CELL, str(len(members)), str(sum(result.value is None for result in members))


def strict_share(members: Sequence[Judged]) -> float | None:
    """The share of right answers to the items with a known answer; an unparsed reply counts as wrong."""
    known = [bool(result.right) for result in members if result.item.answer]
    return float(np.mean(known)) if known else None


def category(result: Judged) -> str:
    """The category of its item."""
    return result.item.category


def generator(result: Judged) -> str:
    """The generator of its item; empty for real pictures."""
    return result.item.generator


def phrasing(result: Judged) -> str:
    """Which of two opposite terms a judgement asks in."""
    return f"asks whether it is {result.item.asks}" if result.item.kind == "judgement" else ""


def _generator_or_real(result: Judged) -> str:
    return result.item.generator or ("real" if result.item.truth == "real" else "")


_USUAL: dict[str, Key] = {
    "category": category,
    "generator": _generator_or_real,
    "source": lambda result: result.item.source,
    "phrasing": phrasing,
}


def usual_breakdowns(judged: Sequence[Judged]) -> list[Table]:
    """By category, generator, source and phrasing, wherever these tell items apart."""
    return [
        breakdown(title, key, judged)
        for title, key in _USUAL.items()
        if len({key(result) for result in judged} - {""}) > 1
    ]


def breakdown(title: str, key: Key, judged: Sequence[Judged]) -> Table:
    """Accuracy with and without unparsed replies, TPR, TNR and AUROC of each part."""
    rows = []
    for name, members in grouped(judged, key):
        calls = Calls(members)
        area = calls.auroc(calls.every) if len(calls) else None
        values = (strict_share(members), calls.accuracy(calls.every), *calls.rates(calls.every), area)
        rows.append((*counts(name, members), *map(number, values)))
    header = (title, "items", "unparsed", f"accuracy, {STRICT}", f"accuracy, {LENIENT}", "TPR", "TNR", "AUROC")
    return Table(title=f"By {title}", header=header, rows=tuple(rows))


def accuracies(title: str, key: Key, judged: Sequence[Judged]) -> Table:
    """Accuracy of each part with and without unparsed replies, for items that are not real/fake calls."""
    rows = []
    for name, members in grouped(judged, key):
        known = [result.right for result in members if result.right is not None]
        rows.append((*counts(name, members), number(float(np.mean(known)) if known else None)))
    return Table(title=f"By {title}", header=(title, "items", "unparsed", "accuracy"), rows=tuple(rows))


def levels(judged: Sequence[Judged], names: Sequence[str]) -> list[Table]:
    """A breakdown at each level of a tree of generators, real pictures beside each branch."""
    deepest = max((len(result.item.levels) for result in judged), default=0)
    keys = [partial(_branch, depth=depth) for depth in range(1, deepest + 1)]
    return [breakdown(name, key, judged) for name, key in zip(names, keys, strict=False)]


def _branch(result: Judged, depth: int) -> str:
    return "real" if result.item.truth == "real" else "/".join(result.item.levels[:depth])

"""What training an adapter further changed on pictures that were left out, and whether it is kept.

Letters: n answers.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..agent import bundle
from ..eval.metrics.uncertainty import bootstrap
from .effect import Figure

RIGHT = "questions about cues answered rightly"
GAIN = "questions about cues, gain"


@dataclass(frozen=True, slots=True)
class AdapterEffect:
    """What training an adapter changed on groups that were left out.

    Attributes:
        why_not: why none was trained, empty if one was; the figures are then empty.
        before, after: shares of right answers, each cue and each answer weighing the same.
        gain: their difference.
        kept: whether the new adapter is in the bundle.
    """

    why_not: str = ""
    before: Figure | None = None
    after: Figure | None = None
    gain: Figure | None = None
    kept: bool = False

    def report(self) -> list[str]:
        """Lines to print."""
        if self.before is None or self.after is None or self.gain is None:
            return [f"No adapter was trained: {self.why_not}."]
        table = [
            "| figure | before | after |",
            "| --- | --- | --- |",
            f"| {RIGHT} | {self.before} | {self.after} |",
            "",
        ]
        gain = self.gain
        told_of = f"Change on pictures that were left out: {100 * (gain.value or 0):+.1f} points"
        if gain.low is not None and gain.high is not None:
            told_of += f" [{100 * gain.low:+.1f}, {100 * gain.high:+.1f}]"
        told_of += "."
        if self.kept:
            return [*table, told_of, "The new adapter is in the bundle."]
        return [*table, told_of, "That is no clear gain, so the adapter stays as it was."]


def right(correct: NDArray[np.bool_], cell: NDArray[np.intp]) -> float | None:
    """The share of right answers, the mean over cues of the mean over both answers.

    Args:
        correct: bool [n].
        cell: 2 c for an answer about cue c whose artifact is absent, 2 c + 1 if it is present; int [n].

    Returns:
        None if no cue has both.
    """
    cells = 2 * (int(cell.max(initial=0)) // 2 + 1)
    asked = np.bincount(cell, minlength=cells).reshape(-1, 2)
    hits = np.bincount(cell, weights=correct, minlength=cells).reshape(-1, 2)
    both = (asked > 0).all(1)
    return float((hits[both] / asked[both]).mean()) if both.any() else None


def compared(
    before: NDArray[np.bool_], after: NDArray[np.bool_], cell: NDArray[np.intp], group: Sequence[str]
) -> AdapterEffect:
    """The effect on the same questions, with intervals by groups; kept if the gain is more than chance explains.

    Args:
        before: which answers were right, bool [n].
        after: which are now, bool [n].
        cell: as for `right`, int [n].
        group: of the picture of each answer [n].
    """

    def difference(at: NDArray[np.intp]) -> float | None:
        first, second = right(before[at], cell[at]), right(after[at], cell[at])
        return None if first is None or second is None else second - first

    whole = np.arange(len(cell))
    figures = [
        Figure(RIGHT, right(answers, cell), *bootstrap(lambda at, a=answers: right(a[at], cell[at]), group))
        for answers in (before, after)
    ]
    gain = Figure(GAIN, difference(whole), *bootstrap(difference, group))
    return AdapterEffect("", figures[0], figures[1], gain, kept=gain.low is not None and gain.low > 0)


def write_effect(effect: AdapterEffect, folder: Path) -> None:
    """Add what training the adapter changed to the figures of a bundle, if it was trained."""
    figures = {"before": effect.before, "after": effect.after, "gain": effect.gain}
    if effect.why_not or not (folder / bundle.EFFECT).is_file():
        return
    known = json.loads((folder / bundle.EFFECT).read_text(encoding="utf-8"))
    known["adapter"] = {**{key: asdict(row) for key, row in figures.items() if row}, "kept": effect.kept}
    (folder / bundle.EFFECT).write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")

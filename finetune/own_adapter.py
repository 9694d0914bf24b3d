"""The adapter that answers questions about cues, trained further on pictures of one's own where the time allows.

A quarter of the groups of pictures is left out. The adapter that is there answers questions on them, is trained on the
others, and answers the same questions again. It is kept only if it is right more often on the pictures left out, by
more than chance explains.

Letters: n answers.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..agent.console import note, say
from ..eval.metrics.uncertainty import bootstrap
from ..eval.sets.records import Record
from ..eval.sets.splits import in_share
from .effect import Figure
from .progress_steps import Steps, told

NAME = "perceive"
RIGHT = "questions about cues answered rightly"
GAIN = "questions about cues, gain"
FEW_GROUPS = 8  # left out of each label, from which a gain can be told from chance
_LEFT_OUT, _SALT = 0.25, "own adapter"
_LEAST_STEPS, _STEPS = 60, 600
_LEAST_PICTURES, _PICTURES = 60, 200  # that questions are asked on, before and after
_BATCH = 8
_STEP = 2.6  # seconds of a training step on one picture, in those of all questions on one
_USED = 0.85  # of the time that is left, so that a slower stretch does not run over it


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


def divided(records: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """The pictures to learn from, and those whose groups are left out."""
    out = [in_share(record.group, _LEFT_OUT, _SALT) for record in records]
    pairs = list(zip(records, out, strict=True))
    return [record for record, kept in pairs if not kept], [record for record, kept in pairs if kept]


def too_few(learned: Sequence[Record], left_out: Sequence[Record]) -> str:
    """Why these pictures can't train and measure an adapter; empty if they can."""
    groups = [{r.group for r in left_out if r.label == label} for label in ("real", "generated")]
    if min(map(len, groups)) < FEW_GROUPS or len({r.label for r in learned}) < 2:
        return f"that takes some {round(FEW_GROUPS / _LEFT_OUT)} or more pictures of each label"
    return ""


def plan(left: float, seconds: float) -> tuple[int, int] | float:
    """Training steps and pictures to ask on for the time that is left, or the seconds that would be needed.

    Args:
        left: seconds; infinite without a limit.
        seconds: that all questions on one picture take.
    """
    least = 2 * _LEAST_PICTURES * seconds + _LEAST_STEPS * _BATCH * _STEP * seconds
    if math.isinf(left):
        return _STEPS, _PICTURES
    if _USED * left < least:
        return least / _USED
    share = min(1.0, (_USED * left - least) / (2 * (_PICTURES - _LEAST_PICTURES) * seconds) / 4)
    pictures = _LEAST_PICTURES + int(share * (_PICTURES - _LEAST_PICTURES))
    steps = int((_USED * left - 2 * pictures * seconds) / (_BATCH * _STEP * seconds))
    return min(steps, _STEPS), pictures


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


def run(records: Sequence[Record], folder: Path | None, work: Path, out: Path, steps: Steps) -> AdapterEffect:
    """Train the adapter further if pictures and time allow, and put it into the bundle if it helps.

    Args:
        records: with both labels.
        folder: a bundle whose adapters training starts from; None for those that ship.
        work: caches and checkpoints.
        out: the bundle.
        steps: of the recipe, which know the time that is left.
    """
    learned, left_out = divided(records)
    if why := too_few(learned, left_out):
        return AdapterEffect(why)
    from ..agent.perception import adapters, models
    from .adapters import assess, lora, perceive
    from .adapters.probe_data import Examples
    from .bundle_writing import seal

    if not ready():
        return AdapterEffect("the model small is not set up; `telltale model setup` does that")
    own = folder if folder is not None and (folder / NAME).is_dir() else None
    start = adapters.chosen(models.SMALL, own).get(NAME)
    if start is None:
        return AdapterEffect("no adapter is installed to start from")
    generators = found_generators(work)
    asked_on = Examples(left_out, generators)
    model = models.load(models.SMALL, adapter=own)
    began = time.perf_counter()
    assess.ask(model, asked_on, 4, seed=9)
    planned = plan(steps.left, (time.perf_counter() - began) / 4)
    if not isinstance(planned, tuple):
        return AdapterEffect(
            f"on this machine that takes {told(planned)} more than the rest, and {told(steps.left)} are left; give "
            "--minutes more"
        )
    count, pictures = planned
    note(f"questions on {pictures} pictures that are left out, before the training")
    before = assess.ask(model, asked_on, pictures)
    note(f"training in {count} steps on {len(learned):,} pictures")
    options = perceive.PerceiveOptions(
        steps=count, rate=perceive.RATE / 2, start=adapters.digest(start), batch=_BATCH, whole_projector=True
    )
    wrapped = perceive.train(model, Examples(learned, generators), options, work / "own-adapter", say)
    note("the same questions, after it")
    after = assess.ask(model, asked_on, pictures)
    effect = compared(_correct(before), _correct(after), _cells(before), [answer.group for answer in before])
    if effect.kept:
        place = lora.save(wrapped, NAME, out, models.SMALL)
        assess.save(assess.assessed(after), place)
        seal(out, model=models.SMALL)
    return effect


def ready() -> bool:
    """Whether the model `small` is set up."""
    from ..agent.perception import weights

    return weights.is_set_up(weights.small_folder())


def found_generators(work: Path) -> dict:
    """The generators of pseudo-fakes that are there: trained autoencoders, and what packages bring."""
    from .pseudo_fakes import autoencoders, generators

    trained = [autoencoders.load(file) for file in sorted((work / "autoencoders").glob("*.safetensors"))]
    found: dict = {"autoencoder": generators.autoencoder(trained)} if trained else {}
    for name, make in (("super-resolution", generators.super_resolution), ("style", generators.style)):
        try:
            found[name] = make()
        except (generators.MissingToolError, ImportError):
            continue
    return found


def _correct(answers: Sequence) -> NDArray[np.bool_]:
    return np.array([(answer.p_yes >= 0.5) == answer.present for answer in answers])


def _cells(answers: Sequence) -> NDArray[np.intp]:
    cues = {cue: number for number, cue in enumerate(sorted({answer.cue for answer in answers}))}
    return np.array([2 * cues[answer.cue] + answer.present for answer in answers])

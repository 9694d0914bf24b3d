"""How often a model is right about each cue: `telltale finetune assess-cues` (X2-DFD's model feature assessment).

Letters: K cues, n pictures.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...agent.console import Progress
from ...agent.perception import probes
from ...agent.perception.models import LocalModel
from ...agent.perception.reliability import FILE, Reliability
from ...eval.metrics import auroc
from ...eval.sets.records import Record
from ...eval.sets.splits import in_share
from ...prompts import cues
from .probe_data import Examples, catalogue

HELD_OUT = 0.15  # share of the groups that training leaves to assessment
LEAST = 0.6  # balanced accuracy below which a cue is of no use, however many pictures say so


def held_out(record: Record) -> bool:
    """Whether a picture is kept from training, for assessment."""
    return in_share(record.group, HELD_OUT, "assess-cues")


@dataclass(frozen=True, slots=True)
class Assessed:
    """One cue: P(yes) where the artifact is there and where it is not."""

    cue: str
    present: tuple[float, ...]
    absent: tuple[float, ...]

    @property
    def balanced_accuracy(self) -> float:
        """Mean of the shares that P(yes) ≥ ½ gets right of either kind."""
        return (np.mean(np.array(self.present) >= 0.5) + np.mean(np.array(self.absent) < 0.5)).item() / 2

    @property
    def error(self) -> float:
        """Standard error of the balanced accuracy, from the two binomials."""
        rates = [np.mean(np.array(values) >= 0.5).item() for values in (self.present, self.absent)]
        counts = len(self.present), len(self.absent)
        return math.sqrt(sum(rate * (1 - rate) / n for rate, n in zip(rates, counts, strict=True))) / 2

    @property
    def auroc(self) -> float:
        """AUROC of P(yes)."""
        area = auroc(self.absent, self.present)
        assert area is not None  # both kinds are there
        return area

    @property
    def reliable(self) -> bool:
        """Whether the balanced accuracy is 0.6 or more and two standard errors above chance."""
        return self.balanced_accuracy >= LEAST and self.balanced_accuracy - 2 * self.error > 0.5


def assess(
    model: LocalModel, examples: Examples, count: int, *, seed: int = 1, report: Progress = print
) -> list[Assessed]:
    """Ask about every cue whose truth is known, on `count` pictures; the best cue first.

    Cues that were never seen both present and absent are left out.
    """
    found: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for number in range(count):
        example = examples.draw(np.random.default_rng((seed, number)))
        asked = [catalogue()[cue][0] for cue in example.truth]
        for reading in probes.ask(model, example.pixels, asked):
            found[reading.cue.id][0 if example.truth[reading.cue.id] else 1].append(reading.p_yes)
        if (number + 1) % 100 == 0:
            report(f"{number + 1} of {count} pictures")
    whole = [Assessed(cue, tuple(yes), tuple(no)) for cue, (yes, no) in found.items() if yes and no]
    return sorted(whole, key=lambda item: -item.balanced_accuracy)


def table(assessed: Sequence[Assessed]) -> list[str]:
    """A Markdown table, ranked; what was not assessed follows by name."""
    lines = ["| cue | present | absent | balanced accuracy | AUROC | |", "| --- | ---: | ---: | ---: | ---: | --- |"]
    for item in assessed:
        accuracy = f"{item.balanced_accuracy:.3f} ± {item.error:.3f}"
        mark = "" if item.reliable else "not reliable"
        counts = f"{len(item.present)} | {len(item.absent)}"
        lines.append(f"| {item.cue} | {counts} | {accuracy} | {item.auroc:.3f} | {mark} |")
    names = {item.cue for item in assessed}
    lines.append("")
    lines.append("Not assessed: " + ", ".join(cue.id for cue in cues() if cue.id not in names) + ".")
    return lines


def save(assessed: Sequence[Assessed], folder: Path) -> Path:
    """Write the reliability beside the adapter, where loading finds it."""
    rows = {
        item.cue: Reliability(
            balanced_accuracy=round(item.balanced_accuracy, 4),
            pictures=len(item.present) + len(item.absent),
            reliable=item.reliable,
        ).model_dump()
        for item in assessed
    }
    file = folder / FILE
    file.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return file

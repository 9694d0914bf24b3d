"""How often a model is right about each cue: `telltale finetune assess-cues` (model feature assessment of X2-DFD)."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...agent.perception import probes
from ...agent.perception.models import LocalModel
from ...agent.perception.reliability import FILE, Reliability
from ...eval.metrics import auroc
from ...eval.sets import splits
from ...eval.sets.records import Record
from ...prompts import cues
from ..progress_steps import tracked
from .cue_questions import catalogue
from .probe_data import Examples

LEAST = 0.6  # balanced accuracy below which a cue is not reliable, however many pictures were measured
MOST_IMAGINED = 0.15  # the share of pictures without the artifact of which a reliable cue is said


def held_out(record: Record) -> bool:
    """Whether a picture is kept from training, for assessment."""
    return splits.held_out(record.group, "cues")


@dataclass(frozen=True, slots=True)
class Assessed:
    """A cue with P(yes) on pictures that show its artifact, and on pictures that do not."""

    cue: str
    present: tuple[float, ...]
    absent: tuple[float, ...]

    @property
    def said(self) -> tuple[float, float]:
        """The share of pictures with P(yes) ≥ ½: of those with the artifact, and of those without it."""
        seen, imagined = (np.mean(np.array(values) >= 0.5).item() for values in (self.present, self.absent))
        return seen, imagined

    @property
    def balanced_accuracy(self) -> float:
        """Mean of two shares: pictures with the artifact at P(yes) ≥ ½, and pictures without it below ½."""
        seen, imagined = self.said
        return (seen + 1 - imagined) / 2

    @property
    def error(self) -> float:
        """Standard error of the balanced accuracy, from the two binomials."""
        counts = len(self.present), len(self.absent)
        return math.sqrt(sum(rate * (1 - rate) / n for rate, n in zip(self.said, counts, strict=True))) / 2

    @property
    def auroc(self) -> float:
        """AUROC of P(yes)."""
        area = auroc(self.absent, self.present)
        assert area is not None  # `assess` keeps only cues with both
        return area

    @property
    def reliable(self) -> bool:
        """Whether the balanced accuracy is 0.6 or more and two standard errors above chance, and a yes says something.

        A yes must be rare where the artifact is not: a cue that is seen in every third untouched picture can have a
        good balanced accuracy and still tell an examiner nothing.
        """
        above = self.balanced_accuracy >= LEAST and self.balanced_accuracy - 2 * self.error > 0.5
        return above and self.said[1] <= MOST_IMAGINED


@dataclass(frozen=True, slots=True)
class Asked:
    """What a model answered about one cue of one picture.

    Attributes:
        cue: its id.
        group: of the picture, as a set names its groups.
        present: whether the artifact is there.
        p_yes: the model's P(yes).
    """

    cue: str
    group: str
    present: bool
    p_yes: float


def ask(model: LocalModel, examples: Examples, count: int, *, seed: int = 1) -> list[Asked]:
    """Ask about every cue whose truth is known, on `count` pictures.

    Args:
        model: to assess.
        examples: pictures with known truth.
        count: how many to draw.
        seed: decides which; the same seed asks the same.
    """
    answers = []
    for number in tracked(range(count), count, "pictures"):
        example = examples.draw(np.random.default_rng((seed, number)))
        cues_of = [catalogue()[cue].plain for cue in example.truth]
        for reading in probes.ask(model, example.pixels, cues_of):
            answers.append(Asked(reading.cue.id, example.group, example.truth[reading.cue.id], reading.p_yes))
    return answers


def assessed(answers: Sequence[Asked]) -> list[Assessed]:
    """The cues that were seen both present and absent, the best first."""
    sides: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))  # present, absent
    for answer in answers:
        sides[answer.cue][0 if answer.present else 1].append(answer.p_yes)
    both = [Assessed(cue, tuple(yes), tuple(no)) for cue, (yes, no) in sides.items() if yes and no]
    return sorted(both, key=lambda item: -item.balanced_accuracy)


def table(found: Sequence[Assessed]) -> list[str]:
    """Lines of a Markdown table, in the order given; a last line names the cues that were not assessed."""
    lines = [
        "| cue | present | absent | said of these | balanced accuracy | AUROC | |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for item in found:
        accuracy = f"{item.balanced_accuracy:.3f} ± {item.error:.3f}"
        mark = "" if item.reliable else "not reliable"
        counts = f"{len(item.present)} | {len(item.absent)}"
        said = " and ".join(f"{share:.0%}" for share in item.said)
        lines.append(f"| {item.cue} | {counts} | {said} | {accuracy} | {item.auroc:.3f} | {mark} |")
    names = {item.cue for item in found}
    lines.append("")
    lines.append("Not assessed: " + ", ".join(cue.id for cue in cues() if cue.id not in names) + ".")
    return lines


def save(found: Sequence[Assessed], folder: Path) -> Path:
    """Write the reliability of each cue into the adapter's folder, from where it is loaded with the adapter."""
    rows = {
        item.cue: Reliability(
            balanced_accuracy=round(item.balanced_accuracy, 4),
            pictures=len(item.present) + len(item.absent),
            reliable=item.reliable,
        ).model_dump()
        for item in found
    }
    file = folder / FILE
    file.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return file

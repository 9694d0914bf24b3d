"""Scores by picture and source of evidence, with the truth: what fusion is fitted on.

Letters: n pictures, K quality facts.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...agent.reasoning.weighing.terms import FACTS, Alternative, facts_of
from .readings import ReadingRow, Truth

# Which hypothesis a source bears on, how its scores are transformed, and how many knots its curve has.
SOURCES: dict[str, tuple[Alternative, str, int]] = {
    "clip": ("synthetic", "identity", 0),
    "nearest": ("synthetic", "identity", 0),
    "residual": ("synthetic", "identity", 0),
    "spectral": ("synthetic", "identity", 1),
    "jpeg": ("tampered", "log", 2),
    "noise": ("tampered", "log", 1),
}
CUE = ("synthetic", "logit", 0)
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """Pictures of one question, real or the alternative.

    Attributes:
        scores: float64 [n] by source, NaN where there is none.
        quality: float64 [n, K].
        truth: bool [n], True for the alternative.
        source: the collection of each picture [n].
        generator: the generator of each, empty for others [n].
    """

    scores: dict[str, Scores]
    quality: Scores
    truth: NDArray[np.bool_]
    source: NDArray[np.str_]
    generator: NDArray[np.str_]

    def part(self, chosen: NDArray) -> Table:
        """Some of the pictures, by mask or index."""
        return Table(
            {name: values[chosen] for name, values in self.scores.items()},
            self.quality[chosen],
            self.truth[chosen],
            self.source[chosen],
            self.generator[chosen],
        )

    def only(self, names: Sequence[str]) -> Table:
        """With some of the sources of evidence alone."""
        return replace(self, scores={name: self.scores[name] for name in names if name in self.scores})


def table(rows: Sequence[ReadingRow], alternative: Alternative) -> Table:
    """The rows that are real or the alternative, with the scores that bear on it."""
    truths: tuple[Truth, Truth] = ("real", alternative)
    kept = [row for row in rows if row.truth in truths]
    names = sorted({name for row in kept for name in row.scores if bears(name) == alternative})
    return Table(
        {name: np.array([row.scores.get(name, np.nan) for row in kept]) for name in names},
        np.array([facts_of(r.short_side, r.jpeg_quality, r.recompressed) for r in kept]).reshape(-1, len(FACTS)),
        np.array([row.truth == alternative for row in kept]),
        np.array([row.source for row in kept]),
        np.array([row.generator for row in kept]),
    )


def bears(name: str) -> Alternative | None:
    """The hypothesis that a source's scores bear on, or None where they are not weighed."""
    return "synthetic" if name.startswith("cue:") else SOURCES[name][0] if name in SOURCES else None


def shape(name: str) -> tuple[str, int]:
    """How a source's scores are transformed and how many knots its curve has."""
    _, transform, knots = CUE if name.startswith("cue:") else SOURCES[name]
    return transform, knots


def weights(truth: NDArray[np.bool_], source: NDArray[np.str_]) -> Scores:
    """Weight of each picture [n], summing to n: either class one half, sources in it as the root of their size."""
    found = np.zeros(len(truth))
    for label in (False, True):
        chosen = np.flatnonzero(truth == label)
        count = Counter(source[chosen].tolist())
        share = np.array([count[name] ** -0.5 for name in source[chosen].tolist()])
        found[chosen] = share / share.sum() * len(truth) / 2
    return found


def experts(file: Path, only: Callable[[str], bool] = lambda name: True) -> Table:
    """External detectors' outputs as a table: one JSON object by picture, as AgentFoX publishes them.

    Each has `gt_label`, `source_dataset`, `data_source` and `model_predictions`: by name a probability (`pred_prob`),
    a calibrated one (`calibration_prob`), or a label alone (`pred_label`).

    Raises:
        OSError, ValueError, KeyError: if the file is missing or holds something else.
    """
    entries = list(json.loads(file.read_text(encoding="utf-8")).values())
    scores: dict[str, list[float]] = defaultdict(lambda: [np.nan] * len(entries))
    for number, entry in enumerate(entries):
        for name, output in entry["model_predictions"].items():
            for key, suffix in (("pred_prob", ""), ("calibration_prob", " calibrated")):
                if key in output and only(name):
                    scores[name + suffix][number] = float(output[key])
            if "pred_prob" not in output and only(name):
                scores[name][number] = float(output["pred_label"])
    return Table(
        {name: np.array(values) for name, values in scores.items()},
        np.zeros((len(entries), len(FACTS))),
        np.array([entry["gt_label"] == 1 for entry in entries]),
        np.array([entry["source_dataset"] for entry in entries]),
        np.array([entry["data_source"] for entry in entries]),
    )

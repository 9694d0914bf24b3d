"""Numbers of clips for the study of videos: what a record of a clip holds, and pairs of left-out sources.

Letters: n clips, k numbers of a clip.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...agent.console import say
from ...agent.foreign import base_name
from ...agent.video.clip_examination import ClipOptions, examine
from ...agent.video.clip_types import ClipExamination
from ...agent.video.frame_scores import WAYS, main_scores
from ..sets.records import DataError

GENERATED = ("generated", "synthetic", "fake")
RIDGE = 1.0  # in units of the number of clips
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Clip:
    """One labelled clip; a clip whose source is not known is a source of its own."""

    path: Path
    generated: bool
    source: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A clip with its record."""

    clip: Clip
    record: ClipExamination


def clips_of(folder: Path) -> list[Clip]:
    """The clips of a folder: by its `manifest.csv` (file, label, source), or of the folders `real` and `generated`.

    A folder below those is a source.

    Raises:
        DataError: if there are none of either label.
    """
    manifest = folder / "manifest.csv"
    found = list(_listed(manifest) if manifest.exists() else _sorted(folder))
    if len({clip.generated for clip in found}) < 2:
        raise DataError(f"{folder}: has no clips of both labels; make folders real and generated, or a manifest.csv")
    return found


def _listed(manifest: Path) -> Iterator[Clip]:
    with manifest.open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            yield Clip(manifest.parent / row["file"], row["label"] in GENERATED, row.get("source") or row["file"])


def _sorted(folder: Path) -> Iterator[Clip]:
    for label in ("real", *GENERATED):
        for file in sorted((folder / label).rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                inside = file.parent != folder / label
                yield Clip(file, label in GENERATED, file.parent.name if inside else file.name)


def measured(clips: Sequence[Clip], frames: int, kept: Path | None, *, scored: bool = True) -> list[Measured]:
    """Examine the clips; records that are kept in a file of JSON lines are not made again.

    Args:
        clips: the clips.
        frames: to sample.
        kept: the file; None to keep none.
        scored: whether the frames are measured as pictures.
    """
    options = ClipOptions(frames) if scored else ClipOptions(frames, measuring=None)
    known: dict[str, ClipExamination] = {}
    if kept is not None and kept.exists():
        for line in kept.read_text("utf-8").splitlines():
            row = json.loads(line)
            known[row["file"]] = ClipExamination.model_validate(row["record"])
    done = []
    for number, clip in enumerate(clips, 1):
        key = f"{clip.path.parent.name}/{clip.path.name} {frames if scored else 0}"
        if key not in known:
            known[key] = examine(clip.path, options).record
            say(f"{number} of {len(clips)}: {base_name(clip.path)}")
            if kept is not None:
                kept.parent.mkdir(parents=True, exist_ok=True)
                with kept.open("a", encoding="utf-8") as stream:
                    row = {"file": key, "record": known[key].model_dump(mode="json", by_alias=True)}
                    stream.write(json.dumps(row) + "\n")
        done.append(Measured(clip, known[key]))
    return done


def frame_numbers(record: ClipExamination) -> dict[str, float]:
    """The scores of the sampled frames summed up in each way; 0, which leans to neither side, if there are none."""
    scores = main_scores(record.frames)
    return {name: way(scores) if len(scores) else 0.0 for name, way in WAYS.items()}


def temporal_numbers(record: ClipExamination) -> dict[str, float]:
    """What was measured between frames; not a number where it could not be."""

    def mean(name: str) -> float:
        pairs = [(getattr(one, name), one.last - one.first + 1) for one in record.stretches]
        pairs = [(value, weight) for value, weight in pairs if value is not None]
        return float(np.average([v for v, _ in pairs], weights=[w for _, w in pairs])) if pairs else math.nan

    scores = main_scores(record.frames)
    still = sum(one.end - one.start for one in record.repeats if one.kind == "frozen")
    return {
        "motion": math.log1p(mean("motion")),
        "not explained by movement": mean("left_over"),
        "flicker of the finest detail": mean("flicker"),
        "its correlation from frame to frame": mean("steady_noise"),
        "points on one plane": mean("one_plane"),
        "share that stands still": still / max(record.clip.seconds, 1e-6),
        "spread of the frames' scores": float(scores.std()) if len(scores) else math.nan,
    }


def file_numbers(record: ClipExamination) -> dict[str, float]:
    """What the file alone says: size, length, rate, codec, sound."""
    facts = record.clip
    pixels = facts.width * facts.height
    return {
        "pixels": math.log(pixels),
        "upright": math.log(facts.height / facts.width),
        "seconds": math.log(max(facts.seconds, 0.04)),
        "frames a second": facts.rate or math.nan,
        "bits a pixel": math.log((facts.bit_rate or 1) / (facts.rate or 25) / pixels),
        "frames a key frame": math.log(facts.frames / max(facts.key_frames, 1)),
        "frames that are not shown": float(facts.hidden > 1),
        "sound": float(bool(facts.sound)),
        "high profile": float("high" in (facts.profile or "").lower()),
    }


@dataclass(frozen=True, slots=True)
class Sources:
    """Clips by source: labels, bool [n], and the source of each."""

    generated: NDArray[np.bool_]
    names: tuple[str, ...]

    def pairs(self) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
        """For each source of recordings and each of generated clips: masks of the pair's clips, and of all the others.

        The others share no source with the pair.
        """
        names = np.array(self.names)
        for real in sorted(set(names[~self.generated])):
            for made in sorted(set(names[self.generated])):
                pair = ((names == real) & ~self.generated) | ((names == made) & self.generated)
                yield pair, (names != real) & (names != made)

    def areas(self, score: Callable[[NDArray[np.bool_], NDArray[np.bool_]], Numbers]) -> list[float]:
        """AUROC of each pair; `score` gives scores of the pair's clips from masks of the pair and of the others."""
        from ..metrics import auroc

        found = []
        for pair, others in self.pairs():
            scores, made = score(pair, others), self.generated[pair]
            area = auroc(scores[~made], scores[made])
            if area is not None:
                found.append(area)
        return found


def learned(x: Numbers, generated: NDArray[np.bool_]) -> Callable[[NDArray, NDArray], Numbers]:
    """Scores by a ridge that learns from the others alone, of numbers [n, k]; what is missing is their mean."""

    def score(pair: NDArray[np.bool_], others: NDArray[np.bool_]) -> Numbers:
        known = x[others]
        there = np.maximum(np.isfinite(known).sum(axis=0), 1)
        mean = np.nansum(known, axis=0) / there
        spread = np.sqrt(np.nansum((known - mean) ** 2, axis=0) / there) + 1e-6
        a, b = (np.nan_to_num((rows - mean) / spread) for rows in (known, x[pair]))
        y = np.where(generated[others], 1.0, -1.0)
        y = y / np.where(y > 0, (y > 0).sum(), (y < 0).sum())
        weight = np.linalg.solve(a.T @ a / len(a) + RIDGE * np.eye(a.shape[1]), a.T @ y)
        return b @ weight

    return score


def chosen(x: Numbers, sources: Sources) -> Callable[[NDArray, NDArray], Numbers]:
    """Scores by the way of summing up that is best over the others, of ways [n, k]."""
    from ..metrics import auroc

    def score(pair: NDArray[np.bool_], others: NDArray[np.bool_]) -> Numbers:
        made = sources.generated[others]
        areas = [auroc(column[others][~made], column[others][made]) or 0.5 for column in x.T]
        return x[pair][:, int(np.argmax(areas))]

    return score


def limit(scores: Numbers, rate: float) -> float | None:
    """The score above which at most this share of clips of a new source lies; None if there are too few sources.

    By exchangeability (Vovk and others, 2005): with n sources the smallest rate that can be promised is 1 / (n + 1).

    Args:
        scores: of each source of the kind that must not be labelled, its highest [n].
        rate: 0 to 1.
    """
    rank = math.ceil((1 - rate) * (len(scores) + 1))
    return float(np.sort(scores)[rank - 1]) if rank <= len(scores) else None

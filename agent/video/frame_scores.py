"""The sampled frames of a clip through the detectors of the tower, in batches, as a triage measures pictures.

Nothing is fitted to videos. A frame of a video is a picture that the detectors were not tried on: its compression is
another, and it may be a blend of moments.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..evidence import ExhibitFacts, Flag, Hypothesis, Quality
from ..intake import Exhibit
from ..provenance.contents import Contents
from ..sandbox import Received
from .clip_types import FrameMeasure

if TYPE_CHECKING:
    from ..triage.triage_worker import Plan

TOWER = ("clip", "portrait", "laundering", "nearest", "family")  # the detectors that read the tower's features
MAIN = "clip"  # the one whose score is summed up
WAYS: dict[str, Callable[[NDArray[np.float64]], float]] = {
    "median": lambda scores: float(np.median(scores)),
    "mean": lambda scores: float(scores.mean()),
    "mean of the upper half": lambda scores: float(np.sort(scores)[len(scores) // 2 :].mean()),
    "mean of the lower half": lambda scores: float(np.sort(scores)[: (len(scores) + 1) // 2].mean()),
    "highest": lambda scores: float(scores.max()),
}


@dataclass(frozen=True, slots=True)
class FrameOptions:
    """How frames are measured.

    Attributes:
        bundle: a folder with heads of one's own; None for what ships.
        batch: frames that are measured together.
        threads: of this process.
    """

    bundle: Path | None = None
    batch: int = 8
    threads: int = 1


def plan_of(options: FrameOptions) -> Plan:
    """How frames are measured, as a plan of a triage."""
    from ..triage.triage_worker import Plan

    bundle = str(options.bundle) if options.bundle else None
    return Plan(TOWER, perceive=False, bundle=bundle, batch=options.batch, threads=options.threads)


def check(options: FrameOptions) -> None:
    """Refuse to begin without the weights.

    Raises:
        ValueError, OSError: in one line, with the fix; also if a bundle can't be had.
    """
    from ..triage.plan_instruments import check_weights

    check_weights(plan_of(options))


def measured(
    frames: NDArray[np.uint8], numbers: Sequence[int], times: Sequence[float], options: FrameOptions | None = None
) -> tuple[tuple[FrameMeasure, ...], dict[str, str]]:
    """Measure sampled frames.

    Args:
        frames: uint8 [N, H, W, 3], upright.
        numbers: of them, among the decoded frames.
        times: seconds, of all decoded frames.
        options: how.

    Returns:
        A measure for each frame, and the versions of what measured them.

    Raises:
        ValueError, OSError: if a bundle can't be had.
    """
    from ..triage.batch_measuring import measure
    from ..triage.plan_instruments import head_of, instruments_of

    options = options or FrameOptions()
    plan = plan_of(options)
    instruments, _ = instruments_of(plan)
    received = [_as_received(frame, number) for frame, number in zip(frames, numbers, strict=True)]
    found: list[FrameMeasure] = []
    for at in range(0, len(received), options.batch):
        for one, number in zip(
            measure(instruments, received[at : at + options.batch]), numbers[at : at + options.batch], strict=True
        ):
            detectors = [item for item in one.evidence if item.kind == "detector"]
            main = next((item for item in detectors if item.source == MAIN), None)
            found.append(
                FrameMeasure(
                    number=number,
                    at=round(times[number], 3),
                    scores={item.source: item.score for item in detectors if item.score is not None},
                    as_picture=one.verdict.label,
                    leans=one.verdict.lean,
                    portrait=main is not None and main.has(Flag.SET_ASIDE),
                    unstable=main is not None and main.has(Flag.UNSTABLE),
                )
            )
    return tuple(found), head_of(plan).versions


def main_scores(frames: Sequence[FrameMeasure]) -> NDArray[np.float64]:
    """The main scores [n] of those frames that have one and are no close portraits, where it says little."""
    return np.array([frame.scores[MAIN] for frame in frames if MAIN in frame.scores and not frame.portrait], np.float64)


def lean_of(score: float) -> Hypothesis | None:
    """What a score leans to, by the rule for pictures."""
    from ..detectors.base import leaning

    supports = leaning(score)
    return supports if supports != "neutral" else None


def _as_received(frame: NDArray[np.uint8], number: int) -> Received:
    """A frame as the measuring of pictures takes it; it has no file of its own."""
    height, width = frame.shape[:2]
    pixels = np.ascontiguousarray(frame)
    facts = ExhibitFacts(
        name=f"frame {number}",
        sha256=hashlib.sha256(pixels.data).hexdigest(),
        size=pixels.nbytes,
        media_type="image/x-raw",
        width=width,
        height=height,
        quality=Quality(short_side=min(height, width)),
    )
    return Received(Exhibit(facts=facts, data=b"", pixels=pixels, alpha=None, info={}), Contents())

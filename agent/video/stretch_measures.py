"""What happens between consecutive frames: motion, what motion does not explain, flicker, and what moves as one plane.

Letters: T frames, h and w of a small frame, c the side of the native crop. Sources: Kroeger and others, “Fast Optical
Flow using Dense Inverse Search”, ECCV 2016 (DIS flow); Lucas and Kanade, IJCAI 1981 (tracked points); Hartley and
Zisserman, “Multiple View Geometry”, 2004 (homography, RANSAC). All of these are OpenCV's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..locating.open_cv import opencv
from .clip_types import StretchMeasure

FLOWS = 24  # pairs of frames of a clip between which flow is computed
PLANES = 12  # pairs of frames between which points are tracked
APART = 0.4  # seconds between the frames of such a pair
LEAST = 6  # frames of a run that is measured
POINTS = 12  # tracked points below which a homography says nothing
OFF = 1.0  # pixels of a small frame by which a point may miss the homography
CUT = 28.0  # grey levels, of 255, by which a cut changes a small frame on average
TIMES = 4.0  # and times as much as the middle change around it
STILL = 0.15  # grey levels, on average, below which there is no movement to measure
# Grey levels by which equal frames may differ once they were compressed, on average and at any point: from one to the
# next, and from the first to any later one, so that a slow movement is none.
EQUAL, EQUAL_LATER = (0.1, 8), (0.3, 12)
Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive frames without a cut: numbers of the first and of the last decoded frame."""

    first: int
    last: int

    @property
    def frames(self) -> int:
        """How many they are."""
        return self.last - self.first + 1


def changes(small: Grey) -> NDArray[np.float32]:
    """Mean change in grey levels from each small frame [T, h, w] to the next, [T - 1]."""
    if len(small) < 2:
        return np.zeros(0, np.float32)
    return np.array([np.abs(a.astype(np.int16) - b).mean() for a, b in pairwise(small)], np.float32)


def equal(small: Grey) -> NDArray[np.bool_]:
    """Whether each small frame [T, h, w] is the same as the next, [T - 1]."""
    return np.array([same(a, b, EQUAL) for a, b in pairwise(small)], bool)


def same(a: Grey, b: Grey, limits: tuple[float, int]) -> bool:
    """Whether two small frames [h, w] differ by no more than the limits, on average and at any point."""
    apart = np.abs(a.astype(np.int16) - b)
    return float(apart.mean()) <= limits[0] and int(apart.max()) <= limits[1]


def cuts(change: NDArray[np.float32], starts: Sequence[int] = (0,)) -> list[int]:
    """Numbers of the frames with which a new shot begins, from the changes [T - 1]; stretches begin anew anyway."""
    begins = set(starts)
    found = []
    for at, value in enumerate(change):
        around = np.concatenate([change[max(0, at - 8) : at], change[at + 1 : at + 9]])
        usual = float(np.median(around)) if len(around) else 0.0
        if at + 1 not in begins and value > CUT and value > TIMES * usual:
            found.append(at + 1)
    return found


def runs(count: int, starts: Sequence[int], cut: Sequence[int]) -> list[Run]:
    """The runs without a cut that `count` frames fall into."""
    begins = sorted({0, *starts, *cut})
    ends = [*begins[1:], count]
    return [Run(a, b - 1) for a, b in zip(begins, ends, strict=True)]


def measured(small: Grey, crops: Grey, times: Sequence[float], found: Sequence[Run]) -> tuple[StretchMeasure, ...]:
    """Measure each run of `LEAST` frames or more.

    Args:
        small: uint8 [T, h, w].
        crops: uint8 [T, c, c].
        times: seconds [T].
        found: the runs.
    """
    long = [run for run in found if run.frames >= LEAST]
    total = sum(run.frames for run in long)
    return tuple(_of_run(small, crops, times, run, run.frames / total) for run in long)


def _of_run(small: Grey, crops: Grey, times: Sequence[float], run: Run, share: float) -> StretchMeasure:
    motion, left = _flow(small, times, run, max(2, round(FLOWS * share)))
    flicker, steady = fine_detail(crops[run.first : run.last + 1])
    plane, tracked = _plane(small, times, run, max(1, round(PLANES * share)))
    return StretchMeasure(
        first=run.first, last=run.last, start=round(times[run.first], 3), end=round(times[run.last], 3),
        motion=motion, left_over=left, flicker=flicker, steady_noise=steady, one_plane=plane, tracked=tracked,
    )  # fmt: skip


def _spread(first: int, last: int, count: int) -> list[int]:
    """At most so many numbers from the first to the last one, evenly spread."""
    return sorted({round(at) for at in np.linspace(first, last, min(count, last - first + 1))})


def _flow(small: Grey, times: Sequence[float], run: Run, count: int) -> tuple[float | None, float | None]:
    """Motion in hundredths of the width a second, and the share of the change that it leaves unexplained."""
    cv2 = opencv()
    engine = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    height, width = small.shape[1:]
    grid = np.stack(np.meshgrid(np.arange(width), np.arange(height)), -1).astype(np.float32)
    speeds, left = [], []
    for at in _spread(run.first, run.last - 1, count):
        a, b = small[at], small[at + 1]
        gap = times[at + 1] - times[at]
        plain = float(np.abs(a.astype(np.int16) - b).mean())
        if gap <= 0 or plain < STILL:
            continue
        flow = engine.calc(a, b, None)
        speeds.append(100 * float(np.median(np.linalg.norm(flow, axis=-1))) / width / gap)
        place = grid + flow
        back = cv2.remap(b, place[..., 0], place[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        left.append(min(1.0, float(np.abs(a.astype(np.int16) - back).mean()) / plain))
    if not speeds:
        return None, None
    return round(float(np.median(speeds)), 3), round(float(np.median(left)), 4)


def fine_detail(crops: Grey) -> tuple[float | None, float | None]:
    """How the finest detail of the native crops [T, c, c] changes: flicker of its energy, and its correlation.

    The finest detail is what a median over 3 × 3 pixels takes away. Frames that stand still are left out of both.
    """
    cv2 = opencv()
    rest = [crop.astype(np.float32) - cv2.medianBlur(np.ascontiguousarray(crop), 3) for crop in crops]
    moved = [n for n in range(1, len(crops)) if np.abs(crops[n].astype(np.int16) - crops[n - 1]).mean() >= STILL]
    if len(moved) < LEAST - 1:
        return None, None
    energy = np.array([float(np.abs(rest[n]).mean()) for n in moved])
    if energy.mean() < 0.02:
        return None, None
    pairs = [_correlation(rest[n - 1], rest[n]) for n in moved]
    return round(float(energy.std() / energy.mean()), 4), round(float(np.median(pairs)), 4)


def _correlation(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    scale = float(np.sqrt((a * a).mean() * (b * b).mean()))
    return float((a * b).mean()) / scale if scale > 1e-6 else 0.0


def _plane(small: Grey, times: Sequence[float], run: Run, count: int) -> tuple[float | None, int]:
    """Share of the tracked points that one homography moves, and the middle number of points; None if too few."""
    step = next((n for n in range(1, run.frames) if times[run.first + n] - times[run.first] >= APART), run.frames - 1)
    shares, tracked = [], []
    for at in _spread(run.first, run.last - step, count):
        found = _homography(small, at, at + step)
        if found is not None:
            shares.append(found[0])
            tracked.append(found[1])
    if not shares:
        return None, 0
    return round(float(np.median(shares)), 4), int(np.median(tracked))


def _homography(small: Grey, a: int, b: int) -> tuple[float, int] | None:
    """Points of frame a are followed to frame b: the share that one homography explains, and how many points."""
    cv2 = opencv()
    points = cv2.goodFeaturesToTrack(small[a], 150, 0.01, 5)
    if points is None or len(points) < POINTS:
        return None
    here, alive = points, np.ones(len(points), bool)
    for n in range(a, b):
        there, status, _ = cv2.calcOpticalFlowPyrLK(small[n], small[n + 1], here, None)
        alive &= status.ravel() == 1
        here = there
    if alive.sum() < POINTS:
        return None
    _, mask = cv2.findHomography(points[alive], here[alive], cv2.RANSAC, OFF)
    return (float(mask.mean()), int(alive.sum())) if mask is not None else None

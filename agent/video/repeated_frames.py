"""Frames that repeat: a picture that stands still, a stretch that was shown before, and every nth frame twice.

Letters: T decoded frames, h and w of a small frame.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .clip_types import Repeat
from .stretch_measures import EQUAL_LATER, Run, equal, same

FROZEN_SECONDS = 0.5  # that a picture must stand still to be told
COPY_SECONDS = 0.6  # that a repeated stretch must last
COPY_AWAY = 0.5  # seconds between a stretch and its copy at least
LIVELY = 4.0  # times as much as a copy differs from its source the source must differ from frame to frame
MOST_TOLD = 5
SAME = 0.8  # grey levels by which a frame that was encoded twice may differ
CELLS = 16  # side of the smallest frames, by which all frames are compared with all others
EVERY = range(2, 11)  # steps at which frames may be doubled


def found(small: NDArray[np.uint8], times: Sequence[float], stretches: Sequence[Run]) -> tuple[Repeat, ...]:
    """All repetitions in small frames uint8 [T, h, w].

    Args:
        small: the frames.
        times: seconds [T].
        stretches: runs of consecutive frames.
    """
    still = equal(small)
    regular = _regular(still, times, stretches)
    frozen = _frozen(small, still, times, stretches)
    return (*([regular] if regular else []), *frozen, *_copied(small, times, stretches))


def _frozen(
    small: NDArray[np.uint8], still: NDArray[np.bool_], times: Sequence[float], stretches: Sequence[Run]
) -> list[Repeat]:
    """Pictures that stand still for `FROZEN_SECONDS` or more, the longest first."""
    told: list[Repeat] = []
    for run in stretches:
        at = run.first
        while at < run.last:
            end = at
            while end < run.last and still[end] and same(small[at], small[end + 1], EQUAL_LATER):
                end += 1
            if times[end] - times[at] >= FROZEN_SECONDS:
                told.append(
                    Repeat(kind="frozen", start=round(times[at], 3), end=round(times[end], 3), frames=end - at + 1)
                )
            at = max(end, at + 1)
    return sorted(told, key=lambda one: one.start - one.end)[:MOST_TOLD]


def _regular(still: NDArray[np.bool_], times: Sequence[float], stretches: Sequence[Run]) -> Repeat | None:
    """Every how many frames one repeats the frame before it, if that holds all over the clip; others have to move."""
    for every in EVERY:
        hits = others = wrong = 0
        for run in stretches:
            part = still[run.first : run.last]
            if len(part) < 3 * every:
                continue
            sums = [part[offset::every].mean() for offset in range(every)]
            best = int(np.argmax(sums))
            hits += int(part[best::every].sum())
            wrong += int((~part[best::every]).sum())
            others += int(np.delete(part, np.arange(best, len(part), every)).sum())
        if hits >= 6 and wrong <= 0.1 * hits and others <= 0.1 * hits * (every - 1):
            return Repeat(kind="regular", start=round(times[0], 3), end=round(times[-1], 3), every=every, frames=hits)
    return None


def _copied(small: NDArray[np.uint8], times: Sequence[float], stretches: Sequence[Run]) -> list[Repeat]:
    """Stretches that were shown before, with movement in them."""
    if len(small) < 4:
        return []
    tiny = _tiny(small)
    change = np.abs(np.diff(tiny, axis=0)).mean(1)
    told: list[Repeat] = []
    taken = np.zeros(len(small), bool)
    joined = np.ones(len(small) - 1, bool)
    for run in stretches[1:]:
        joined[run.first - 1] = False
    step = float(np.median(np.diff(times))) or 0.04
    least, away = max(6, round(COPY_SECONDS / step)), max(6, round(COPY_AWAY / step))
    for lag in range(away, len(small) - least):
        apart = np.abs(tiny[lag:] - tiny[:-lag]).mean(1)  # [T - lag]
        lively = np.minimum(change[: len(apart) - 1], change[lag : lag + len(apart) - 1]) if len(apart) > 1 else None
        if lively is None or (apart < SAME).sum() < least:
            continue
        at = 0
        while at < len(apart):
            end = at
            while end < len(apart) and apart[end] < SAME and (end == at or (joined[end - 1] and joined[end - 1 + lag])):
                end += 1
            length = end - at
            moving = float(np.median(lively[at : end - 1])) if length > 1 else 0.0
            copy = slice(at + lag, end + lag)
            if length >= least and moving > LIVELY * max(float(apart[at:end].mean()), 0.02) and not taken[copy].any():
                taken[copy] = True
                told.append(
                    Repeat(
                        kind="copied", start=round(times[at + lag], 3), end=round(times[end - 1 + lag], 3),
                        source=round(times[at], 3), frames=length,
                    )
                )  # fmt: skip
            at = max(end, at + 1)
    return sorted(told, key=lambda one: one.start - one.end)[:MOST_TOLD]


def _tiny(small: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Each frame as the means of `CELLS` × `CELLS` parts, float32 [T, CELLS²]."""
    count, height, width = small.shape
    rows, columns = height // CELLS * CELLS, width // CELLS * CELLS
    parts = small[:, :rows, :columns].reshape(count, CELLS, rows // CELLS, CELLS, columns // CELLS)
    return parts.mean((2, 4), dtype=np.float32).reshape(count, -1)

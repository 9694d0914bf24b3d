"""Leaks and duplicates: facts of the file that give the label away, and pictures that a set holds twice."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...agent.intake import IntakeError, receive
from ...agent.pixels.jpeg_blocks import luma
from ..metrics import auroc
from .degradations import degrade
from .records import Record
from .splits import seed_of

FACTS = ("bytes", "width", "height", "JPEG quality", "bytes a pixel")
TOLERANCE = 0.05
FEW = 200  # pictures; with fewer it takes longer to start further processes than to measure them
Tracked = Callable[[Iterable["Measured | None"], int, str], Iterable["Measured | None"]]  # items, how many, and what
DUPLICATE_BITS = 6  # of 64, in which the hashes of two near-duplicates may differ


@dataclass(frozen=True, slots=True)
class Measured:
    """File facts float64 [5] in the order of `FACTS` (a quality of 0 if it is no JPEG), and a hash of 64 bits."""

    facts: NDArray[np.float64]
    hash: int


@dataclass(frozen=True, slots=True)
class LeakReport:
    """The result of a check.

    Attributes:
        pictures: how many there are.
        unreadable: files that can't be read.
        auroc: of telling labels apart by file facts alone.
        by_content: the same for the pictures of one content.
        duplicates: index pairs of near-duplicates.
        across: those of them with different labels or groups.
    """

    pictures: int
    unreadable: tuple[Path, ...]
    auroc: float
    by_content: dict[str, float]
    duplicates: tuple[tuple[int, int], ...]
    across: tuple[tuple[int, int], ...]

    @property
    def passed(self) -> bool:
        """Whether the AUROC of file facts alone lies within 0.5 ± 0.05."""
        return abs(self.auroc - 0.5) <= TOLERANCE


def measure(path: Path) -> Measured | None:
    """File facts and hash of one picture; None if it can't be read."""
    try:
        exhibit = receive(path)
    except IntakeError:
        return None
    facts = exhibit.facts
    size, quality = float(facts.size), float(facts.quality.jpeg_quality or 0)
    row = np.array([size, facts.width, facts.height, quality, size / (facts.width * facts.height)])
    return Measured(row, difference_hash(luma(exhibit.pixels)))


def difference_hash(plane: NDArray[np.float32]) -> int:
    """64 bits: whether each cell of the picture, scaled down to 9 × 8 cells, is brighter than its right neighbour."""
    small = np.asarray(Image.fromarray(plane).resize((9, 8), Image.Resampling.BOX))  # [8, 9]
    bits = (small[:, :-1] > small[:, 1:]).reshape(-1)
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def measure_degraded(path: Path) -> Measured | None:
    """The same for the view that training sees: degraded, of one size, saved as JPEG of quality 90."""
    try:
        pixels = receive(path).pixels
    except IntakeError:
        return None
    view = degrade(pixels, np.random.default_rng(seed_of(path.name)))
    buffer = io.BytesIO()
    Image.fromarray(view).save(buffer, "JPEG", quality=90)
    size, (height, width) = buffer.tell(), view.shape[:2]
    return Measured(np.array([size, width, height, 90, size / (width * height)]), difference_hash(luma(pixels)))


def _untold(items: Iterable[Measured | None], total: int, what: str) -> Iterable[Measured | None]:
    return items


def check(records: Sequence[Record], *, degraded: bool = False, progress: Tracked = _untold) -> LeakReport:
    """Measure every picture, as it is or as training sees it, and look for leaks and duplicates.

    The leak is the cross-fitted AUROC (five folds, groups whole) of gradient-boosted trees on file facts alone.

    Args:
        records: the pictures.
        degraded: measure them as training sees them.
        progress: passes on what is measured, and may tell how many of how many are done.

    Raises:
        ValueError: if fewer than ten pictures of either label can be read.
    """
    by, paths = measure_degraded if degraded else measure, [record.path for record in records]
    if len(paths) < FEW:
        measured = list(progress(map(by, paths), len(paths), "pictures"))
    else:
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:  # a fork of torch's threads hangs
            measured = list(progress(pool.map(by, paths, chunksize=16), len(paths), "pictures"))
    kept = [i for i, item in enumerate(measured) if item is not None]
    labels = np.array([records[i].label == "generated" for i in kept])
    if min(labels.sum(), (~labels).sum()) < 10:
        raise ValueError("a leak check needs ten readable pictures of each label; give a larger set")
    facts = np.stack([item.facts for item in measured if item is not None])  # [n, 5]
    groups = np.array([records[i].group for i in kept])
    scores = _cross_fitted(facts, labels, groups)
    contents = np.array([records[i].content for i in kept])
    pairs = near_duplicates([item.hash if item is not None else None for item in measured])
    across = [(a, b) for a, b in pairs if _differ(records[a], records[b])]
    return LeakReport(
        pictures=len(records),
        unreadable=tuple(record.path for record, item in zip(records, measured, strict=True) if item is None),
        auroc=_separation(labels, scores),
        by_content={
            str(content): _separation(labels[contents == content], scores[contents == content])
            for content in sorted(set(contents))
            if content and len(set(labels[contents == content])) == 2
        },
        duplicates=tuple(pairs),
        across=tuple(across),
    )


def _differ(first: Record, second: Record) -> bool:
    return first.label != second.label or first.group != second.group


def _cross_fitted(facts: NDArray[np.float64], labels: NDArray[np.bool_], groups: NDArray) -> NDArray[np.float64]:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import StratifiedGroupKFold

    scores = np.zeros(len(labels))
    folds = StratifiedGroupKFold(n_splits=5, shuffle=True, random_state=0)
    for train, test in folds.split(facts, labels, groups):
        model = HistGradientBoostingClassifier(max_iter=100, random_state=0).fit(facts[train], labels[train])
        scores[test] = model.predict_proba(facts[test])[:, 1]
    return scores


def _separation(labels: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    area = auroc(scores[~labels], scores[labels])
    assert area is not None  # there are pictures of both labels
    return area


def near_duplicates(hashes: Sequence[int | None]) -> list[tuple[int, int]]:
    """Index pairs whose hashes differ in at most six bits; None and hashes of flat pictures are left out.

    Only pairs with an equal band are compared: if two hashes differ in at most six bits, one of seven bands is equal.
    """
    bands = [(k * 9, 9 if k < 6 else 10) for k in range(7)]  # 7 bands over 64 bits
    buckets: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, value in enumerate(hashes):
        if value is not None and 8 <= value.bit_count() <= 56:
            for start, width in bands:
                buckets[(start, (value >> start) & ((1 << width) - 1))].append(i)
    pairs = set()
    for members in buckets.values():
        values = np.array([hashes[i] for i in members], dtype=np.uint64)
        for n in range(len(members) - 1):
            distance = np.bitwise_count(values[n + 1 :] ^ values[n])
            pairs.update((members[n], members[n + 1 + int(m)]) for m in np.flatnonzero(distance <= DUPLICATE_BITS))
    return sorted(pairs)

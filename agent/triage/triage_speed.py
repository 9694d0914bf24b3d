"""How fast a triage is beside its tower calls alone, measured in turns so that what else runs here slows both."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..file_bytes import read_file
from ..perception import tower
from ..sandbox import receive
from .triage_entries import Entry, of_file
from .triage_worker import Measurer, Plan, Taken


@dataclass(frozen=True, slots=True)
class Speed:
    """What was measured, in one process on as many threads as the plan says.

    Attributes:
        pictures: of all rounds.
        views: that the tower saw of them in a triage, altered copies included.
        tower_seconds: by the clock, of the tower alone on so many views.
        triage_seconds: by the clock, of the whole triage: decoding, tower, detectors, verdict, rows.
    """

    pictures: int
    views: int
    tower_seconds: float
    triage_seconds: float

    @property
    def ratio(self) -> float:
        """Cost of a triage in units of its tower calls."""
        return self.triage_seconds / self.tower_seconds

    @property
    def rate(self) -> float:
        """Pictures a second."""
        return self.pictures / self.triage_seconds


def measure(files: Sequence[Path], plan: Plan | None = None) -> Speed:
    """Measure batch by batch: the tower alone on the views of a batch, then the triage of it, then the next batch.

    Args:
        files: pictures of at most 335 px on the short side, of which the tower sees one or two views and no crop. Their
            first batch only warms up.
        plan: how they are measured.

    Raises:
        ValueError: if there are too few pictures for two batches, or if one is larger.
    """
    plan = plan or Plan()
    if len(files) < 2 * plan.batch:
        raise ValueError(f"{len(files)} pictures are too few; name at least {2 * plan.batch}")
    measurer = Measurer(plan)
    tower_seconds = triage_seconds = 0.0
    pictures = views = 0
    for at in range(0, len(files) - plan.batch + 1, plan.batch):
        batch = files[at : at + plan.batch]
        exhibits = [receive(file).exhibit for file in batch]
        if any(min(exhibit.pixels.shape[:2]) >= 336 for exhibit in exhibits):
            raise ValueError("a picture has 336 px or more on its short side; choose smaller ones")
        seen = [view.pixels for exhibit in exhibits for view in tower.views(exhibit.pixels)]
        tower.forget()
        start = time.perf_counter()
        rows = list(measurer.rows(_taken([of_file(str(file)) for file in batch])))
        spent = time.perf_counter() - start
        labelled = [row.numbers for row in rows if row.numbers is not None and row.numbers.label != "inconclusive"]
        seen += seen[: sum(numbers.provenance.proves is None for numbers in labelled)]  # a copy of each was measured
        start = time.perf_counter()
        for first in range(0, len(seen), plan.batch):
            tower.embed(np.stack(seen[first : first + plan.batch]))
        if at > 0:
            tower_seconds += time.perf_counter() - start
            triage_seconds += spent
            pictures, views = pictures + len(batch), views + len(seen)
    return Speed(pictures, views, tower_seconds, triage_seconds)


def _taken(entries: Sequence[Entry]) -> Iterator[Taken]:
    for entry in entries:
        data = read_file(Path(entry.where))
        yield entry, data, hashlib.sha256(data).hexdigest()

"""One detector alone: its score ranks, its leaning calls."""

from __future__ import annotations

import time
from collections.abc import Sequence
from importlib.metadata import version

import numpy as np

from ...agent.detectors import registry
from ...agent.intake import IntakeError, receive
from ...agent.models import digests
from ..items import LETTERS, Item, Reply
from ..sets.media import frames
from . import PICTURES, by_media

LOG_ODDS = "log-odds"


class OneDetector:
    """A detector as a model: of several pictures the most suspicious counts, of a choice the one that was asked for."""

    modalities = PICTURES
    looks = True
    at_once = 1

    def __init__(self, name: str) -> None:
        """Take the detector of that name.

        Raises:
            UnknownDetectorError: if there is none.
        """
        self._detector = registry.get(name)
        self.name = f"detector:{name}"
        heads = "-".join(sorted(digests().values()))
        self.version = f"{version('telltale')}-{heads}"

    def plan(self, items: Sequence[Item]) -> list[list[Item]]:
        """Items of the same media together, so that each picture is measured once."""
        return by_media(items)

    def answer(self, batch: Sequence[Item], tokens: int) -> list[Reply]:
        """Measure the media of a batch, once."""
        began = time.perf_counter()
        try:
            readings = [self._read(path, batch[0]) for path in batch[0].media]
        except (IntakeError, OSError, ValueError) as error:
            return [Reply(error=str(error)) for _ in batch]
        spent = (time.perf_counter() - began) / len(batch)
        return [self._reply(item, readings).model_copy(update={"seconds": spent}) for item in batch]

    def _read(self, path: str, item: Item) -> tuple[float | None, str, str | None]:
        """Score, leaning and unit of one file, the mean over the frames of a video."""
        if item.modality != "video":
            exhibit = receive(path)
            reading = self._detector.read(exhibit.pixels, exhibit.facts.quality)
            return (None, "neutral", None) if reading is None else (reading.score, reading.supports, reading.unit)
        from ...agent.evidence import Quality

        found = [self._detector.read(frame, Quality(short_side=min(frame.shape[:2]))) for frame in frames(path)]
        scored = [reading for reading in found if reading is not None and reading.score is not None]
        if not scored:
            return None, "neutral", None
        leaning = max({r.supports for r in scored}, key=[r.supports for r in scored].count)
        return float(np.mean([r.score for r in scored])), leaning, scored[0].unit  # type: ignore[arg-type]

    def _reply(self, item: Item, readings: Sequence[tuple[float | None, str, str | None]]) -> Reply:
        if item.kind == "choice":
            scores = [score for score, _, _ in readings if score is not None]
            if len(scores) != len(item.options) or len(set(scores)) < 2:
                return Reply(text="", error="" if scores else "not measured")
            best = scores.index(max(scores) if item.asks == "fake" else min(scores))
            return Reply(text=LETTERS[best])
        scored = [(score, leaning, unit) for score, leaning, unit in readings if score is not None]
        if not scored:
            return Reply(error="not measured: the picture is too small, or no matter of this detector")
        score, leaning, unit = max(scored)
        chance = float(1 / (1 + np.exp(-score))) if unit == LOG_ODDS else score if unit == "probability" else None
        fake = leaning in ("synthetic", "tampered") or (leaning == "neutral" and unit == LOG_ODDS and score > 0)
        return Reply(
            called="fake" if fake else "real",
            p_fake=chance,
            score=score,
            abstained=leaning == "neutral" and unit == LOG_ODDS,
            tokens_in=0,
            tokens_out=0,
        )

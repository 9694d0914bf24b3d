"""One detector alone: its score ranks pictures, and its leaning calls them real or fake."""

from __future__ import annotations

import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np

from ...agent.bundle import heads_in_use, read
from ...agent.detectors import registry
from ...agent.intake import IntakeError, receive
from ..items import Batch, Item, Reply
from ..sets.media import frames
from .responder import PICTURES, by_media, chosen_letter

LOG_ODDS = "log-odds"


Measured = tuple[float | None, str, str | None]  # score, leaning and unit


class SingleDetector:
    """A detector as a model. Of several pictures the most suspicious counts."""

    modalities = PICTURES
    looks = True
    at_once = 1
    as_whole = False

    def __init__(self, name: str, bundle: Path | None = None) -> None:
        """Look the detector up.

        Args:
            name: of the detector.
            bundle: a folder with heads to use in place of the shipped ones.

        Raises:
            UnknownDetectorError: if there is none.
            BundleError: if the bundle is none, or damaged.
        """
        own = read(bundle) if bundle is not None else None
        self._detector = registry.get(name) if own is None else own.detectors([registry.get(name)])[0]
        self.name = f"detector:{name}"
        heads = "-".join(sorted(heads_in_use(own).values()))
        self.version = f"{version('telltale')}-{heads}"

    def plan(self, items: Sequence[Item]) -> list[Batch]:
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

    def _read(self, path: str, item: Item) -> Measured:
        """The reading of one file; for a video the mean score of its frames, and their commonest leaning."""
        if item.modality != "video":
            exhibit = receive(path)
            reading = self._detector.read(exhibit.pixels, exhibit.facts.quality)
            return (None, "neutral", None) if reading is None else (reading.score, reading.supports, reading.unit)
        from ...agent.evidence import Quality

        readings = [self._detector.read(frame, Quality(short_side=min(frame.shape[:2]))) for frame in frames(path)]
        scored = [reading for reading in readings if reading is not None and reading.score is not None]
        if not scored:
            return None, "neutral", None
        leanings = [reading.supports for reading in scored]
        leaning = max(dict.fromkeys(leanings), key=leanings.count)
        return float(np.mean([r.score for r in scored])), leaning, scored[0].unit  # type: ignore[arg-type]

    def _reply(self, item: Item, readings: Sequence[Measured]) -> Reply:
        if item.kind == "choice":
            scores = [score for score, _, _ in readings if score is not None]
            return Reply(text=chosen_letter(item, scores), error="" if scores else "not measured")
        scored = [(score, leaning, unit) for score, leaning, unit in readings if score is not None]
        if not scored:
            return Reply(error="not measured: the picture is too small, or the detector does not apply to it")
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

"""A reward for generators: how real pictures look to a detector, in batches (after RealGen's detector reward).

    from telltale.eval.reward import Realism
    reward = Realism()                  # the head on CLIP's features
    reward(pictures)                    # float32 [n], 0 (generated) to 1 (real)

The reward is the detector's probability of *real*, so a generator that is trained on it learns to deceive that
detector. Measure the generator with another detector.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..agent.detectors import clip, clip_heads, registry
from ..agent.detectors.base import Detector
from ..agent.evidence import Quality
from ..agent.perception import tower
from ..agent.perception.models import ModelError

BATCH = 16  # views through the tower at a time
Picture = NDArray[np.uint8] | Image.Image


class Realism:
    """Realism of pictures by one detector or by the mean of several."""

    def __init__(self, detectors: Sequence[str] = ("clip",), temperature: float = 1.0) -> None:
        """Choose the detectors.

        Args:
            detectors: whose scores are log-odds or probabilities of generation (`clip`, `hf:ID` …).
            temperature: divides log-odds; above 1 the reward saturates later.

        Raises:
            ModelError: if the heads of `clip` are not installed.
            UnknownDetectorError: if a detector can't be had.
        """
        self._others: list[Detector] = [registry.get(name) for name in detectors if name != "clip"]
        self._heads = clip_heads.shipped() if "clip" in detectors else None
        if "clip" in detectors and self._heads is None:
            raise ModelError("clip: its trained heads are missing; install telltale with its models")
        self._temperature = temperature

    def __call__(self, pictures: Sequence[Picture]) -> NDArray[np.float32]:
        """The reward of each picture, uint8 [H, W, 3] or Pillow's, float32 [n].

        The views of all pictures go through the tower together, so that small pictures share a batch.

        Raises:
            ValueError: if a detector has no score for a picture, for example because it is too small.
        """
        arrays = [np.asarray(p.convert("RGB")) if isinstance(p, Image.Image) else p for p in pictures]
        if not arrays:
            return np.zeros(0, np.float32)
        odds = [self._clip(arrays)] if self._heads is not None else []
        odds += [np.array([_log_odds(detector, pixels) for pixels in arrays]) for detector in self._others]
        return (1 / (1 + np.exp(np.mean(odds, 0) / self._temperature))).astype(np.float32)

    def _clip(self, arrays: Sequence[NDArray[np.uint8]]) -> NDArray[np.float64]:
        assert self._heads is not None
        seen = [tower.views(pixels) for pixels in arrays]
        flat = [view.pixels for views in seen for view in views]
        rows = [tower.embed(np.stack(flat[at : at + BATCH])).vectors for at in range(0, len(flat), BATCH)]
        scores = self._heads.log_odds(np.concatenate(rows))
        ends = np.cumsum([len(views) for views in seen])[:-1]
        return np.array([clip.combined(s, v) for s, v in zip(np.split(scores, ends), seen, strict=True)], float)


def _log_odds(detector: Detector, pixels: NDArray[np.uint8]) -> float:
    """A detector's score in log-odds of generation.

    Raises:
        ValueError: if it has no score, or its unit is neither log-odds nor probability.
    """
    reading = detector.read(pixels, Quality(short_side=min(pixels.shape[:2])))
    if reading is None or reading.score is None:
        size = f"{pixels.shape[1]} × {pixels.shape[0]} px"
        raise ValueError(f"{detector.name}: no score for a picture of {size}; leave it out, or choose other detectors")
    if reading.unit == "probability":
        p = min(max(reading.score, 1e-6), 1 - 1e-6)
        return float(np.log(p / (1 - p)))
    if reading.unit != "log-odds":
        raise ValueError(f"{detector.name}: its score is in {reading.unit}; a reward needs log-odds or a probability")
    return float(reading.score)

"""Laundered or generated: did a network invent the content, or did a photograph pass through one?

The second of two stages (after Mandelli, Bestagini and Tubaro's synthetic-trace and laundering detectors): only if the
score of generation finds a network's trace is its kind asked. A photograph that went through an autoencoder, an
upscaler or a style network carries such a trace and still shows something that was there.

Letters: B views, D features.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..evidence import Quality
from ..models import heads
from ..sentences import Sentence
from . import clip_heads
from .base import NEUTRAL, Detector, Reading
from .clip import combined

FILE = "laundering.safetensors"
LAUNDERED = 1.0  # log-odds above which a trace is called that of a passage
_KEY = "head"

PASSED = Sentence(
    "laundering.passed",
    "The trace fits a photograph that passed through a network better than content that a network invented "
    "({score:+.1f}).",
)
INVENTED = Sentence(
    "laundering.invented",
    "The trace fits content that a network invented better than a photograph that passed through a network "
    "({score:+.1f}).",
)
UNDECIDED = Sentence(
    "laundering.undecided",
    "The trace could be that of content that a network invented or of a photograph that passed through one "
    "({score:+.1f}).",
)
TEST_SET = Sentence(
    "laundering.test_set",
    "Tested on {passed} photographs that passed through small autoencoders, an upscaler or style networks and on "
    "{generated} generated pictures, all of sources left out of training (AUROC {auroc:.2f}; 1 is perfect, 0.5 is "
    "chance). What a picture shows influences the score.",
)


@dataclass(frozen=True, slots=True)
class LaunderingHead:
    """What was learned.

    Attributes:
        weight, bias: log-odds of a passed photograph against a generated picture, float32 [D] and a number.
        counts: passed and generated pictures of left-out sources that the scale rests on.
        auroc: on these.
    """

    weight: NDArray[np.float32]
    bias: float
    counts: tuple[int, int]
    auroc: float

    def log_odds(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-odds float32 [B] at equal priors of features [B, D] in which there is a network's trace."""
        return vectors @ self.weight + np.float32(self.bias)


def save(head: LaunderingHead, file: Path) -> None:
    """Write a head."""
    plain = {name: getattr(head, name) for name in ("bias", "counts", "auroc")}
    heads.write(file, {"weight": head.weight.astype(np.float32)}, {_KEY: plain})


def read(file: Path) -> LaunderingHead:
    """Read a head back.

    Raises:
        OSError, ValueError, KeyError: if the file is missing or holds no such head.
    """
    arrays, plain = heads.read(file, _KEY)
    return LaunderingHead(weight=arrays["weight"], **plain)


@cache
def shipped() -> LaunderingHead | None:
    """The head that comes with the package, or None if it is not installed."""
    return heads.shipped(FILE, read)


def measure(
    pixels: NDArray[np.uint8],
    quality: Quality,
    own: LaunderingHead | None = None,
    heads_of_generation: clip_heads.Heads | None = None,
) -> Reading | None:
    """Ask for the kind of the trace; None if there is no trace, or if the weights are missing.

    Args:
        pixels: uint8 [H, W, 3].
        quality: of the file.
        own: a head to use in place of the one that comes with the package.
        heads_of_generation: the same for the heads that find a trace at all.
    """
    head = own or shipped()
    seen = clip_heads.look(pixels, heads_of_generation) if head is not None else None
    if head is None or not isinstance(seen, clip_heads.TowerReading):
        return None
    if combined(seen.heads.log_odds(seen.features.vectors), seen.views) < NEUTRAL:
        return None
    score = combined(head.log_odds(seen.features.vectors), seen.views)
    sentence = PASSED if score > LAUNDERED else INVENTED if score < -LAUNDERED else UNDECIDED
    caveat = TEST_SET(passed=head.counts[0], generated=head.counts[1], auroc=head.auroc)
    return Reading(sentence(score=score), score, "log-odds", caveats=(caveat,))


LAUNDERING = Detector(
    name="laundering",
    measures="whether a network's trace comes from a photograph that passed through it or from content that it "
    "invented, as log-odds of the former",
    holds="pictures in which the score of generation finds a trace; others get no reading",
    reference="Mandelli, Bestagini and Tubaro, “When Synthetic Traces Hide Real Content”, WIFS 2024",
    measure=measure,
    min_side=96,
    learned=True,
    called=("laundered", "passed"),
    place=50,
)
DETECTORS = (LAUNDERING,)

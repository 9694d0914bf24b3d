"""What pictures are compared by, remembered for all visitors."""

from __future__ import annotations

import threading
from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray

from ..casework import Look, look_at

_MOST = 2_000  # looks that are remembered


class Looks:
    """Looks by SHA-256. Its methods may be called from several threads."""

    def __init__(self) -> None:
        """Begin with none."""
        self._looks, self._lock = OrderedDict[str, Look](), threading.Lock()

    def of(self, sha256: str) -> Look | None:
        """What is remembered of a picture."""
        with self._lock:
            return self._looks.get(sha256)

    def remember(self, sha256: str, pixels: NDArray[np.uint8], *, features: bool) -> Look:
        """Look at a picture, uint8 [H, W, 3], and remember it."""
        look = look_at(pixels, features=features)
        with self._lock:
            self._looks[sha256] = look
            while len(self._looks) > _MOST:
                self._looks.popitem(last=False)
        return look

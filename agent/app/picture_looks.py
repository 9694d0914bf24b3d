"""What pictures are compared by, remembered for all visitors."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..casework import Look, look_at

_MOST = 2_000  # looks that are remembered


class Looks:
    """Looks by SHA-256. Its methods may be called from several threads."""

    def __init__(self, look: Callable[..., Look] = look_at) -> None:
        """Begin with none; `look` looks at a picture, as `telltale.agent.casework.look_at` does."""
        self._looks, self._lock, self._look = OrderedDict[str, Look](), threading.Lock(), look

    def of(self, sha256: str) -> Look | None:
        """What is remembered of a picture."""
        with self._lock:
            return self._looks.get(sha256)

    def remember(self, sha256: str, pixels: NDArray[np.uint8], *, features: bool) -> Look:
        """Look at a picture, uint8 [H, W, 3], and remember it."""
        look = self._look(pixels, features=features)
        with self._lock:
            self._looks[sha256] = look
            while len(self._looks) > _MOST:
                self._looks.popitem(last=False)
        return look

"""What was found in the last few pictures, so that several readers of one picture share the work."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Found = TypeVar("Found")


class RecentPictures(Generic[Found]):
    """Remembers a result for each of the last few pictures. Its method may be called from several threads."""

    def __init__(self, most: int) -> None:
        """Begin with none; `most` are remembered."""
        self._most, self._lock = most, Lock()
        self._memory: OrderedDict[bytes, Found] = OrderedDict()

    def of(self, pixels: NDArray[np.uint8], find: Callable[[], Found]) -> Found:
        """What was found in a picture uint8 [H, W, 3]; found anew if it is not remembered."""
        shape = str(pixels.shape).encode()
        key = hashlib.blake2b(np.ascontiguousarray(pixels).data, digest_size=16, key=shape).digest()
        with self._lock:
            if key not in self._memory:
                self._memory[key] = find()
                while len(self._memory) > self._most:
                    self._memory.popitem(last=False)
            self._memory.move_to_end(key)
            return self._memory[key]

"""A time by which a process has to be done."""

from __future__ import annotations

import subprocess
import threading


class Deadline:
    """Kills a process at a time that can be moved.

    Attributes:
        expired: whether it did.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """No time is set yet."""
        self._process, self._timer, self.expired = process, None, False

    def set(self, seconds: float) -> None:
        """Kill it after so many seconds from now, and not at a time that was set before."""
        self.clear()
        self._timer = threading.Timer(seconds, self._kill)
        self._timer.daemon = True
        self._timer.start()

    def clear(self) -> None:
        """Let it live."""
        if self._timer is not None:
            self._timer.cancel()

    def _kill(self) -> None:
        self.expired = True
        self._process.kill()

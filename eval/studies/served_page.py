"""The page as a process of its own, for studies that use it as browsers do."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_START = 120.0  # seconds for the server to answer


class Server:
    """`telltale chat` as a process of its own, on a free port, with a casebook of its own that is deleted again."""

    def __init__(self, at_once: int | None = None, detectors_only: bool = False, workers: str | None = None) -> None:
        """Nothing is started yet.

        Args:
            at_once: how many pictures are examined at the same time.
            detectors_only: without the model's cues and words.
            workers: `separate` or `none`; by default what the command chooses.
        """
        self._options = ["--at-once", str(at_once)] if at_once else []
        self._options += ["--no-perceive", "--no-explain"] if detectors_only else []
        self._options += ["--workers", workers] if workers else []

    def __enter__(self) -> Server:
        """Start it, and wait until it answers."""
        import httpx

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "telltale.agent.cli", "chat", "--port", str(port), *self._options]
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        env = {**os.environ, "TELLTALE_CASEBOOK": str(Path(self._folder.name) / "cases.db")}
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
        until = time.monotonic() + _START
        while True:
            try:
                self.config: dict[str, Any] = httpx.get(f"{self.address}/config", timeout=10).json()
                return self
            except (httpx.HTTPError, ValueError):
                if self.process.poll() is not None or time.monotonic() > until:
                    self.process.kill()
                    raise RuntimeError("the server does not start; try `telltale chat` by hand") from None
                time.sleep(0.5)

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self._folder.cleanup()

    @property
    def megabytes(self) -> float:
        """Memory in use by the server and the processes that it started."""
        return sum(each for _, each in self.processes())

    def processes(self) -> list[tuple[str, float]]:
        """(what it runs, megabytes in use) of the server and each process that it started."""
        import psutil

        process = psutil.Process(self.process.pid)
        every = (process, *process.children(recursive=True))
        return [(" ".join(each.cmdline()[2:5])[:90], each.memory_info().rss / 2**20) for each in every]

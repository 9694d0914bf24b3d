"""Settings of the process that must be made before the heavy libraries are imported."""

from __future__ import annotations

import os


def prepare() -> None:
    """Keep the hub's libraries off the network, which only `model setup` may use, and shorten the spinning of threads.

    By default torch's threads wait for each other in a busy loop. Two examinations at once on two cores then take 98 s
    each; with a short loop they take 10 s. A single examination takes about 5% longer.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("GOMP_SPINCOUNT", "2000")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

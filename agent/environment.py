"""What must be set before the heavy libraries are imported."""

from __future__ import annotations

import os


def prepare() -> None:
    """Keep the hub's libraries off the network (only `model setup` may use it), and torch's threads from spinning.

    Threads that wait for each other by spinning starve when another program wants the cores: two examinations side by
    side on two cores then take 98 s each, with a short spin 10 s; alone the short spin costs about 5%.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("GOMP_SPINCOUNT", "2000")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

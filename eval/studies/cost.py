"""What the detectors that read CLIP cost, in multiples of plain CLIP.

    python -m telltale.eval.studies cost IMAGE…

For each picture, in one run: one forward pass of the tower over the picture's views is the unit, and the detectors that
read it (`clip`, `family`, `nearest`: views, forward pass, heads, map) are given in multiples of it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from ...agent.console import DONE
from ...agent.intake import Exhibit, receive
from .study import Study

READERS = ("clip", "family", "nearest")
Seconds = list[float]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("pictures", nargs="+", type=Path, metavar="IMAGE", help="pictures to time the detectors on")


def run(arguments: argparse.Namespace) -> int:
    """Print the ratio of the best times, picture by picture."""
    for picture in arguments.pictures:
        exhibit = receive(picture)
        views, plain, detectors = measure(exhibit)
        height, width = exhibit.pixels.shape[:2]
        each = f"plain CLIP takes {min(plain) / views:.3f} s a view"
        print(f"{width} × {height}, {views} views: {min(detectors) / min(plain):.2f} × plain CLIP ({each})")
    return DONE


def measure(exhibit: Exhibit, rounds: int = 5) -> tuple[int, Seconds, Seconds]:
    """Views, and the seconds of `rounds` plain passes and of as many passes of all the detectors, taken in turns."""
    import torch

    from ...agent.detectors.registry import BUILT_IN
    from ...agent.perception import tower

    pixels, quality = exhibit.pixels, exhibit.facts.quality
    views = np.stack([view.pixels for view in tower.views(pixels)])  # uint8 [views, 224, 224, 3]
    network = tower.load()
    scaled = torch.from_numpy(views).permute(0, 3, 1, 2).to(network.dtype) / 255

    def plain() -> None:
        with torch.inference_mode():
            network(scaled)

    def detectors() -> None:
        tower.forget()
        for name in READERS:
            BUILT_IN[name].read(pixels, quality)

    spent: tuple[Seconds, Seconds] = [], []
    for round_ in range(rounds + 1):  # the first warms up
        for run_once, seconds in zip((plain, detectors), spent, strict=True):
            taken = _timed(run_once)
            if round_:
                seconds.append(taken)
    return len(views), *spent


def _timed(run_once: Callable[[], None]) -> float:
    start = time.perf_counter()
    run_once()
    return time.perf_counter() - start


STUDY = Study("cost", "the detectors' time in multiples of plain CLIP", __doc__, add_arguments, run)

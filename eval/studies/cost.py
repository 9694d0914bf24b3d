"""What the detectors cost beside plain CLIP: `python -m telltale.eval.studies.cost IMAGE…`, ratios from one run.

For each picture: one forward pass of the tower over the picture's views as the unit, and the detectors that read it
(`clip`, `family`, `nearest`: views, forward pass, heads, map), in multiples of it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from ...agent.detectors.registry import BUILT_IN
from ...agent.intake import Exhibit, receive
from ...agent.perception import tower

READERS = ("clip", "family", "nearest")
Seconds = list[float]


def measure(exhibit: Exhibit, rounds: int = 5) -> tuple[int, Seconds, Seconds]:
    """Views, and the seconds of `rounds` plain passes and of as many passes of all the detectors, taken in turns."""
    import torch

    pixels, quality = exhibit.pixels, exhibit.facts.quality
    seen = np.stack([view.pixels for view in tower.views(pixels)])
    network = tower.load()
    scaled = torch.from_numpy(seen).permute(0, 3, 1, 2).to(network.dtype) / 255

    def plain() -> None:
        with torch.inference_mode():
            network(scaled)

    def detectors() -> None:
        tower.forget()
        for name in READERS:
            BUILT_IN[name].read(pixels, quality)

    spent: tuple[Seconds, Seconds] = [], []
    for round_ in range(rounds + 1):  # the first warms up
        for run, seconds in zip((plain, detectors), spent, strict=True):
            taken = _timed(run)
            if round_:
                seconds.append(taken)
    return len(seen), *spent


def _timed(run: Callable[[], None]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main(argv: Sequence[str] | None = None) -> int:
    """Print the ratio of the best times, picture by picture."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.cost", description=__doc__)
    parser.add_argument("pictures", nargs="+", type=Path, metavar="IMAGE")
    for picture in parser.parse_args(argv).pictures:
        exhibit = receive(picture)
        views, plain, detectors = measure(exhibit)
        height, width = exhibit.pixels.shape[:2]
        each = f"{min(plain) / views:.3f} s a view by plain CLIP"
        print(f"{width} × {height}, {views} views: {min(detectors) / min(plain):.2f} × plain CLIP ({each})")
    return 0


if __name__ == "__main__":
    sys.exit(main())

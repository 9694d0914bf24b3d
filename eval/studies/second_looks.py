"""What a second look changes: `python -m telltale.eval.studies.second_looks --data SET… [--count N]`.

Pictures that are large enough for other places are examined; of those with a dispute the labels before and after are
counted against the truth. The shipped detectors saw these pictures in training, so only the changes mean anything.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from ...agent.investigator import Investigator
from ...agent.reasoning.weighing.second_look import LEAST_SIDE, SMALL_COPY
from ..sets.records import Record, read
from .attacks import chosen
from .transfer import TableRow, show


def large(records: Sequence[Record]) -> list[Record]:
    """Those whose short side leaves room for other places."""
    found = []
    for record in records:
        with Image.open(record.path) as image:
            if min(image.size) >= SMALL_COPY * LEAST_SIDE:
                found.append(record)
    return found


def main(argv: list[str] | None = None) -> int:
    """Print what changed."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.second_looks", description=__doc__)
    parser.add_argument("--data", nargs="+", type=Path, required=True, metavar="SET")
    parser.add_argument("--count", type=int, default=60, help="pictures of either label (default 60)")
    arguments = parser.parse_args(argv)
    records = chosen(large([record for where in arguments.data for record in read(where)]), arguments.count)
    investigator = Investigator(explain=False)
    changes: Counter[tuple[str, str, str]] = Counter()
    places = unsettled = 0
    seconds: dict[bool, list[float]] = {True: [], False: []}
    for record in records:
        found = investigator.examine(record.path).examination
        log = found.second_look
        seconds[log is not None].append(found.timings["total"])
        if log is not None:
            changes[record.label, log.before, log.after] += 1
            places += len(log.looks)
            unsettled += bool(log.still)
    looked = sum(changes.values())
    print(f"{len(records)} pictures, {looked} looked at again in {places} places, {unsettled} still disputed after it")
    for again, spent in seconds.items():
        if spent:
            print(f"{'with' if again else 'without'} a second look: {sum(spent) / len(spent):.2f} s a picture")
    rows: list[TableRow] = [(*key, str(count)) for key, count in sorted(changes.items())]
    show("Labels before and after", ("is", "before", "after", "pictures"), rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())

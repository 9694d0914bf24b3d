"""What a second look changes.

    python -m telltale.eval.studies second-looks --data SET… [--count N]

Pictures that are large enough to be measured in other places are examined; of those with disputed evidence, the labels
before and after are counted against the truth. The shipped detectors saw these pictures in training, so only the
changes mean anything.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence

from PIL import Image

from ...agent.console import DONE
from ..sets.records import Record
from ..tables import TableRow, show
from .pictures import drawn_by_label, records_of
from .study import Study, add_count, add_data


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser)
    add_count(parser, 60, "pictures of each label")


def run(arguments: argparse.Namespace) -> int:
    """Print what changed."""
    from ...agent.investigator import Investigator

    records = drawn_by_label(large_enough(records_of(arguments.data)), arguments.count)
    investigator = Investigator(explain=False)
    changes: Counter[tuple[str, str, str]] = Counter()
    places = disputed = 0
    seconds: dict[bool, list[float]] = {True: [], False: []}
    for record in records:
        examination = investigator.examine(record.path).examination
        log = examination.second_look
        seconds[log is not None].append(examination.timings["total"])
        if log is not None:
            changes[record.label, log.before, log.after] += 1
            places += len(log.looks)
            disputed += bool(log.still)
    looked = sum(changes.values())
    print(f"{len(records)} pictures, {looked} measured again in {places} places, {disputed} still disputed afterwards")
    for again, spent in seconds.items():
        if spent:
            print(f"{'with' if again else 'without'} a second look: {sum(spent) / len(spent):.2f} s a picture")
    rows: list[TableRow] = [(*key, str(count)) for key, count in sorted(changes.items())]
    show("Labels before and after", ("is", "before", "after", "pictures"), rows)
    return DONE


def large_enough(records: Sequence[Record]) -> list[Record]:
    """The pictures whose short side leaves room to measure in other places."""
    from ...agent.reasoning.weighing.second_look import LEAST_SIDE, SMALL_COPY

    large = []
    for record in records:
        with Image.open(record.path) as image:
            if min(image.size) >= SMALL_COPY * LEAST_SIDE:
                large.append(record)
    return large


STUDY = Study("second-looks", "what a second look changes", __doc__, add_arguments, run)

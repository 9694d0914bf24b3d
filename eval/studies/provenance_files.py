"""What files of known origin say about themselves, family by family.

    python -m telltale.eval.studies provenance-files FOLDER

Each folder directly below FOLDER is a family; its files are taken with all subfolders. A file may count in several
columns.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from ...agent.console import DONE
from ...agent.evidence import Flag
from ...agent.intake import IntakeError, receive
from ...agent.provenance import collect
from ..sets.records import PICTURES
from ..tables import show
from .study import Study

COLUMNS = ("files", "refused", "synthetic", "tampered", "real", "neutral only", "says nothing", "c2pa", "c2pa broken")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="its subfolders are families of files")


def run(arguments: argparse.Namespace) -> int:
    """Print a row for each family."""
    if not arguments.folder.is_dir():
        raise ValueError(f"{arguments.folder}: no such folder; give one whose subfolders are families of files")
    families = sorted(path for path in arguments.folder.iterdir() if path.is_dir())
    rows = []
    for family in families:
        count = tally(family)
        rows.append((family.name, *(str(count[column]) for column in COLUMNS)))
    show("What files say about themselves", ("family", *COLUMNS), rows)
    return DONE


def tally(folder: Path) -> Counter[str]:
    """Count, over the pictures in a folder, what their provenance supports.

    A file that is no picture by its name is passed over; one that can't be examined counts as refused.
    """
    count: Counter[str] = Counter()
    for file in sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES):
        count["files"] += 1
        try:
            evidence = collect(receive(file))
        except IntakeError:
            count["refused"] += 1
            continue
        supports = {item.supports for item in evidence} - {"neutral"}
        count.update(supports)
        if not supports:
            silent = all(item.source == "provenance" for item in evidence)
            count["says nothing" if silent else "neutral only"] += 1
        count["c2pa"] += any(item.source == "c2pa" for item in evidence)
        count["c2pa broken"] += any(item.has(Flag.MISMATCH) for item in evidence)
    return count


STUDY = Study("provenance-files", "what files of known origin say about themselves", __doc__, add_arguments, run)

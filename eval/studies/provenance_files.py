"""What files of known origin say of themselves, family by family: `python -m telltale.eval.studies.provenance_files FOLDER`.

Each folder directly below FOLDER is a family; its files are taken with all subfolders.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from ...agent.evidence import Flag
from ...agent.intake import IntakeError, receive
from ...agent.provenance import collect

COLUMNS = ("files", "refused", "synthetic", "tampered", "real", "neutral only", "says nothing", "c2pa", "c2pa broken")


def tally(folder: Path) -> Counter[str]:
    """Count, over the pictures in a folder, what their provenance supports; a file may count in several columns.

    A file that is no picture by its name is passed over; one that can't be examined counts as refused.
    """
    count: Counter[str] = Counter()
    for file in sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES):
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


_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".heic", ".avif"}


def main(argv: list[str] | None = None) -> int:
    """Print one line a family, as a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.provenance_files", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(argv).folder
    if not folder.is_dir():
        print(f"{folder}: no such folder; name one whose subfolders are families of files", file=sys.stderr)
        return 2
    print(f"| family | {' | '.join(COLUMNS)} |")
    print("| --- |" + " ---: |" * len(COLUMNS))
    for family in sorted(path for path in folder.iterdir() if path.is_dir()):
        count = tally(family)
        print(f"| {family.name} | {' | '.join(str(count[column]) for column in COLUMNS)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())

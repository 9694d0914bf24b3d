"""Pictures inside Parquet files: OpenFake, Community Forensics. Is each real or generated?

The rows are read without their pictures. Only those that are asked about are taken out of the files, into the folder of
the run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from ...agent.text import one_line
from .. import scoring
from ..items import Item, Task
from ..sets import table_files
from ..sets.found_files import found
from ..sets.label_words import DataError
from ..sets.records import first_of, from_table
from .catalogue import TaskError
from .labelled import PHRASINGS, items

_SPLITS = ("test", "train", "validation", "all")
# What a split is called; Community Forensics names its test sets after what they hold.
_NAMES = {
    "test": ("test", "CompEval", "PublicEval"),
    "validation": ("validation", "val"),
    "train": ("train", "Systematic", "Manual", "Commercial"),
}


def read(
    data: Path, phrasing: str = "fake", split: str = "test", subset: str = "core", *, subsets: bool = False
) -> Iterator[Item]:
    """Rows of one split; with `subsets`, of one subset if the set has several."""
    try:
        parts = table_files.parts(data) if data.is_dir() else []
    except OSError as error:
        raise TaskError(f"{data}: can't be read ({one_line(error)}); check the folder") from None
    if not parts:
        raise TaskError(f"{data}: expected Parquet files or what `save_to_disk` wrote; {found(data)}")
    if subsets and subset != "all":
        parts = _of_subset(parts, subset, data)
    try:
        rows = [row for part in _of_split(parts, split, data) for row in table_files.rows(part)]
    except (DataError, OSError) as error:
        raise TaskError(str(error)) from None
    of_rows = Counter(row.split.lower() for row in rows)
    if split != "all" and len(of_rows) > 1:  # the rows say more than the names of the files
        name = first_of([name.lower() for name in _NAMES[split]], of_rows)
        if name is None:
            raise TaskError(f"{data}: no row is of the split {split}; found: {', '.join(sorted(of_rows))}")
        rows = [row for row in rows if row.split.lower() == name]
    return items((from_table(row, data, row.reference) for row in rows), phrasing, data)


def _of_subset(parts: list[table_files.Part], subset: str, data: Path) -> list[table_files.Part]:
    names = {part.subset for part in parts} - {""}
    if not names or data.name == subset:
        return parts
    chosen = [part for part in parts if part.subset == subset]
    if not chosen:
        raise TaskError(f"{data}: has no subset {subset}; found: {', '.join(sorted(names))}; choose by --subset")
    return chosen


def _of_split(parts: list[table_files.Part], split: str, data: Path) -> list[table_files.Part]:
    names = {part.split for part in parts} - {""}
    if split == "all" or not names:
        return parts
    name = first_of(_NAMES[split], names)
    if name is None:
        there = ", ".join(sorted(names))
        raise TaskError(f"{data}: has no files of the split {split}; found: {there}; choose one of these by --split")
    return [part for part in parts if part.split == name]


_OPTIONS = {"phrasing": PHRASINGS["phrasing"], "split": _SPLITS}
TASKS = (
    Task(
        "openfake",
        "OpenFake: real or generated? By model",
        "the folder of its Parquet files, SUBSET/SPLIT-….parquet, or of the saved dataset",
        partial(read, subsets=True),
        scoring.detection,
        {**_OPTIONS, "subset": ("core", "reddit", "all")},
    ),
    Task(
        "community-forensics",
        "Community Forensics: real or generated? By model",
        "the folder of its Parquet files, data/CompEval-….parquet or data/SPLIT-….parquet",
        read,
        scoring.detection,
        _OPTIONS,
    ),
)

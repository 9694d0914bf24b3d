"""The pictures whose verdict was marked as wrong, as a set that `telltale eval` and `telltale finetune` read."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from ..console import DONE, FAILED, fail, note

if TYPE_CHECKING:
    from ...eval.sets.manifest import ManifestRow
    from ..casebook import Casebook, Exhibit
    from ..evidence import Hypothesis


def write_errors(casebook: Casebook, case: str | None, folder: Path) -> int:
    """Write a manifest and the pictures that may leave the casebook; the log says which did.

    Args:
        casebook: the casebook.
        case: of this case alone; None for all.
        folder: new or empty.

    Raises:
        ValueError: if the folder holds anything.
    """
    from ...eval.sets import manifest
    from ..casebook.case_people import pictures_left

    new_folder(folder)
    marked = casebook.misreports(case)
    kept = [one for one in marked if one.mark.keep_picture]
    truths: dict[str, set[str]] = defaultdict(set)
    for one in kept:
        truths[one.exhibit.sha256].add(one.mark.truth)
    clear = [one for one in kept if len(truths[one.exhibit.sha256]) == 1]
    reasons = Counter(
        {
            "may not be exported; `telltale case mark-wrong EXHIBIT --truth TRUTH --keep-picture` allows it": len(
                marked
            )
            - len(kept),
            "was marked in several ways": len(kept) - len(clear),
        }
    )
    for reason, count in reasons.items():
        if count:
            note(f"left out {count}: the picture {reason}")
    if not clear:
        return fail("there is no picture to export, so nothing was written", FAILED)
    (folder / "pictures").mkdir(parents=True)
    rows, numbers = [], defaultdict(list)
    for one in clear:
        rows.append(manifest_row(casebook, one.exhibit, one.mark.truth, folder))
        numbers[one.exhibit.case_id].append(one.exhibit.number)
    for case_id, exhibits in numbers.items():
        pictures_left(casebook, case_id, exhibits)
    manifest.write(folder / "manifest.csv", rows)
    note(f"wrote {folder / 'manifest.csv'} with {len({row[0] for row in rows})} pictures")
    return DONE


def new_folder(folder: Path) -> Path:
    """The folder, which may exist if it is empty.

    Raises:
        ValueError: if it holds anything.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ValueError(f"{folder}: this is no empty folder; name a new one")
    return folder


def manifest_row(casebook: Casebook, exhibit: Exhibit, truth: Hypothesis, folder: Path) -> ManifestRow:
    """Write a picture, named by its SHA-256; returns its row. Its source is the case."""
    path = f"pictures/{exhibit.sha256}{exhibit.suffix}"
    (folder / path).write_bytes(casebook.data(exhibit))
    if truth == "real":
        return path, "real", exhibit.case_id, path, "", ""
    if truth == "tampered":
        return path, "generated", exhibit.case_id, path, f"altered ({exhibit.case_id})", "altered in a part"
    return path, "generated", exhibit.case_id, path, "unknown", ""

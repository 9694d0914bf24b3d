"""A CSV manifest of pictures that lie in folders of one's own, for `telltale eval csv` and `robustness`."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from .records import PICTURES, DataError

COLUMNS = ("path", "label", "source", "group", "generator", "content")
ManifestRow = tuple[str, str, str, str, str, str]


def altered(folder: Path) -> Iterator[tuple[Path | None, Path, Path]]:
    """Originals, what was altered in a part of them, and the masks of those parts.

    Known are `NAME.png`, `NAME_mod.png` and `NAME_mod_gt.png`, and the folders `real`, `forgery` and `mask` with the
    same name in each. An original may be absent.
    """
    for file in sorted(folder.rglob("*")):
        original, mask = file.with_name(file.name.replace("_mod", "")), file.with_name(f"{file.stem}_gt.png")
        if file.parent.name == "forgery":
            original, mask = (file.parent.parent / name / file.name for name in ("real", "mask"))
        if mask.is_file():
            yield original if original != file and original.is_file() else None, file, mask


def rows(real: Sequence[Path], fake: Sequence[Path], pairs: Sequence[Path], beside: Path) -> Iterator[ManifestRow]:
    """Rows of a manifest that lies in the folder `beside`.

    The source is the folder or file that was named, by its own name; a picture and its altered copy are one group.

    Args:
        real: folders of photographs, or single files.
        fake: folders of generated pictures, or single files; the source stands for the generator too.
        pairs: folders of altered pictures with their masks and, if there are, originals.
        beside: to which paths are relative.

    Raises:
        DataError: if a place holds no picture.
    """

    def at(path: Path) -> str:
        return Path(os.path.relpath(path.resolve(), beside.resolve())).as_posix()

    for label, places in (("real", real), ("generated", fake)):
        for place in places:
            source = place.name if place.is_dir() else place.stem
            for path in _pictures(place):
                yield at(path), label, source, at(path), source if label == "generated" else "", ""
    for place in pairs:
        found = list(altered(place))
        if not found:
            raise DataError(f"{place}: no altered pictures with masks (NAME.png with NAME_gt.png, or forgery and mask)")
        for original, changed, _ in found:
            if original is not None:
                yield at(original), "real", place.name, at(changed), "", "untouched"
            yield at(changed), "generated", place.name, at(changed), f"altered ({place.name})", "altered in a part"


def _pictures(place: Path) -> list[Path]:
    found = [place] if place.is_file() else sorted(place.rglob("*"))
    found = [path for path in found if path.suffix.lower() in PICTURES and path.is_file()]
    if not found:
        raise DataError(f"{place}: no pictures there")
    return found


def write(file: Path, found: Sequence[ManifestRow]) -> None:
    """Write the manifest; each picture once."""
    file.parent.mkdir(parents=True, exist_ok=True)
    once = {row[0]: row for row in found}
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows(once.values())

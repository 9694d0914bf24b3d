"""Sets of altered pictures and of face crops in their published layouts, as labelled records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .ddvqa_files import crops
from .manifest import altered_and_originals
from .records import Record, read

JOIN = "+"  # between places that make one set
UNTOUCHED = "5"  # what the name of a face crop of DD-VQA begins with if nobody touched it


def read_joined(places: str) -> list[Record]:
    """Read one set from one place or several, `PLACE+PLACE…`.

    A place is a set in any layout that training reads (`records`), a folder of altered pictures and their originals
    (`manifest.altered_and_originals`), or DD-VQA as released, of which the crops of the test split are taken.

    Raises:
        DataError: if a place holds nothing in a known layout.
    """
    return [record for place in places.split(JOIN) for record in _read(Path(place))]


def _read(place: Path) -> list[Record]:
    if (place / "DQ_FF++").is_dir():
        return list(_faces(place))
    if place.is_dir() and (found := list(_altered(place))):
        return found
    return read(place)


def _altered(folder: Path) -> Iterator[Record]:
    """Altered pictures, called generated, and originals, called real; those with one name belong together."""
    for altered, path, _ in altered_and_originals(folder):
        yield Record(
            path=path,
            label="generated" if altered else "real",
            source=folder.name,
            group=f"{folder.name}/{path.stem.removesuffix('_mod')}",
            generator=f"altered ({folder.name})" if altered else "",
        )


def _faces(folder: Path) -> Iterator[Record]:
    """The crops of the test split; a swap belongs to the face that it was put on, the second part of its name."""
    for crop in crops(folder, "test"):
        method, _, rest = crop.path.stem.partition("_")
        real = method == UNTOUCHED
        yield Record(
            path=crop.path,
            label="real" if real else "generated",
            source=folder.name,
            group=f"{folder.name}/{rest.partition('_')[0]}",
            generator="" if real else f"DD-VQA {method}",
        )

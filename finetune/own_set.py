"""Pictures of one's own in folders `real/` and `fake/`, made ready for training: a share of each source, kept as views.

The subfolders of `real/` and `fake/` are the sources. What was made ready is kept, so that a recipe that was cut off
goes on where it stopped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from ..agent.bundle import sha256
from ..agent.console import note
from ..agent.text import lowered, one_line
from ..eval.sets.degradations import VIEW
from ..eval.sets.records import DataError, Record, pictures_below, read, read_pixels
from ..eval.sets.splits import seed_of
from ..eval.sets.view_files import ROOM, views_of, write_views
from .progress_steps import Steps

CROPS = 2  # of a picture, at native resolution
FEW = 5  # sources of a label from which a head can be trained and measured
FEW_PICTURES = 40  # pictures of a label
UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)  # what Pillow raises for bad files


@dataclass(frozen=True, slots=True)
class Counts:
    """How many pictures and sources there are, photographs first."""

    pictures: tuple[int, int]
    sources: tuple[int, int]

    @property
    def trainable(self) -> bool:
        """Whether a head can be trained on them and measured on sources that it did not see."""
        return min(self.sources) >= FEW and min(self.pictures) >= FEW_PICTURES


def counted(records: Sequence[Record]) -> Counts:
    """What a set holds."""
    by_label = [[r for r in records if (r.label == "generated") is made] for made in (False, True)]
    pictures = (len(set(map(_picture, by_label[0]))), len(set(map(_picture, by_label[1]))))
    return Counts(pictures, (len({r.source for r in by_label[0]}), len({r.source for r in by_label[1]})))


def records_in(places: Iterable[Path]) -> list[Record]:
    """The labelled pictures of some folders or sets.

    Raises:
        DataError: if there are none.
    """
    return [record for place in places for record in read(place)]


def photographs_in(folder: Path, label: str) -> list[Record]:
    """Pictures of one label: those of a folder, whose subfolders are the sources.

    Raises:
        DataError: if there are none.
    """
    if not folder.is_dir():
        raise DataError(f"{folder}: no such folder; give a folder of pictures, with a subfolder for each source")
    found = [
        Record.model_validate(
            {
                "path": path,
                "label": label,
                "source": path.relative_to(folder).parts[0] if path.parent != folder else folder.name,
                "group": str(path.relative_to(folder)),
            }
        )
        for path in pictures_below(folder)
    ]
    if not found:
        raise DataError(f"{folder}: holds no pictures; give a folder of pictures, with a subfolder for each source")
    return found


def distinct(records: Sequence[Record]) -> list[Record]:
    """The records without further copies of the same file, which would stand on both sides of a split.

    Raises:
        DataError: if the same file is called real and generated.
    """
    sizes: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        with suppress(OSError):  # a file that can't be read is told when its picture is needed
            if not record.picture and (size := record.path.stat().st_size):
                sizes[size].append(record)
    first: dict[str, Record] = {}
    again: list[tuple[Record, Record]] = []
    for record in (record for alike in sizes.values() if len(alike) > 1 for record in alike):
        with suppress(OSError):
            known = first.setdefault(sha256(record.path), record)
            again += [(known, record)] if known is not record else []
    if wrong := [pair for pair in again if pair[0].label != pair[1].label]:
        more = f"; so are {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise DataError(
            f"{wrong[0][0].path} and {wrong[0][1].path} are the same file, called real and generated{more}; remove "
            "the wrong ones"
        )
    if again:
        known, copy = again[0]
        count = "1 file is" if len(again) == 1 else f"{len(again)} files are"
        note(f"{count} there more than once, such as {copy.path} (also {known.path}); each is taken once")
    left_out = {id(copy) for _, copy in again}
    return [record for record in records if id(record) not in left_out]


def readable(records: Sequence[Record]) -> list[Record]:
    """The records whose pictures can be read; how many can't is told."""
    found = []
    for record in records:
        with suppress(*UNREADABLE):
            read_pixels(record.path)
            found.append(record)
    if len(found) < len(records):
        note(f"{len(records) - len(found)} of {len(records)} pictures can't be read; left out")
    return found


def advice(counts: Counts) -> list[str]:
    """What can't be promised with so few sources, in sentences."""
    lines = []
    for what, folder, sources in zip(
        ("photographs", "generated pictures"), ("real", "fake"), counts.sources, strict=True
    ):
        if sources == 1:
            lines.append(
                f"All {what} are of one source, and one source can't carry an error rate for others; put pictures of "
                f"each origin (a camera, a site, a generator) into a subfolder of {folder}/ of their own."
            )
    return lines


def limited(records: Sequence[Record], limit: int) -> list[Record]:
    """At most so many pictures of each source, label and generator, drawn by their names."""
    groups: dict[tuple[str, str, str], dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        groups[record.source, record.label, record.generator][_picture(record)].append(record)
    chosen = [name for each in groups.values() for name in sorted(each, key=seed_of)[:limit]]
    views = {name: members for each in groups.values() for name, members in each.items()}
    return [record for name in chosen for record in views[name]]


def _picture(record: Record) -> str:
    """The picture that a record is of, or is a view of."""
    return f"{record.source}/{record.label}/{record.picture or record.path}"


def most(records: Sequence[Record], count: int) -> int:
    """The greatest limit for each source with which at most `count` pictures are taken; 1 or more."""
    pictures = {_picture(record): (record.source, record.label, record.generator) for record in records}
    sizes = Counter(pictures.values()).values()
    limit = 1
    while limit < max(sizes) and sum(min(size, limit + 1) for size in sizes) <= count:
        limit += 1
    return limit


def views_a_picture(records: Sequence[Record], tried: int = 40) -> float:
    """How many views of a picture are measured on the mean: two of a small one, five of one with room for crops."""
    if any(record.picture for record in records):
        return 5.0  # kept as views, which may have crops
    sides = []
    for record in sorted(records, key=lambda r: seed_of(str(r.path)))[:tried]:
        try:
            with Image.open(record.path) as image:
                sides.append(min(image.size))
        except UNREADABLE:
            continue
    return sum(5.0 if side >= ROOM * VIEW else 2.0 for side in sides) / len(sides) if sides else 5.0


def as_views(records: Sequence[Record], folder: Path, steps: Steps) -> list[Record]:
    """The records of the views of pictures, which are written to a folder if they are not there.

    Pictures that can't be read are named and left out.

    Raises:
        OSError: if a view can't be written.
    """
    found: list[Record] = []
    failed = 0
    for record in steps.track(records, len(records), "pictures"):
        if record.picture:  # a view already
            found.append(record)
            continue
        try:
            facts = record.path.stat()
            file = seed_of(str(record.path.resolve()), facts.st_size, facts.st_mtime_ns)
            name = f"{file:08x}-{seed_of(record.path.name):08x}"
            size, pixels = _unwritten(record, folder, name)
        except UNREADABLE as error:
            note(f"{record.path}: can't be read ({why_unreadable(error)}); left out")
            failed += 1
            continue
        if pixels is not None:
            write_views(folder, name, record.label, pixels, CROPS)
        views = views_of(folder, f"{name}.jpg", record.label)
        known = {"picture": f"{name}.jpg", "original": size}
        found += [record.model_copy(update={**known, "path": path, "crop": crop}) for path, crop in views]
    if failed:
        note(f"{failed} of {len(records)} pictures could not be read")
    return found


def why_unreadable(error: BaseException) -> str:
    """What is wrong with a file that Pillow can't read, in a few words; its path stands before them."""
    if isinstance(error, UnidentifiedImageError):
        return "it is no picture"
    if isinstance(error, OSError) and error.strerror:
        return lowered(error.strerror)
    return one_line(error, 100)


def _unwritten(record: Record, folder: Path, name: str) -> tuple[tuple[int, int], NDArray[np.uint8] | None]:
    """Width and height of a picture, and its pixels, uint8 [H, W, 3], if its views have yet to be written."""
    with Image.open(record.path) as image:
        size = image.size
    last = (
        f"native/{record.label}/{name}-{CROPS}.jpg" if min(size) >= ROOM * VIEW else f"whole/{record.label}/{name}.jpg"
    )
    if (folder / last).exists():  # it is written last
        return size, None
    pixels = read_pixels(record.path)
    return (pixels.shape[1], pixels.shape[0]), pixels

"""Pictures of one's own in folders `real/` and `fake/`, made ready for training: a share of each source, kept as views.

The subfolders of `real/` and `fake/` are the sources. What was made ready is kept, so that a recipe that was cut off
goes on where it stopped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from ..agent.console import note
from ..eval.sets.degradations import VIEW
from ..eval.sets.records import DataError, Record, pictures_below, read, read_pixels
from ..eval.sets.splits import seed_of
from ..eval.sets.view_files import ROOM, views_of, write_views
from .progress_steps import Steps

CROPS = 2  # of a picture, at native resolution
FEW = 5  # sources of a label from which a head can be trained and measured
FEW_PICTURES = 40  # pictures of a label


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
        except (OSError, ValueError):
            continue
    return sum(5.0 if side >= ROOM * VIEW else 2.0 for side in sides) / len(sides) if sides else 5.0


def as_views(records: Sequence[Record], folder: Path, steps: Steps) -> list[Record]:
    """The records of the views of pictures, which are written to a folder if they are not there.

    Pictures that can't be read are named and left out.
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
            size = _written(record, folder, name)
            views = views_of(folder, f"{name}.jpg", record.label)
        except (OSError, ValueError) as error:
            note(f"{record.path}: can't be read ({error}); left out")
            failed += 1
            continue
        known = {"picture": f"{name}.jpg", "original": size}
        found += [record.model_copy(update={**known, "path": path, "crop": crop}) for path, crop in views]
    if failed:
        note(f"{failed} of {len(records)} pictures could not be read")
    return found


def _written(record: Record, folder: Path, name: str) -> tuple[int, int]:
    """Write the views of a picture if they are not there; width and height of the picture."""
    with Image.open(record.path) as image:
        size = image.size
    last = (
        f"native/{record.label}/{name}-{CROPS}.jpg" if min(size) >= ROOM * VIEW else f"whole/{record.label}/{name}.jpg"
    )
    if (folder / last).exists():  # it is written last
        return size
    pixels = read_pixels(record.path)
    write_views(folder, name, record.label, pixels, CROPS)
    return pixels.shape[1], pixels.shape[0]

"""Copied parts: how well they are outlined, and how often untouched pictures are said to hold some.

    python -m telltale.eval.studies copy-move [--pairs DIR…] [--change CHANGE…] [--data SET…] [--count N]

`--pairs` are folders of pictures in which a part was copied, with masks of both places and the originals. For each
change (`none`, `jpeg:QUALITY`, `noise:VARIANCE`, `blur:SIDE`, `scale:SHARE`, as the set CoMoFoD applies them) the
table gives pixel F1 and IoU of the mask that is reported, per picture and then the mean (0 where nothing is reported);
the share of pictures in which something is; the AUROC of the score against the originals after the same change; and the
share of the originals in which something is reported, all of it false. `--data` are sets of which the real pictures
count as untouched.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...agent.console import DONE, say
from ...agent.intake import receive
from ...agent.locating.copy_finding import CopyMove, copied
from ..sets.degradations import noise
from ..sets.manifest import altered
from ..sets.records import PICTURES, DataError
from ..tables import TableRow, number, show
from .pictures import drawn_by_label, records_of
from .study import Study, add_count, add_data

Pixels = NDArray[np.uint8]  # [H, W, 3]
Mask = NDArray[np.bool_]  # [H, W]
EVERY = 20  # pictures, between lines of progress
CHANGES = ("jpeg", "noise", "blur", "scale")


@dataclass(frozen=True, slots=True)
class Triple:
    """A picture with a copied part, the mask of both places, and the original if it is there."""

    changed: Path
    mask: Path
    original: Path | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--pairs", nargs="*", default=[], type=Path, metavar="DIR", help="copies with masks")
    what = "none, jpeg:QUALITY, noise:VARIANCE (of values 0 to 1), blur:SIDE in px, scale:SHARE"
    parser.add_argument("--change", nargs="+", default=["none"], metavar="CHANGE", help=what)
    add_data(parser, required=False, what="sets whose real pictures count as untouched")
    add_count(parser, 100, "untouched pictures of each set")


def run(arguments: argparse.Namespace) -> int:
    """Print the tables."""
    for change in arguments.change:
        altered_by(np.zeros((16, 16, 3), np.uint8), change)  # a typing error shows before an hour of work
    rows = [pair_row(folder, change) for folder in arguments.pairs for change in arguments.change]
    if rows:
        header = ("copies", "change", "pictures", "F1", "IoU", "found", "AUROC", "originals", "false alarms")
        show("Copied parts", header, rows)
    rows = [untouched_row(place, change, arguments.count) for place in arguments.data for change in arguments.change]
    if rows:
        show("Untouched pictures", ("set", "change", "pictures", "not tested", "false alarms"), rows)
    return DONE


def triples(folder: Path) -> list[Triple]:
    """The copies of a folder: in a layout that `telltale.eval.sets.manifest.altered` knows, or in the folders
    `tampered`, `mask` and `original`.

    Raises:
        DataError: if there are none.
    """  # noqa: D205
    found = [Triple(changed, mask, original) for original, changed, mask in altered(folder)]
    for file in sorted((folder / "tampered").glob("*")):
        masks = sorted((folder / "mask").glob(f"{file.stem}.*"))
        originals = sorted((folder / "original").glob(f"{file.stem}.*"))
        if file.suffix.lower() in PICTURES and masks:
            found.append(Triple(file, masks[0], originals[0] if originals else None))
    if not found:
        raise DataError(f"{folder}: holds no altered pictures with masks")
    return found


def altered_by(pixels: Pixels, change: str) -> tuple[Pixels, int | None]:
    """A picture after a change, and its JPEG quality if it is a JPEG now.

    Raises:
        DataError: if the change is unknown.
    """
    name, _, value = change.partition(":")
    try:
        if change == "none":
            return pixels, None
        if name == "jpeg":
            buffer = io.BytesIO()
            Image.fromarray(pixels).save(buffer, "JPEG", quality=int(value))
            with Image.open(buffer) as image:
                return np.asarray(image.convert("RGB")), int(value)
        if name == "noise":
            return noise(pixels, 255 * float(value) ** 0.5, np.random.default_rng(0)), None
        if name == "blur":
            import cv2

            return cv2.blur(pixels, (int(value), int(value))).astype(np.uint8), None
        if name == "scale":
            width, height = (max(1, round(side * float(value))) for side in pixels.shape[1::-1])
            return np.asarray(Image.fromarray(pixels).resize((width, height), Image.Resampling.LANCZOS)), None
    except ValueError as error:
        raise DataError(f"{change}: not a change; {error}") from error
    raise DataError(f"{change}: not a change; there are none and {', '.join(CHANGES)}, as in jpeg:70")


def read(file: Path, change: str) -> tuple[Pixels, CopyMove]:
    """A picture after a change, and what is found in it."""
    exhibit = receive(file)
    pixels, quality = altered_by(exhibit.pixels, change)
    if change == "none":
        quality = exhibit.facts.quality.jpeg_quality
    return pixels, copied(pixels, quality)


def overlap(found: Mask, truth: Mask) -> tuple[float, float]:
    """Pixel F1 and IoU of a mask against the truth, which is not empty."""
    both, either = float((found & truth).sum()), float((found | truth).sum())
    return 2 * both / max(both + either, 1.0), both / max(either, 1.0)


def pair_row(folder: Path, change: str) -> TableRow:
    """Means over the copies of a folder."""
    from ..metrics import auroc

    measured, scores, false = [], [], []
    for count, triple in enumerate(triples(folder), 1):
        pixels, found = read(triple.changed, change)
        with Image.open(triple.mask) as image:
            size = (pixels.shape[1], pixels.shape[0])
            truth = np.asarray(image.convert("L").resize(size, Image.Resampling.NEAREST)) > 127
        measured.append((*overlap(found.mask, truth), bool(found.pairs)))
        scores.append(found.score)
        if triple.original is not None:
            false.append(read(triple.original, change)[1])
        if count % EVERY == 0:
            say(f"{count} pictures of {folder.name}")
    f1, iou, hit = np.mean(np.array(measured, float), axis=0)
    area = auroc(np.array([each.score for each in false]), np.array(scores)) if false else None
    alarms = f"{np.mean([bool(each.pairs) for each in false]):.0%}" if false else number(None)
    cells = (number(f1), number(iou), f"{hit:.0%}", number(area), str(len(false)), alarms)
    return (folder.name, change, str(len(measured)), *cells)


def untouched_row(place: Path, change: str, count: int) -> TableRow:
    """How often something is reported in the real pictures of a set."""
    found = list(_untouched(place, change, count))
    tested = [each for each in found if each.why_not is None]
    alarms = sum(bool(each.pairs) for each in tested)
    share = f"{alarms} ({alarms / len(tested):.1%})" if tested else number(None)
    return place.name, change, str(len(found)), str(len(found) - len(tested)), share


def _untouched(place: Path, change: str, count: int) -> Iterator[CopyMove]:
    records: Sequence = [record for record in records_of([place]) if record.label == "real"]
    for done, record in enumerate(drawn_by_label(records, count), 1):
        yield read(record.path, change)[1]
        if done % EVERY == 0:
            say(f"{done} pictures of {place.name}")


STUDY = Study("copy-move", "copied parts: outlines and false alarms", __doc__, add_arguments, run)

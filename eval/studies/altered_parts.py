"""Methods that look for altered parts, one by one and fused, against masks and against untouched pictures.

    python -m telltale.eval.studies altered-parts --pairs DIR… [--untouched DIR…] [--data SET…] [--count N] [--copies]

A folder of pairs holds altered pictures with masks as `telltale eval manifest` knows them, or folders `tampered`,
`mask` and `original` with the same file names in each (endings may differ); masks and originals may be absent. Folders
of untouched pictures are searched through, and of labelled sets `--count` real pictures are drawn. With `--copies` each
untouched picture is also measured as a JPEG of quality 75, as a screenshot, and scaled to 60%.

The first table gives, by kind of alteration and method: the mean over the pictures of the AUROC of the map inside the
mask against outside; F1 and IoU of the cells above a fixed limit (the fused map: that of its parts; a single method:
3 deviations) with the mask; and the AUROC of the picture's score against all untouched pictures. The second gives, by
kind of untouched picture, how often a part is shown, and how often that happens by kind of alteration.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...agent.console import DONE, say
from ...agent.evidence import Quality
from ...agent.intake import IntakeError, receive
from ...agent.locating.trace_cells import CELL, thinning
from ..metrics import auroc
from ..sets.degradations import Pixels, jpeg, resize, screenshot
from ..sets.manifest import altered_and_originals
from ..sets.records import pictures_below
from ..tables import TableRow, number, show
from .pictures import drawn_by_label, records_of
from .study import Study, add_count, add_data

if TYPE_CHECKING:
    from ...agent.locating.fused_map import LocatingHead

FUSED = "fused"
DEVIATIONS = 3.0  # of a single method's map, above which a cell counts as found
EVERY = 25  # pictures, between lines of progress
COPIES = {
    "JPEG 75": lambda pixels: jpeg(pixels, 75),
    "screenshot": screenshot,
    "scaled to 60%": lambda pixels: jpeg(resize(pixels, 0.6), 88),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was altered in a part, or untouched.

    Attributes:
        kind: the folder that it came from, and what was done to it.
        altered: whether a part was altered.
        pixels: uint8 [H, W, 3].
        quality: of the file.
        mask: bool [H, W], None if there is none.
    """

    kind: str
    altered: bool
    pixels: Pixels
    quality: Quality
    mask: NDArray[np.bool_] | None


@dataclass(frozen=True, slots=True)
class Measured:
    """What one method said of one picture; `area`, `f1` and `overlap` are None without a mask.

    Attributes:
        kind: of the picture.
        altered: whether a part was altered.
        method: its name, or *fused*.
        score: of the picture, higher for altered.
        area: AUROC of the map inside the mask against outside.
        f1: of the cells that were found.
        overlap: intersection over union of these.
        shown: whether a part is shown to the user; None for a single method.
    """

    kind: str
    altered: bool
    method: str
    score: float
    area: float | None = None
    f1: float | None = None
    overlap: float | None = None
    shown: bool | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--pairs", nargs="+", type=Path, required=True, metavar="DIR", help="altered pictures")
    parser.add_argument("--untouched", nargs="*", type=Path, default=[], metavar="DIR", help="untouched pictures")
    add_data(parser, required=False, what="sets whose real pictures are untouched ones")
    add_count(parser, 200, "real pictures of each set")
    parser.add_argument("--copies", action="store_true", help="measure copies of untouched pictures as well")
    parser.add_argument("--head", type=Path, metavar="FILE", help="weights to use instead of the shipped ones")


def run(arguments: argparse.Namespace) -> int:
    """Print both tables.

    Raises:
        ValueError: if the weights are missing.
    """
    from ...agent.locating.fused_map import read, shipped

    head = read(arguments.head) if arguments.head else shipped()
    if head is None:
        raise ValueError("the weights of the fused map are missing; install the package anew, or name a file")
    rows: list[Measured] = []
    found = pictures(arguments.pairs, arguments.untouched, copies=arguments.copies)
    drawn = real_pictures(arguments.data, arguments.count, copies=arguments.copies)
    for count, picture in enumerate(chain(found, drawn), start=1):
        rows += measured(picture, head)
        if count % EVERY == 0:
            say(f"{count} pictures")
    header = ("altered", "method", "pictures", "pixel AUROC", "F1", "IoU", "picture AUROC")
    show("Methods against masks, and against untouched pictures", header, methods_table(rows))
    show("A part is shown", ("pictures", "count", "share"), shown_table(rows))
    return DONE


def pictures(pairs: Iterable[Path], untouched: Iterable[Path], *, copies: bool) -> Iterator[Picture]:
    """Every picture of the folders; files that can't be examined are passed over."""
    for folder in pairs:
        for is_altered, file, mask in altered_and_originals(folder):
            name = folder.name if is_altered else f"originals of {folder.name}"
            yield from _read(name, is_altered, file, mask, copies=copies)
    for folder in untouched:
        for file in pictures_below(folder):
            yield from _read(folder.name, False, file, None, copies=copies)


def real_pictures(sets: Iterable[Path], count: int, *, copies: bool) -> Iterator[Picture]:
    """At most `count` real pictures of each labelled set, drawn at random with a fixed seed."""
    for place in sets:
        for record in drawn_by_label([one for one in records_of([place]) if one.label == "real"], count):
            yield from _read(f"real pictures of {record.place}", False, record.path, None, copies=copies)


def _read(kind: str, is_altered: bool, file: Path, mask: Path | None, *, copies: bool) -> Iterator[Picture]:
    from ...agent.locating.fused_map import MIN_SIDE

    try:
        exhibit = receive(file)
    except IntakeError:
        return
    if min(exhibit.pixels.shape[:2]) < MIN_SIDE:
        return
    painted = None
    if mask is not None:
        with Image.open(mask) as image:
            size = (exhibit.pixels.shape[1], exhibit.pixels.shape[0])
            painted = np.asarray(image.convert("L").resize(size, Image.Resampling.NEAREST)) > 127
    yield Picture(kind, is_altered, exhibit.pixels, exhibit.facts.quality, painted)
    if copies and not is_altered:
        for name, made in COPIES.items():
            copy = made(exhibit.pixels)
            if min(copy.shape[:2]) >= MIN_SIDE:
                yield Picture(f"{kind}, {name}", False, copy, Quality(short_side=min(copy.shape[:2])), None)


def measured(picture: Picture, head: LocatingHead) -> list[Measured]:
    """What every method and the fused map say of a picture."""
    from ...agent.locating.fused_features import features
    from ...agent.locating.fused_map import NAMES, fused, method_map

    departed, cells = features(picture.pixels, picture.quality, head.scales)
    found = fused(departed, cells, head, picture.pixels.shape)
    share = None if picture.mask is None else _shares(picture.mask, cells.usable.shape)
    patterns = head.scales.patterns.shape[1]
    rows = []
    for name in NAMES:
        drawn = method_map(departed, name, patterns)
        figures = against(drawn, drawn > DEVIATIONS, share)
        rows.append(Measured(picture.kind, picture.altered, name, found.methods[name], *figures))
    is_shown = found.picture >= head.alarm and found.region is not None
    figures = against(found.log_odds, found.log_odds > head.part, share)
    rows.append(Measured(picture.kind, picture.altered, FUSED, found.picture, *figures, is_shown))
    return rows


def _shares(mask: NDArray[np.bool_], grid: tuple[int, ...]) -> NDArray[np.float32]:
    """The share of each cell that a mask bool [H, W] covers."""
    (h, w), side = grid, CELL * thinning(mask.shape)
    below, right = max(0, h * side - mask.shape[0]), max(0, w * side - mask.shape[1])
    cut = np.pad(mask, ((0, below), (0, right)))[: h * side, : w * side]
    return cut.reshape(h, side, w, side).mean(axis=(1, 3)).astype(np.float32)


def against(
    drawn: NDArray[np.float32], found: NDArray[np.bool_], share: NDArray[np.float32] | None
) -> tuple[float | None, float | None, float | None]:
    """AUROC of a map, F1 and IoU of the cells that were found, all against the share of each cell that was altered."""
    if share is None:
        return None, None, None
    inside = share > 0.5
    if not inside.any() or inside.all():
        return None, None, None
    both, either = int((found & inside).sum()), int((found | inside).sum())
    f1 = 2 * both / max(int(found.sum()) + int(inside.sum()), 1)
    return auroc(drawn[~inside], drawn[inside]), f1, both / max(either, 1)


def methods_table(rows: Sequence[Measured]) -> list[TableRow]:
    """By kind of alteration and method: the means over pictures, and the AUROC against all untouched pictures."""
    untouched: dict[str, list[float]] = defaultdict(list)
    of_kind: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    for row in rows:
        if row.altered:
            of_kind[row.kind, row.method].append(row)
            of_kind["all", row.method].append(row)
        else:
            untouched[row.method].append(row.score)
    table = []
    for (kind, method), members in of_kind.items():
        area = auroc(np.array(untouched[method]), np.array([row.score for row in members]))
        figures = [_mean([getattr(row, name) for row in members]) for name in ("area", "f1", "overlap")]
        table.append((kind, method, str(len(members)), *figures, number(area)))
    return table


def shown_table(rows: Sequence[Measured]) -> list[TableRow]:
    """How often a part is shown, by kind of picture."""
    of_kind: dict[tuple[bool, str], list[bool]] = defaultdict(list)
    for row in rows:
        if row.shown is not None:
            of_kind[row.altered, row.kind].append(row.shown)
            of_kind[row.altered, "all altered" if row.altered else "all untouched"].append(row.shown)
    return [(kind, str(len(values)), f"{np.mean(values):.0%}") for (_, kind), values in sorted(of_kind.items())]


def _mean(values: Sequence[float | None]) -> str:
    known = [value for value in values if value is not None]
    return number(float(np.mean(known)) if known else None)


STUDY = Study("altered-parts", "methods that look for altered parts, one by one and fused", __doc__, add_arguments, run)

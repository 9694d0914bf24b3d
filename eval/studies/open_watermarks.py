"""Open watermarks: how often one is read where there is none, and how often a mark that was made here is read.

    python -m telltale.eval.studies open-watermarks [--data SET…] [--pictures DIR…] [--least PX] [--marked N]
        [--sides PX…] [--count N]

The photographs are at most `--count` real pictures of each set and the pictures of the folders, each with a short side
of `--least` px or more; of a large one up to four parts of 512 px are read beside the whole. The first table gives how
many of them are said to carry a mark, and the highest −log10 p of any. The second is of `--marked` of these
photographs into which each of the known payloads is written as the programs write it: as whole numbers (Stable
Diffusion 1 and 2) or as floating-point numbers (XL and FLUX), and then saved or altered; the share in which the right
mark is read, at the threshold of the detector.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...agent.console import DONE, say
from ...agent.intake import IntakeError, receive
from ...agent.pixels.dwt_marks import (
    BLOCK,
    LEAST_SIDE,
    OFFSETS,
    PAYLOADS,
    STEP,
    THRESHOLD,
    best_mark,
    blocks,
    colour_difference,
)
from ..sets.degradations import Pixels, jpeg, resize, webp
from ..sets.records import DataError, pictures_below
from ..tables import TableRow, number, show
from .pictures import drawn_by_label, records_of
from .study import Study, add_count, add_data

PART, PARTS = 512, 4  # px a side, and how many parts of a large picture are read
EVERY = 100  # pictures, between lines of progress
AS_FLOATS = ("Stable Diffusion XL", "FLUX")
COPIES: dict[str, Callable[[Pixels], Pixels]] = {
    "as saved (PNG)": lambda pixels: pixels,
    "JPEG 98": lambda pixels: jpeg(pixels, 98, subsampling=0),
    "JPEG 95": lambda pixels: jpeg(pixels, 95),
    "JPEG 90": lambda pixels: jpeg(pixels, 90),
    "JPEG 75": lambda pixels: jpeg(pixels, 75),
    "WebP 90": lambda pixels: webp(pixels, 90),
    "scaled to 90%": lambda pixels: resize(pixels, 0.9),
    "8 px cut off at the top": lambda pixels: np.ascontiguousarray(pixels[8:]),
    "8 px cut off on the left": lambda pixels: np.ascontiguousarray(pixels[:, 8:]),
    "a quarter painted over": lambda pixels: _painted(pixels),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser, required=False, what="sets whose real pictures carry no mark")
    parser.add_argument("--pictures", nargs="*", default=[], type=Path, metavar="DIR", help="folders of photographs")
    parser.add_argument("--least", type=int, default=LEAST_SIDE, metavar="PX", help="short side of a photograph")
    parser.add_argument("--marked", type=int, default=40, metavar="N", help="photographs to mark (default 40)")
    what = "short sides to which the photographs are scaled before they are marked (default: as they are)"
    parser.add_argument("--sides", nargs="+", type=int, default=[0], metavar="PX", help=what)
    add_count(parser, 2000, "real pictures of each set")


def run(arguments: argparse.Namespace) -> int:
    """Print both tables.

    Raises:
        DataError: if there are no photographs.
    """
    drawn = [record for record in records_of(arguments.data) if record.label == "real"]
    files = [record.path for record in drawn_by_label(drawn, arguments.count)]
    files += [file for folder in arguments.pictures for file in pictures_below(folder)]
    if not files:
        raise DataError("there are no photographs; give --data or --pictures")
    header = ("photographs", "read", "said to be marked", "highest")
    show("Photographs without a mark", header, [unmarked_row(files, arguments.least)])
    for side in arguments.sides if arguments.marked else ():
        name = "Photographs that were marked" + (f", short side {side} px" if side else "")
        show(name, ("copy", *PAYLOADS), marked_rows(files, arguments.marked, arguments.least, side))
    return DONE


def _large_enough(files: list[Path], least: int) -> Iterator[Pixels]:
    for file in files:
        try:
            pixels = receive(file).pixels
        except IntakeError:
            continue
        if min(pixels.shape[:2]) >= least:
            yield pixels


def parts(pixels: Pixels) -> Iterator[Pixels]:
    """A picture, and up to four parts of it that do not overlap, if it is larger than they are."""
    yield pixels
    if max(pixels.shape[:2]) >= 2 * PART and min(pixels.shape[:2]) >= PART:
        places = [
            (top, left)
            for top in range(0, pixels.shape[0] - PART + 1, PART)
            for left in range(0, pixels.shape[1] - PART + 1, PART)
        ]
        for top, left in places[:PARTS]:
            yield pixels[top : top + PART, left : left + PART]


def unmarked_row(files: list[Path], least: int) -> TableRow:
    """How many photographs and parts of them are said to carry a mark."""
    photographs = read = alarms = 0
    highest = 0.0
    for pixels in _large_enough(files, least):
        photographs += 1
        for part in parts(pixels):
            mark = best_mark(part)
            read += 1
            alarms += mark.exponent >= THRESHOLD
            highest = max(highest, mark.exponent)
        if photographs % EVERY == 0:
            say(f"{photographs} photographs, {alarms} said to be marked, highest {highest:.2f}")
    return str(photographs), str(read), f"{alarms}", number(highest, 2)


def marked_rows(files: list[Path], count: int, least: int, side: int = 0) -> list[TableRow]:
    """The share of marked photographs in which the right mark is read, by copy and payload.

    Args:
        files: the photographs.
        count: of them that are marked.
        least: px of the short side.
        side: px to which the short side is scaled first; 0 leaves it.
    """
    hits: Counter[tuple[str, str]] = Counter()
    done = 0
    drawn = [files[at] for at in np.random.default_rng(0).permutation(len(files))]
    for pixels in _large_enough(drawn, least):
        if done == count:
            break
        done += 1
        if side:
            pixels = resize(pixels, side / min(pixels.shape[:2]))
        for payload in PAYLOADS:
            carrier = marked(pixels, payload, as_floats=payload in AS_FLOATS)
            for copy, made in COPIES.items():
                mark = best_mark(made(carrier))
                hits[copy, payload] += mark.exponent >= THRESHOLD and mark.payload == payload
        say(f"{done} of {count} photographs marked")
    return [(copy, *(f"{hits[copy, payload] / max(done, 1):.0%}" for payload in PAYLOADS)) for copy in COPIES]


def marked(pixels: Pixels, payload: str, *, as_floats: bool) -> Pixels:
    """A picture uint8 [H, W, 3] with a payload written into it, as the scheme that `dwt_marks` describes does.

    Args:
        pixels: the picture.
        payload: its name.
        as_floats: whether the programs hand the picture over as floating-point numbers.
    """
    bits = np.array(PAYLOADS[payload])
    offset = OFFSETS[1] if as_floats else OFFSETS[0]
    plane = colour_difference(pixels, 2) + np.float32(offset)
    plane = plane if as_floats else np.rint(plane)
    values = blocks(plane)  # [b, 16]
    sizes = np.abs(values)
    row, place = np.arange(len(values)), sizes[:, 1:].argmax(axis=1) + 1
    bit = bits[row % len(bits)]
    moved = (sizes[row, place] // STEP + 0.25 + 0.5 * bit) * STEP
    change = np.zeros_like(values)
    change[row, place] = np.where(values[row, place] >= 0, moved, -moved) - values[row, place]
    added = np.zeros(plane.shape, np.float32)
    rows, columns = (side // 4 * 4 // 2 // BLOCK for side in plane.shape)
    grid = change.reshape(rows, columns, BLOCK, BLOCK).transpose(0, 2, 1, 3).reshape(rows * BLOCK, columns * BLOCK)
    added[: 2 * rows * BLOCK, : 2 * columns * BLOCK] = np.kron(grid / 2, np.ones((2, 2), np.float32))
    return _with_difference(pixels, plane + added - np.float32(offset), floor=not as_floats)


def _with_difference(pixels: Pixels, difference: NDArray[np.float32], *, floor: bool) -> Pixels:
    """A picture with another U, its brightness and its other colour difference as they were."""
    values = pixels.astype(np.float32)
    brightness = values @ np.array([0.299, 0.587, 0.114], np.float32)
    difference = np.floor(difference) if floor else difference
    red, blue = values[..., 0], brightness + difference / np.float32(0.492)
    green = (brightness - 0.299 * red - 0.114 * blue) / np.float32(0.587)
    return np.clip(np.rint(np.stack([red, green, blue], axis=-1)), 0, 255).astype(np.uint8)


def _painted(pixels: Pixels) -> Pixels:
    out = pixels.copy()
    out[: pixels.shape[0] // 2, : pixels.shape[1] // 2] = 128
    return out


STUDY = Study("open-watermarks", "open watermarks: false readings, and marks made here", __doc__, add_arguments, run)

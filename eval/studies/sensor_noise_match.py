"""A camera by its sensor's noise: how often it is found, and how often another one is taken for it.

    python -m telltale.eval.studies sensor-noise-match --data SET… [--sensors N] [--references N…] [--strength S…]
        [--device DIR…]

No set here holds several pictures of one camera as it saved them. So sensors are made: to a pattern of independent
normal values with the deviation `--strength`, each photograph adds itself times that pattern, and is saved as a JPEG of
quality 95. Pictures of 448 px a side are put together of four parts of photographs of 224 px, no part twice; of a set
with views, its parts in native resolution are taken. For each sensor the noise is estimated from so many of its
pictures as `--references` say. Eight other pictures of the sensor, in the copies that the table names, are then
compared with it, and so are those of all other sensors and as many pictures without a pattern: these must not agree.

With `--device`, each picture of a folder is compared with the others in it, and with as many pictures of the sets, cut
to its size. Folders of real devices show what real noise does; the copies there may have been scaled.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...agent.assisted.camera_check import THRESHOLD, as_taken
from ...agent.assisted.sensor_match import Probe, match, probe
from ...agent.assisted.sensor_noise import Gathered, gathered
from ...agent.console import DONE, say
from ...agent.sandbox import receive
from ..sets.degradations import Pixels, jpeg, resize
from ..sets.records import DataError, pictures_below, read_pixels
from ..tables import TableRow, number, show
from .pictures import records_of
from .study import Study, add_data

TILE = 224  # px a side of a part; a picture has two by two
SAVED = 95  # JPEG quality of a picture as it comes from a sensor
TESTS = 8  # pictures of each sensor that are compared
COPIES: dict[str, Callable[[Pixels], Pixels]] = {
    "as saved (JPEG 95)": lambda pixels: pixels,
    "JPEG 85": lambda pixels: jpeg(pixels, 85),
    "JPEG 70": lambda pixels: jpeg(pixels, 70),
    "cut to 320 px": lambda pixels: np.ascontiguousarray(pixels[70:390, 81:401]),
    "scaled to 90%": lambda pixels: resize(pixels, 0.9),
}
MOST_OTHERS = 40  # pictures of the sets that are compared with a device
Pattern = NDArray[np.float32]  # [H, W]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser, what="sets whose real pictures of 224 px or more are the photographs")
    parser.add_argument("--sensors", type=int, default=5, metavar="N", help="sensors that are made (default 5)")
    parser.add_argument(
        "--references", type=int, nargs="+", default=[8, 20], metavar="N", help="references of each (default 8, 20)"
    )
    parser.add_argument(
        "--strength", type=float, nargs="+", default=[0.01], metavar="S", help="of the pattern (default 0.01)"
    )
    parser.add_argument("--device", nargs="*", default=[], type=Path, metavar="DIR", help="pictures of one device each")


def run(arguments: argparse.Namespace) -> int:
    """Print the tables.

    Raises:
        DataError: if there are too few photographs.
    """
    records = [record for record in records_of(arguments.data) if record.label == "real"]
    files = [record.path for record in records if record.crop > 0 or not record.picture]
    needed = arguments.sensors * (max(arguments.references) + TESTS) + TESTS
    files = [files[at] for at in np.random.default_rng(0).permutation(len(files))[: 4 * needed + 9 * MOST_OTHERS]]
    tiles = [pixels[:TILE, :TILE] for file in files if min((pixels := read_pixels(file)).shape[:2]) >= TILE]
    scenes = [_put_together(tiles[at : at + 4]) for at in range(0, len(tiles) - 3, 4)]
    if len(scenes) < needed:
        raise DataError(f"{len(tiles)} photographs of {TILE} px or more; {4 * needed} are needed: make fewer sensors")
    say(f"{len(scenes)} pictures of {len(tiles)} photographs")
    rows = (
        row
        for strength in arguments.strength
        for row in made_rows(scenes, strength, arguments.sensors, arguments.references)
    )
    header = ("pattern", "references", "copy", "found", "median PCE", "others", "taken for it", "highest PCE")
    show(f"Sensors that were made (threshold {THRESHOLD:g})", header, rows)
    if arguments.device:
        rows = (device_row(folder, tiles) for folder in arguments.device)
        show("Devices", ("folder", "pictures", "found", "PCE", "others", "taken for it", "highest PCE"), rows)
    return DONE


def _put_together(tiles: Sequence[Pixels], side: int = 2) -> Pixels:
    """A square of so many parts a side."""
    rows = [np.concatenate(tiles[at * side : (at + 1) * side], axis=1) for at in range(side)]
    return np.concatenate(rows)


def taken(scene: Pixels, pattern: Pattern | None) -> Pixels:
    """A scene as a sensor with a pattern takes and saves it."""
    values = scene.astype(np.float32)
    if pattern is not None:
        values = values * (1 + pattern[..., None])
    return jpeg(np.clip(np.rint(values), 0, 255).astype(np.uint8), SAVED, subsampling=0)


def made_rows(scenes: Sequence[Pixels], strength: float, sensors: int, references: Sequence[int]) -> Iterator[TableRow]:
    """How often made sensors are found, and others are taken for them, by number of references and copy."""
    rng, rest = np.random.default_rng(1), list(scenes)
    patterns = [rng.normal(0, strength, scenes[0].shape[:2]).astype(np.float32) for _ in range(sensors)]
    known: list[dict[int, Pattern]] = []
    tests: list[list[Pixels]] = []
    for number_, pattern in enumerate(patterns, start=1):
        sums: Gathered | None = None
        estimates: dict[int, Pattern] = {}
        for count in range(1, max(references) + 1):
            one = gathered(taken(rest.pop(), pattern))
            sums = one if sums is None else sums + one
            if count in references:
                estimates[count] = sums.fingerprint
        known.append(estimates)
        tests.append([taken(rest.pop(), pattern) for _ in range(TESTS)])
        say(f"sensor {number_} of {sensors}, pattern {strength:g}")
    tests.append([taken(rest.pop(), None) for _ in range(TESTS)])
    for name, made in COPIES.items():
        copies: list[list[Probe]] = [[probe(made(pixels)) for pixels in own] for own in tests]
        for count in references:
            own, other = [], []
            for at, estimates in enumerate(known):
                for source, pictures in enumerate(copies):
                    found = [match(each, estimates[count]).pce for each in pictures]
                    (own if source == at else other).extend(found)
            say(f"{name}, {count} references")
            yield f"{strength:g}", str(count), name, *_cells(own, other)


def _cells(own: Sequence[float], other: Sequence[float]) -> tuple[str, ...]:
    found, wrong = (sum(value >= THRESHOLD for value in values) for values in (own, other))
    median = number(float(np.median(own)), 0)
    return f"{found / len(own):.0%}", median, str(len(other)), str(wrong), number(max(other, default=None), 1)


def device_row(folder: Path, tiles: Sequence[Pixels]) -> TableRow:
    """Each picture of a device against the others of it, and pictures of the sets against all of them.

    Raises:
        DataError: if the folder has fewer than three pictures of one size.
    """
    pictures = [as_taken(receive(file)) for file in pictures_below(folder)]
    sizes = [pixels.shape for pixels in pictures]
    shape = max(sizes, key=sizes.count, default=(0, 0, 3))
    parts = [gathered(pixels) for pixels in pictures if pixels.shape == shape]
    pictures = [pixels for pixels in pictures if pixels.shape == shape]
    if len(parts) < 3:
        raise DataError(f"{folder}: holds fewer than three pictures of one size")
    own = []
    for at, pixels in enumerate(pictures):
        rest = [part for number_, part in enumerate(parts) if number_ != at]
        own.append(match(probe(pixels), sum(rest[1:], rest[0]).fingerprint).pce)
    whole = sum(parts[1:], parts[0]).fingerprint
    other = []
    side = -(-max(shape) // TILE)
    for at in range(0, min(len(tiles), MOST_OTHERS * side**2) - side**2 + 1, side**2):
        scene = _put_together(tiles[at : at + side**2], side)[: shape[0], : shape[1]]
        other.append(match(probe(jpeg(scene, SAVED)), whole).pce)
    found, wrong = (sum(value >= THRESHOLD for value in values) for values in (own, other))
    values = " ".join(f"{value:.0f}" for value in sorted(own))
    highest = number(max(other, default=None), 1)
    return folder.name, str(len(own)), str(found), values, str(len(other)), str(wrong), highest


STUDY = Study("sensor-noise-match", "a camera by its sensor's noise: found, and mistaken", __doc__, add_arguments, run)

"""Earlier versions and sources of parts: whether they are found in a folder, and how well differences are outlined.

    python -m telltale.eval.studies compared-pictures --pairs DIR… [--change CHANGE…] [--among DIR…] [--count N]
        [--splices N] [--unrelated N]

A folder of pairs holds altered pictures and their originals in a layout that the study `altered-parts` knows. Each
altered picture is changed (`none`, `jpeg:QUALITY`, `scale:SHARE`, `crop:SHARE` of each side, `mirror:1`; several joined
by `+`) and then sought among all originals and at most `--count` other pictures of each folder `--among`, in the way of
`telltale compare`.

The first table gives: how often the original is the first that is named, and how often it is named a version; the mean
pixel F1 of the difference with the truth (0 if the original was not found), which is where two lossless files differ,
or else a mask; and how many of the other pictures are said to belong to it, in which relation. The second is of splices
made here: a part of one original, scaled by 0.7 to 1.3, is pasted into another and the picture saved as a JPEG of
quality 85; both are sought. The third counts pairs of pictures of `--among` that are said to belong together; they
should not.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ...agent.comparing.folder_search import MOST, order
from ...agent.comparing.picture_comparison import Comparison, compare
from ...agent.comparing.picture_points import Points, Way, points, way
from ...agent.comparing.plain_likeness import likeness
from ...agent.console import DONE, say
from ...agent.intake import IntakeError, receive
from ..sets.degradations import Pixels, jpeg, resize
from ..sets.manifest import altered
from ..sets.records import DataError, pictures_below
from ..tables import TableRow, number, show
from .study import Study, add_count

Mask = NDArray[np.bool_]  # [H, W]
EVERY = 20  # pictures, between lines of progress
LOSSLESS = ("image/png", "image/bmp", "image/tiff")


@dataclass(frozen=True, slots=True)
class Pair:
    """An altered picture, its original, and where they differ if that is known."""

    name: str
    altered: Pixels
    original: Pixels
    truth: Mask | None


@dataclass(frozen=True, slots=True)
class Known:
    """A picture in which another one is sought, with its keypoints."""

    name: str
    pixels: Pixels
    points: Points


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--pairs", nargs="*", default=[], type=Path, metavar="DIR", help="altered pictures, originals")
    what = "none, jpeg:QUALITY, scale:SHARE, crop:SHARE of each side, mirror:1; several joined by +"
    parser.add_argument("--change", nargs="+", default=["none"], metavar="CHANGE", help=what)
    parser.add_argument("--among", nargs="*", default=[], type=Path, metavar="DIR", help="folders of other pictures")
    add_count(parser, 100, "other pictures of each folder")
    parser.add_argument("--splices", type=int, default=0, metavar="N", help="make so many splices of the originals")
    parser.add_argument("--unrelated", type=int, default=0, metavar="N", help="compare so many pairs of other pictures")


def run(arguments: argparse.Namespace) -> int:
    """Print the tables."""
    for change in arguments.change:
        changed(np.zeros((64, 64, 3), np.uint8), None, change)  # a typing error shows before the work
    pairs = {folder: pairs_of(folder) for folder in arguments.pairs}
    others = [each for folder in arguments.among for each in known_of(_drawn(folder, arguments.count))]
    originals = [
        Known(f"{folder.name}/{pair.name}", pair.original, points(pair.original))
        for folder, members in pairs.items()
        for pair in members
    ]
    say(f"{len(originals)} originals and {len(others)} other pictures")
    rows = (
        found_row(folder, members, change, [*originals, *others])
        for change in arguments.change
        for folder, members in pairs.items()
    )
    if pairs:
        header = ("pairs", "change", "pictures", "first", "version", "F1", "with truth", "others named")
        show("Originals found, and differences outlined", header, rows)
    if arguments.splices:
        show(
            "Splices", ("what", "sought", "found", "first", "named"), splice_rows(originals, others, arguments.splices)
        )
    if arguments.unrelated:
        show("Unrelated pairs", ("pairs", "named", "as"), [unrelated_row(others, arguments.unrelated)])
    return DONE


def pairs_of(folder: Path) -> list[Pair]:
    """The pairs of a folder.

    Raises:
        DataError: if there are none.
    """
    known = [(changed_file, original, mask) for original, changed_file, mask in altered(folder) if original is not None]
    if not known:
        masks = {file.stem: file for file in pictures_below(folder / "mask")}
        originals = {file.stem: file for file in pictures_below(folder / "original")}
        files = [file for place in ("tampered", "edited", "altered") for file in pictures_below(folder / place)]
        known = [(file, originals[file.stem], masks.get(file.stem)) for file in files if file.stem in originals]
    pairs = []
    for file, original, mask in known:
        try:
            one, two = receive(file), receive(original)
        except IntakeError:
            continue
        lossless = all(each.facts.media_type in LOSSLESS for each in (one, two))
        truth = None
        if lossless and one.pixels.shape == two.pixels.shape:
            truth = (one.pixels != two.pixels).any(axis=-1)
            truth = truth if 0 < truth.mean() < 0.5 else None  # more was saved anew as a whole
        if truth is None and mask is not None:
            with Image.open(mask) as image:
                size = (one.facts.width, one.facts.height)
                truth = np.asarray(image.convert("L").resize(size, Image.Resampling.NEAREST)) > 127
        pairs.append(Pair(file.stem, one.pixels, two.pixels, truth))
    if not pairs:
        raise DataError(f"{folder}: holds no altered pictures with originals; give folders tampered and original")
    return pairs


def changed(pixels: Pixels, truth: Mask | None, change: str) -> tuple[Pixels, Mask | None]:
    """A picture after a change, and the truth as it lies then.

    Raises:
        DataError: if it is not a change.
    """
    for step in change.split("+"):
        name, _, value = step.partition(":")
        try:
            if name == "jpeg":
                pixels = jpeg(pixels, int(value))
            elif name == "scale":
                pixels = resize(pixels, float(value))
                if truth is not None:
                    sized = Image.fromarray(truth).resize((pixels.shape[1], pixels.shape[0]), Image.Resampling.NEAREST)
                    truth = np.asarray(sized)
            elif name == "crop":
                height, width = (round(side * float(value)) for side in pixels.shape[:2])
                top, left = (pixels.shape[0] - height) // 3, (pixels.shape[1] - width) // 3
                place = (slice(top, top + height), slice(left, left + width))
                pixels, truth = np.ascontiguousarray(pixels[place]), None if truth is None else truth[place]
            elif name == "mirror":
                pixels, truth = np.ascontiguousarray(pixels[:, ::-1]), None if truth is None else truth[:, ::-1]
            elif name != "none":
                raise DataError(f"{change}: not a change; there are none, jpeg, scale, crop and mirror, as in jpeg:70")
        except ValueError as error:
            raise DataError(f"{change}: not a change; {error}") from error
    return pixels, truth


def known_of(files: Sequence[Path]) -> list[Known]:
    """Pictures with their keypoints; files that can't be examined are passed over."""
    found = []
    for file in files:
        try:
            pixels = receive(file).pixels
        except IntakeError:
            continue
        found.append(Known(str(file), pixels, points(pixels)))
    return found


def _drawn(folder: Path, count: int) -> list[Path]:
    files = pictures_below(folder)
    return [files[at] for at in np.random.default_rng(0).permutation(len(files))[:count]]


def sought(pixels: Pixels, among: Sequence[Known]) -> list[tuple[Known, Comparison]]:
    """The pictures that belong to one, in the order in which `telltale compare` names them."""
    own = points(pixels)
    ways: list[tuple[int, Way | None]] = []
    for at, each in enumerate(among):
        found = way(own, each.points)
        if found is not None or likeness(pixels, each.pixels) is not None:
            ways.append((at, found))
    ways.sort(key=lambda pair: 0 if pair[1] is None else -pair[1].matches)
    compared = [(among[at], compare(pixels, among[at].pixels, found=found)) for at, found in ways[:MOST]]
    return sorted((pair for pair in compared if pair[1].relation != "none"), key=lambda pair: order(pair[1]))


def found_row(folder: Path, pairs: Sequence[Pair], change: str, among: Sequence[Known]) -> TableRow:
    """How often the originals of a folder are found, and the F1 of the differences."""
    first = version = 0
    scores: list[float] = []
    named: Counter[str] = Counter()
    for done, pair in enumerate(pairs, start=1):
        pixels, truth = changed(pair.altered, pair.truth, change)
        named_here = sought(pixels, among)
        name = f"{folder.name}/{pair.name}"
        first += bool(named_here) and named_here[0][0].name == name
        own = next((compared for each, compared in named_here if each.name == name), None)
        version += own is not None and own.relation in ("version", "same_pixels")
        named.update(compared.relation for each, compared in named_here if each.name != name)
        if truth is not None and truth.any():
            scores.append(0.0 if own is None else f1(own, truth))
        if done % EVERY == 0:
            say(f"{done} pictures of {folder.name}")
    count = len(pairs)
    cells = (f"{first / count:.0%}", f"{version / count:.0%}", number(float(np.mean(scores)) if scores else None))
    return folder.name, change, str(count), *cells, str(len(scores)), _counted(named)


def f1(found: Comparison, truth: Mask) -> float:
    """Pixel F1 of the places that differ with the truth, in the size of the truth."""
    if found.mask is None:
        return 0.0
    sized = Image.fromarray(found.mask).resize((truth.shape[1], truth.shape[0]), Image.Resampling.NEAREST)
    mask = np.asarray(sized)
    return 2 * float((mask & truth).sum()) / max(float(mask.sum() + truth.sum()), 1.0)


def splice_rows(originals: Sequence[Known], others: Sequence[Known], count: int) -> list[TableRow]:
    """Splices of originals: whether the picture that they were made in, and that of the part, are found."""
    rng = np.random.default_rng(0)
    totals: dict[str, Counter[str]] = {"the picture": Counter(), "the source of the part": Counter()}
    for done in range(1, count + 1):
        host, donor = (originals[at] for at in rng.permutation(len(originals))[:2])
        found = sought(spliced(host.pixels, donor.pixels, rng), [*originals, *others])
        for what, each in (("the picture", host), ("the source of the part", donor)):
            relation = next((compared.relation for known, compared in found if known is each), None)
            totals[what][relation or "not"] += 1
            totals[what]["first"] += bool(found) and found[0][0] is each
        if done % EVERY == 0:
            say(f"{done} splices")
    return [
        (what, str(count), f"{1 - kinds['not'] / count:.0%}", f"{kinds['first'] / count:.0%}",
         _counted(Counter({kind: n for kind, n in kinds.items() if kind not in ("first", "not")})))
        for what, kinds in totals.items()
    ]  # fmt: skip


def spliced(host: Pixels, donor: Pixels, rng: np.random.Generator) -> Pixels:
    """A picture with an oval part of another, a third of its sides, scaled by 0.7 to 1.3; a JPEG of quality 85."""
    part = resize(donor, float(rng.uniform(0.7, 1.3)))
    height, width = (min(each // 3, other // 2) for each, other in zip(host.shape[:2], part.shape[:2], strict=True))
    top, left = (int(rng.integers(0, part.shape[axis] - side + 1)) for axis, side in enumerate((height, width)))
    down, across = (int(rng.integers(0, host.shape[axis] - side + 1)) for axis, side in enumerate((height, width)))
    oval = Image.new("L", (width, height), 0)
    ImageDraw.Draw(oval).ellipse([0, 0, width - 1, height - 1], fill=255)
    canvas = Image.fromarray(host)
    canvas.paste(Image.fromarray(part[top : top + height, left : left + width]), (across, down), oval)
    return jpeg(np.asarray(canvas), 85)


def unrelated_row(others: Sequence[Known], count: int) -> TableRow:
    """How many pairs of other pictures are said to belong together."""
    rng, named, done = np.random.default_rng(1), Counter[str](), 0
    for _ in range(count):
        one, two = (others[at] for at in rng.permutation(len(others))[:2])
        found = way(one.points, two.points)
        done += 1
        if found is not None:
            relation = compare(one.pixels, two.pixels, found=found).relation
            named[relation] += 1
            say(f"{relation}, {found.matches} matches: {one.name} {two.name}")
    return str(done), str(sum(named.values())), _counted(named)


def _counted(named: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(named.items())) or "–"


STUDY = Study("compared-pictures", "versions of a picture and sources of its parts", __doc__, add_arguments, run)

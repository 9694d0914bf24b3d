"""Parts of a picture that were copied within it: found by keypoints and by a dense field, proven by fine detail.

Both places of a copy are given. Which of them is the copy can't be told from this.

Letters: H, W height and width of the picture; h, w of the picture as it is worked on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..evidence import Region
from .copy_fit import image_of
from .copy_growth import Mask, Part
from .copy_outline import outlined
from .copy_repeats import Repeats, repeats
from .copy_search import parts
from .copy_signal import Signal, signal
from .open_cv import opencv

WORKED_ON = 800_000  # pixels; larger pictures are scaled down
LEAST_SIDE = 128  # px
LEAST_TEXTURED = 0.02  # of the picture
DRAWN = 0.5  # of the picture that is plain to the last grey level: drawings and screens repeat exactly by design
THRESHOLD = 0.5  # of the score; what is below it is not reported
SURE = 0.9  # from here on a pair speaks for a copy: like things reach .8 now and then
LEAST_PROOF, LEAST_PIXELS = 100, 200
UNTOUCHED, LEAST_SHARE = 2.0, 0.3  # of `Part.rest`; of a turned or scaled part that must be textured: lines match lines
LEAST_EXACT = 0.93  # of what noise leaves possible
MOST_OVERLAP = 0.2  # of a part that may lie in its own image
MOST_OUTLINED = 0.1  # the same of its outline
MOST_JUDGED, MOST_PAIRS = 8, 5
MOST_ALIKE = 2  # places that match as well as the copy does; more are a pattern
# Weights of the score, set by hand on pairs found in altered and in untouched pictures; no error rate follows from it.
BASE, WEIGHTS = -8.8, (1.5, 1.0, 0.8, 0.7, 1.5)
CROWDED, CROWD = 0.55, 10.0  # `Repeats.crowd` from which a part is taken for a piece of a pattern, and the weight of it

WhyNot = Literal["small", "plain", "drawn"]


@dataclass(frozen=True, slots=True)
class CopiedPair:
    """Two places that show the same pixels.

    Attributes:
        one: where the first lies, in pixels of the picture.
        other: where the second lies.
        shift: px to the right and down, from the centre of the first to that of the second.
        turn: degrees, clockwise as seen, from the first to the second.
        scale: size of the second over that of the first.
        mirrored: whether one is a mirror image of the other.
        score: 0 to 1.
        pixels: area of the first.
    """

    one: Region
    other: Region
    shift: tuple[float, float]
    turn: float
    scale: float
    mirrored: bool
    score: float
    pixels: int


@dataclass(frozen=True, slots=True)
class CopyMove:
    """What the search for copied parts found.

    Attributes:
        score: of the best pair, 0 to 1; 0 if no two places are alike. A pair is reported from `THRESHOLD` on.
        pairs: best first, at most five.
        mask: bool [H, W]: both places of every pair.
        why_not: why the picture can't be tested: too small, nearly without texture, or drawn; None if it was tested.
    """

    score: float
    pairs: tuple[CopiedPair, ...]
    mask: Mask
    why_not: WhyNot | None = None


def copied(pixels: NDArray[np.uint8], jpeg_quality: int | None = None) -> CopyMove:
    """Search a picture for parts that were copied within it.

    Args:
        pixels: uint8 [H, W, 3].
        jpeg_quality: of the file, IJG scale; it tells how much fine detail can differ between a part and its copy.
    """
    cv2 = opencv()
    height, width = pixels.shape[:2]
    empty = np.zeros((height, width), bool)
    if min(height, width) < LEAST_SIDE:
        return CopyMove(0.0, (), empty, "small")
    scaled = min(1.0, math.sqrt(WORKED_ON / (height * width)))
    plane = cv2.cvtColor(_scaled(pixels, scaled), cv2.COLOR_RGB2GRAY)
    planes = signal(plane, jpeg_quality, scaled)
    if (planes.texture > max(6.0, 2 * planes.level)).mean() < LEAST_TEXTURED:
        return CopyMove(0.0, (), empty, "plain")
    if plain_share(plane) > DRAWN:
        return CopyMove(0.0, (), empty, "drawn")
    likely = [part for part in parts(plane, planes) if is_worth_judging(part) and not is_row(part, planes)]
    judged = [(judge(part, repeats(planes, part)), part) for part in likely[:MOST_JUDGED]]
    judged.sort(key=lambda each: -each[0])
    below = next((score for score, _ in judged if score < THRESHOLD), 0.0)
    kept = [(score, outlined(planes, part)) for score, part in judged if score >= THRESHOLD]
    kept = [(score, part) for score, part in kept if not is_row(part, planes, MOST_OUTLINED)]
    mask, pairs = empty, []
    for score, part in kept[:MOST_PAIRS]:
        first, second = (_full(each, (height, width)) for each in _places(part, planes))
        pairs.append(_pair(part, first, second, score, 1 / scaled))
        mask = mask | first | second
    return CopyMove(kept[0][0] if kept else below, tuple(pairs), mask)


def plain_share(plane: NDArray[np.uint8]) -> float:
    """Share of the pixels [h, w] that equal all eight about them; near 0 in a photograph, clipped parts left out."""
    cv2 = opencv()
    kernel = np.ones((3, 3), np.uint8)
    same = cv2.dilate(plane, kernel) == cv2.erode(plane, kernel)
    return float(same.mean())


def is_worth_judging(part: Part) -> bool:
    """Whether a part has pixels and texture enough to prove anything, and is exact enough to be a copy."""
    return bool(part.proof >= LEAST_PROOF and part.mask.sum() >= LEAST_PIXELS and part.relative >= LEAST_EXACT)


def is_row(part: Part, planes: Signal, most: float = MOST_OVERLAP) -> bool:
    """Whether a part runs into its own image, as rows of windows and bricks do: a copy covers what it lies on."""
    here, there = _places(part, planes)
    return bool((here & there).sum() > most * here.sum())


def judge(part: Part, alike: Repeats) -> float:
    """How sure it is that a part was copied, 0 to 1: exact to the noise, far nearer than any look-alike, and large."""
    lined = part.rest > UNTOUCHED and part.proof < LEAST_SHARE * part.mask.sum()
    if lined or alike.as_near > MOST_ALIKE:
        return 0.0
    pattern = CROWD * max(alike.crowd - CROWDED, 0.0)
    return 1 / (1 + math.exp(pattern - BASE - float(np.dot(WEIGHTS, features(part, alike)))))


def features(part: Part, alike: Repeats) -> tuple[float, float, float, float, float]:
    """What a part is judged by, each a natural logarithm that is higher for a copy.

    They are: how little is missing to the possible exactness; how much nearer the match is than the next look-alike;
    how many pixels prove it, in hundreds; how little differs beside noise; how evenly the part agrees.
    """
    missing = 1 - part.relative
    return (
        -math.log(max(missing, 0.005)),
        -math.log(alike.closeness),
        min(math.log(part.proof / 100), 4.0),
        -math.log(min(max(part.rest, 0.3), 30.0)),
        math.log(max(part.evenness, 0.1)),
    )


def _scaled(pixels: NDArray[np.uint8], scaled: float) -> NDArray[np.uint8]:
    cv2 = opencv()
    if scaled == 1:
        return np.ascontiguousarray(pixels)
    size = (max(1, round(pixels.shape[1] * scaled)), max(1, round(pixels.shape[0] * scaled)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8)


def _places(part: Part, planes: Signal) -> tuple[Mask, Mask]:
    whole = part.whole((planes.smooth.shape[0], planes.smooth.shape[1]))
    return whole, image_of(whole, part.affine)


def _full(mask: Mask, shape: tuple[int, int]) -> Mask:
    cv2 = opencv()
    return cv2.resize(mask.astype(np.uint8), (shape[1], shape[0]), interpolation=cv2.INTER_NEAREST) > 0


def _pair(part: Part, first: Mask, second: Mask, score: float, unscaled: float) -> CopiedPair:
    linear = part.affine[:, :2]
    mirrored = bool(np.linalg.det(linear) < 0)
    flipped = linear @ np.diag([-1.0, 1.0]) if mirrored else linear
    rows, columns = np.nonzero(part.mask)
    middle = np.array([columns.mean() + part.box[0], rows.mean() + part.box[1]])
    shift = (linear @ middle + part.affine[:, 2] - middle) * unscaled
    return CopiedPair(
        _box(first),
        _box(second),
        (float(shift[0]), float(shift[1])),
        math.degrees(math.atan2(flipped[1, 0] - flipped[0, 1], flipped[0, 0] + flipped[1, 1])),
        math.sqrt(abs(float(np.linalg.det(linear)))),
        mirrored,
        score,
        int(first.sum()),
    )


def _box(mask: Mask) -> Region:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return Region(x=int(columns[0]), y=int(rows[0]), w=int(np.ptp(columns)) + 1, h=int(np.ptp(rows)) + 1)

"""JPEG traces: the block grid, double compression, and ghosts of an earlier quality in a part of the picture."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..evidence import Facts, Flag, Quality
from ..pixels.jpeg_blocks import luma
from ..pixels.regions import StrongestRegion, strongest_region
from ..sentences import Sentence
from .base import Detector, Reading, Weighing

BLOCK = 16
MAX_SIDE = 2048  # larger pictures are examined in their middle, at native resolution
QUALITIES = tuple(range(50, 100, 5))
# Of 31 photographs with a part pasted in (quality 55 to 80 inside 95) nine in ten score above 128; without such a
# part 19 in 20 stay below 132. tests/agent/detectors/test_detectors.py makes such pairs and checks both sides.
GHOST_THRESHOLD = 130.0
GRID_THRESHOLD = 0.15

GHOST = Sentence(
    "jpeg.ghost",
    "A part of {w}×{h} px at {x}, {y} shows a JPEG ghost, the trace of an earlier compression at a quality near "
    "{quality} (strength {strength:.1f}).",
)
NO_GHOST = Sentence(
    "jpeg.no_ghost",
    "No part shows a JPEG ghost, the trace of an earlier compression at another quality (strength {strength:.1f}; the "
    "threshold is {threshold:g}).",
)
NO_GRID = Sentence("jpeg.no_grid", "No block grid of an earlier JPEG compression was found.")
GRID = Sentence("jpeg.grid", "An 8×8 block grid at offset ({row}, {column}) shows that the picture was once a JPEG.")
OWN_GRID = Sentence("jpeg.own_grid", "The JPEG block grid lies where this file's own compression puts it.")
SHIFTED_GRID = Sentence(
    "jpeg.shifted_grid",
    "The strongest block grid is shifted by ({row}, {column}): the picture was cropped after an earlier compression.",
)
TWICE = Sentence(
    "jpeg.twice",
    "It was compressed as a JPEG more than once (roughness {roughness:.2f}; above 1 shows an earlier compression).",
)
CROPPED = Sentence("jpeg.cropped", "A picture that was cropped or resized after an edit shows no ghost.")
ROUTINE = Sentence(
    "jpeg.routine", "Platforms and editors recompress routinely: double compression alone is no sign of tampering."
)
ON_SCREEN = Sentence(
    "jpeg.on_screen",
    "It does not count here: a screenshot shows pictures that were compressed before, and those leave such traces "
    "without any alteration.",
)
SMOOTH = Sentence("jpeg.smooth", "Smooth or saturated parts can imitate a ghost.")


def grid_offset(plane: NDArray[np.float32]) -> tuple[float, tuple[int, int]]:
    """Strength and offset (rows, columns; 0 to 7) of the 8×8 block grid.

    Differences across block borders exceed those inside blocks. For each direction the mean absolute second
    difference is taken by its position modulo 8; the strength is (largest - median) / median, the smaller of the
    two directions (after Li, Yuan and Yu, "Passive detection of doctored JPEG image", 2009).
    """
    strengths, offsets = [], []
    for axis in (0, 1):
        second = np.abs(np.diff(plane, n=2, axis=axis))
        profile = np.minimum(second, 20).mean(axis=1 - axis)  # clipped: scene edges must not decide
        pairs = profile[:-1] + profile[1:]  # a border shows in the two second differences that span it
        phases = np.array([pairs[k::8].mean() for k in range(8)])
        middle = float(np.median(phases))
        strengths.append((float(phases.max()) - middle) / max(middle, 1e-3))
        offsets.append((int(phases.argmax()) + 2) % 8)
    return min(strengths), (offsets[0], offsets[1])


def ghost(pixels: NDArray[np.uint8], skip: int | None) -> tuple[StrongestRegion, int]:
    """Look for a part that was saved at another quality before: the strongest part, and that quality.

    Saving again at the earlier quality changes such a part less than at the qualities beside it. Per 16×16 block and
    quality q, the dip is

        d(q) = min(log E(q-5), log E(q+5)) - log E(q),    E the mean squared difference after saving at q,

    and a ghost is a quality at which the dips of one part stand out from those of the rest (Farid, "Exposing digital
    forgeries from JPEG ghosts", 2009).

    Args:
        pixels: uint8 [H, W, 3].
        skip: the quality of the file itself, near which every block dips.
    """
    h, w = (pixels.shape[0] // BLOCK) * BLOCK, (pixels.shape[1] // BLOCK) * BLOCK
    plane = luma(pixels)[:h, :w]
    picture = Image.fromarray(np.rint(plane).astype(np.uint8))  # luma alone: a third of the work, and E is on luma
    errors = np.stack([_block_error(plane, picture, q) for q in QUALITIES])  # [q, h, w]
    logs = np.log(errors + 0.05)
    dips = np.minimum(logs[:-2], logs[2:]) - logs[1:-1]  # [q-2, h, w]
    textured = errors[0] > 1.0  # flat blocks do not change at any quality and tell nothing
    best, best_quality = StrongestRegion(0.0, None, np.zeros(textured.shape, np.float32)), 0
    if textured.sum() < 64:
        return best, best_quality
    for dip, quality in zip(dips, QUALITIES[1:-1], strict=True):
        if skip is not None and abs(quality - skip) <= 4:
            continue
        spread = max(1.4826 * float(np.median(np.abs(dip[textured] - np.median(dip[textured])))), 0.02)
        deviations = np.maximum((dip - np.median(dip[textured])) / spread, 0.0)  # only dips count, not rises
        part = strongest_region(deviations, textured, BLOCK, (h, w))
        if part.score > best.score:
            best, best_quality = part, quality
    return best, best_quality


def _block_error(plane: NDArray[np.float32], picture: Image.Image, quality: int) -> NDArray[np.float64]:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    with Image.open(buffer) as again:
        difference = (plane - np.asarray(again)) ** 2  # [H, W]
    h, w = difference.shape[0] // BLOCK, difference.shape[1] // BLOCK
    return difference.reshape(h, BLOCK, w, BLOCK).mean(axis=(1, 3)).astype(np.float64)


def measure(pixels: NDArray[np.uint8], quality: Quality) -> Reading:
    """Grid, double compression and ghosts; only a ghost in a part of the picture speaks for tampering."""
    h, w = pixels.shape[:2]
    top, left = (max(0, (h - MAX_SIDE) // 2) // 8) * 8, (max(0, (w - MAX_SIDE) // 2) // 8) * 8
    middle = pixels[top : top + MAX_SIDE, left : left + MAX_SIDE]
    strength, offset = grid_offset(luma(middle))
    strongest, ghost_quality = ghost(middle, quality.jpeg_quality)
    sentences = [_grid_sentence(strength, offset, quality)]
    caveats = [CROPPED()]
    if quality.recompressed:
        sentences.append(TWICE(roughness=quality.double_quantisation or 0.0))
        caveats.append(ROUTINE())
    region, supports, facts = None, "neutral", Facts()
    if strongest.region is not None and strongest.score > GHOST_THRESHOLD:
        region = strongest.region.model_copy(update={"x": strongest.region.x + left, "y": strongest.region.y + top})
        place = {"x": region.x, "y": region.y, "w": region.w, "h": region.h}
        sentences.insert(0, GHOST(**place, quality=ghost_quality, strength=strongest.score))
        caveats.append(SMOOTH())
        supports, facts = "tampered", Facts(numbers={"ghost_quality": ghost_quality})
        if quality.screenshot:
            caveats.append(ON_SCREEN())
            supports, facts = "neutral", facts.model_copy(update={"flags": (Flag.SET_ASIDE,)})
    else:
        sentences.append(NO_GHOST(strength=strongest.score, threshold=GHOST_THRESHOLD))
    heat = strongest.map if middle.shape == pixels.shape else _pad(strongest.map, (h, w), (top, left))
    text = " ".join(sentences)
    return Reading(text, strongest.score, "strength", supports, heat, region, tuple(caveats), facts)


def _grid_sentence(strength: float, offset: tuple[int, int], quality: Quality) -> str:
    row, column = offset
    if strength < GRID_THRESHOLD:
        return NO_GRID()
    if quality.jpeg_quality is None:
        return GRID(row=row, column=column)
    return OWN_GRID() if offset == (0, 0) else SHIFTED_GRID(row=row, column=column)


def _pad(part: NDArray[np.float32], shape: tuple[int, int], corner: tuple[int, int]) -> NDArray[np.float32]:
    """Lay the map of the middle onto a map of the whole picture, on the same block grid."""
    whole = np.zeros((shape[0] // BLOCK, shape[1] // BLOCK), np.float32)
    y, x = corner[0] // BLOCK, corner[1] // BLOCK
    whole[y : y + part.shape[0], x : x + part.shape[1]] = part[: whole.shape[0] - y, : whole.shape[1] - x]
    return whole


JPEG = Detector(
    name="jpeg",
    measures="the strength of a JPEG ghost, the trace of another JPEG quality in a part of the picture",
    holds="pictures with a part from a JPEG of lower quality, saved once at a higher one and not resized since",
    reference="Farid, “Exposing digital forgeries from JPEG ghosts”, IEEE TIFS 2009",
    measure=measure,
    min_side=192,
    weighing=Weighing("tampered", "log", knots=2),
    called=("compression", "ghost", "blocks", "grid"),
    place=80,
)
DETECTORS = (JPEG,)

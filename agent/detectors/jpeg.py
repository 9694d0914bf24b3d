"""JPEG traces: the block grid, double compression, and ghosts of an earlier quality in a part of the picture."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..evidence import Facts, Quality, Supports
from ..pixels.jpeg_blocks import luma
from ..pixels.regions import StrongestRegion, strongest_region
from .base import Detector, Reading

BLOCK = 16
MAX_SIDE = 2048  # larger pictures are examined in their middle, at native resolution
QUALITIES = tuple(range(50, 100, 5))
# Of 31 photographs with a part pasted in (quality 55 to 80 inside 95) nine in ten score above 128; without such a
# part 19 in 20 stay below 132. tests/agent/detectors/test_detectors.py makes such pairs and checks both sides.
GHOST_THRESHOLD = 130.0
GRID_THRESHOLD = 0.15


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
        found = strongest_region(deviations, textured, BLOCK, (h, w))
        if found.score > best.score:
            best, best_quality = found, quality
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
    part = pixels[top : top + MAX_SIDE, left : left + MAX_SIDE]
    strength, offset = grid_offset(luma(part))
    found, ghost_quality = ghost(part, quality.jpeg_quality)
    region = found.region if found.score > GHOST_THRESHOLD else None
    if region is not None:
        region = region.model_copy(update={"x": region.x + left, "y": region.y + top})
    sentences = [_grid_sentence(strength, offset, quality)]
    caveats = ["A picture that was cropped or resized after the edit shows no ghost."]
    if quality.recompressed:
        sentences.append(
            f"Its coefficients were quantised twice (roughness {quality.double_quantisation:.2f}; above 1)."
        )
        caveats.append("Platforms and editors recompress routinely: double compression alone is no tampering.")
    if region is not None:
        sentences.insert(0, f"A part of {region.w}×{region.h} px at {region.x}, {region.y} shows a ghost of an "
                            f"earlier JPEG quality near {ghost_quality} (strength {found.score:.1f}).")  # fmt: skip
        caveats.append("Smooth or saturated parts can imitate a ghost.")
        kind: Supports = "tampered"
        facts = Facts(numbers={"ghost_quality": ghost_quality})
    else:
        sentences.append(
            f"No part shows a ghost of another quality (strength {found.score:.1f} of {GHOST_THRESHOLD:g})."
        )
        kind, facts = "neutral", Facts()
    picture = found.map if part.shape == pixels.shape else _pad(found.map, (h, w), (top, left))
    return Reading(" ".join(sentences), found.score, "strength", kind, picture, region, tuple(caveats), facts)


def _grid_sentence(strength: float, offset: tuple[int, int], quality: Quality) -> str:
    if strength < GRID_THRESHOLD:
        return "No JPEG block grid is visible."
    if quality.jpeg_quality is None:
        return f"An 8×8 block grid at offset {offset} shows that the picture was once a JPEG."
    if offset == (0, 0):
        return "The JPEG block grid lies where the file puts it."
    return f"The strongest block grid is shifted by {offset}: the picture was cropped after an earlier compression."


def _pad(part: NDArray[np.float32], shape: tuple[int, int], corner: tuple[int, int]) -> NDArray[np.float32]:
    """Lay the map of the middle onto a map of the whole picture, on the same block grid."""
    whole = np.zeros((shape[0] // BLOCK, shape[1] // BLOCK), np.float32)
    y, x = corner[0] // BLOCK, corner[1] // BLOCK
    whole[y : y + part.shape[0], x : x + part.shape[1]] = part[: whole.shape[0] - y, : whole.shape[1] - x]
    return whole


DETECTOR = Detector(
    name="jpeg",
    measures="strength of the ghost of another JPEG quality in a part of the picture",
    holds="pictures pasted from a JPEG of lower quality and saved once at a higher one, not resized since",
    reference="Farid, “Exposing digital forgeries from JPEG ghosts”, IEEE TIFS 2009",
    measure=measure,
    min_side=192,
)

"""Where an artifact goes in a picture, and where it lies, in words of a 3 × 3 grid.

Letters: H, W height and width of the picture.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from ...agent.evidence import Region
from .alterations import Pixels, soft_mask

PLACES = ("top left", "top", "top right", "left", "centre", "right", "bottom left", "bottom", "bottom right")
ALL_OVER = "all over"
_ALL = 0.75  # share of both sides from which a box is all over
_GRIPS = 8  # points from which an object is looked for
_TOLERANCES = (12, 20, 32)  # in grey levels


def box_of(mask: NDArray[np.bool_]) -> Region:
    """The smallest rectangle around the True pixels of a mask [H, W].

    Raises:
        ValueError: if there are none.
    """
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        raise ValueError("an empty mask has no box")
    x, y = int(columns[0]), int(rows[0])
    return Region(x=x, y=y, w=int(columns[-1]) - x + 1, h=int(rows[-1]) - y + 1)


def place_in_words(box: Region, width: int, height: int) -> str:
    """The cell of a 3 × 3 grid in which the centre of a box lies: one of `PLACES`.

    A box that takes three quarters or more of both sides is `ALL_OVER`.

    Args:
        box: in pixels.
        width: of the picture in pixels.
        height: of the picture in pixels.

    Raises:
        ValueError: if the box reaches out of the picture.
    """
    if box.x + box.w > width or box.y + box.h > height:
        raise ValueError(f"the box {box} reaches out of a picture of {width} × {height} px")
    if box.w >= _ALL * width and box.h >= _ALL * height:
        return ALL_OVER
    # In halves of a pixel, so that the middle of a side falls into the middle cell exactly.
    column, row = (2 * box.x + box.w) * 3 // (2 * width), (2 * box.y + box.h) * 3 // (2 * height)
    return PLACES[3 * row + column]


def cells_in_words(mask: NDArray[np.bool_], least: float = 0.25) -> tuple[str, ...]:
    """The cells of the 3 × 3 grid that a mask [H, W] covers to a share of `least`, in the order of `PLACES`.

    If it covers none to that share, the one in which most of it lies; none for an empty mask.
    """
    cells = [part for band in np.array_split(mask, 3, 0) for part in np.array_split(band, 3, 1)]
    covered = tuple(name for name, cell in zip(PLACES, cells, strict=True) if cell.size and cell.mean() >= least)
    if covered or not mask.any():
        return covered
    return (PLACES[int(np.argmax([cell.sum() for cell in cells]))],)


def busy_place(pixels: Pixels, rng: np.random.Generator, *, tries: int = 6) -> NDArray[np.float32]:
    """A soft blob, float32 [H, W] in 0 to 1, where a picture has detail: the busiest of several in a cell of the grid.

    The cell is drawn evenly, so that artifacts don't gather in the middle, where pictures have most detail.
    """
    grey = ndimage.gaussian_filter(pixels.mean(2), 1.0)
    down, across = np.gradient(grey)
    detail = np.hypot(down, across)  # [H, W]
    cell = np.array(divmod(int(rng.integers(len(PLACES))), 3))
    blobs = [_blob(pixels.shape[:2], (cell + rng.uniform(0.2, 0.8, 2)) / 3, rng) for _ in range(tries)]
    return max(blobs, key=lambda blob: float((detail * blob).sum() / max(float(blob.sum()), 1.0)))


def _blob(shape: tuple[int, ...], centre: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float32]:
    """A blob of 5–15% of a picture around a centre (down, across, in shares), with a soft and uneven edge."""
    height, width = shape
    y, x = np.mgrid[:height, :width] - (centre * shape)[:, None, None]
    angle = np.arctan2(y, x)
    waves = sum(rng.uniform(-0.2, 0.2) * np.sin(turns * angle + rng.uniform(0, 2 * np.pi)) for turns in (1, 2, 3, 5))
    radius = np.sqrt(rng.uniform(0.05, 0.15) * height * width / np.pi)
    stretch = rng.uniform(0.75, 1.35)
    edge = (1 + waves - np.hypot(y * stretch, x / stretch) / radius) * radius  # pixels within the outline
    return np.clip(0.5 + edge / max(1.0, rng.uniform(0.05, 0.25) * radius), 0, 1).astype(np.float32)


def object_place(pixels: Pixels, rng: np.random.Generator) -> NDArray[np.bool_]:
    """A surface of like colour that takes 3–35% of a picture, bool [H, W]: of several, that of the clearest outline.

    It is grown from random points over what differs little from them; where none is found, a blob.
    """
    height, width = pixels.shape[:2]
    scale = 96 / max(height, width)
    small = (max(8, round(width * scale)), max(8, round(height * scale)))
    colours = np.asarray(Image.fromarray(pixels).resize(small, Image.Resampling.BOX), np.float32)  # [h, w, 3]
    colours = ndimage.gaussian_filter(colours, (1.0, 1.0, 0))
    down, across = np.gradient(colours, axis=(0, 1))
    steep = np.hypot(down, across).max(2)  # [h, w]
    best, clearest = None, 0.0
    for _ in range(_GRIPS):
        y, x = (int(rng.integers(side // 10, side - side // 10)) for side in colours.shape[:2])
        apart = np.abs(colours - colours[y, x]).max(2)  # [h, w]
        for tolerance in _TOLERANCES:
            opened = np.asarray(ndimage.binary_opening(_largest(apart < tolerance), iterations=3), bool)
            surface = np.asarray(ndimage.binary_fill_holes(_largest(opened)), bool)
            border = np.concatenate([surface[0], surface[-1], surface[:, 0], surface[:, -1]])
            outline = surface & ~np.asarray(ndimage.binary_erosion(surface), bool)
            if 0.03 <= surface.mean() <= 0.35 and border.mean() < 0.3 and steep[outline].mean() > clearest:
                best, clearest = surface, float(steep[outline].mean())
    if best is None:
        return soft_mask(pixels.shape, rng) > 0.5
    large = Image.fromarray(best.astype(np.uint8) * 255).resize((width, height), Image.Resampling.BICUBIC)
    return ndimage.gaussian_filter(np.asarray(large, np.float32), 1.0 / scale) > 127


def _largest(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The largest connected part of a mask."""
    if not mask.any():
        return mask
    labels = np.empty(mask.shape, np.int32)
    ndimage.label(mask, output=labels)
    return labels == 1 + int(np.argmax(np.bincount(labels.ravel())[1:]))


def softened(mask: NDArray[np.bool_], sigma: float) -> NDArray[np.float32]:
    """A mask [H, W] with a soft edge, float32 in 0 to 1; sigma in pixels."""
    return np.asarray(ndimage.gaussian_filter(mask.astype(np.float32), sigma), np.float32)

"""Maps as pictures: where a detector found its trace, laid over the exhibit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ..evidence import Evidence, Region

MAX_SIDE = 1600
# Inferno-like stops, dark to bright, so that the map can also be read in grey.
_STOPS = np.array([[0, 0, 4], [87, 16, 110], [188, 55, 84], [249, 142, 9], [252, 255, 164]], np.float32)


def overlay(pixels: NDArray[np.uint8], heat: NDArray[np.float32], region: Region | None = None) -> Image.Image:
    """Lay a map over the greyed picture, at most 1600 px a side, with a frame around the region.

    Args:
        pixels: uint8 [H, W, 3].
        heat: float32 [h, w] in 0 to 1; blocks at the right and lower border that it leaves out stay dark.
        region: in pixels of the picture.
    """
    h, w = pixels.shape[:2]
    scale = min(1.0, MAX_SIDE / max(h, w))
    size = (max(1, round(w * scale)), max(1, round(h * scale)))
    grey = np.asarray(Image.fromarray(pixels).convert("L").resize(size), np.float32)[..., None]  # [h', w', 1]
    strength = np.asarray(Image.fromarray(heat).resize(size, Image.Resampling.BILINEAR))
    place = np.clip(strength, 0, 1) * (len(_STOPS) - 1)
    low = np.minimum(place.astype(int), len(_STOPS) - 2)
    colour = _STOPS[low] + (_STOPS[low + 1] - _STOPS[low]) * (place - low)[..., None]  # [h', w', 3]
    share = 0.25 + 0.6 * np.clip(strength, 0, 1)[..., None]
    picture = Image.fromarray((grey * (1 - share) + colour * share).astype(np.uint8))
    if region is not None:
        box = [value * scale for value in (region.x, region.y, region.x + region.w, region.y + region.h)]
        ImageDraw.Draw(picture).rectangle(box, outline=(0, 255, 255), width=max(2, round(min(size) / 200)))
    return picture


def draw(
    pixels: NDArray[np.uint8], maps: Mapping[str, NDArray[np.float32]], evidence: Iterable[Evidence]
) -> dict[str, tuple[Image.Image, bool]]:
    """Every map laid over the picture, by name, and whether its detector found a region beyond its threshold."""
    regions = {item.map: item.region for item in evidence if item.map}
    return {
        name: (overlay(pixels, heat, regions.get(name)), regions.get(name) is not None) for name, heat in maps.items()
    }


def save(maps: dict[str, Image.Image], folder: Path, stem: str) -> list[Path]:
    """Write each map to `folder` as `stem.NAME.png`; the folder is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, picture in maps.items():
        file = folder / f"{stem}.{name.replace('/', '_').replace(':', '_')}.png"
        picture.save(file)
        written.append(file)
    return written

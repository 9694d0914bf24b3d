"""The maps of an examination as pictures and as files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..evidence import Evidence
from ..pixels.maps import overlay


def draw(
    pixels: NDArray[np.uint8], maps: Mapping[str, NDArray[np.float32]], evidence: Iterable[Evidence]
) -> dict[str, tuple[Image.Image, bool]]:
    """Every map laid over the picture, by name, and whether a part of it stands out.

    Args:
        pixels: uint8 [H, W, 3].
        maps: float32 [h, w] in 0 to 1 by name, each covering the whole picture.
        evidence: the findings; a part stands out if the finding of a map names a region.
    """
    regions = {item.map: item.region for item in evidence if item.map}
    return {
        name: (overlay(pixels, heat, regions.get(name)), regions.get(name) is not None) for name, heat in maps.items()
    }


def save(pictures: Mapping[str, Image.Image], folder: Path, stem: str) -> list[Path]:
    """Write each picture to `folder` as `STEM.NAME.png`, and return the files; a missing folder is made."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, picture in pictures.items():
        file = folder / f"{stem}.{name.replace('/', '_').replace(':', '_')}.png"
        picture.save(file)
        files.append(file)
    return files

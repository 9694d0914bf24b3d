"""The maps of an examination as pictures and as files, and the altered parts in them for other programs."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..evidence import Evidence
from ..file_bytes import write_whole
from ..locating.fused_regions import coco, mask_of, mask_png
from ..pixels.maps import overlay

PARTS_OF = "altered_part"  # the finding whose map is cut into parts
LIMIT = 0.73  # probability of a cell from which it belongs to a part


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
    """Write each picture to `folder` as `STEM.NAME.png`, and return the files; a missing folder is made.

    Raises:
        OSError: if one can't be written; the error names the file, and what was there before stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, picture in pictures.items():
        file, data = folder / f"{stem}.{name.replace('/', '_').replace(':', '_')}.png", io.BytesIO()
        picture.save(data, "PNG")
        write_whole(file, data.getvalue())
        files.append(file)
    return files


def save_parts(
    maps: Mapping[str, NDArray[np.float32]],
    evidence: Iterable[Evidence],
    shape: tuple[int, ...],
    folder: Path,
    stem: str,
    name: str,
) -> list[Path]:
    """Write the part that the finding `altered_part` shows as a mask and as COCO JSON, if it shows one.

    The files are `STEM.altered_part.mask.png`, white in the part and as large as the picture, and
    `STEM.altered_part.coco.json`.

    Args:
        maps: float32 [h, w] in 0 to 1 by name.
        evidence: the findings.
        shape: height and width of the picture, then anything.
        folder: where to; it is made if it is missing.
        stem: beginning of the files' names.
        name: of the picture's file.
    """
    found = next((item for item in evidence if item.source == PARTS_OF and item.region is not None), None)
    heat = maps.get(found.map or "") if found is not None else None
    if found is None or found.region is None or heat is None:
        return []
    region, inside = found.region, np.zeros(shape[:2], bool)
    inside[region.y : region.y + region.h, region.x : region.x + region.w] = True
    mask = mask_of(heat >= LIMIT, shape) & inside
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{stem}.{PARTS_OF}.{ending}" for ending in ("mask.png", "coco.json")]
    write_whole(files[0], mask_png(mask))
    write_whole(files[1], coco([(name, mask, found.score or 0.0)]).encode())
    return files

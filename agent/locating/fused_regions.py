"""Altered parts as files that other programs read: a mask as a PNG, and parts as COCO JSON.

Letters: h, w height and width of the grid of cells; H, W of the picture.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .trace_cells import CELL, thinning

CATEGORY = "altered part"


@dataclass(frozen=True, slots=True)
class FoundPart:
    """A connected part of a picture.

    Attributes:
        box: x, y, width and height in pixels.
        area: in pixels.
        outline: closed polygons about it, each x, y, x, y … in pixels.
    """

    box: tuple[int, int, int, int]
    area: int
    outline: tuple[tuple[int, ...], ...]


def mask_of(part: NDArray[np.bool_], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """A part of the grid of a picture in pixels: bool [h, w] to [H, W].

    Args:
        part: the cells.
        shape: H, W of the picture, then anything; pixels beyond the last whole cell are like that cell.
    """
    side = CELL * thinning(shape)
    down = np.minimum(np.arange(shape[0]) // side, part.shape[0] - 1)
    across = np.minimum(np.arange(shape[1]) // side, part.shape[1] - 1)
    return part[np.ix_(down, across)]


def mask_png(mask: NDArray[np.bool_]) -> bytes:
    """A mask bool [H, W] as a PNG file of one channel, white in the part."""
    buffer = io.BytesIO()
    Image.fromarray(mask.astype(np.uint8) * 255).save(buffer, "PNG")
    return buffer.getvalue()


def parts_of(mask: NDArray[np.bool_]) -> list[FoundPart]:
    """The connected parts of a mask bool [H, W], the largest first."""
    import cv2

    outlines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    parts = []
    for outline in outlines:
        filled = np.zeros(mask.shape, np.uint8)
        cv2.drawContours(filled, [outline], -1, 1, thickness=-1)
        x, y, w, h = (int(v) for v in cv2.boundingRect(outline))
        points = tuple(int(v) for v in np.asarray(outline).reshape(-1))
        parts.append(FoundPart((x, y, w, h), int((mask & (filled > 0)).sum()), (points,)))
    return sorted(parts, key=lambda found: -found.area)


def coco(pictures: Sequence[tuple[str, NDArray[np.bool_], float]]) -> str:
    """Masks of pictures as one COCO document of object instances (https://cocodataset.org/#format-data).

    Args:
        pictures: the name of each, its mask bool [H, W], and the score that each of its parts gets.
    """
    images: list[dict[str, Any]] = []
    found: list[dict[str, Any]] = []
    for number, (name, mask, score) in enumerate(pictures, start=1):
        images.append({"id": number, "file_name": name, "width": mask.shape[1], "height": mask.shape[0]})
        found += [
            {
                "id": len(found) + offset,
                "image_id": number,
                "category_id": 1,
                "bbox": list(part.box),
                "area": part.area,
                "segmentation": [list(outline) for outline in part.outline],
                "iscrowd": 0,
                "score": round(score, 4),
            }
            for offset, part in enumerate(parts_of(mask), start=1)
        ]
    document = {"images": images, "annotations": found, "categories": [{"id": 1, "name": CATEGORY}]}
    return json.dumps(document, indent=1)

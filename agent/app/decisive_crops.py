"""The narrow parts that findings name, cut out of the picture without loss, to be shown beside the evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PIL import Image

from ..evidence import Evidence, Region
from .served_files import ServedFiles

WIDEST = 0.25  # share of the picture that a part may cover and still be narrow
LARGEST = 384  # px of a side that are shown; of a larger part its middle
MOST = 24  # crops of a picture


def crops(data: Mapping[str, Any], evidence: Sequence[Evidence], served: ServedFiles) -> dict[str, str]:
    """Addresses of the parts by the finding's id; those that decide something come first, if there are too many.

    Args:
        data: what the viewer shows.
        evidence: the findings.
        served: which has the picture, and where the crops go; each is made when it is first looked at.
    """
    area = data["width"] * data["height"]
    named = [item for item in evidence if item.id and item.region and item.region.w * item.region.h <= WIDEST * area]
    named.sort(key=lambda item: item.supports == "neutral")
    return {item.id: served.later(_cut(served, data["picture"], item.region)) for item in named[:MOST] if item.region}


def _cut(served: ServedFiles, address: str, part: Region) -> Callable[[], Image.Image]:
    w, h = min(part.w, LARGEST), min(part.h, LARGEST)
    x, y = part.x + (part.w - w) // 2, part.y + (part.h - h) // 2
    return lambda: served.opened(address).crop((x, y, x + w, y + h))

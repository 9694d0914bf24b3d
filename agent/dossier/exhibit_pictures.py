"""The pictures in a report: the exhibit with boxes, lossless crops of places, and maps.

Letters: H, W height and width of the picture; h, w of a map.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ..evidence import Evidence, Region
from ..pixels.maps import Maps, overlay
from ..sentences import Sentence
from .document_parts import Picture, said

SIDE, MAP_SIDE = 900, 600  # most pixels of a side of the whole picture, and of a map
_CROPS, _CROP_SIDE = 12, 1200
_TALLEST = 0.5  # of the whole picture, in widths of the text
_COLOURS = ((0, 255, 255), (0, 0, 0))  # of a box and of the line around it

WHOLE = Sentence("exhibit_pictures.whole", "The picture that was examined, upright.")
SMALLER = Sentence("exhibit_pictures.smaller", "Shown smaller, at {width:.0f}×{height:.0f} px.")
BOXES = Sentence("exhibit_pictures.boxes", "The boxes are the places of the findings {ids}.")
CROP = Sentence("exhibit_pictures.crop", "The place of finding {ids}, {w}×{h} px at {x}, {y}")
LOSSLESS = Sentence("exhibit_pictures.lossless", "The crop has the decoded pixels of the file, without any loss.")
CUT = Sentence("exhibit_pictures.cut", "The place is larger; its middle is shown, with the pixels of the file.")
MAP = Sentence("exhibit_pictures.map", "Map of {source}: bright where its trace is stronger")
MAP_CAVEAT = Sentence(
    "exhibit_pictures.map_caveat",
    "Maps show where a method reacts. In tests most of them were near chance at finding altered parts.",
)


@dataclass(frozen=True, slots=True)
class Pixels:
    """What is shown of an exhibit.

    Attributes:
        pixels: uint8 [H, W, 3], upright.
        maps: float32 [h, w] in 0 to 1 by source, each covering the whole picture.
    """

    pixels: NDArray[np.uint8]
    maps: Maps


def whole(shown: Pixels, evidence: Sequence[Evidence], side: int = SIDE, share: float = 0.7) -> Picture:
    """The whole picture with a box for each finding that has a place."""
    height, width = shown.pixels.shape[:2]
    scale = min(1.0, side / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    picture = Image.fromarray(shown.pixels)
    picture = picture.resize(size, Image.Resampling.LANCZOS) if scale < 1 else picture
    placed = [item for item in evidence if item.region is not None]
    for item in placed:
        _box(picture, item.region, item.id, scale)
    caption = [*said(WHOLE())]
    if scale < 1:
        caption += said(SMALLER(width=size[0], height=size[1]))
    if placed:
        caption += said(BOXES(ids=", ".join(item.id for item in placed)))
    return Picture(_png(picture), size, said(WHOLE()), tuple(caption), min(share, _TALLEST * width / height))


def crops(shown: Pixels, evidence: Sequence[Evidence]) -> Iterator[Picture]:
    """Each place of a finding, cut out of the decoded pixels as it is; one picture for a place."""
    by_region: dict[Region, list[str]] = {}
    for item in evidence:
        if item.region is not None:
            by_region.setdefault(item.region, []).append(item.id)
    for region, ids in list(by_region.items())[:_CROPS]:
        name = CROP(ids=", ".join(ids), **region.model_dump())
        inner = _middle(region)
        part = shown.pixels[inner.y : inner.y + inner.h, inner.x : inner.x + inner.w]
        if part.size == 0:
            continue
        note = LOSSLESS() if inner == region else CUT()
        share = min(0.6, max(0.15, part.shape[1] / 1000))
        size = (part.shape[1], part.shape[0])
        yield Picture(_png(Image.fromarray(part)), size, said(name), (*said(f"{name}."), *said(note)), share)


def maps(shown: Pixels, evidence: Sequence[Evidence]) -> Iterator[Picture]:
    """The maps of the findings, laid over the greyed picture."""
    regions: Mapping[str | None, Region | None] = {item.map: item.region for item in evidence if item.map}
    for name in sorted(shown.maps):
        drawn = overlay(shown.pixels, shown.maps[name], regions.get(name))
        drawn.thumbnail((MAP_SIDE, MAP_SIDE), Image.Resampling.LANCZOS)
        yield Picture(_png(drawn), drawn.size, said(MAP(source=name)), said(MAP(source=name)), 0.45)


def _middle(region: Region) -> Region:
    """The middle part of a place that is too large to be shown as it is."""
    w, h = min(region.w, _CROP_SIDE), min(region.h, _CROP_SIDE)
    return Region(x=region.x + (region.w - w) // 2, y=region.y + (region.h - h) // 2, w=w, h=h)


def _box(picture: Image.Image, region: Region | None, name: str, scale: float) -> None:
    if region is None:
        return
    draw = ImageDraw.Draw(picture)
    box = [round(v * scale) for v in (region.x, region.y, region.x + region.w, region.y + region.h)]
    draw.rectangle(box, outline=_COLOURS[1], width=5)
    draw.rectangle(box, outline=_COLOURS[0], width=3)
    font = ImageFont.load_default(size=max(14, max(picture.size) // 40))
    draw.text((box[0] + 6, box[1] + 6), name, fill=_COLOURS[0], font=font, stroke_width=2, stroke_fill=_COLOURS[1])


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "PNG", optimize=False)
    return buffer.getvalue()

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

from ..detectors.registry import BUILT_IN
from ..evidence import Evidence, Region
from ..pixels.maps import Maps, overlay
from ..sentences import Sentence
from .document_parts import Exact, Picture, Said, said

SIDE, MAP_SIDE = 900, 600  # most pixels of a side of the whole picture, and of a map
_CROPS, _CROP_SIDE = 12, 1200
_TALLEST, _CROP_TALLEST, _MAP_TALLEST = 0.5, 0.4, 0.45  # most height of a picture, in widths of the text
_COLOURS = ((0, 255, 255), (0, 0, 0))  # of a box and of the line around it

WHOLE = Sentence("exhibit_pictures.whole", "The picture that was examined, upright.")
SMALLER = Sentence("exhibit_pictures.smaller", "Shown smaller, at {width:.0f}×{height:.0f} px.")
BOXES = Sentence("exhibit_pictures.boxes", "Boxes mark the places of findings: {ids}.")
CROP = Sentence("exhibit_pictures.crop", "The place of finding {ids}, {w}×{h} px at {x}, {y}")
OTHER = Sentence("exhibit_pictures.other", "The second place of finding {ids}, {w}×{h} px at {x}, {y}")
CROP_SHOWS = Sentence("exhibit_pictures.crop_shows", "A part of the picture, cut out: the place of finding {ids}.")
OTHER_SHOWS = Sentence(
    "exhibit_pictures.other_shows", "A part of the picture, cut out: the second place of finding {ids}."
)
LOSSLESS = Sentence("exhibit_pictures.lossless", "The crop has the decoded pixels of the file, without any loss.")
CUT = Sentence("exhibit_pictures.cut", "The place is larger; its middle is shown, with the pixels of the file.")
MAP = Sentence("exhibit_pictures.map", "Map of {source}: bright where its trace is stronger")
MAP_MEASURES = Sentence("exhibit_pictures.map_measures", "What the method measures:")
MAP_OF_NOTHING = Sentence(
    "exhibit_pictures.map_of_nothing", "The finding supports none of the propositions, and neither does the map."
)
MAP_CAVEAT = Sentence(
    "exhibit_pictures.map_caveat",
    "Maps show where a method reacts, and bright places appear on untouched photographs, too. In tests most maps were "
    "near chance at finding altered parts.",
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
        for region in (item.region, _other_place(item)):
            _box(picture, region, item.id, scale)
    alt = [*said(WHOLE())]
    if placed:
        alt += said(BOXES(ids=", ".join(item.id for item in placed)))
    caption = [alt[0], *said(SMALLER(width=size[0], height=size[1])), *alt[1:]] if scale < 1 else alt
    return Picture(_png(picture), size, tuple(alt), tuple(caption), min(share, _TALLEST * width / height))


def crops(shown: Pixels, evidence: Sequence[Evidence]) -> Iterator[Picture]:
    """Each place of a finding, cut out of the decoded pixels as it is; one picture for a place.

    The second place of a pair follows the first.
    """
    by_region: dict[tuple[Region, Sentence, Sentence], list[str]] = {}
    for item in evidence:
        for region, sentence, shows in ((item.region, CROP, CROP_SHOWS), (_other_place(item), OTHER, OTHER_SHOWS)):
            if region is not None:
                by_region.setdefault((region, sentence, shows), []).append(item.id)
    for (region, sentence, shows), ids in list(by_region.items())[:_CROPS]:
        name = sentence(ids=", ".join(ids), **region.model_dump())
        inner = _middle(region)
        part = shown.pixels[inner.y : inner.y + inner.h, inner.x : inner.x + inner.w]
        if part.size == 0:
            continue
        note = LOSSLESS() if inner == region else CUT()
        share = min(0.6, max(0.15, part.shape[1] / 1000), _CROP_TALLEST * part.shape[1] / part.shape[0])
        size = (part.shape[1], part.shape[0])
        yield Picture(
            _png(Image.fromarray(part)), size, said(shows(ids=", ".join(ids))), (*said(f"{name}."), *said(note)), share
        )


def maps(shown: Pixels, evidence: Sequence[Evidence]) -> Iterator[Picture]:
    """The maps of the findings, laid over the greyed picture."""
    found: Mapping[str | None, Evidence] = {item.map: item for item in evidence if item.map}
    for name in sorted(shown.maps):
        item = found.get(name)
        drawn = overlay(shown.pixels, shown.maps[name], None if item is None else item.region)
        drawn.thumbnail((MAP_SIDE, MAP_SIDE), Image.Resampling.LANCZOS)
        caption = [Said(f"{MAP(source=name)}.")]
        if item is not None and item.source in BUILT_IN:
            caption += [Said(MAP_MEASURES()), Said(f"{BUILT_IN[item.source].measures}.")]
        if item is not None and item.supports == "neutral":
            caption.append(Said(MAP_OF_NOTHING()))
        cited = () if item is None else (Exact(f"[{item.id}]", code=False),)
        share = min(0.45, _MAP_TALLEST * drawn.width / drawn.height)
        yield Picture(_png(drawn), drawn.size, said(MAP(source=name)), (*caption, *cited), share)


def _other_place(item: Evidence) -> Region | None:
    """The second place of a pair of like places."""
    told = [item.facts.numbers.get(f"other_{name}") for name in ("x", "y", "w", "h")]
    if item.region is None or any(value is None for value in told):
        return None
    x, y, w, h = (round(value) for value in told if value is not None)
    return Region(x=x, y=y, w=w, h=h) if min(x, y) >= 0 and min(w, h) > 0 else None


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
    font = ImageFont.load_default(size=max(14, max(picture.size) // 32))
    at = (box[0] + 5, box[1] + 4)
    draw.rectangle(draw.textbbox(at, name, font=font), fill=_COLOURS[1], outline=_COLOURS[1], width=3)
    draw.text(at, name, fill=_COLOURS[0], font=font)


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "PNG", optimize=False)
    return buffer.getvalue()

"""The marks and what follows from them, drawn over the picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from .scene_geometry import SceneGeometry

SIDE = 1600  # px of the picture's long side at most
BESIDE = 1.0  # how far beside the picture, in its long sides, a point is still drawn
COLOURS = ((255, 64, 64), (64, 160, 255), (64, 220, 96), (255, 176, 0), (208, 96, 255), (0, 220, 220))
HORIZON, SHADOW, LIGHT, GROUND = (255, 255, 0), (255, 255, 255), (255, 220, 0), (32, 32, 32)
Place = tuple[float, float]


def drawing(pixels: NDArray[np.uint8], found: SceneGeometry) -> Image.Image:
    """The picture, uint8 [H, W, 3], with lines drawn to their vanishing points, the horizon, shadows and highlights.

    Room is added beside the picture for points that lie not too far from it.
    """
    height, width = pixels.shape[:2]
    scale = min(1.0, SIDE / max(height, width))
    picture = Image.fromarray(pixels).resize((max(1, round(width * scale)), max(1, round(height * scale))))
    reach = BESIDE * max(height, width)
    near = [at for at in _points(found) if -reach < at[0] < width + reach and -reach < at[1] < height + reach]
    left, top = max(0.0, -min((x for x, _ in near), default=0)), max(0.0, -min((y for _, y in near), default=0))
    right = max(0.0, max((x for x, _ in near), default=0) - width)
    bottom = max(0.0, max((y for _, y in near), default=0) - height)
    edge = 10 if left or top or right or bottom else 0
    offset = (left * scale + edge, top * scale + edge)
    size = (round((left + width + right) * scale) + 2 * edge, round((top + height + bottom) * scale) + 2 * edge)
    canvas = Image.new("RGB", size, GROUND)
    canvas.paste(picture, (round(offset[0]), round(offset[1])))
    _Drawing(canvas, scale, offset).all(found, near)
    return canvas


def _points(found: SceneGeometry) -> list[Place]:
    points = [each.at for each in found.groups.values() if each.at is not None]
    if found.shadows is not None and found.shadows.at is not None:
        points.append(found.shadows.at)
    return points


class _Drawing:
    """A canvas on which places are given in pixels of the picture."""

    def __init__(self, canvas: Image.Image, scale: float, offset: Place):
        self.draw, self.scale, self.offset, self.size = ImageDraw.Draw(canvas), scale, offset, canvas.size
        self.thick = max(2, round(max(canvas.size) / 500))

    def at(self, place: Sequence[float]) -> Place:
        return place[0] * self.scale + self.offset[0], place[1] * self.scale + self.offset[1]

    def line(self, one: Sequence[float], two: Sequence[float], colour: tuple[int, int, int], thick: int) -> None:
        self.draw.line([self.at(one), self.at(two)], fill=colour, width=thick)

    def dot(self, place: Sequence[float], colour: tuple[int, int, int], radius: float | None = None) -> None:
        (x, y), r = self.at(place), 3 * self.thick if radius is None else radius * self.scale
        self.draw.ellipse([x - r, y - r, x + r, y + r], outline=colour, width=self.thick)

    def all(self, found: SceneGeometry, near: Sequence[Place]) -> None:
        for number, (name, lines) in enumerate(found.marks.parallel.items()):
            colour, group = COLOURS[number % len(COLOURS)], found.groups[name]
            for x, y, x2, y2 in lines:
                if group.at is not None and group.at in near:
                    self.line(((x + x2) / 2, (y + y2) / 2), group.at, colour, 1)
                self.line((x, y), (x2, y2), colour, self.thick)
            if group.at is not None and group.at in near:
                self.dot(group.at, colour)
            self.draw.text(self.at(lines[0][:2]), str(number + 1), fill=colour)
        self.horizon(found)
        self.light(found, near)
        for each in found.marks.highlights:
            self.dot(each.centre, SHADOW, each.radius)
            self.line(each.centre, each.highlight, LIGHT, self.thick)

    def horizon(self, found: SceneGeometry) -> None:
        if found.horizon is None or not np.isfinite(found.horizon.height) or abs(found.horizon.tilt) > 60:
            return
        slope, (width, _) = float(np.tan(np.radians(found.horizon.tilt))), found.size
        left, right = -self.offset[0] / self.scale, (self.size[0] - self.offset[0]) / self.scale
        middle = (width - 1) / 2
        ends = [(x, found.horizon.height + slope * (x - middle)) for x in (left, right)]
        self.line(ends[0], ends[1], HORIZON, self.thick)

    def light(self, found: SceneGeometry, near: Sequence[Place]) -> None:
        light = found.shadows.at if found.shadows is not None else None
        for number, shadow in enumerate(found.marks.shadows, start=1):
            for end in dict.fromkeys(shadow.ends):
                self.line(shadow.shadow, end, SHADOW, self.thick)
            if light is not None and light in near:
                self.line(shadow.shadow, light, LIGHT, 1)
            self.dot(shadow.shadow, SHADOW)
            self.draw.text(self.at(shadow.shadow), str(number), fill=LIGHT)
        if light is not None and light in near:
            self.dot(light, LIGHT)

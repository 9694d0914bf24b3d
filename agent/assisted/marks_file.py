"""What a person marked in a picture, as a JSON file: lines that are parallel in the scene, shadows, and highlights.

All places are in pixels of the upright picture, from its upper left corner:

    {
      "uncertainty": 2,
      "parallel": {"floor": [[100, 700, 400, 520], [900, 720, 620, 530]], "door": [[…], […]]},
      "horizontal": ["floor", "door"],
      "shadows": [{"name": "post", "shadow": [310, 640], "object": [280, 420]}],
      "highlights": [{"name": "left eye", "centre": [512, 300], "radius": 14, "highlight": [516, 296]}]
    }
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from ..frozen_types import Frozen
from ..text import one_line

LARGEST = 1 << 20  # bytes
MOST = 200  # marks of a kind
UNCERTAINTY = 2.0  # px

Number = Annotated[float, Field(ge=-1e5, le=1e5, allow_inf_nan=False)]
Point = tuple[Number, Number]
Line = tuple[Number, Number, Number, Number]


class MarksError(ValueError):
    """A file of marks that can't be used; the message is one line with a fix."""


class Shadow(Frozen):
    """A point of a cast shadow, and the point of the object that casts it.

    Where it is not clear which point of the object that is, two points say between which ones it lies.
    """

    name: str = ""
    shadow: Point
    object: Point | tuple[Point, Point]

    @property
    def ends(self) -> tuple[Point, Point]:
        """The two points of the object, which are one if only one was given."""
        first = self.object[0]
        if isinstance(first, tuple):
            return self.object  # type: ignore[return-value]  # the first is a point, so both are
        return (self.object, self.object)  # type: ignore[return-value]


class Highlight(Frozen):
    """A shining spot on something round, such as the white spot in an eye, and the circle of its outline."""

    name: str = ""
    centre: Point
    radius: float = Field(gt=0, le=1e5)
    highlight: Point


class Marks(Frozen):
    """Everything that was marked.

    Attributes:
        uncertainty: standard deviation of a marked point in each direction, in pixels.
        parallel: lines by the name of their group: those of a group are parallel in the scene.
        horizontal: the groups whose lines are level in the scene, such as edges of floors, tables and windowsills.
        shadows: cast shadows that one light is said to cast.
        highlights: of one light.
    """

    uncertainty: float = Field(default=UNCERTAINTY, gt=0, le=1000)
    parallel: dict[str, tuple[Line, ...]] = Field(default_factory=dict, max_length=MOST)
    horizontal: tuple[str, ...] = ()
    shadows: tuple[Shadow, ...] = Field(default=(), max_length=MOST)
    highlights: tuple[Highlight, ...] = Field(default=(), max_length=MOST)


def read_marks(file: Path) -> Marks:
    """Read a file of marks.

    Raises:
        MarksError: if it holds no marks or wrong ones; the message says which.
        OSError: if it can't be read.
    """
    with file.open("rb") as opened:
        data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise MarksError(f"{file}: is larger than 1 MB; give fewer marks")
    try:
        marks = Marks.model_validate(json.loads(data.decode("utf-8-sig")))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise MarksError(f"{file}: is no JSON ({one_line(error)}); docs/compare.md shows the format") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"][:4])
        raise MarksError(f"{file}: {one_line(place, 60)}: {one_line(first['msg'])}; see docs/compare.md") from None
    return _checked(file, marks)


def _checked(file: Path, marks: Marks) -> Marks:
    unknown = [name for name in marks.horizontal if name not in marks.parallel]
    if unknown:
        raise MarksError(f"{file}: horizontal names {unknown[0]!r}, which is no group of parallel lines")
    for name, lines in marks.parallel.items():
        if not 2 <= len(lines) <= MOST:
            raise MarksError(f"{file}: the group {name!r} has {len(lines)} lines; mark 2 to {MOST} of them")
        for x, y, x2, y2 in lines:
            if (x2 - x) ** 2 + (y2 - y) ** 2 < (4 * marks.uncertainty) ** 2:
                least = 4 * marks.uncertainty
                raise MarksError(f"{file}: a line of {name!r} is shorter than {least:g} px; mark longer ones")
    for shadow in marks.shadows:
        for x, y in shadow.ends:
            if (x - shadow.shadow[0]) ** 2 + (y - shadow.shadow[1]) ** 2 < (4 * marks.uncertainty) ** 2:
                raise MarksError(f"{file}: a shadow lies less than {4 * marks.uncertainty:g} px from its object")
    if not (marks.parallel or marks.shadows or marks.highlights):
        raise MarksError(f"{file}: holds no marks; give parallel lines, shadows or highlights")
    return marks

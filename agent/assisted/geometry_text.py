"""What was measured from marks, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..foreign import Foreign
from ..sentences import Sentence
from .highlight_light import SHAPE, HighlightLight
from .horizon_line import Horizon
from .marks_file import Highlight, Marks, Shadow
from .scene_geometry import SceneGeometry
from .shadow_light import MOST, ShadowLight
from .vanishing_points import CHANCE, Vanishing

MEETS = Sentence(
    "geometry_text.meets",
    "Lines {name:40}: they meet at {x:.0f}, {y:.0f} px (98% range {x1:.0f} to {x2:.0f} and {y1:.0f} to {y2:.0f}).",
)
FAR = Sentence(
    "geometry_text.far",
    "Lines {name:40}: in the picture they are parallel as far as the marks tell. They run at {angle:.1f}° ± "
    "{spread:.1f}°, with 0° to the right and 90° upward.",
)
FITS = Sentence(
    "geometry_text.fits", "All {count:.0f} lines meet in one point as closely as marks of this uncertainty can show."
)
TWO = Sentence("geometry_text.two", "Two lines always meet, so that tests nothing. Mark three or more.")
FITS_NOT = Sentence(
    "geometry_text.fits_not",
    "Lines {name:40}: they do not meet in one point. Lines that do, marked with this uncertainty, are as far apart in "
    "fewer than {chance:.1%} of cases. The largest miss is {miss:.1f} px.",
)
ODD_LINES = Sentence("geometry_text.odd_lines", "These lines do not go with the others of their group: {lines}.")
OTHERS_MEET = Sentence(
    "geometry_text.others_meet",
    "The others meet at {x:.0f}, {y:.0f} px (98% range {x1:.0f} to {x2:.0f} and {y1:.0f} to {y2:.0f}).",
)
HORIZON = Sentence(
    "geometry_text.horizon",
    "Horizon: the level lines put it at y = {height:.0f} ± {height_spread:.0f} px in the middle column, with a tilt of "
    "{tilt:.1f}° ± {tilt_spread:.1f}°, falling to the right if positive.",
)
STEEP = Sentence("geometry_text.steep", "Horizon: the level lines put it across the picture from top to bottom.")
ONE_HORIZON = Sentence(
    "geometry_text.one_horizon", "The vanishing points of all {count:.0f} level groups can lie on one horizon."
)
TWO_GROUPS = Sentence(
    "geometry_text.two_groups", "Two groups always share a horizon, so that tests nothing. Mark a third level group."
)
NO_HORIZON = Sentence(
    "geometry_text.no_horizon",
    "The vanishing points do not lie on one horizon: for level lines that were marked with this uncertainty, they are "
    "as far from one in fewer than {chance:.1%} of cases. Most at odds are the lines {name:40}.",
)
ONE_LIGHT = Sentence(
    "geometry_text.one_light",
    "Shadows: one light can cast all {count:.0f} of them, with marks that are off by at most {needed:.1f} px.",
)
EXACT_LIGHT = Sentence(
    "geometry_text.exact_light", "Shadows: one light can cast all {count:.0f} of them, with the marks as they are."
)
NO_LIGHT = Sentence(
    "geometry_text.no_light",
    "Shadows: no single light can cast all {count:.0f} of them. Marks of this uncertainty are off by at most "
    "{allowed:.1f} px, and it would take {needed:.1f} px.",
)
NO_LIGHT_AT_ALL = Sentence(
    "geometry_text.no_light_at_all",
    "Shadows: no single light can cast all {count:.0f} of them, not even with marks that are off by {most:.0f} px.",
)
TWO_SHADOWS = Sentence(
    "geometry_text.two_shadows", "Two shadows hardly ever exclude each other. Mark three or more to test anything."
)
IN_FRONT = Sentence("geometry_text.in_front", "The light then lies in front of the camera or beside it.")
BEHIND = Sentence("geometry_text.behind", "The light then lies behind the camera.")
EITHER = Sentence("geometry_text.either", "The light can then lie in front of the camera or behind it.")
ODD_SHADOW = Sentence(
    "geometry_text.odd_shadow", "Without any one of these, the others can come from one light: {which}."
)
APART = Sentence("geometry_text.apart", "These exclude each other by themselves: {which}.")
DIRECTION = Sentence(
    "geometry_text.direction",
    "Highlight {name:40}: by this spot, the light comes from {side:.0f}° to the right of the viewing direction and "
    "{up:.0f}° above it (± {spread:.0f}°).",
)
OUTSIDE = Sentence(
    "geometry_text.outside", "Highlight {name:40}: the spot lies outside the circle, or too near its edge to tell."
)
ONE_DIRECTION = Sentence(
    "geometry_text.one_direction",
    "One light can make all of these spots: their directions differ by at most {widest:.0f}°, and {shape:.0f}° each "
    "are allowed for the shape of an eye and the distance of the lamp.",
)
DIRECTIONS = Sentence(
    "geometry_text.directions",
    "The spots do not point to one light: their directions differ by up to {widest:.0f}°, which one far light would "
    "bring about in fewer than {chance:.1%} of cases.",
)
ASSISTED = Sentence(
    "geometry_text.assisted",
    "This rests on marks by hand, with an uncertainty of {uncertainty:g} px each. It is an aid for a person and counts "
    "for no verdict.",
)
STRAIGHT = Sentence(
    "geometry_text.straight",
    "It takes for granted that the lens draws straight lines straight, that the picture was not put together from "
    "crops with another middle, and that lines of one group are parallel in the scene.",
)
SEVERAL_LIGHTS = Sentence(
    "geometry_text.several_lights",
    "Several lamps, a window or reflections can cast shadows and spots that no single light explains. A contradiction "
    "is then no sign of an alteration.",
)
NO_PROOF = Sentence(
    "geometry_text.no_proof",
    "That the marks fit does not show that nothing was altered or that a camera took the picture.",
)


def told(found: SceneGeometry) -> list[str]:
    """What was measured, one finding a sentence, then what it rests on."""
    marks = found.marks
    lines = [text for name, each in found.groups.items() for text in _group(name, each)]
    if found.horizon is not None:
        lines += _horizon(found.horizon)
    if found.shadows is not None:
        lines += _shadows(found.shadows, marks.shadows)
    if found.highlights is not None:
        lines += _highlights(found.highlights, marks.highlights)
    return [*lines, *_reservations(marks)]


def _reservations(marks: Marks) -> list[str]:
    lines = [ASSISTED(uncertainty=marks.uncertainty)]
    if marks.parallel or marks.shadows:
        lines.append(STRAIGHT())
    if marks.shadows or marks.highlights:
        lines.append(SEVERAL_LIGHTS())
    return [*lines, NO_PROOF()]


def _group(name: str, found: Vanishing) -> Iterator[str]:
    if found.p_value is not None and found.p_value < CHANCE:
        yield FITS_NOT(name=Foreign(name), chance=CHANCE, miss=max(found.misses))
        if found.outlying:
            yield ODD_LINES(lines=", ".join(str(at + 1) for at in found.outlying))
            if (place := _place(found)) is not None:
                yield OTHERS_MEET(**place)
        return
    if (place := _place(found)) is not None:
        yield MEETS(name=Foreign(name), **place)
    else:
        yield FAR(name=Foreign(name), angle=found.angle, spread=found.spread)
    yield TWO() if found.p_value is None else FITS(count=len(found.misses))


def _place(found: Vanishing) -> dict[str, float] | None:
    """Where the lines meet, and the range of it; None if that may be at infinity."""
    if found.at is None or found.low is None or found.high is None:
        return None
    (x, y), (x1, y1), (x2, y2) = found.at, found.low, found.high
    return {"x": x, "y": y, "x1": x1, "x2": x2, "y1": y1, "y2": y2}


def _horizon(found: Horizon) -> Iterator[str]:
    if np.isfinite(found.height) and abs(found.tilt) < 60:
        yield HORIZON(
            height=found.height, height_spread=found.height_spread, tilt=found.tilt, tilt_spread=found.tilt_spread
        )
    else:
        yield STEEP()
    if found.p_value is None:
        yield TWO_GROUPS()
    elif found.p_value >= CHANCE:
        yield ONE_HORIZON(count=len(found.misses))
    else:
        worst = max(found.misses, key=lambda name: found.misses[name])
        yield NO_HORIZON(chance=CHANCE, name=Foreign(worst))


def _shadows(found: ShadowLight, shadows: Sequence[Shadow]) -> Iterator[str]:
    count = len(shadows)
    if found.fits:
        exact = not found.needed
        yield EXACT_LIGHT(count=count) if exact else ONE_LIGHT(count=count, needed=found.needed)
        yield (EITHER if found.front and found.behind else IN_FRONT if found.front else BEHIND)()
        if count == 2:
            yield TWO_SHADOWS()
        return
    if found.needed is None:
        yield NO_LIGHT_AT_ALL(count=count, most=MOST)
    else:
        yield NO_LIGHT(count=count, allowed=found.allowed, needed=found.needed)
    if found.odd:
        yield ODD_SHADOW(which=", ".join(_called(shadows, at) for at in found.odd))
    if found.apart:
        yield APART(which="; ".join(f"{_called(shadows, a)} + {_called(shadows, b)}" for a, b in found.apart[:5]))


def _called(marks: Sequence[Shadow] | Sequence[Highlight], at: int) -> str:
    """A mark by its number, and by its name if it has one."""
    name = marks[at].name
    return f"{at + 1} {Foreign(name):40}" if name else str(at + 1)


def _highlights(found: HighlightLight, highlights: Sequence[Highlight]) -> Iterator[str]:
    for at, (direction, spread) in enumerate(zip(found.directions, found.spreads, strict=True)):
        name = Foreign(highlights[at].name or str(at + 1))
        if not np.isfinite(spread):
            yield OUTSIDE(name=name)
            continue
        right, up, near = direction
        side, above = np.degrees(np.arctan2(right, near)), np.degrees(np.arcsin(np.clip(up, -1, 1)))
        yield DIRECTION(name=name, side=side, up=above, spread=spread)
    if found.p_value is None or found.widest is None:
        return
    if found.p_value >= CHANCE:
        yield ONE_DIRECTION(widest=found.widest, shape=SHAPE)
    else:
        yield DIRECTIONS(widest=found.widest, chance=CHANCE)

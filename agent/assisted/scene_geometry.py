"""Everything that the marks in a picture tell about its geometry and light. None of it counts for the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .highlight_light import HighlightLight, highlight_light
from .horizon_line import Horizon, horizon
from .marks_file import Marks
from .shadow_light import ShadowLight, shadow_light
from .vanishing_points import CHANCE, Frame, Vanishing, vanishing

SCHEMA = "telltale/geometry/1"


@dataclass(frozen=True, slots=True)
class SceneGeometry:
    """What was measured.

    Attributes:
        marks: what it was measured from.
        size: width and height of the picture.
        groups: the vanishing point of each group of lines, by name.
        horizon: through those of level groups; None for fewer than two.
        shadows: whether one light can cast the shadows; None for fewer than two.
        highlights: from where the light falls; None without any.
    """

    marks: Marks
    size: tuple[int, int]
    groups: dict[str, Vanishing]
    horizon: Horizon | None
    shadows: ShadowLight | None
    highlights: HighlightLight | None

    @property
    def contradictions(self) -> int:
        """How many of the things that the marks are said to be do not fit them."""
        chances = [found.p_value for found in self.groups.values()]
        chances += [part.p_value for part in (self.horizon, self.highlights) if part is not None]
        unlikely = sum(chance is not None and chance < CHANCE for chance in chances)
        return unlikely + (self.shadows is not None and not self.shadows.fits)


def measured(marks: Marks, width: int, height: int) -> SceneGeometry:
    """Measure what marks in a picture of a size tell."""
    frame, sigma = Frame.of(width, height), marks.uncertainty
    groups = {name: vanishing(lines, frame, sigma) for name, lines in marks.parallel.items()}
    level = {name: (marks.parallel[name], groups[name]) for name in dict.fromkeys(marks.horizontal)}
    return SceneGeometry(
        marks,
        (width, height),
        groups,
        horizon(level, frame, sigma) if len(level) >= 2 else None,
        shadow_light(marks.shadows, frame, sigma) if len(marks.shadows) >= 2 else None,
        highlight_light(marks.highlights, sigma) if marks.highlights else None,
    )


def as_record(found: SceneGeometry) -> dict[str, Any]:
    """What was measured as plain values, for JSON; unknown is None."""
    groups = {
        name: {
            "vanishing_point": _rounded(each.at),
            "low": _rounded(each.low),
            "high": _rounded(each.high),
            "direction_degrees": round(each.angle, 2),
            "direction_spread": round(each.spread, 2),
            "misses_px": list(each.misses),
            "outlying_lines": [at + 1 for at in each.outlying],
            "p_value": each.p_value,
        }
        for name, each in found.groups.items()
    }
    return {
        "schema": SCHEMA,
        "counts_for_verdict": False,
        "size": list(found.size),
        "uncertainty_px": found.marks.uncertainty,
        "groups": groups,
        "horizon": _horizon(found.horizon),
        "shadows": _shadows(found.shadows),
        "highlights": _highlights(found.highlights),
        "contradictions": found.contradictions,
    }


def _rounded(point: tuple[float, float] | None) -> list[float] | None:
    return None if point is None else [round(value, 1) for value in point]


def _horizon(found: Horizon | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "tilt_degrees": round(found.tilt, 2),
        "tilt_spread": round(found.tilt_spread, 2),
        "middle_y": round(found.height, 1) if np.isfinite(found.height) else None,
        "middle_y_spread": round(found.height_spread, 1) if np.isfinite(found.height_spread) else None,
        "p_value": found.p_value,
        "misses_px": {name: round(value, 2) for name, value in found.misses.items()},
    }


def _shadows(found: ShadowLight | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "one_light_fits": found.fits,
        "allowed_px": found.allowed,
        "needed_px": None if found.needed is None else round(found.needed, 1),
        "light": _rounded(found.at),
        "in_front": found.front,
        "behind": found.behind,
        "odd_shadows": [at + 1 for at in found.odd],
        "exclude_each_other": [[a + 1, b + 1] for a, b in found.apart],
    }


def _highlights(found: HighlightLight | None) -> dict[str, Any] | None:
    if found is None:
        return None
    rows = [None if not np.isfinite(row).all() else [round(float(v), 3) for v in row] for row in found.directions]
    return {
        "directions": rows,
        "spreads_degrees": [None if not np.isfinite(each) else round(each, 1) for each in found.spreads],
        "widest_degrees": None if found.widest is None else round(found.widest, 1),
        "p_value": found.p_value,
    }

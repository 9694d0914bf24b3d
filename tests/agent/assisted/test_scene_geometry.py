"""Vanishing points, horizon, shadows and highlights of a scene whose answers are known."""

import numpy as np
import pytest
from telltale.agent.assisted.geometry_text import told
from telltale.agent.assisted.marks_file import Marks
from telltale.agent.assisted.scene_geometry import as_record, measured

from tests.agent.assisted.scene import (
    DOWN,
    FLOOR,
    HEIGHT,
    HORIZON,
    POSTS,
    WIDTH,
    direction_seen,
    lines,
    moved,
    seen,
    shadows,
)

AHEAD, RIGHT, LEFT = (0.3, 0, 1), (1, 0, 0.8), (-1, 0, 1.2)  # level directions
SUN_AHEAD, SUN_BEHIND = (0.4, -0.5, 1.0), (0.4, -0.5, -1.0)


def of(**marks):
    return measured(Marks.model_validate({"uncertainty": 1.0, **marks}), WIDTH, HEIGHT)


def test_lines_meet_where_their_direction_vanishes():
    found = of(parallel={"floor": moved(lines(AHEAD, FLOOR), 1.0)}).groups["floor"]
    truth = direction_seen(AHEAD)
    assert all(low - 15 < value < high + 15 for low, value, high in zip(found.low, truth, found.high, strict=True))
    assert found.p_value > 0.01 and not found.outlying
    assert found.high[0] - found.low[0] < 200


def test_a_line_that_does_not_belong_is_named():
    marks = moved(lines(AHEAD, FLOOR), 1.0)
    marks[3][2] += 40
    found = of(parallel={"floor": marks})
    assert found.groups["floor"].outlying == (3,) and found.groups["floor"].p_value < 0.01
    assert found.groups["floor"].at == pytest.approx(direction_seen(AHEAD), abs=40)
    assert found.contradictions == 1
    assert any("4." in text for text in told(found))


def test_of_three_lines_none_is_said_to_be_the_odd_one():
    marks = lines(AHEAD, FLOOR[:3])
    marks[1][2] += 40
    found = of(parallel={"floor": marks}).groups["floor"]
    assert found.p_value < 0.01 and found.outlying == ()


def test_lines_that_are_parallel_in_the_picture_too_have_a_direction_alone():
    marks = [[100, 100 + 90 * k, 800, 170 + 90 * k] for k in range(4)]
    found = of(parallel={"bars": marks}).groups["bars"]
    assert found.at is None and found.low is None
    assert found.angle == pytest.approx(-np.degrees(np.arctan2(70, 700)), abs=0.3) and found.spread < 1


def test_two_lines_test_nothing():
    found = of(parallel={"floor": lines(AHEAD, FLOOR[:2])})
    assert found.groups["floor"].p_value is None and found.contradictions == 0


def test_level_groups_share_the_horizon():
    groups = {name: moved(lines(way, FLOOR, 2.0), 1.0, n) for n, (name, way) in
              enumerate({"a": AHEAD, "b": RIGHT, "c": LEFT}.items())}  # fmt: skip
    found = of(parallel=groups, horizontal=["a", "b", "c"]).horizon
    assert found.p_value > 0.01
    assert abs(found.height - HORIZON) < found.height_spread + 5 and abs(found.tilt) < found.tilt_spread + 0.5


def test_a_group_that_is_not_level_leaves_the_horizon():
    groups = {"a": lines(AHEAD, FLOOR), "b": lines(RIGHT, FLOOR, 2.0), "ramp": lines((-1, -0.5, 1.2), FLOOR, 2.0)}
    found = of(parallel=groups, horizontal=["a", "b", "ramp"])
    assert found.horizon.p_value < 0.01 and found.contradictions == 1
    assert as_record(found)["horizon"]["p_value"] < 0.01


@pytest.mark.parametrize(("sun", "front", "behind"), [(SUN_AHEAD, True, False), (SUN_BEHIND, False, True)])
def test_the_sun_casts_all_shadows(sun, front, behind):
    found = of(shadows=moved_shadows(shadows(sun, far=True))).shadows
    assert found.fits and (found.front, found.behind) == (front, behind)
    assert found.needed <= found.allowed and not found.odd


def test_a_lamp_in_the_picture_is_found():
    lamp = (0.2, -4.0, 11.0)
    found = of(shadows=shadows(lamp, far=False)).shadows
    assert found.fits and found.needed == 0
    assert found.at == pytest.approx(seen(lamp), abs=60)


def test_a_shadow_that_another_light_cast_is_named():
    marks = shadows(SUN_AHEAD, far=True)
    marks[2] = shadows(SUN_BEHIND, far=True)[2]
    found = of(shadows=moved_shadows(marks))
    assert not found.shadows.fits and 2 in found.shadows.odd and found.shadows.light is None
    assert found.shadows.needed is None or found.shadows.needed > found.shadows.allowed
    record = as_record(found)["shadows"]
    assert record["one_light_fits"] is False and 3 in record["odd_shadows"] and found.contradictions == 1


def test_a_wide_object_leaves_more_room():
    marks = shadows(SUN_AHEAD, far=True)
    x, y = marks[1]["object"]
    marks[1]["object"] = [x + 50, y]
    assert not of(shadows=marks).shadows.fits
    marks[1]["object"] = [[x - 10, y], [x + 50, y]]
    assert of(shadows=marks).shadows.fits


def moved_shadows(marks):
    rng = np.random.default_rng(3)
    return [{key: (np.array(value) + rng.normal(0, 0.7, 2)).tolist() for key, value in mark.items()} for mark in marks]


def spot(centre, radius, light):
    """The mark of a ball's highlight: its normal lies half-way between the light and the viewer."""
    normal = np.array(light) / np.linalg.norm(light) + (0, 0, 1)
    normal /= np.linalg.norm(normal)
    place = [centre[0] + radius * normal[0], centre[1] - radius * normal[1]]
    return {"centre": list(centre), "radius": radius, "highlight": place}


def test_highlights_point_to_their_light():
    light = (0.5, 0.6, 0.62)
    marks = [spot((300, 300), 60, light), spot((520, 310), 70, light)]
    found = of(highlights=marks).highlights
    assert found.directions[0] == pytest.approx(np.array(light) / np.linalg.norm(light), abs=0.01)
    assert found.p_value > 0.9 and found.widest < 1
    other = of(highlights=[marks[0], spot((520, 310), 70, (-0.8, 0.1, 0.6))])
    assert other.highlights.p_value < 0.01 and other.highlights.widest > 60 and other.contradictions == 1


def test_a_spot_outside_its_circle_tells_nothing():
    found = of(highlights=[{"centre": [100, 100], "radius": 10, "highlight": [120, 100]}])
    assert np.isnan(found.highlights.directions).all() and as_record(found)["highlights"]["directions"] == [None]
    assert len(told(found)) >= 3


def test_posts_are_seen_where_they_should_be():
    """The scene of these tests itself: the foot of a post on the axis lies below the middle by the pitch."""
    x, y, z = DOWN @ np.array([0, 2.0, 8.0])
    assert seen((0, 0, 8)) == pytest.approx([499.5 + x / z * 900, 374.5 + y / z * 900])
    assert len(POSTS) == 4

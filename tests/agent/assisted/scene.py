"""A scene seen by a pinhole camera, whose answers can be worked out: 1000×750 px, focal length 900 px."""

from __future__ import annotations

import numpy as np

WIDTH, HEIGHT, FOCAL = 1000, 750, 900.0
PITCH = np.radians(12.0)  # the camera looks down by this; x is right, y is down, z is forward
DOWN = np.array([[1, 0, 0], [0, np.cos(PITCH), -np.sin(PITCH)], [0, np.sin(PITCH), np.cos(PITCH)]])
CAMERA = np.array([0.0, -2.0, 0.0])  # 2 m above the ground, on which y is 0
MIDDLE = np.array([(WIDTH - 1) / 2, (HEIGHT - 1) / 2])


def seen(point) -> np.ndarray:
    """Where a point of the scene lies in the picture, x and y in pixels."""
    x, y, z = DOWN @ (np.asarray(point, float) - CAMERA)
    return np.array([x, y]) / z * FOCAL + MIDDLE


def direction_seen(direction) -> np.ndarray:
    """The vanishing point of a direction, in pixels."""
    x, y, z = DOWN @ np.asarray(direction, float)
    return np.array([x, y]) / z * FOCAL + MIDDLE


def lines(direction, starts, length=3.0):
    """Parallel lines of the scene as they are seen, x, y, x2, y2."""
    direction = np.asarray(direction, float) / np.linalg.norm(direction)
    return [[*seen(start), *seen(np.add(start, length * direction))] for start in starts]


def moved(marks, deviation, seed=0):
    """Marks with random errors of a deviation in pixels."""
    rng = np.random.default_rng(seed)
    return (np.asarray(marks) + rng.normal(0, deviation, np.shape(marks))).tolist()


FLOOR = [(-2, 0, 5), (-1, 0, 6), (0.5, 0, 5), (1.5, 0, 7), (2.5, 0, 6)]
HORIZON = direction_seen((0, 0, 1))[1]  # level directions straight ahead vanish there
POSTS = [(-2.0, 0, 7), (-1.0, 0, 9), (0.5, 0, 8), (1.8, 0, 10)]


def shadows(light, *, far: bool):
    """Shadows of posts of 1.5 m on the ground, by a light at a place of the scene or, if far, in a direction."""
    marks = []
    for x, _, z in POSTS:
        top = np.array([x, -1.5, z])
        way = np.asarray(light, float) if far else np.asarray(light, float) - top
        foot = top - way * (top[1] / way[1])  # on the ground, y = 0
        marks.append({"shadow": seen(foot).tolist(), "object": seen(top).tolist()})
    return marks

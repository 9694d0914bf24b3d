"""OpenCV, imported when it is first needed: it takes a while, and not every examination needs it."""

from __future__ import annotations

from typing import Any


def opencv() -> Any:
    """The module `cv2`, without types: its stubs do not tell the type of an array that a function returns."""
    import cv2

    return cv2

"""Measurements that a person helps with: geometry and light from marks, and a camera from reference pictures.

They count for no verdict. What was marked, or which pictures were given, decides what comes out; so each result stands
with its uncertainty and with what it assumes.
"""

from .camera_check import CameraCheck, check_camera
from .marks_file import Marks, MarksError, read_marks
from .scene_geometry import SceneGeometry, measured

__all__ = ["CameraCheck", "Marks", "MarksError", "SceneGeometry", "check_camera", "measured", "read_marks"]

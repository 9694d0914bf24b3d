"""What the pixels say: one file for each detector, from an array of pixels to a score and a map.

`base` holds the contract, `registry` finds the detectors by name. A module with a tuple `DETECTORS` adds to them.
"""

from .base import Detector, Reading, Weighing

__all__ = ["Detector", "Reading", "Weighing"]

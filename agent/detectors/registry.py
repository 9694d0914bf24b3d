"""The detectors by name: the built-in ones, those of other packages, and any image classifier (`hf:ID`).

A package adds a detector by an entry point in the group `telltale.detectors` that names a `Detector`.
"""

from __future__ import annotations

import difflib
import logging
from functools import cache
from importlib.metadata import entry_points

from . import clip, jpeg, laundering, noise, portrait, residual, spectral
from .base import Detector

GROUP = "telltale.detectors"
HUGGING_FACE = "hf:"
_SHIPPED = (
    *(clip.CLIP, portrait.DETECTOR, clip.NEAREST, clip.FAMILY, laundering.DETECTOR, residual.DETECTOR),
    *(spectral.DETECTOR, jpeg.DETECTOR, noise.DETECTOR),
)
BUILT_IN = {detector.name: detector for detector in _SHIPPED}


class UnknownDetectorError(ValueError):
    """No detector has that name; the message suggests the nearest ones."""


@cache
def available() -> dict[str, Detector]:
    """Every detector that is installed, by name; a plug-in that fails to load is logged and left out."""
    found = dict(BUILT_IN)
    for point in entry_points(group=GROUP):
        try:
            detector = point.load()
        except Exception as error:  # another package's fault must not stop an examination
            logging.getLogger(__name__).warning("detector %s could not be loaded: %s", point.name, error)
            continue
        if not isinstance(detector, Detector):
            logging.getLogger(__name__).warning("entry point %s is not a Detector; left out", point.name)
            continue
        found.setdefault(detector.name, detector)  # a built-in name can't be taken over
    return found


def get(name: str) -> Detector:
    """The detector of that name; `hf:ID` wraps an image classifier of the Hugging Face hub or a folder.

    Raises:
        UnknownDetectorError: if there is none.
    """
    if name.startswith(HUGGING_FACE):
        from .huggingface import wrap

        return wrap(name.removeprefix(HUGGING_FACE))
    detectors = available()
    if name not in detectors:
        near = difflib.get_close_matches(name, detectors, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(detectors)} and hf:ID"
        raise UnknownDetectorError(f"no detector {name!r}; {hint}")
    return detectors[name]

"""The detectors by name: the built-in ones, those of other packages, and any image classifier (`hf:ID`).

A module in this package adds detectors by a tuple `DETECTORS`; another package adds one by an entry point in the group
`telltale.detectors` that names a `Detector`.
"""

from __future__ import annotations

import difflib
import importlib
import logging
import pkgutil
import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import entry_points

from .. import detectors as package
from .base import Detector

GROUP = "telltale.detectors"
HUGGING_FACE = "hf:"


class UnknownDetectorError(ValueError):
    """No detector has that name; the message suggests the nearest ones."""


def in_package() -> dict[str, Detector]:
    """The detectors of the modules in this package, by name, in the order of their places.

    Raises:
        ValueError: if two have one name.
    """
    names = [module.name for module in pkgutil.iter_modules(package.__path__)]
    modules = [importlib.import_module(f"{package.__name__}.{name}") for name in names]
    every = [detector for module in modules for detector in getattr(module, "DETECTORS", ())]
    by_name = {detector.name: detector for detector in sorted(every, key=lambda detector: detector.place)}
    if len(by_name) < len(every):
        raise ValueError(f"two detectors of {package.__name__} have one name")
    return by_name


BUILT_IN = in_package()


@cache
def available() -> dict[str, Detector]:
    """Every detector that is installed, by name, in the order of their places.

    A plug-in that fails to load is logged and left out; a built-in name can't be taken over.
    """
    by_name = dict(BUILT_IN)
    for point in entry_points(group=GROUP):
        try:
            detector = point.load()
        except Exception as error:  # another package's fault must not stop an examination
            logging.getLogger(__name__).warning("detector %s could not be loaded: %s", point.name, error)
            continue
        if not isinstance(detector, Detector):
            logging.getLogger(__name__).warning("entry point %s is not a Detector; left out", point.name)
            continue
        by_name.setdefault(detector.name, detector)
    return {d.name: d for d in sorted(by_name.values(), key=lambda detector: detector.place)}


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
        close = difflib.get_close_matches(name, detectors, n=1)
        hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(detectors)} and hf:ID"
        raise UnknownDetectorError(f"no detector {name!r}; {hint}")
    return detectors[name]


def weighed() -> dict[str, Detector]:
    """The available detectors that may get a weight in the verdict, by name."""
    return {name: detector for name, detector in available().items() if detector.weighing is not None}


def read_on_crops(detectors: Iterable[Detector]) -> list[Detector]:
    """Those that score a crop as they score a picture, in the order of their places."""
    return sorted((each for each in detectors if each.on_crops), key=lambda detector: detector.place)


def named_in(question: str, detectors: Iterable[Detector]) -> list[str]:
    """The names of the detectors that a question names, or else of those that it means by another word."""
    words, candidates = set(re.findall(r"[a-z]+", question.lower())), list(detectors)
    by_name = [each.name for each in candidates if each.name in words]
    return by_name or [each.name for each in candidates if words & set(each.called)]

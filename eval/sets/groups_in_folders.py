"""Which pictures of a folder belong together: those of one person, as sets of faces keep them.

Splits keep groups whole, so no person of such a set stands on both sides. IDiff-Face, DCFace and other sets of made
faces keep a folder for each identity; IDiff-Face's own script also writes flat folders with names such as `12_3.png`,
the identity before the number of the picture (https://github.com/fdbtrs/IDiff-Face).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

LEAST = 5  # groups in a source; fewer subfolders are taken for parts of a collection, which hold what is unlike
_NUMBERED = re.compile(r"(\w*\d)_\d{1,4}")  # an identity, and the number of the picture

Place = tuple[str, str, tuple[str, ...], str]  # label, source, folders within the source, name without its ending


def belonging_together(places: Sequence[Place]) -> list[str | None]:
    """The group of each picture, by its place; None for a picture that stands alone.

    The pictures of a source are grouped by the folder that they lie in if it has five such folders or more, or else by
    their names if at least half of these are an identity and a number, of five identities or more, most of them with
    several pictures.
    """
    sources: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, (label, source, _, _) in enumerate(places):
        sources[label, source].append(index)
    groups: list[str | None] = [None] * len(places)
    for (label, source), members in sources.items():
        for key in (_by_folder, _by_name):
            own = {index: name for index in members if (name := key(places[index]))}
            names = set(own.values())
            if len(names) >= LEAST and len(own) >= max(2 * len(names), len(members) / 2):
                for index, name in own.items():
                    groups[index] = f"{label}/{source}/{name}"
                break
    return groups


def _by_folder(place: Place) -> str:
    return "/".join(place[2])


def _by_name(place: Place) -> str:
    matched = _NUMBERED.fullmatch(place[3])
    return matched[1] if matched else ""

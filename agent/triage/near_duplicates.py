"""Groups of pictures that nearly look the same, by perceptual hashes of 64 bits.

Hashes that differ in at most `NEAR` bits are near. If 64 bits are cut into `NEAR` + 1 bands, two near hashes agree in
at least one band, so only hashes that share a band need be compared (Manku, Jain and Das Sarma, “Detecting
near-duplicates for web crawling”, WWW 2007).

Letters: n hashes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

NEAR = 4  # bits; copies differ in up to 6, and unrelated pictures in about 32
_BITS = 64
_CROWDED = 2_000  # hashes in one band beyond which a band tells nothing, as of pictures of one colour


def groups(hashes: Sequence[str], near: int = NEAR) -> list[list[int]]:
    """Groups of two or more pictures, by their places in the sequence, the largest group first.

    A group is what hangs together: each picture is near to at least one other of its group.

    Args:
        hashes: 16 hexadecimal digits each.
        near: bits in which near hashes may differ, 0 to 15.
    """
    places: dict[int, list[int]] = defaultdict(list)
    for place, text in enumerate(hashes):
        places[int(text, 16)].append(place)
    unique = np.array(sorted(places), np.uint64)  # [n]
    parent = np.arange(len(unique))
    edges = [_BITS * band // (near + 1) for band in range(near + 2)]
    for low, high in pairwise(edges):
        band = (unique >> np.uint64(low)) & np.uint64((1 << (high - low)) - 1)
        order = np.argsort(band, kind="stable")
        cuts = np.flatnonzero(np.diff(band[order])) + 1
        for members in np.split(order, cuts):
            if 1 < len(members) <= _CROWDED:
                _join(parent, unique, members, near)
    found: dict[int, list[int]] = defaultdict(list)
    for at, value in enumerate(unique.tolist()):
        found[_root(parent, at)] += places[value]
    return sorted((sorted(group) for group in found.values() if len(group) > 1), key=lambda g: (-len(g), g[0]))


def _join(parent: NDArray[np.intp], unique: NDArray[np.uint64], members: NDArray[np.intp], near: int) -> None:
    for at, one in enumerate(members[:-1]):
        others = members[at + 1 :]
        bits = np.bitwise_count(unique[others] ^ unique[one])
        for other in others[bits <= near]:
            first, second = _root(parent, int(one)), _root(parent, int(other))
            parent[max(first, second)] = min(first, second)


def _root(parent: NDArray[np.intp], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = int(parent[at])
    return at

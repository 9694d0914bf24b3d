"""Pictures of a folder that belong to one picture: earlier and later versions of it, and those that parts came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..intake import IntakeError
from ..sandbox import Received, receive
from .picture_comparison import Comparison, Relation, compare
from .picture_points import Points, Way, points, way
from .plain_likeness import likeness

_NAMED = (
    "jpg",
    "jpeg",
    "jpe",
    "jfif",
    "png",
    "webp",
    "gif",
    "tif",
    "tiff",
    "bmp",
    "heic",
    "heif",
    "avif",
    "jp2",
    "psd",
)
ENDINGS = frozenset(f".{ending}" for ending in _NAMED)
MOST = 5  # candidates that are compared pixel by pixel
_ORDER: dict[Relation, int] = {"same_pixels": 0, "version": 1, "part": 2, "scene": 3, "none": 4}


@dataclass(frozen=True, slots=True)
class Found:
    """A file that belongs to the picture in question.

    Attributes:
        file: its path.
        received: the file as it was read.
        comparison: the two compared.
        same_file: whether both files are the same, byte by byte.
    """

    file: Path
    received: Received
    comparison: Comparison
    same_file: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    file: Path
    way: Way | None
    rank: int


def files_in(places: Iterable[Path]) -> Iterator[Path]:
    """The files that are named, and the pictures in the folders that are named and below them, in order of their names.

    Raises:
        FileNotFoundError: if one of the places is missing.
    """
    for place in places:
        if place.is_dir():
            inside = (file for file in place.rglob("*") if file.suffix.lower() in ENDINGS and not _hidden(file, place))
            yield from sorted(file for file in inside if file.is_file())
        elif place.exists():
            yield place
        else:
            raise FileNotFoundError(2, "No such file or directory", str(place))


def _hidden(file: Path, below: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(below).parts)


def search(
    picture: Received,
    files: Iterable[Path],
    *,
    most: int = MOST,
    failed: Callable[[Path, Exception], None] | None = None,
    progress: Callable[[int], None] | None = None,
    trust_anchors: str | None = None,
) -> list[Found]:
    """Look through files for those that belong to a picture, the nearest first.

    Every file is compared by keypoints, and by a perceptual hash and soft tones if too few agree. The best are then
    compared pixel by pixel.

    Args:
        picture: the picture in question.
        files: where to look; its own file may be among them.
        most: how many are compared pixel by pixel.
        failed: is told of a file that can't be read; without it such a file is passed over.
        progress: is told how many files were looked at.
        trust_anchors: PEM text of the certificates under which a C2PA signer is trusted.
    """
    pixels = picture.exhibit.pixels
    own = points(pixels)
    candidates: list[_Candidate] = []
    for number, file in enumerate(files, start=1):
        other = _read(file, trust_anchors, failed)
        if other is not None and (candidate := _looked_at(file, pixels, own, other)) is not None:
            candidates.append(candidate)
        if progress is not None:
            progress(number)
    candidates.sort(key=lambda each: -each.rank)
    found = []
    for candidate in candidates[:most]:
        other = _read(candidate.file, trust_anchors, failed)
        if other is None:  # it was there a moment ago
            continue
        compared = compare(pixels, other.exhibit.pixels, found=candidate.way)
        if compared.relation != "none":
            same = other.exhibit.facts.sha256 == picture.exhibit.facts.sha256
            found.append(Found(candidate.file, other, compared, same))
    return sorted(found, key=lambda each: (not each.same_file, *order(each.comparison)))


def order(found: Comparison) -> tuple[float, ...]:
    """By what comparisons are sorted, the nearest first: versions by how little differs, others by what agrees."""
    apart = found.differing if found.differing is not None else -float(found.matches)
    return _ORDER[found.relation], apart


def _read(file: Path, trust_anchors: str | None, failed: Callable[[Path, Exception], None] | None) -> Received | None:
    try:
        return receive(file, trust_anchors=trust_anchors)
    except (IntakeError, OSError) as error:
        if failed is not None:
            failed(file, error)
        return None


def _looked_at(file: Path, pixels: NDArray[np.uint8], own: Points, other: Received) -> _Candidate | None:
    theirs = other.exhibit.pixels
    if theirs.shape == pixels.shape and np.array_equal(theirs, pixels):
        return _Candidate(file, None, 1_000_000)
    found = way(own, points(theirs))
    if found is not None:
        return _Candidate(file, found, found.matches)
    return _Candidate(file, None, 0) if likeness(pixels, theirs) is not None else None

"""Whether a picture was taken with the camera of reference pictures that the user supplies, by the sensor's noise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..sandbox import Received
from .sensor_match import match, probe
from .sensor_noise import Gathered, Plane, gathered

THRESHOLD = 60.0  # PCE from which noise is said to agree; `sensor-noise` measures how often that is wrong
LEAST_REFERENCES = 8
FEW_REFERENCES = 20  # below which a weak trace can be missed
CENTRE = 2048  # px a side of the middle part that is compared if a picture has the sensor's size
LEAST_SIDE = 256  # px of the short side of a picture that can be compared
MOST_PIXELS = 26_000_000  # of a sensor on which the place of a smaller picture is sought

_COUNTED = Gathered(np.zeros((1, 1), np.float32), np.zeros((1, 1), np.float32), 1)  # a picture that tells nothing

Outcome = Literal["agrees", "agrees_not", "few_references", "no_common_sensor", "too_small", "too_large", "other_size"]
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class CameraCheck:
    """What the comparison with a sensor gave.

    Attributes:
        outcome: `agrees` or `agrees_not`; `few_references` if too few of one size were given; `no_common_sensor` if two
            halves of the references do not agree with each other, so that nothing can be compared with them;
            `too_small`, `too_large` and `other_size` if the picture or the sensor can't be compared.
        pce: of the picture with the sensor; None if they were not compared.
        threshold: from which it agrees.
        at: x, y at which a smaller picture lies on the sensor; None for one of the sensor's size.
        turned: by how many quarter turns counter-clockwise the picture was turned to lie on the sensor.
        used: how many references the sensor's noise rests on.
        left_out: how many were left out because they have another size.
        halves: PCE of the noise of one half of the references with that of the other; None if there are too few.
        sensor: width and height of the references; None if there are too few.
    """

    outcome: Outcome
    threshold: float = THRESHOLD
    pce: float | None = None
    at: tuple[int, int] | None = None
    turned: int = 0
    used: int = 0
    left_out: int = 0
    halves: float | None = None
    sensor: tuple[int, int] | None = None


def check_camera(picture: Received, references: Iterable[Received]) -> CameraCheck:
    """Compare a picture with the noise that reference pictures of one camera share.

    Pictures are laid as the sensor took them, by the orientation in their EXIF data. The largest group of references of
    one size is used.

    Args:
        picture: the picture in question.
        references: other pictures, of one camera and as it saved them; they are read one by one and not kept.
    """
    return compared(as_taken(picture), _others(picture, references))


def _others(picture: Received, references: Iterable[Received]) -> Iterator[Pixels]:
    """The references without the picture itself, each file once: a file agrees with itself by what it shows."""
    seen = {picture.exhibit.facts.sha256}
    for each in references:
        if each.exhibit.facts.sha256 not in seen:
            seen.add(each.exhibit.facts.sha256)
            yield as_taken(each)


def compared(pixels: Pixels, references: Iterable[Pixels]) -> CameraCheck:
    """Compare a picture uint8 [h, w, 3] with references [H, W, 3], lying as the sensor took them."""
    size, halves, left_out = _largest((pixels.shape[0], pixels.shape[1]), references)
    used = sum(half.count for half in halves)
    known = CameraCheck("few_references", used=used, left_out=left_out, sensor=(size[1], size[0]) if used else None)
    if used < LEAST_REFERENCES:
        return known
    if min(*pixels.shape[:2], *size) < LEAST_SIDE:
        return replace(known, outcome="too_small")
    fits = [turn for turn in range(4) if _fits(pixels, turn, size)]
    if not fits:
        return replace(known, outcome="other_size")
    whole = sorted(size) == sorted(pixels.shape[:2])
    if not whole and size[0] * size[1] > MOST_PIXELS:
        return replace(known, outcome="too_large")
    agreed = together(halves[0].fingerprint, halves[1].fingerprint)
    if agreed < THRESHOLD:
        return replace(known, outcome="no_common_sensor", halves=agreed)
    sensor = (halves[0] + halves[1]).fingerprint
    matches = []
    for turn in fits:
        turned = np.ascontiguousarray(np.rot90(pixels, turn))
        matches.append((turn, match(probe(_centre(turned) if whole else turned), sensor)))
    turned_by, best = max(matches, key=lambda each: each[1].pce)
    outcome: Outcome = "agrees" if best.pce >= THRESHOLD else "agrees_not"
    at = None if whole else best.at
    return replace(known, outcome=outcome, pce=best.pce, at=at, turned=turned_by, halves=agreed)


def _largest(own: tuple[int, int], references: Iterable[Pixels]) -> tuple[tuple[int, int], tuple[Gathered, ...], int]:
    """Height and width of the largest group of references of one size, its two halves, and how many others there are.

    Of a group of the picture's own size only the middle is gathered.
    """
    sums: dict[tuple[int, int], list[Gathered]] = {}
    counts: dict[tuple[int, int], int] = {}
    for pixels in references:
        size = (pixels.shape[0], pixels.shape[1])
        number = counts[size] = counts.get(size, 0) + 1
        part = _centre(pixels) if sorted(size) == sorted(own) else pixels
        usable = min(part.shape[:2]) >= LEAST_SIDE and part.shape[0] * part.shape[1] <= MOST_PIXELS
        one, halves = gathered(part) if usable else _COUNTED, sums.setdefault(size, [])
        if number <= 2:
            halves.append(one)
        else:
            halves[(number - 1) % 2] += one
    size = max(counts, key=lambda each: counts[each], default=(0, 0))
    return size, tuple(sums.get(size, ())), sum(counts.values()) - counts.get(size, 0)


def together(one: Plane, two: Plane) -> float:
    """PCE of the noise of two estimates of one size, where they lie."""
    first, second = np.fft.rfft2(one - one.mean()), np.fft.rfft2(two - two.mean())
    table = np.fft.irfft2(first * np.conj(second), s=one.shape)
    peak = float(table[0, 0])
    energy = (float((table**2).sum()) - peak**2) / (table.size - 1)
    return float(np.copysign(peak**2 / energy, peak)) if energy > 0 else 0.0


def as_taken(received: Received) -> Pixels:
    """The pixels as the sensor took them: the upright picture turned back by the orientation that EXIF names."""
    pixels, named = received.exhibit.pixels, received.contents.first("EXIF", "Orientation")
    number = named.raw.strip()[:1] if named is not None else "1"
    if number in ("5", "7"):
        pixels = pixels.transpose(1, 0, 2)
        return pixels[::-1, ::-1] if number == "7" else pixels
    turned = {"3": 2, "4": 2, "6": 1, "8": 3}.get(number, 0)
    pixels = pixels[:, ::-1] if number in ("2", "4") else pixels
    return np.ascontiguousarray(np.rot90(pixels, turned))


def _fits(pixels: Pixels, turn: int, sensor: tuple[int, int]) -> bool:
    height, width = (pixels.shape[0], pixels.shape[1]) if turn % 2 == 0 else (pixels.shape[1], pixels.shape[0])
    return height <= sensor[0] and width <= sensor[1]


def _centre(pixels: Pixels) -> Pixels:
    """The middle, at most `CENTRE` px a side; it begins at an even place, so that colour filters lie as before."""
    height, width = pixels.shape[:2]
    top, left = max(0, (height - CENTRE) // 2) // 2 * 2, max(0, (width - CENTRE) // 2) // 2 * 2
    return pixels[top : top + CENTRE, left : left + CENTRE]

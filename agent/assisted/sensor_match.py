"""Whether the noise of a picture agrees with that of a sensor, and where the picture lies on it.

Letters: H, W height and width of the sensor's picture; h, w of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from ..pixels.jpeg_blocks import luma
from .sensor_noise import SATURATED, Plane, cleaned, residual

NEIGHBOURS = 5  # px about the peak that do not count for the energy about it


@dataclass(frozen=True, slots=True)
class Match:
    """How a picture's noise correlates with a sensor's.

    Attributes:
        pce: the square of the highest correlation over the mean square of the others, negative if that correlation is
            negative: the peak-to-correlation energy (Goljan, Fridrich and Filler, “Large scale test of sensor
            fingerprint camera identification”, SPIE 2009).
        at: x, y at which the picture's upper left corner lies on the sensor.
        places: how many places were tried; the more, the higher the best by chance.
    """

    pce: float
    at: tuple[int, int]
    places: int


@dataclass(frozen=True, slots=True)
class Probe:
    """What of a picture is compared with sensors.

    Attributes:
        noise: cleaned noise, float32 [h, w].
        strength: brightness, by which the noise of a sensor shows, 0 where a pixel is saturated, float32 [h, w].
    """

    noise: Plane
    strength: Plane


def probe(pixels: NDArray[np.uint8]) -> Probe:
    """The noise of a picture uint8 [h, w, 3], to be compared with one sensor or several."""
    plane = luma(pixels)
    strength = np.where(plane < SATURATED, plane, 0).astype(np.float32)
    return Probe(cleaned(residual(plane)), strength)


def match(picture: Probe, sensor: Plane) -> Match:
    """Correlate a picture [h, w], no larger than the sensor's, with the sensor's noise float32 [H, W].

    A picture of the sensor's size is compared where it lies; a smaller one, such as a crop, wherever it fits.

    Raises:
        ValueError: if the picture is larger than the sensor's.
    """
    height, width = picture.noise.shape
    if height > sensor.shape[0] or width > sensor.shape[1]:
        raise ValueError(f"the picture is larger than the sensor's: {width}×{height} px")
    if (height, width) == sensor.shape:
        table = _correlated(picture.noise, sensor * picture.strength)
        return _peak(table, (0, 0), 1)
    padded = np.zeros_like(sensor)
    padded[:height, :width] = picture.noise * picture.strength
    table = _correlated(sensor, padded)
    down, across = sensor.shape[0] - height + 1, sensor.shape[1] - width + 1
    fits = table[:down, :across]
    best = int(np.argmax(np.abs(fits)))
    return _peak(table, (best // across, best % across), down * across)


def _correlated(one: Plane, other: Plane) -> Plane:
    """Circular cross-correlation [H, W] of two planes without their means; entry y, x has the other moved by y, x."""
    first = np.asarray(fft.rfft2((one - one.mean()).astype(np.float32)))
    second = np.asarray(fft.rfft2((other - other.mean()).astype(np.float32)))
    return np.asarray(fft.irfft2(first * np.conj(second), s=one.shape)).astype(np.float32)


def _peak(table: Plane, at: tuple[int, int], places: int) -> Match:
    value = float(table[at])
    rows = (np.arange(-NEIGHBOURS, NEIGHBOURS + 1) + at[0]) % table.shape[0]
    columns = (np.arange(-NEIGHBOURS, NEIGHBOURS + 1) + at[1]) % table.shape[1]
    near = float((table[np.ix_(np.unique(rows), np.unique(columns))].astype(np.float64) ** 2).sum())
    others = table.size - len(np.unique(rows)) * len(np.unique(columns))
    energy = (float((table.astype(np.float64) ** 2).sum()) - near) / max(others, 1)
    pce = value**2 / energy if energy > 0 else 0.0
    return Match(float(np.copysign(pce, value)), (at[1], at[0]), places)

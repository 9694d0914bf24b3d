"""The noise of a sensor: what each of its pixels adds to every picture that it takes.

A pixel answers light a little more or less strongly than the others, in every picture alike (photo-response
non-uniformity). What a denoiser takes away from a picture holds a trace of that, and the mean over several pictures of
one camera, weighed by their brightness, is an estimate of it (Chen, Fridrich, Goljan and Lukáš, “Determining image
origin and integrity using sensor noise”, IEEE TIFS 2008).

Letters: H, W height and width of the sensor's picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage

from ..pixels.jpeg_blocks import luma

SIGMA = 3.0  # grey levels of the noise that the denoiser takes away
LEVELS = 4  # of the wavelet
WAVELET = "db8"
WINDOWS = (3, 5, 7, 9)  # px, in which the variance of the picture itself is estimated
SATURATED = 250.0  # grey levels from which a pixel holds nothing
Plane = NDArray[np.float32]


def residual(plane: Plane) -> Plane:
    """What the denoiser of Mıhçak, Kozintsev and Ramchandran (ICASSP 1999) takes away, float32 [H, W].

    In each band of a wavelet transform a value is taken as noise by the share of the noise's variance in the local
    variance, which is the least over four windows.
    """
    import pywt

    height, width = plane.shape
    levels = min(LEVELS, pywt.dwt_max_level(min(height, width), WAVELET))
    bands = pywt.wavedec2(plane, WAVELET, mode="symmetric", level=max(1, levels))
    noise = [np.zeros_like(bands[0])]
    for band in bands[1:]:
        noise.append(tuple(_noise_of(part) for part in band))  # type: ignore[arg-type]
    return pywt.waverec2(noise, WAVELET, mode="symmetric")[:height, :width].astype(np.float32)


def _noise_of(band: Plane) -> Plane:
    squares = band * band
    own = [np.maximum(ndimage.uniform_filter(squares, window) - SIGMA**2, 0) for window in WINDOWS]
    return (band * SIGMA**2 / (np.minimum.reduce(own) + SIGMA**2)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was gathered from pictures of one size: K = Σ Wᵢ Iᵢ / Σ Iᵢ² with residuals W and pictures I.

    Attributes:
        above: Σ Wᵢ Iᵢ, float32 [H, W].
        below: Σ Iᵢ², float32 [H, W].
        count: how many pictures there were.
    """

    above: Plane
    below: Plane
    count: int

    def __add__(self, other: Gathered) -> Gathered:
        """Both together.

        Raises:
            ValueError: if they are of different sizes.
        """
        if self.above.shape != other.above.shape:
            sizes = (f"{plane.shape[1]}×{plane.shape[0]}" for plane in (self.above, other.above))
            raise ValueError(f"the pictures have different sizes: {' and '.join(sizes)} px")
        return Gathered(self.above + other.above, self.below + other.below, self.count + other.count)

    @property
    def fingerprint(self) -> Plane:
        """The estimate of the sensor's noise, float32 [H, W], without what cameras of a model share (`cleaned`)."""
        return cleaned((self.above / np.maximum(self.below, 1.0)).astype(np.float32))


def gathered(pixels: NDArray[np.uint8]) -> Gathered:
    """What one picture uint8 [H, W, 3] tells of its sensor."""
    plane = luma(pixels)
    told = np.where(plane < SATURATED, plane, 0).astype(np.float32)
    return Gathered(residual(plane) * told, told * told, 1)


def cleaned(noise: Plane) -> Plane:
    """Noise without what pictures of different cameras share, float32 [H, W].

    The means of rows and columns are taken away for each of the four places in a square of 2×2 px, in which colour
    filters repeat; and the spectrum is divided by its local strength (a Wiener filter), which takes away what repeats,
    such as the grid of JPEG blocks.
    """
    out = noise.copy()
    for top in (0, 1):
        for left in (0, 1):
            part = out[top::2, left::2]
            part -= part.mean(axis=0, keepdims=True)
            part -= part.mean(axis=1, keepdims=True)
    return _whitened(out)


def _whitened(noise: Plane) -> Plane:
    spectrum = np.asarray(fft.fft2(noise.astype(np.float32)))
    size = np.abs(spectrum) / np.sqrt(noise.size)
    deviation = float(noise.std())
    if deviation == 0:
        return noise
    squares = size * size
    own = [np.maximum(ndimage.uniform_filter(squares, window, mode="wrap") - deviation**2, 0) for window in WINDOWS]
    kept = deviation**2 / (np.minimum.reduce(own) + deviation**2)
    return np.real(np.asarray(fft.ifft2(spectrum * kept))).astype(np.float32)

"""Open invisible watermarks in the lowest band of the colour difference, as image generators are known to write them.

The scheme `dwtDct` of the package invisible-watermark (ShieldMnt, MIT): the plane U of the picture is halved by a Haar
wavelet; in each block of 4×4 values of its lowest band the largest value but the first is moved so that its rest of a
division by 36 lies in the middle of the lower half for a 0 and of the upper half for a 1. Block k, counted row by row,
has bit k mod L. The programs read a bit back by the majority of its blocks. Blocks that rounding or plain areas have
spoiled all say the same, which turns that majority for many bits at once; so here a bit is read against the mean of all
blocks.

Some programs hand the picture over with its channels in the other order, some as floating-point numbers, whose U lies
about 0.5 and not about 128. So four readings are tried.

Letters: H, W height and width; b blocks; L bits of a payload.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STEP = 36.0
BLOCK = 4  # values of the band a side
LEAST_SIDE = 256  # px; the programs mark no smaller pictures
OFFSETS = (128.0, 0.5)
THRESHOLD = 6.0  # −log10 of the probability by chance from which a payload is said to be there


def _bits_of(text: bytes) -> tuple[int, ...]:
    return tuple(int(bit) for byte in text for bit in f"{byte:08b}")


def _bits(digits: str) -> tuple[int, ...]:
    return tuple(int(digit) for digit in digits)


# CompVis/stable-diffusion scripts/txt2img.py; Stability-AI/stablediffusion scripts/txt2img.py;
# Stability-AI/generative-models sgm/inference/helpers.py and diffusers; black-forest-labs/flux src/flux/util.py.
PAYLOADS: dict[str, tuple[int, ...]] = {
    "Stable Diffusion 1": _bits_of(b"StableDiffusionV1"),
    "Stable Diffusion 2": _bits_of(b"SDV2"),
    "Stable Diffusion XL": _bits("101100111110110010010000011110111011000110011110"),
    "FLUX": _bits("001010101111111010000111100111001111010100101110"),
}
CHANNELS = (2, 0)  # taken for blue


@dataclass(frozen=True, slots=True)
class Mark:
    """How well the best of the known payloads agrees with a picture.

    Attributes:
        payload: its name in `PAYLOADS`.
        agreed: how many of its bits agree.
        bits: how many it has.
        exponent: −log10 of the probability that so many or more agree in one of all readings of all payloads, if bits
            were tosses of a coin.
    """

    payload: str
    agreed: int
    bits: int
    exponent: float


def best_mark(pixels: NDArray[np.uint8]) -> Mark:
    """The known payload that agrees best with a picture uint8 [H, W, 3]."""
    found = []
    for blue in CHANNELS:
        values = blocks(colour_difference(pixels, blue))
        for offset in OFFSETS:
            votes = block_votes(values + np.float32(2 * offset))  # the band is twice the mean of its pixels
            for name, payload in PAYLOADS.items():
                agreed = int((decoded(votes, len(payload)) == np.array(payload, bool)).sum())
                found.append(Mark(name, agreed, len(payload), _exponent(agreed, len(payload))))
    return max(found, key=lambda mark: mark.exponent)


def block_votes(values: NDArray[np.float32]) -> NDArray[np.bool_]:
    """What each block says, bool [b], of blocks of U float32 [b, 16]."""
    sizes = np.abs(values)
    place = sizes[:, 1:].argmax(axis=1) + 1
    return sizes[np.arange(len(sizes)), place] % STEP > STEP / 2


def colour_difference(pixels: NDArray[np.uint8], blue: int) -> NDArray[np.float32]:
    """U without its offset, float32 [H, W], with a channel of the picture taken for blue and the other end for red."""
    other = (pixels[..., channel].astype(np.float32) for channel in (1, 2 - blue))
    plane = np.float32(0.886) * pixels[..., blue].astype(np.float32)  # blue less brightness
    for share, values in zip((0.587, 0.299), other, strict=True):
        plane -= np.float32(share) * values
    return np.float32(0.492) * plane


def lowest_band(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """The lowest band of one step of a Haar wavelet, float32 [H / 2, W / 2]; sides are cut to multiples of 4."""
    cut = plane[: plane.shape[0] // 4 * 4, : plane.shape[1] // 4 * 4]
    return ((cut[::2, ::2] + cut[1::2, ::2] + cut[::2, 1::2] + cut[1::2, 1::2]) / 2).astype(np.float32)


def blocks(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """The blocks of the lowest band of a plane, row by row, float32 [b, 16]."""
    band = lowest_band(plane)
    rows, columns = band.shape[0] // BLOCK, band.shape[1] // BLOCK
    cut = band[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK)
    return cut.transpose(0, 2, 1, 3).reshape(rows * columns, BLOCK * BLOCK)


def decoded(votes: NDArray[np.bool_], length: int) -> NDArray[np.bool_]:
    """The bits of a payload of a length, each 1 if more of its blocks say so than of all; one without a block is 0."""
    which = np.arange(len(votes)) % length
    counts = np.bincount(which, minlength=length)
    usual = float(votes.mean()) if len(votes) else 0.0
    return np.bincount(which, weights=votes, minlength=length) > counts * usual


def _exponent(agreed: int, bits: int) -> float:
    tests = len(CHANNELS) * len(OFFSETS) * len(PAYLOADS)
    chance = sum(math.comb(bits, k) for k in range(agreed, bits + 1)) * tests / 2**bits
    return max(0.0, -math.log10(min(1.0, chance)))

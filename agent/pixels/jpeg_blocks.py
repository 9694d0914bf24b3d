"""What the 8×8 blocks of a JPEG tell: the quality it was saved at, and whether that was the first time.

Letters: H, W picture height and width; b blocks; q a quantisation step.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dctn

# Annex K.1 of ITU-T T.81 (the JPEG standard), luminance, row by row.
STANDARD_LUMINANCE = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ]
)
# The low frequencies that hold enough non-zero coefficients for a histogram: (vertical, horizontal).
LOW_MODES = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1), (0, 3), (3, 0))
MIN_BLOCKS, MAX_BLOCKS = 400, 16_384
# 97% of 48 photographs compressed once stay below 0.77 at qualities 75 to 95, at 500 and at 1000 px; compressed before
# at a quality lower by 15 or more, 95% lie above 1.2. tests/agent/pixels/test_jpeg_blocks.py repeats this on others.
DOUBLE_QUANTISATION_THRESHOLD = 1.0
_BINS = 64
_STRIP = 1 << 22  # pixels that are converted at a time, so that a large picture does not need its memory many times


def luma(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """BT.601 luma in 0 to 255, as JPEG uses it: uint8 [H, W, 3] to float32 [H, W]."""
    weights = np.array([0.299, 0.587, 0.114], np.float32)
    height, width = pixels.shape[:2]
    plane = np.empty((height, width), np.float32)
    rows = max(1, _STRIP // max(width, 1))
    for top in range(0, height, rows):
        plane[top : top + rows] = pixels[top : top + rows].astype(np.float32) @ weights
    return plane


def ijg_table(quality: int) -> NDArray[np.int64]:
    """The luminance table [8, 8] that libjpeg writes for a quality from 1 to 100."""
    scale = 5000 / quality if quality < 50 else 200 - 2 * quality
    return np.clip((STANDARD_LUMINANCE * int(scale) + 50) // 100, 1, 255).astype(np.int64)


def estimate_quality(table: Sequence[int]) -> tuple[int, bool]:
    """IJG quality nearest to a luminance table, and whether the table is exactly that one.

    Args:
        table: 64 steps, row by row (Pillow's order, not zigzag).

    Returns:
        The quality (1 to 100) with the least mean absolute difference, and True where that difference is 0.
        Cameras and Photoshop use tables of their own: then the number is the nearest, not the truth.

    Raises:
        ValueError: if there are not 64 steps.
    """
    steps = np.asarray(table, dtype=np.int64)
    if steps.size != 64:
        raise ValueError(f"a JPEG quantisation table has 64 steps, this one has {steps.size}")
    distances = [np.abs(ijg_table(quality) - steps.reshape(8, 8)).mean() for quality in range(1, 101)]
    best = int(np.argmin(distances))
    return best + 1, bool(distances[best] == 0)


def block_dct(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """Orthonormal 8×8 DCT of a level-shifted plane: [H, W] to [b, 8, 8]; incomplete blocks are left out."""
    h, w = (plane.shape[0] // 8) * 8, (plane.shape[1] // 8) * 8
    blocks = plane[:h, :w].reshape(h // 8, 8, w // 8, 8).swapaxes(1, 2).reshape(-1, 8, 8)  # [b, 8, 8]
    return np.asarray(dctn(blocks - 128.0, axes=(1, 2), norm="ortho"), np.float32)


def _spread_blocks(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """At most twice `MAX_BLOCKS` whole blocks [b, 8, 8, 3], evenly spread over a picture [H, W, 3]."""
    down, across = pixels.shape[0] // 8, pixels.shape[1] // 8
    chosen = np.arange(0, down * across, max(1, down * across // MAX_BLOCKS))
    grid = pixels[: down * 8, : across * 8].reshape(down, 8, across, 8, 3)
    return grid[chosen // max(across, 1), :, chosen % max(across, 1)]


def double_quantisation(pixels: NDArray[np.uint8], table: Sequence[int]) -> float | None:
    """How rough the histograms of quantised coefficients are: the mark of an earlier JPEG compression.

    Quantising with a step q1 and then with q2 leaves gaps and peaks in the histogram of round(c / q2)
    (Popescu and Farid, "Statistical tools for digital forensics", 2004). For each low mode,

        r² = (Σ_k n_k · (log(n_k + 1) - smooth_k)² - K) / Σ_k n_k,    k = 1 … K,

    with n_k the count of level ±k, K the 98th percentile of the levels (64 at most), and smooth_k the mean of the seven
    log counts about it. The variance of a log count is 1 / n_k, so chance alone gives the sum the value K: r is near 0
    for a smooth histogram, whatever the size of the picture. The result is the median of r over the modes.

    Args:
        pixels: uint8 [H, W, 3] of the decoded JPEG, on its own grid.
        table: the luminance table of the file, 64 steps, row by row.

    Returns:
        The roughness r, or None where fewer than 400 blocks or fewer than three usable modes are there.
        A first pass of higher quality than the second leaves little or no mark.
    """
    blocks = _spread_blocks(pixels)
    if len(blocks) < MIN_BLOCKS:
        return None
    coefficients = block_dct(luma(blocks.reshape(-1, 8, 3)))  # [b, 8, 8]
    steps = np.asarray(table, dtype=np.float32).reshape(8, 8)
    roughness = []
    for mode in LOW_MODES:
        levels = np.abs(np.rint(coefficients[:, mode[0], mode[1]] / steps[mode])).astype(np.int64)  # [b]
        reach = int(min(np.percentile(levels, 98), _BINS))
        if reach < 8:
            continue
        counts = np.bincount(levels, minlength=reach + 1)[1 : reach + 1].astype(np.float64)  # [reach]
        logs = np.log(counts + 1.0)
        smooth = np.convolve(np.pad(logs, 3, mode="edge"), np.ones(7) / 7, mode="valid")
        excess = float((counts * (logs - smooth) ** 2).sum()) - reach
        roughness.append(np.sqrt(max(excess, 0.0) / counts.sum()))
    return float(np.median(roughness)) if len(roughness) >= 3 else None

"""The outline of a copied part: what lies beside its textured core and differs no more under the map than the core."""

from __future__ import annotations

import dataclasses

import numpy as np

from .copy_fit import OUTSIDE, warp
from .copy_growth import Box, Mask, Part
from .copy_signal import Signal
from .open_cv import opencv

REACH = 24  # px about the core; farther off, plain places agree with anything plain
WINDOW = 7  # px a side
QUANTILE, SLACK, LEAST = 0.9, 1.5, 0.05  # of the squared differences inside the core, in squared grey levels
EDGE = 3  # px that the window takes from the border, given back where single pixels agree


def outlined(signal: Signal, part: Part) -> Part:
    """The part with the smooth places about it that its map explains as well as its core, and without holes."""
    cv2 = opencv()
    height, width = signal.smooth.shape
    left, top, right, bottom = part.box
    box: Box = (max(0, left - REACH), max(0, top - REACH), min(width, right + REACH), min(height, bottom + REACH))
    core = np.zeros((box[3] - box[1], box[2] - box[0]), np.uint8)
    core[top - box[1] : bottom - box[1], left - box[0] : right - box[0]] = part.mask
    warped = warp(signal.smooth, part.affine, box)
    valid = warped > OUTSIDE / 2
    difference = np.where(valid, signal.smooth[box[1] : box[3], box[0] : box[2]] - warped, 255).astype(np.float32)
    difference -= np.median(difference[core > 0])
    square = difference * difference
    local = cv2.boxFilter(square, cv2.CV_32F, (WINDOW, WINDOW))
    inner = cv2.erode(core, np.ones((WINDOW, WINDOW), np.uint8)) > 0
    limit = SLACK * float(np.quantile(local[inner if inner.any() else core > 0], QUANTILE)) + LEAST
    near = cv2.dilate(core, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * REACH + 1, 2 * REACH + 1))) > 0
    agrees = (valid & near & (local < limit)) | (core > 0)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    opened = cv2.morphologyEx(agrees.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    mask = _joined(opened | core, core > 0).astype(np.uint8)
    single = (valid & near & (square < 2 * limit)).astype(np.uint8)
    for _ in range(EDGE):
        mask |= cv2.dilate(mask, np.ones((3, 3), np.uint8)) & single
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel)
    return dataclasses.replace(part, mask=_without_holes(mask), sharp=mask > 0, box=box)


def _joined(mask: np.ndarray, core: Mask) -> Mask:
    """The connected pieces of a mask that hold some of the core."""
    cv2 = opencv()
    count, labels = cv2.connectedComponents(mask, connectivity=4)
    held = np.zeros(count, bool)
    held[np.unique(labels[core])] = True
    held[0] = False
    return held[labels]


def _without_holes(mask: np.ndarray) -> Mask:
    cv2 = opencv()
    count, labels, stats, _ = cv2.connectedComponentsWithStats(1 - mask, connectivity=4)
    small = stats[:count, cv2.CC_STAT_AREA] < 0.1 * max(int(mask.sum()), 1)
    small[0] = False
    for edge in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        small[edge] = False
    return (mask > 0) | small[labels]

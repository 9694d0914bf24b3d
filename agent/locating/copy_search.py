"""All parts of a picture that appear twice in it: matched, fitted and grown, not yet judged."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .copy_dense import dense_matches
from .copy_fit import agreement, fitted
from .copy_growth import Mask, Part, grow
from .copy_points import Matches, keypoints, matches
from .copy_shift import whole_shift
from .copy_signal import Signal
from .copy_transforms import Hypothesis, hypotheses
from .open_cv import opencv

BY_POINTS, BY_PIXELS = 18, 5  # hypotheses from keypoints, and from the field of all pixels
LEAST_SHIFT = 16.0  # px
DISC = 15  # px about each matched place to which a map is first fitted
LEAST_SHARP, EVEN = 60, 0.97  # px to grow from again; a part more even than this is one piece
SHARP, GAIN = 0.86, 0.01  # exactness that is asked then, and by how much it must rise
LIKE, CLOSE = 0.5, 0.75  # agreement of the detail about matched places: of like things, and of what may be a copy
HOPELESS = 0.85  # of the possible exactness: what is less exact after a first fit is a look-alike
SAME = 0.6  # of a part that lies in an earlier one under the same map: it is that one again
SAME_MAP, KNOWN = 6.0, 2.0  # px: maps that are one, and pairs that a map explains


def parts(plane: NDArray[np.uint8], signal: Signal) -> list[Part]:
    """The parts, the most exact and largest first; a part and its image stand in it once."""
    side = max(plane.shape)
    points, described = keypoints(plane)
    ideas = hypotheses(matches(points, described), side, BY_POINTS)
    ideas += hypotheses(_new(dense_matches(signal), ideas), side, BY_PIXELS)
    found: list[Part] = []
    for part in sorted(_grown(signal, ideas), key=_order):
        if not any(_again(part, other, plane.shape) for other in found):
            found.append(part)
    return found


def _order(part: Part) -> float:
    """Lower for a part that is more exact and larger."""
    return math.log(max(1 - part.relative, 0.005)) * math.log(part.proof)


def _new(dense: Matches, known: list[Hypothesis]) -> Matches:
    """The pairs that no known map explains."""
    left = np.ones(len(dense.here), bool)
    for idea in known:
        for one, other in ((dense.here, dense.there), (dense.there, dense.here)):
            away = one @ idea.affine[:, :2].T + idea.affine[:, 2] - other
            left &= np.hypot(away[:, 0], away[:, 1]) > KNOWN
    return Matches(
        dense.here[left], dense.there[left], dense.turn[left], dense.scale[left], dense.mirrored[left], dense.repeated
    )


def _grown(signal: Signal, ideas: list[Hypothesis]) -> Iterator[Part]:
    cv2 = opencv()
    for idea in ideas:
        x, y = np.rint(idea.inside).astype(int).T
        discs = np.zeros(signal.smooth.shape, np.uint8)
        discs[np.clip(y, 0, len(signal.smooth) - 1), np.clip(x, 0, signal.smooth.shape[1] - 1)] = 1
        discs = cv2.dilate(discs, np.ones((DISC, DISC), np.uint8))
        places = _places(discs > 0)
        affine = fitted(signal, idea.affine, places)
        agrees = agreement(signal, affine, places.astype(np.float64))
        if agrees < LIKE:
            continue
        if (shifted := whole_shift(signal, idea.affine, idea.inside)) is not None:
            part = grow(signal, *shifted, LEAST_SHIFT, SHARP)
            if part is not None:
                yield part
        if agrees < CLOSE:
            continue
        part = grow(signal, affine, idea.inside, LEAST_SHIFT)
        if part is None or part.relative < HOPELESS:
            continue
        better = fitted(signal, affine, _places(part.mask) + np.array(part.box[:2]))
        again = grow(signal, better, idea.inside, LEAST_SHIFT)
        part = again if again is not None and again.exactness >= part.exactness else part
        yield _sharpened(signal, part, idea.inside)


def _sharpened(signal: Signal, part: Part, seeds: NDArray[np.float32]) -> Part:
    """The part fitted and grown once more from its most exact places: a copied piece of an object beside a like one."""
    places = _places(part.sharp) + np.array(part.box[:2])
    if len(places) < LEAST_SHARP or part.evenness > EVEN:
        return part
    sharp = grow(signal, fitted(signal, part.affine, places), places, LEAST_SHIFT, SHARP)
    better = sharp is not None and sharp.exactness - sharp.possible > part.exactness - part.possible + GAIN
    return sharp if sharp is not None and better else part


def _places(mask: Mask) -> NDArray[np.float32]:
    rows, columns = np.nonzero(mask)
    return np.column_stack([columns, rows]).astype(np.float32)


def _again(part: Part, other: Part, shape: tuple[int, ...]) -> bool:
    """Whether a part is another one, or its image, under nearly the same map."""
    places = _places(part.mask) + np.array(part.box[:2])
    images = places @ part.affine[:, :2].T + part.affine[:, 2]
    whole = other.whole((shape[0], shape[1]))
    for one, two in ((places, images), (images, places)):
        away = one @ other.affine[:, :2].T + other.affine[:, 2] - two
        x, y = np.clip(np.rint(one).astype(int).T, 0, [[shape[1] - 1], [shape[0] - 1]])
        if (whole[y, x] & (np.hypot(away[:, 0], away[:, 1]) < SAME_MAP)).mean() > SAME:
            return True
    return False

"""Open invisible watermarks that image generators write into their pictures, and that anyone can read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..evidence import Facts, Quality
from ..pixels.dwt_marks import LEAST_SIDE, PAYLOADS, THRESHOLD, best_mark
from ..sentences import Sentence
from .base import Detector, Reading

FOUND = Sentence(
    "open_watermark.found",
    "The pixels carry the invisible watermark that the programs of {payload} write into the pictures that they "
    "generate: {agreed} of its {bits} bits agree. By chance, so many would agree in about 1 of 10^{exponent:.0f} "
    "pictures.",
)
NOT_FOUND = Sentence(
    "open_watermark.not_found",
    "None of the open invisible watermarks of Stable Diffusion 1, 2 and XL and of FLUX was found.",
)
FORGEABLE = Sentence(
    "open_watermark.forgeable",
    "Anyone can write this mark into a photograph with free software, and some programs write it into pictures that "
    "they only edit.",
)
MEANS_NOTHING = Sentence(
    "open_watermark.means_nothing",
    "That it is absent means nothing: most programs write no such mark, and cropping, scaling or saving as a JPEG "
    "mostly removes it. Watermarks that only their makers can read, such as SynthID, are not looked for.",
)


def measure(pixels: NDArray[np.uint8], quality: Quality) -> Reading:
    """Read the known marks; one that is found supports *synthetic*, and nothing follows from none."""
    mark = best_mark(pixels)
    numbers = {"agreed_bits": float(mark.agreed), "bits": float(mark.bits)}
    if mark.exponent < THRESHOLD:
        return Reading(NOT_FOUND(), mark.exponent, "−log10 p", caveats=(MEANS_NOTHING(),), facts=Facts(numbers=numbers))
    text = FOUND(payload=mark.payload, agreed=mark.agreed, bits=mark.bits, exponent=mark.exponent)
    return Reading(text, mark.exponent, "−log10 p", "synthetic", caveats=(FORGEABLE(),), facts=Facts(numbers=numbers))


OPEN_WATERMARK = Detector(
    name="open_watermark",
    measures="how many bits of the open watermarks of "
    + ", ".join(PAYLOADS)
    + " agree with the pixels, as −log10 of the probability by chance",
    holds="pictures as the program saved them, uncropped and in their own size, without a lossy copy in between",
    reference="ShieldMnt, invisible-watermark (scheme dwtDct), github.com/ShieldMnt/invisible-watermark",
    measure=measure,
    min_side=LEAST_SIDE,
    place=98,
)
DETECTORS = (OPEN_WATERMARK,)

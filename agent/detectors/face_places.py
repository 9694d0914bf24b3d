"""Where faces are in the picture. It says nothing about how they came about, and supports nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..evidence import Facts, Quality
from ..perception import face_finding, face_nets
from ..sentences import Sentence
from .base import Detector, Reading

MISSING = Sentence("face_places.missing", "Faces were not looked for: {reason}.")
MISSING_CAVEAT = Sentence("face_places.missing_caveat", "Not measured: no model that finds faces.")
ONE = Sentence("face_places.one", "One face was found in the picture, {w}×{h} px at {x}, {y}.")
MANY = Sentence("face_places.many", "{count} faces were found in the picture; the largest is {w}×{h} px at {x}, {y}.")
PLACE_ALONE = Sentence("face_places.place_alone", "This names places and does not judge any face.")
MISSED = Sentence(
    "face_places.missed",
    "Faces that are small, turned away or covered are missed, and now and then a pattern is taken for a face.",
)


def measure(pixels: NDArray[np.uint8], quality: Quality) -> Reading | None:
    """Find the faces; None if there is none."""
    try:
        found = face_finding.find(pixels)
    except face_nets.FacesMissingError as error:
        return Reading(MISSING(reason=error), caveats=(MISSING_CAVEAT(),))
    if not found:
        return None
    largest = found[0].region
    text = (ONE if len(found) == 1 else MANY)(count=len(found), **largest.model_dump())
    facts = Facts(places=tuple(face.region for face in found))
    return Reading(text, float(len(found)), "faces", region=largest, caveats=(PLACE_ALONE(), MISSED()), facts=facts)


MTCNN = Detector(
    name="mtcnn",
    measures="how many faces could be found in the picture, and where",
    holds="faces that look towards the camera, of 24 px or more in pictures of up to 960 px and in proportion in "
    "larger ones",
    reference="Zhang et al., “Joint face detection and alignment using multitask cascaded convolutional networks”, "
    "IEEE Signal Processing Letters 2016",
    measure=measure,
    min_side=96,
    place=97,
    supports_nothing=True,
)
DETECTORS = (MTCNN,)

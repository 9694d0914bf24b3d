"""What the comparison with a camera's reference pictures gave, in sentences."""

from __future__ import annotations

from ..sentences import Sentence
from .camera_check import FEW_REFERENCES, LEAST_REFERENCES, LEAST_SIDE, CameraCheck

AGREES = Sentence(
    "camera_text.agrees",
    "The noise of the picture agrees with that of the camera of the {used:.0f} reference pictures (PCE {pce:.0f}; the "
    "threshold is {threshold:.0f}).",
)
CROPPED = Sentence(
    "camera_text.cropped", "It lies on the sensor with its upper left corner at {x:.0f}, {y:.0f} px, as a crop does."
)
AGREES_NOT = Sentence(
    "camera_text.agrees_not",
    "The noise of the picture does not agree with that of the camera of the {used:.0f} reference pictures (PCE "
    "{pce:.0f}; the threshold is {threshold:.0f}).",
)
NO_EVIDENCE = Sentence(
    "camera_text.no_evidence",
    "That is no evidence that another camera took it. Scaling, strong compression, denoising, a crop combined with "
    "scaling, a digital zoom and image stabilisation also destroy the agreement.",
)
FEW = Sentence(
    "camera_text.few",
    "Nothing was compared: {used:.0f} reference pictures of one size were found, and {least:.0f} are needed. Give "
    "pictures as the camera saved them, all in one size and by one device.",
)
NO_COMMON_SENSOR = Sentence(
    "camera_text.no_common_sensor",
    "Nothing was compared: the reference pictures do not show the noise of one sensor (one half against the other: PCE "
    "{halves:.0f}; the threshold is {threshold:.0f}). They may come from several cameras, be scaled or too strongly "
    "compressed, or be too few.",
)
TOO_SMALL = Sentence(
    "camera_text.too_small",
    "Nothing was compared: the short side of the picture or of the reference pictures is below {least:.0f} px.",
)
TOO_LARGE = Sentence(
    "camera_text.too_large",
    "Nothing was compared: the picture is smaller than the reference pictures, and on so large a sensor its place is "
    "not sought. Give the picture in the size in which the camera saved it.",
)
OTHER_SIZE = Sentence(
    "camera_text.other_size",
    "Nothing was compared: the picture does not fit on the sensor of the reference pictures ({width:.0f}×{height:.0f} "
    "px), however it is turned. It was scaled, or another camera or another setting took it.",
)
LEFT_OUT = Sentence(
    "camera_text.left_out",
    "{count:.0f} of the reference pictures were left out because they have another size.",
)
MAY_MISS = Sentence(
    "camera_text.may_miss", "With fewer than {few:.0f} reference pictures, a weak agreement is often missed."
)
SHARED = Sentence(
    "camera_text.shared",
    "Phones of one model that correct lenses or blur backgrounds by software can agree without being one device. "
    "Compare with pictures of other devices of the model, too.",
)
SAME_SCENE = Sentence(
    "camera_text.same_scene",
    "Reference pictures that show the same scene from the same place can agree by what they show, and not by their "
    "noise.",
)
PLANTED = Sentence(
    "camera_text.planted",
    "Whoever has pictures of a camera can plant its noise in another picture. An agreement says nothing about what the "
    "picture shows, or whether a part was altered.",
)
NO_VERDICT = Sentence("camera_text.no_verdict", "This comparison counts for no verdict.")


def told(found: CameraCheck) -> list[str]:
    """What the comparison gave, one thought a sentence, then what it does not show."""
    lines = _outcome(found)
    if found.left_out and found.used:
        lines.append(LEFT_OUT(count=found.left_out))
    if found.outcome == "agrees_not" and found.used < FEW_REFERENCES:
        lines.append(MAY_MISS(few=FEW_REFERENCES))
    if found.outcome == "agrees":
        lines += [SHARED(), SAME_SCENE(), PLANTED()]
    return [*lines, NO_VERDICT()]


def _outcome(found: CameraCheck) -> list[str]:
    width, height = found.sensor or (0, 0)
    match found.outcome:
        case "agrees":
            lines = [AGREES(used=found.used, pce=found.pce, threshold=found.threshold)]
            return lines if found.at is None else [*lines, CROPPED(x=found.at[0], y=found.at[1])]
        case "agrees_not":
            return [AGREES_NOT(used=found.used, pce=found.pce, threshold=found.threshold), NO_EVIDENCE()]
        case "few_references":
            return [FEW(used=found.used, least=LEAST_REFERENCES)]
        case "no_common_sensor":
            return [NO_COMMON_SENSOR(halves=found.halves, threshold=found.threshold)]
        case "too_small":
            return [TOO_SMALL(least=LEAST_SIDE)]
        case "too_large":
            return [TOO_LARGE()]
        case "other_size":
            return [OTHER_SIZE(width=width, height=height)]

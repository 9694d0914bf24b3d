"""EXIF: what a camera records about the shot, and the software that saved the file (CIPA DC-008, Exif 3.0)."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

from ..evidence import Evidence
from ..intake import Exhibit
from ..sentences import Sentence
from ..text import one_line
from .vocabulary import forgeable, software

SOURCE = "exif"
# Fields that a camera writes about a shot; a program that only adds a caption writes few of them.
SHOT_FIELDS = (
    "EXIF ExposureTime",
    "EXIF FNumber",
    "EXIF ISOSpeedRatings",
    "EXIF FocalLength",
    "EXIF DateTimeOriginal",
    "EXIF MeteringMode",
    "EXIF Flash",
    "EXIF ShutterSpeedValue",
)
MIN_SHOT_FIELDS = 4
_SOFTWARE_FIELDS = ("Image Software", "Image ProcessingSoftware", "Image HostComputer", "EXIF Software")
_OTHER_FIELDS = ("Image ImageDescription", "Image Artist", "Image Copyright", "Image Make", "Image Model")

CAMERA = Sentence("exif.camera", "EXIF names the camera {camera} and records {recorded} of {all} shooting details.")
CAMERA_ALONE = Sentence(
    "exif.camera_alone", "EXIF names the camera {camera} but records only {recorded} of {all} shooting details."
)
CAMERA_CAVEAT = Sentence(
    "exif.camera_caveat", "An EXIF block can be copied into a picture that was made or altered elsewhere."
)
FIELD = Sentence("exif.field", "EXIF field {field}")


def read(exhibit: Exhibit) -> list[Evidence]:
    """Evidence from the EXIF block; empty if there is none."""
    tags = _tags(exhibit)
    evidence = list(_camera(tags))
    for tag in (*_SOFTWARE_FIELDS, *_OTHER_FIELDS):
        field = FIELD(field=tag.split(" ", 1)[1])
        evidence += software(SOURCE, field, tags.get(tag, ""), editors=tag in _SOFTWARE_FIELDS)
    return evidence


def _tags(exhibit: Exhibit) -> dict[str, object]:
    import exifread

    logging.getLogger("exifread").setLevel(logging.CRITICAL)  # it logs every oddity of a maker note
    try:
        return dict(exifread.process_file(io.BytesIO(exhibit.data), details=False))
    except Exception:  # a malformed offset can make the library raise anything
        return {}


def _camera(tags: dict[str, object]) -> Iterator[Evidence]:
    make, model = one_line(tags.get("Image Make", ""), 40), one_line(tags.get("Image Model", ""), 40)
    if not (make or model):
        return
    camera = model if model.lower().startswith(make.lower()) else f"{make} {model}".strip()
    recorded = sum(field in tags for field in SHOT_FIELDS)
    counts = {"camera": camera, "recorded": recorded, "all": len(SHOT_FIELDS)}
    if recorded >= MIN_SHOT_FIELDS:
        yield forgeable(SOURCE, CAMERA(**counts), "real", CAMERA_CAVEAT())
    else:
        yield forgeable(SOURCE, CAMERA_ALONE(**counts), "neutral")

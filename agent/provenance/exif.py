"""EXIF: a camera's own record of the shot, and the software that saved the file (CIPA DC-008, Exif 3.0)."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

from ..evidence import Evidence
from ..intake import Exhibit
from ..text import one_line
from .vocabulary import forgeable, software

SOURCE = "exif"
# What a camera writes about a shot; a caption tool writes few of them.
SHOT_FIELDS = {
    "EXIF ExposureTime": "exposure time",
    "EXIF FNumber": "aperture",
    "EXIF ISOSpeedRatings": "ISO",
    "EXIF FocalLength": "focal length",
    "EXIF DateTimeOriginal": "time of capture",
    "EXIF MeteringMode": "metering",
    "EXIF Flash": "flash",
    "EXIF ShutterSpeedValue": "shutter speed",
}
MIN_SHOT_FIELDS = 4
_SOFTWARE_FIELDS = ("Image Software", "Image ProcessingSoftware", "Image HostComputer", "EXIF Software")
_TEXT_FIELDS = ("Image ImageDescription", "Image Artist", "Image Copyright", "Image Make", "Image Model")


def read(exhibit: Exhibit) -> list[Evidence]:
    """Evidence from the EXIF block; empty where there is none."""
    tags = _tags(exhibit)
    found = list(_camera(tags))
    for field in (*_SOFTWARE_FIELDS, *_TEXT_FIELDS):
        where = f"EXIF field {field.split(' ', 1)[1]}"
        found += software(SOURCE, where, tags.get(field, ""), editors=field in _SOFTWARE_FIELDS)
    return found


def _tags(exhibit: Exhibit) -> dict[str, object]:
    import exifread

    logging.getLogger("exifread").setLevel(logging.CRITICAL)  # it logs every oddity of a maker note
    try:
        return dict(exifread.process_file(io.BytesIO(exhibit.data), details=False))
    except Exception:  # the readers of this format raise whatever a malformed offset leads them into
        return {}


def _camera(tags: dict[str, object]) -> Iterator[Evidence]:
    make, model = one_line(tags.get("Image Make", ""), 40), one_line(tags.get("Image Model", ""), 40)
    if not (make or model):
        return
    camera = model if model.lower().startswith(make.lower()) else f"{make} {model}".strip()
    shot = [name for field, name in SHOT_FIELDS.items() if field in tags]
    if len(shot) >= MIN_SHOT_FIELDS:
        text = f"EXIF names the camera {camera} and holds {len(shot)} of {len(SHOT_FIELDS)} fields of a shot."
        yield forgeable(SOURCE, text, "real", "A picture made or altered elsewhere can carry a copied EXIF block.")
    else:
        text = f"EXIF names the camera {camera} but holds only {len(shot)} of {len(SHOT_FIELDS)} fields of a shot."
        yield forgeable(SOURCE, text, "neutral")

"""What the file says about the shot: camera, lens, serial numbers, time and place (CIPA DC-008, Exif 3.0)."""

from __future__ import annotations

from ...evidence import Evidence, Flag
from ...foreign import Foreign
from ...sentences import Sentence
from ..contents import Place
from .declarations import SOURCES
from .forgeable import forgeable
from .named_fields import Moment, NamedFields, numbers
from .programs import tool_named

# Fields that a camera writes about a shot; a program that only adds a caption writes few of them. The names in one row
# are those of different versions of the standard.
SHOT_FIELDS: tuple[tuple[str, ...], ...] = (
    ("ExposureTime",),
    ("FNumber",),
    ("PhotographicSensitivity", "ISOSpeedRatings", "ISO"),
    ("FocalLength",),
    ("DateTimeOriginal",),
    ("MeteringMode",),
    ("Flash",),
    ("ShutterSpeedValue",),
)
_SERIALS = ("BodySerialNumber", "CameraSerialNumber", "SerialNumber", "InternalSerialNumber")
_PLACE_NAMES: tuple[tuple[Place, tuple[str, ...]], ...] = (
    ("XMP", ("Location", "City", "State", "Country", "CountryName")),
    ("IPTC", ("sub-location", "city", "province/state", "country/primary location name")),
)
_PLACES: tuple[Place, ...] = ("EXIF", "XMP")
_MOST = 3  # serial numbers that are named

CAMERA = Sentence(
    "capture.camera", "{place} names the camera {camera:60} and records {recorded} of {all} shooting details."
)
CAMERA_ALONE = Sentence(
    "capture.camera_alone",
    "{place} names the camera {camera:60} but records no more than {recorded} of {all} shooting details.",
)
SHOT_ALONE = Sentence("capture.shot_alone", "{place} names no camera but records {recorded} of {all} shooting details.")
LENS = Sentence("capture.lens", "It names the lens {lens:60}.")
SERIALS = Sentence("capture.serials", "It records serial numbers: {serials}.")
OWNER = Sentence("capture.owner", "It names the camera's owner: {owner:60}.")
FIRMWARE = Sentence("capture.firmware", "It names the firmware {firmware:40}.")
MAKER_NOTE = Sentence(
    "capture.maker_note", "The maker's own note is there too, which platforms such as Facebook or WhatsApp remove."
)
CAMERA_CAVEAT = Sentence(
    "capture.camera_caveat", "An EXIF block can be copied into a picture that was made or altered elsewhere."
)
CONTRADICTED = Sentence("capture.contradicted", "Other statements in the file contradict it.")
TAKEN = Sentence("capture.taken", "{place} gives {taken} as the time of the shot.")
SAVED = Sentence("capture.saved", "{place} gives {saved} as the time at which the file was made or saved.")
WHERE = Sentence(
    "capture.where", "{place} gives the place of the shot: latitude {latitude:.5f}, longitude {longitude:.5f}."
)
ALTITUDE = Sentence("capture.altitude", "The altitude is given as {altitude:.0f} m.")
TOWN = Sentence("capture.town", "{place} names the place {town:80}.")
ZERO = Sentence("capture.zero", "0, 0 is what some programs write when they know no place.")


def evidence(fields: NamedFields, contradicted: bool) -> list[Evidence]:
    """The camera's statement and the time and place, all neutral.

    Args:
        fields: the fields of the file by name.
        contradicted: whether something else in the file contradicts them.
    """
    return [item for item in (_camera(fields, contradicted), _when_and_where(fields)) if item is not None]


def camera_name(fields: NamedFields, place: Place) -> Foreign | None:
    """The camera that a place of the file names, without the maker's name twice; None if it names none."""
    make, model = (_camera_text(fields.first(place, name)) for name in ("Make", "Model"))
    if not (make or model):
        return None
    first = make.casefold().split(" ")[0]
    return Foreign(model if model.casefold().startswith(first) else f"{make} {model}".strip())


def _camera_text(value: Foreign | None) -> str:
    """A maker or model; empty if a workflow or a generator's name stands there."""
    text = value.raw.strip("\0 \r\n\t")[:200] if value else ""
    workflow = text[:12].casefold().startswith(("prompt:", "workflow:"))
    program = tool_named(text, "camera")
    return "" if workflow or (program is not None and program.kind == "generator") else text


def _camera(fields: NamedFields, contradicted: bool) -> Evidence | None:
    named: list[Place] = [p for p in _PLACES if camera_name(fields, p) is not None]
    place: Place = named[0] if named else "EXIF"
    camera = camera_name(fields, place)
    recorded = sum(fields.first(place, *names) is not None for names in SHOT_FIELDS)
    if camera is None and recorded < 2:
        return None
    counts = {"place": place, "recorded": recorded, "all": len(SHOT_FIELDS)}
    if camera is None:
        statement = SHOT_ALONE(**counts)
    else:
        statement = (CAMERA if recorded >= len(SHOT_FIELDS) // 2 else CAMERA_ALONE)(camera=camera, **counts)
    more = _details(fields)
    quotes = (Flag.QUOTES,) if camera is not None or more else ()
    caveats = (CAMERA_CAVEAT(), CONTRADICTED()) if contradicted else (CAMERA_CAVEAT(),)
    return forgeable(SOURCES.get(place, "file"), " ".join((statement, *more)), "neutral", *caveats, flags=quotes)


def _details(fields: NamedFields) -> list[str]:
    """Sentences about the lens, serial numbers, owner and firmware."""
    found = []
    if lens := fields.first("EXIF", "LensModel") or fields.first("XMP", "LensModel", "Lens"):
        found.append(LENS(lens=lens))
    serials = [*fields.all("EXIF", *_SERIALS, "LensSerialNumber"), *fields.all("XMP", *_SERIALS, "LensSerialNumber")]
    texts = list(dict.fromkeys(field.value.raw.strip("\0 ")[:80] for field in serials))
    if texts := [text for text in texts if text.strip("0 ")]:
        found.append(SERIALS(serials=", ".join(f"{Foreign(text):30}" for text in texts[:_MOST])))
    if owner := fields.first("EXIF", "CameraOwnerName", "OwnerName"):
        found.append(OWNER(owner=owner))
    if firmware := fields.first("EXIF", "CameraFirmware", "FirmwareVersion"):
        found.append(FIRMWARE(firmware=firmware))
    if fields.first("EXIF", "MakerNote"):
        found.append(MAKER_NOTE())
    return found


def _when_and_where(fields: NamedFields) -> Evidence | None:
    lines, caveats, quotes, source = [], [], False, "exif"
    for place, name, moment in _times(fields):
        lines.append(name(taken=moment, saved=moment, place=place))
        source = SOURCES.get(place, "file")
        break
    position = position_of(fields)
    if position is not None:
        place, latitude, longitude = position
        lines.append(WHERE(latitude=latitude, longitude=longitude, place=place))
        source = SOURCES.get(place, "file")
        if latitude == longitude == 0:
            caveats.append(ZERO())
        altitude = fields.number(place, "GPSAltitude")
        if altitude is not None and abs(altitude) < 1e5:
            below = (fields.first(place, "GPSAltitudeRef") or Foreign("0")).raw.strip("\0 ")[:1] == "1"
            lines.append(ALTITUDE(altitude=-altitude if below else altitude))
    for place, names in _PLACE_NAMES:
        town = [value.raw.strip()[:60] for name in names if (value := fields.first(place, name))]
        if town:
            lines.append(TOWN(place=place, town=Foreign(", ".join(town))))
            source, quotes = (source if len(lines) > 1 else SOURCES.get(place, "file")), True
            break
    if not lines:
        return None
    return forgeable(source, " ".join(lines), "neutral", *caveats, flags=(Flag.QUOTES,) if quotes else ())


def _times(fields: NamedFields) -> list[tuple[Place, Sentence, Moment]]:
    """The times that the file gives, that of the shot first."""
    tried: tuple[tuple[Place, Sentence, tuple[str, ...]], ...] = (
        ("EXIF", TAKEN, ("DateTimeOriginal",)),
        ("XMP", TAKEN, ("DateTimeOriginal", "DateCreated")),
        ("IPTC", TAKEN, ("date created",)),
        ("EXIF", SAVED, ("DateTimeDigitized", "DateTime", "ModifyDate")),
        ("XMP", SAVED, ("CreateDate", "ModifyDate")),
        ("PNG", SAVED, ("Creation Time", "tIME", "date:create")),
    )
    found: list[tuple[Place, Sentence, Moment]] = []
    for place, sentence, names in tried:
        if (moment := fields.moment(place, *names)) is not None:
            found.append((place, sentence, moment))
    return found


def position_of(fields: NamedFields) -> tuple[Place, float, float] | None:
    """The place of the shot in decimal degrees, south and west negative; None if the file gives none on Earth."""
    for place in _PLACES:
        both = fields.first(place, "GPSPosition")
        values = list(numbers(both.raw)) if both else []
        if len(values) == 2:
            latitude, longitude = values
        else:
            latitude, longitude = _degrees(fields, place, "GPSLatitude"), _degrees(fields, place, "GPSLongitude")
        if latitude is not None and longitude is not None and abs(latitude) <= 90 and abs(longitude) <= 180:
            return place, latitude, longitude
    return None


def _degrees(fields: NamedFields, place: Place, name: str) -> float | None:
    """Degrees of `45 46 0` with a reference in a field of its own, or of XMP's `45,46.5N`."""
    value = fields.first(place, name)
    if value is None:
        return None
    text = value.raw.strip("\0 ")[:100]
    parts = list(numbers(text.replace(",", " ") if place == "XMP" else text))[:3]
    if not parts:
        return None
    total = sum(abs(part) / 60**power for power, part in enumerate(parts))
    reference = fields.first(place, f"{name}Ref")
    sign = (reference.raw.strip("\0 ") if reference else text[-1:]).upper()[:1]
    return -total if sign in ("S", "W") or parts[0] < 0 else total

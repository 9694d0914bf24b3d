"""Which camera took a picture, with which lens and settings, as its file says."""

from __future__ import annotations

from collections.abc import Iterator

from ...foreign import Foreign
from ...provenance.contents import Place
from ...provenance.rules.capture import MAKER_NOTE, camera_name
from ...provenance.rules.parameters import PLACES
from ...sentences import Sentence
from ..answer_items import Item
from .credential_answers import captured
from .file_case import NOT_TAKEN, FileCase, answer, called, forgeable, listed, said

_SOURCES: tuple[Place, ...] = ("EXIF", "XMP")
_BODY_SERIALS = ("BodySerialNumber", "CameraSerialNumber", "SerialNumber", "InternalSerialNumber")
_LENSES = ("LensModel", "Lens", "LensSpecification", "LensInfo")
_ISO = ("PhotographicSensitivity", "ISOSpeedRatings", "ISO")
_CHECKED = (
    "Make", "Model", "DateTimeOriginal", "PixelXDimension", "PixelYDimension", "ExifImageWidth", "ExifImageHeight",
    "ExifImageLength", "ExposureTime", "FNumber", "FocalLength", *_ISO,
)  # fmt: skip
_DATES = ("DateTimeOriginal",)
_LONGEST, _MOST_VALUE = 30 * 86_400.0, 1e6  # seconds of an exposure; any other setting

CAMERA = Sentence("camera_answers.camera", "The file names {camera:60} as the camera ({fields}).")
CAMERAS = Sentence("camera_answers.cameras", "The file names different cameras: {cameras}.")
ONE_OF = Sentence("camera_answers.one_of", "{camera:60} ({fields})")
NO_CAMERA = Sentence(
    "camera_answers.no_camera",
    "The file does not say which camera or phone took the picture: it names no maker and no model.",
)
ONLY_SETTINGS = Sentence(
    "camera_answers.only_settings", "The file names no camera or phone, but it records details of a shot."
)
SETTINGS = Sentence("camera_answers.settings", "{place} records these settings: {settings}.")
EXPOSURE = Sentence("camera_answers.exposure", "exposure {seconds} s")
APERTURE = Sentence("camera_answers.aperture", "aperture f/{value:g}")
SPEED = Sentence("camera_answers.speed", "ISO {value:g}")
FOCAL = Sentence("camera_answers.focal", "focal length {value:g} mm")
SMALL_FORMAT = Sentence("camera_answers.small_format", "the same as {value:g} mm on 35 mm film")
FLASH_FIRED = Sentence("camera_answers.flash_fired", "By the file, yes: the flash fired ({field}).")
FLASH_OFF = Sentence("camera_answers.flash_off", "By the file, no: the flash did not fire ({field}).")
FIRED = Sentence("camera_answers.fired", "the flash fired")
DARK = Sentence("camera_answers.dark", "the flash did not fire")
LENS = Sentence("camera_answers.lens", "lens {lens:60}")
SERIAL = Sentence("camera_answers.serial", "serial number of the camera {serial:40}")
LENS_SERIAL = Sentence("camera_answers.lens_serial", "serial number of the lens {serial:40}")
OWNER = Sentence("camera_answers.owner", "owner {owner:60}")
FIRMWARE = Sentence("camera_answers.firmware", "firmware {firmware:40}")
DETAILS = Sentence("camera_answers.details", "It also names: {details}.")
NO_SERIAL = Sentence("camera_answers.no_serial", "It records no serial number.")
FIND_OUT = Sentence(
    "camera_answers.find_out",
    "Platforms remove these fields, so that they are missing says nothing; ask for the original file.",
)
CHECK = Sentence(
    "camera_answers.check",
    "To test it, compare the file with another original from the same camera: its fields, its size and its thumbnail.",
)


def camera(case: FileCase) -> list[Item]:
    """The camera, its lens and numbers, and how the picture was exposed."""
    named: list[tuple[Place, Foreign]] = [(p, name) for p in _SOURCES if (name := camera_name(case.fields, p))]
    settings = list(_settings(case))
    if not named and not settings and not list(_parts(case)):
        generated = case.cited(case.generated[:2])
        return answer(
            [said(NO_CAMERA()), *(generated or captured(case))], said((NOT_TAKEN if generated else FIND_OUT)())
        )
    items = [_first(named)] if named else [said(ONLY_SETTINGS() if settings else NO_CAMERA())]
    items += case.cited(_contradictions(case))
    items += [said(text) for text in settings[:1]]
    details = list(_parts(case))
    if details:
        items.append(said(DETAILS(details="; ".join(details))))
    if named and not serials(case):
        items.append(said(NO_SERIAL()))
    if case.fields.first("EXIF", "MakerNote"):
        items.append(said(MAKER_NOTE()))
    return answer(items, forgeable(case), *([said(CHECK())] if named else []))


def flash(case: FileCase) -> list[Item]:
    """Whether the flash fired, by the file; none if it does not say."""
    for place in _SOURCES:
        value = case.value(place, "Flash")
        if value is not None and value.raw.isascii() and value.raw[:3].isdecimal():
            fired = int(value.raw[:3]) & 1
            return [said((FLASH_FIRED if fired else FLASH_OFF)(field=called(place, "Flash"))), forgeable(case)]
    return []


def names(case: FileCase) -> list[Foreign]:
    """The cameras that the file names, each once."""
    found = (camera_name(case.fields, place) for place in _SOURCES)
    return list({one.raw.casefold(): one for one in found if one is not None}.values())


def serials(case: FileCase) -> list[Foreign]:
    """The serial numbers of the camera, those that are nothing but zeros left out."""
    found = (one for place in _SOURCES for one in case.own(place, *_BODY_SERIALS))
    texts = dict.fromkeys(one.value.raw.strip("\0 ")[:80] for one in found)
    return [Foreign(text) for text in texts if text.strip("0 ")]


def _first(named: list[tuple[Place, Foreign]]) -> Item:
    groups: dict[str, tuple[Foreign, list[Place]]] = {}
    for place, name in named:
        groups.setdefault(name.raw.casefold(), (name, []))[1].append(place)
    ones = [(name, listed(f"{PLACES[p]()} Make, Model" for p in places)) for name, places in groups.values()]
    if len(ones) == 1:
        name, fields = ones[0]
        return said(CAMERA(camera=name, fields=fields))
    return said(CAMERAS(cameras="; ".join(ONE_OF(camera=name, fields=fields) for name, fields in ones)))


def _contradictions(case: FileCase):
    """Findings about the camera and its settings; those about dates alone belong to another question."""
    dates = case.contradicting(*_DATES)
    return [one for one in case.contradicting(*_CHECKED) if one not in dates][:2]


def _settings(case: FileCase) -> Iterator[str]:
    for place in _SOURCES:
        told: list[str] = []
        time = case.fields.number(place, "ExposureTime")
        if time is not None and 0 < time <= _LONGEST:
            told.append(EXPOSURE(seconds=f"1/{1 / time:.0f}" if time < 0.3 else f"{time:g}"))
        for sentence, fields in (
            (APERTURE, ("FNumber",)),
            (SPEED, _ISO),
            (FOCAL, ("FocalLength",)),
            (SMALL_FORMAT, ("FocalLengthIn35mmFilm",)),
        ):
            value = case.fields.number(place, *fields)
            if value is not None and 0 < value < _MOST_VALUE:
                told.append(sentence(value=value))
        if (flash := case.value(place, "Flash")) is not None and flash.raw.isascii() and flash.raw[:3].isdecimal():
            told.append((FIRED if int(flash.raw[:3]) & 1 else DARK)())
        if told:
            yield SETTINGS(place=PLACES[place](), settings=", ".join(told))


def _parts(case: FileCase) -> Iterator[str]:
    """The lens, the numbers, the owner and the firmware."""
    lens = next((value for place in _SOURCES for n in _LENSES if (value := case.value(place, n)) is not None), None)
    if lens is not None and not lens.raw.startswith("0 0"):
        yield LENS(lens=lens)
    for serial in serials(case)[:2]:
        yield SERIAL(serial=serial)
    for sentence, place_name, fields in (
        (LENS_SERIAL, "serial", ("LensSerialNumber",)),
        (OWNER, "owner", ("CameraOwnerName", "OwnerName")),
        (FIRMWARE, "firmware", ("CameraFirmware", "FirmwareVersion", "Firmware")),
    ):
        value = next((v for place in _SOURCES if (v := case.value(place, *fields)) is not None), None)
        if value is not None and value.raw.strip("0 "):
            yield sentence(**{place_name: value})

"""What a file says of itself and what cannot be true together; each in its own right.

A contradiction shows that the picture was changed, or that the metadata were changed or copied. It does not say which,
so it supports nothing by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal

from ...evidence import Evidence, ExhibitFacts, Flag
from ...foreign import Foreign
from ...sentences import Sentence
from ..contents import Contents
from .camera_models import known_model, only_maker
from .forgeable import forgeable
from .named_fields import Moment, NamedFields

# In bits of 64. Measured on camera originals: 4 at most to a camera's own thumbnail, 17 with bars or strong changes of
# brightness (99%); 95% of unrelated pictures are 20 or more apart.
OTHER_PICTURE = 20
_SAME_SIZE = 16  # pixels by which a recorded size may differ: blocks of 16 at the edges
_ZONES = timedelta(hours=26)  # two clocks in different zones can differ so much
_DAYS = timedelta(hours=50)  # a day without a time of day, in another zone
_MORE_PIXELS = 1.1  # over the sensor's, before a picture counts as larger than the camera can record
_PANORAMA = 2.2  # ratio of sides above which a phone or camera stitches
_RAW = ("DNGVersion", "DNGBackwardVersion")
_LONGEST_EXPOSURE, _LARGEST_ISO, _LARGEST_F, _LONGEST_LENS = 30 * 86_400.0, 2e7, 512.0, 100_000.0

SIZE = Sentence(
    "contradictions.size",
    "{place} says that the picture has {width}×{height} pixels, but it has {actual_width}×{actual_height}.",
)
SIZE_CAVEAT = Sentence(
    "contradictions.size_caveat",
    "Either the picture was resized or cropped by a program that kept the old values, or the metadata come from another"
    " picture.",
)
THUMBNAIL = Sentence(
    "contradictions.thumbnail",
    "The {kind} in the file shows something else than the picture: {distance} of 64 bits of their fingerprints differ.",
)
THUMBNAIL_CAVEAT = Sentence(
    "contradictions.thumbnail_caveat",
    "Either the picture was cropped or altered after the small one was made, or the metadata come from another"
    " picture.",
)
FUTURE = Sentence("contradictions.future", "{name} ({moment}) lies in the future.")
ORDER = Sentence("contradictions.order", "{earlier_name} ({earlier}) lies before {later_name} ({later}).")
APART = Sentence("contradictions.apart", "{name} ({moment}) is far from {other_name} ({other}).")
CLOCK_CAVEAT = Sentence(
    "contradictions.clock_caveat",
    "A camera whose clock is set wrong, or a program that rewrites times, also causes this.",
)
BEFORE_CAMERA = Sentence(
    "contradictions.before_camera",
    "The recorded time of the shot ({moment}) lies before {year}, the year in which the camera {camera} came out.",
)
OTHER_MAKER = Sentence(
    "contradictions.other_maker",
    "EXIF names the maker {make:40} and the model {model:40}, but that model is sold by {maker} only.",
)
TOO_LARGE = Sentence(
    "contradictions.too_large",
    "EXIF says {width}×{height} pixels and the camera {camera}, which records {megapixels} megapixels at most.",
)
TOO_LARGE_CAVEAT = Sentence(
    "contradictions.too_large_caveat", "An enlarged picture, or one made of several exposures, also has more pixels."
)
IMPOSSIBLE = Sentence("contradictions.impossible", "EXIF records shooting details that no exposure has: {details}.")
LENS_CAVEAT = Sentence(
    "contradictions.lens_caveat",
    "Cameras record 0 for the aperture and focal length of a lens without electric contacts.",
)
EXPOSURE = Sentence("contradictions.exposure", "an exposure time of {value:g} s")
ISO = Sentence("contradictions.iso", "an ISO speed of {value:g}")
APERTURE = Sentence("contradictions.aperture", "an aperture of f/{value:g}")
LENS = Sentence("contradictions.lens", "a focal length of {value:g} mm")
TAKEN = Sentence("contradictions.taken", "the recorded time of the shot")
DIGITISED = Sentence("contradictions.digitised", "the recorded time of digitising")
CHANGED = Sentence("contradictions.changed", "the recorded time of the last change")
SATELLITE = Sentence("contradictions.satellite", "the satellites' time")
CREATED = Sentence("contradictions.created", "XMP's time of creation")
CHANGED_XMP = Sentence("contradictions.changed_xmp", "XMP's time of the last change")


def evidence(contents: Contents, fields: NamedFields, facts: ExhibitFacts, now: datetime) -> list[Evidence]:
    """Every contradiction, neutral and flagged as one.

    Args:
        contents: what the file holds.
        fields: its fields by name.
        facts: what is known about the picture.
        now: the present time, without a zone.
    """
    found = [*_size(fields, facts), *_thumbnails(contents), *_times(fields, now), *_camera(fields)]
    return [*found, *_exposure(fields)]


def recorded_size(fields: NamedFields) -> tuple[str, int, int] | None:
    """Where the file says how many pixels the picture has, and how many; None if it doesn't."""
    return next(_of_picture(fields), None)


def other_sizes(fields: NamedFields, facts: ExhibitFacts) -> list[tuple[str, int, int]]:
    """Every size that the file records and that is not the picture's, with its place, the largest last.

    That includes the size in the TIFF fields of EXIF and in XMP's copies of them, which is often that of the raw file
    or of what was edited, so that it contradicts nothing. In EXIF it can also be that of a small preview, so a smaller
    one is left out.
    """
    sizes = [*_of_picture(fields), *_size_in(fields, "XMP", ("ImageWidth",), ("ImageLength", "ImageHeight"))]
    of_tiff = _size_in(fields, "EXIF", ("ImageWidth",), ("ImageLength", "ImageHeight"))
    known = [one[1:] for one in sizes]
    sizes += [one for one in of_tiff if one[1:] not in known and one[1] * one[2] > facts.width * facts.height]
    return sorted((one for one in sizes if not _is_size_of(facts, *one[1:])), key=lambda one: one[1] * one[2])


def _of_picture(fields: NamedFields) -> Iterator[tuple[str, int, int]]:
    """The sizes in the fields for the picture's own, EXIF's first."""
    for place in ("EXIF", "XMP"):
        tall = ("PixelYDimension", "ExifImageHeight", "ExifImageLength")
        yield from _size_in(fields, place, ("PixelXDimension", "ExifImageWidth"), tall)


def _size_in(
    fields: NamedFields, place: Literal["EXIF", "XMP"], wide: Sequence[str], tall: Sequence[str]
) -> Iterator[tuple[str, int, int]]:
    width, height = fields.number(place, *wide), fields.number(place, *tall)
    if width and height and 0 < width < 1e6 and 0 < height < 1e6:
        yield place, int(width), int(height)


def _is_size_of(facts: ExhibitFacts, width: int, height: int) -> bool:
    """Whether a size is that of the picture, which may lie on its side."""
    turned = ((facts.width, facts.height), (facts.height, facts.width))
    return any(abs(width - one) < _SAME_SIZE and abs(height - other) < _SAME_SIZE for one, other in turned)


def _size(fields: NamedFields, facts: ExhibitFacts) -> Iterator[Evidence]:
    """The first recorded size that is not the picture's, wherever it stands."""
    said = next((one for one in _of_picture(fields) if not _is_size_of(facts, *one[1:])), None)
    if said is None or fields.first("EXIF", *_RAW):  # of a raw file only a preview is decoded
        return
    place, width, height = said
    statement = SIZE(place=place, width=width, height=height, actual_width=facts.width, actual_height=facts.height)
    yield _contradiction(statement, SIZE_CAVEAT(), source=place.lower())


def _thumbnails(contents: Contents) -> Iterator[Evidence]:
    for part in contents.parts:
        if part.kind in ("thumbnail", "preview") and part.distance is not None and part.distance >= OTHER_PICTURE:
            yield _contradiction(THUMBNAIL(kind=part.kind, distance=part.distance), THUMBNAIL_CAVEAT(), source="file")
            return


def _times(fields: NamedFields, now: datetime) -> Iterator[Evidence]:
    taken = fields.moment("EXIF", "DateTimeOriginal")
    digitised = fields.moment("EXIF", "DateTimeDigitized", "CreateDate")
    changed = fields.moment("EXIF", "DateTime", "ModifyDate")
    satellite = fields.moment("EXIF", "GPSDateStamp", "GPSDate")
    created, altered = fields.moment("XMP", "CreateDate"), fields.moment("XMP", "ModifyDate")
    named = ((TAKEN, taken), (DIGITISED, digitised), (CHANGED, changed), (SATELLITE, satellite))
    for name, moment in (*named, (CREATED, created), (CHANGED_XMP, altered)):
        if moment is not None and moment.time > now + timedelta(days=1):
            source = "xmp" if name in (CREATED, CHANGED_XMP) else "exif"
            yield _contradiction(_capital(FUTURE(name=name(), moment=moment)), CLOCK_CAVEAT(), source=source)
            break
    if taken is not None:
        for name, moment in ((DIGITISED, digitised), (CHANGED, changed)):
            if moment is not None and _before(moment, taken):
                yield _order(name, moment, TAKEN, taken)
        if satellite is not None and (_before(satellite, taken) or _before(taken, satellite)):
            statement = APART(name=SATELLITE(), moment=satellite, other_name=TAKEN(), other=taken)
            yield _contradiction(_capital(statement), CLOCK_CAVEAT())
    if created is not None and altered is not None and _before(altered, created):
        yield _order(CHANGED_XMP, altered, CREATED, created, "xmp")


def _order(name: Sentence, moment: Moment, later: Sentence, after: Moment, source: str = "exif") -> Evidence:
    statement = ORDER(earlier_name=name(), earlier=moment, later_name=later(), later=after)
    return _contradiction(_capital(statement), CLOCK_CAVEAT(), source=source)


def _before(one: Moment, other: Moment) -> bool:
    """Whether one time lies before another in whatever zones the two clocks were."""
    margin = _DAYS if one.day_only or other.day_only else _ZONES
    return other.time - one.time > margin


def _camera(fields: NamedFields) -> Iterator[Evidence]:
    make, model = fields.first("EXIF", "Make"), fields.first("EXIF", "Model")
    if make is None or model is None:
        return
    known, maker = known_model(make.raw[:100], model.raw[:100]), only_maker(model.raw[:100])
    if known is None and maker is not None:
        statement = OTHER_MAKER(make=make, model=model, maker=maker)
        yield _contradiction(statement, quotes=True)
    if known is None:
        return
    taken = fields.moment("EXIF", "DateTimeOriginal")
    if taken is not None and taken.time.year < known.year:
        statement = BEFORE_CAMERA(moment=taken, year=known.year, camera=Foreign(known.model))
        yield _contradiction(statement, CLOCK_CAVEAT(), quotes=True)
    said = recorded_size(fields)
    if said is None or said[0] != "EXIF" or known.megapixels is None:
        return
    _, width, height = said
    stitched = max(width, height) > _PANORAMA * min(width, height)
    if not stitched and width * height > known.megapixels * 1e6 * _MORE_PIXELS:
        statement = TOO_LARGE(
            width=width, height=height, camera=Foreign(known.model), megapixels=f"{known.megapixels:g}"
        )
        yield _contradiction(statement, TOO_LARGE_CAVEAT(), quotes=True)


def _exposure(fields: NamedFields) -> Iterator[Evidence]:
    checks = (
        (EXPOSURE, fields.number("EXIF", "ExposureTime"), _LONGEST_EXPOSURE),
        (ISO, fields.number("EXIF", "PhotographicSensitivity", "ISOSpeedRatings", "ISO"), _LARGEST_ISO),
        (APERTURE, fields.number("EXIF", "FNumber"), _LARGEST_F),
        (LENS, fields.number("EXIF", "FocalLength"), _LONGEST_LENS),
    )
    wrong = [(name, value) for name, value, most in checks if value is not None and not 0 < value <= most]
    if not wrong:
        return
    lens_only = all(name in (APERTURE, LENS) and value == 0 for name, value in wrong)
    statement = IMPOSSIBLE(details=", ".join(name(value=value) for name, value in wrong))
    yield _contradiction(statement, *((LENS_CAVEAT(),) if lens_only else ()))


def _contradiction(statement: str, *caveats: str, source: str = "exif", quotes: bool = False) -> Evidence:
    flags = (Flag.CONTRADICTS, Flag.QUOTES) if quotes else (Flag.CONTRADICTS,)
    return forgeable(source, statement, "neutral", *caveats, flags=flags)


def _capital(statement: str) -> str:
    return f"{statement[:1].upper()}{statement[1:]}"

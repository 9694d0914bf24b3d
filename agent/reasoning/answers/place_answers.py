"""Where a picture was taken, as its file says; no place is named that the file does not name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...foreign import Foreign
from ...provenance.contents import Contents, Place
from ...provenance.rules.capture import position_of
from ...provenance.rules.maker_marks import grok_signature
from ...provenance.rules.named_fields import NamedFields, numbers
from ...provenance.rules.parameters import PLACES
from ...sentences import Sentence
from ..answer_items import Item
from .file_case import NOT_TAKEN, FileCase, answer, called, forgeable, listed, said, stripped

_At = tuple[float, float]  # degrees north and east
_SOURCES: tuple[Place, ...] = ("EXIF", "XMP")
_AXES, _IN_METRES = ("GPSLatitude", "GPSLongitude"), (111_200.0, 1_853.0, 30.9)  # of a degree, a minute, a second
_ON_EARTH = 1e-6  # degrees; nearer to 0, 0 no position is meant
_TOWNS: tuple[tuple[Place, tuple[str, ...]], ...] = (
    ("XMP", ("Location", "City", "State", "CountryName", "Country")),
    ("IPTC", ("sub-location", "city", "province/state", "country/primary location name")),
    ("IPTC", ("content location name",)),
)
_DETAILED = ("LocationName", "Sublocation", "City", "ProvinceState", "CountryName")
_CAPTIONS: tuple[tuple[Place, str], ...] = (
    ("XMP", "description"), ("IPTC", "caption/abstract"), ("EXIF", "ImageDescription"), ("XMP", "Headline"),
)  # fmt: skip

POSITION = Sentence(
    "place_answers.position", "The file gives {position} as the place where the picture was taken ({fields})."
)
POSITIONS = Sentence(
    "place_answers.positions", "The file gives different places where the picture was taken: {positions}."
)
ONE_OF = Sentence("place_answers.one_of", "{position} ({fields})")
NORTH = Sentence("place_answers.north", "{degrees}° N")
SOUTH = Sentence("place_answers.south", "{degrees}° S")
EAST = Sentence("place_answers.east", "{degrees}° E")
WEST = Sentence("place_answers.west", "{degrees}° W")
ZERO = Sentence(
    "place_answers.zero",
    "The file gives 0° N, 0° E as the place ({fields}). That is what some programs write when they know no place.",
)
BROKEN = Sentence(
    "place_answers.broken",
    "The file has fields for a GPS position, but they give no place on Earth: {values}.",
)
ABOVE = Sentence("place_answers.above", "It gives a height of {height:g} m ({field}).")
BELOW = Sentence("place_answers.below", "It gives a height of {height:g} m below sea level ({field}).")
FACING = Sentence("place_answers.facing", "It says that the camera faced {degrees:g}° ({north}).")
NORTHS = {
    "T": Sentence("place_answers.true_north", "clockwise from true north"),
    "M": Sentence("place_answers.magnetic_north", "clockwise from magnetic north"),
    "": Sentence("place_answers.some_north", "clockwise from north"),
}
TOWN = Sentence("place_answers.town", "{field} names the place {town:120}.")
CREATED = Sentence("place_answers.created", "XMP names {town:120} as the place where the picture was made.")
SHOWN = Sentence("place_answers.shown", "XMP names {town:120} as the place that the picture shows.")
ONLY_NAMES = Sentence(
    "place_answers.only_names", "The file gives no GPS position, but it names a place in its descriptions."
)
CAPTION = Sentence("place_answers.caption", "Its caption may name a place: {caption:160} ({field}).")
NOWHERE = Sentence(
    "place_answers.nowhere",
    "The file does not say where the picture was taken: it holds no GPS position and no field that names a place.",
)
FIND_OUT = Sentence(
    "place_answers.find_out",
    "This tool does not recognise places. To find out, ask for the original file, since most platforms remove the "
    "position, or compare landmarks, signs and shadows with maps and street views.",
)
COMPARE = Sentence("place_answers.compare", "Compare what the picture shows with maps and street views of that place.")


def where_taken(case: FileCase) -> list[Item]:
    """Where the picture was taken."""
    found: list[tuple[Place, _At]] = [(p, at) for p in _SOURCES if (at := _position(case, p)) is not None]
    real: list[tuple[Place, _At]] = [(place, at) for place, at in found if max(map(abs, at)) > _ON_EARTH]
    towns = list(_towns(case))
    items: list[Item] = []
    if real:
        items.append(_first(real))
        items += [item for place, _ in real[:1] for item in _details(case, place)]
    elif found:
        items.append(said(ZERO(fields=listed(called(place, "GPSPosition") for place, _ in found))))
    elif broken := _broken(case):
        items.append(said(BROKEN(values=listed(broken))))
    elif towns:
        items.append(said(ONLY_NAMES()))
    else:
        generated = case.cited(case.generated[:1])
        return answer([said(NOWHERE()), *_caption(case), *generated], said((NOT_TAKEN if generated else FIND_OUT)()))
    told = bool(real or towns)
    if not told:
        items += _caption(case)
    return answer([*items, *towns], forgeable(case), said((COMPARE if told else FIND_OUT)()))


def degrees(latitude: float, longitude: float) -> str:
    """A position in degrees with at most six decimals, as in `52.52008° N, 13.40495° E`."""
    north = (NORTH if latitude >= 0 else SOUTH)(degrees=_decimal(latitude))
    return f"{north}, {(EAST if longitude >= 0 else WEST)(degrees=_decimal(longitude))}"


def _decimal(value: float) -> str:
    return f"{abs(value):.6f}".rstrip("0").rstrip(".")


def position(case: FileCase) -> str:
    """The first position that the file gives, in words; empty if it gives none or only 0, 0."""
    found = (at for place in _SOURCES if (at := _position(case, place)) is not None and max(map(abs, at)) > _ON_EARTH)
    return next((degrees(*at) for at in found), "")


def step(case: FileCase) -> float | None:
    """Metres in which the coordinates are written; None if the file gives none in degrees, minutes and seconds."""
    parts = [list(numbers(one.raw))[:3] for name in _AXES if (one := case.value("EXIF", name)) is not None]
    if len(parts) != len(_AXES) or any(len(part) < len(_IN_METRES) for part in parts):
        return None
    return min(_step(part) for part in parts)


def _step(parts: Sequence[float]) -> float:
    """Metres of the last decimal of degrees, minutes and seconds that is not zero."""
    for value, metres in reversed(list(zip(parts, _IN_METRES, strict=True))):
        if value % 1:
            decimals = len(f"{value:.8f}".rstrip("0").partition(".")[2])
            return metres / 10**decimals
        if value:
            return metres
    return _IN_METRES[0]


def town(case: FileCase) -> Foreign | None:
    """The first place that the file names in fields for it."""
    found = (_joined(case.value(place, name) for name in names) for place, names in _TOWNS)
    return next((one for one in found if one is not None), None)


def _position(case: FileCase, place: Place) -> tuple[float, float] | None:
    fields = tuple(one for one in case.contents.fields if one.place == place and one.name.startswith("GPS"))
    found = position_of(NamedFields(Contents(fields=fields))) if fields else None
    return None if found is None else (found[1], found[2])


def _first(found: list[tuple[Place, tuple[float, float]]]) -> Item:
    groups: dict[str, list[str]] = {}
    near = found[0][1]
    for place, at in found:
        alike = all(abs(a - b) < 2e-4 for a, b in zip(at, near, strict=True))  # XMP rounds to parts of a minute
        groups.setdefault(degrees(*(near if alike else at)), []).append(PLACES[place]())
    if len(groups) == 1:
        ((at, fields),) = groups.items()
        return said(POSITION(position=at, fields=_gps(fields)))
    ones = (ONE_OF(position=at, fields=_gps(fields)) for at, fields in groups.items())
    return said(POSITIONS(positions="; ".join(ones)))


def _gps(places: list[str]) -> str:
    return listed(f"{place} GPSLatitude, GPSLongitude" for place in places)


def _details(case: FileCase, place: Place) -> Iterator[Item]:
    height = case.fields.number(place, "GPSAltitude")
    if height is not None and abs(height) < 1e5:
        reference = case.value(place, "GPSAltitudeRef")
        below = reference is not None and reference.raw[:1] in ("1", "3")
        field = called(place, "GPSAltitude")
        yield said((BELOW if below else ABOVE)(height=round(height, 1), field=field))
    facing = case.fields.number(place, "GPSImgDirection")
    if facing is not None and 0 <= facing <= 360:
        reference = case.value(place, "GPSImgDirectionRef")
        north = NORTHS.get(reference.raw[:1].upper() if reference else "", NORTHS[""])
        yield said(FACING(degrees=round(facing, 1), north=north()))


def _broken(case: FileCase) -> list[str]:
    """Fields of a position that give none, as they stand."""
    names = ("GPSLatitude", "GPSLongitude")
    found: list[tuple[Place, str]] = [(place, name) for place in _SOURCES for name in names]
    return [f"{called(p, name)} {value:30}" for p, name in found if (value := case.value(p, name)) is not None]


def _towns(case: FileCase) -> Iterator[Item]:
    seen: set[str] = set()
    for place, names in _TOWNS:
        town = _joined(case.value(place, name) for name in names)
        if town is not None and town.raw.casefold() not in seen:
            seen.add(town.raw.casefold())
            yield said(TOWN(field=PLACES[place](), town=town))
    for outer, sentence in (("LocationCreated", CREATED), ("LocationShown", SHOWN)):
        inner = [one for one in case.fields.all("XMP", *_DETAILED) if any(outer in step for step in one.path[:1])]
        town = _joined(one.value for one in inner[:8])
        if town is not None and town.raw.casefold() not in seen:
            seen.add(town.raw.casefold())
            yield said(sentence(town=town))


def _joined(values: Iterable[Foreign | None]) -> Foreign | None:
    texts = dict.fromkeys(stripped(value).raw[:60] for value in values if value is not None)
    return Foreign(", ".join(text for text in texts if text)) if any(texts) else None


def _caption(case: FileCase) -> Iterator[Item]:
    signature = grok_signature(case.fields)
    for place, name in _CAPTIONS:
        if signature and place == "EXIF":  # what stands there is a signature in letters
            continue
        if (caption := case.value(place, name)) is not None:
            yield said(CAPTION(caption=caption, field=called(place, name)))
            return

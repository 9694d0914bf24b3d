"""Contents of files made by hand, and what the rules say about them."""

from datetime import datetime
from types import SimpleNamespace

from telltale.agent.evidence import Evidence, ExhibitFacts, Quality
from telltale.agent.foreign import Foreign
from telltale.agent.provenance import rules
from telltale.agent.provenance.contents import Contents, Field, Part

NOW = datetime(2026, 6, 1, 12, 0, 0)
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
CAMERA = {
    "Make": "Canon",
    "Model": "Canon EOS R6",
    "ExposureTime": "1/200",
    "FNumber": "5.6",
    "PhotographicSensitivity": "200",
    "FocalLength": "50",
    "DateTimeOriginal": "2024:05:01 10:00:00",
}


def field(place, name, value, path=(), where=""):
    return Field(place=place, name=name, value=Foreign(value), path=path, where=where)


def contents(*fields, parts=(), **by_place) -> Contents:
    """Fields given as such, or as `PNG={"Software": "…"}`."""
    more = [field(place, name, value) for place, texts in by_place.items() for name, value in texts.items()]
    return Contents(fields=(*fields, *more), parts=tuple(parts))


def facts(name="picture.jpg", width=600, height=400, media_type="image/jpeg") -> ExhibitFacts:
    quality = Quality(short_side=min(width, height))
    return ExhibitFacts(
        name=name, sha256="0", size=1, media_type=media_type, width=width, height=height, quality=quality
    )


def examine(given: Contents, **about) -> list[Evidence]:
    return rules.evidence(given, SimpleNamespace(facts=facts(**about)), now=NOW)


def supports(given: Contents, **about) -> set[str]:
    return {item.supports for item in examine(given, **about)}


def part(kind, **values) -> Part:
    return Part.model_validate({"kind": kind, **values})

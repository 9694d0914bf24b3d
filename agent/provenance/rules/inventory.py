"""What else is in the file: other pictures, data behind the picture, fields that nothing here interprets."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Collection
from functools import cache
from pathlib import Path

from ...evidence import Evidence, Facts, Flag
from ...foreign import Foreign
from ...sentences import Sentence
from ..contents import Contents, Field, Part, PartKind, Place
from .named_fields import key

_COLOUR = "colour profile"
_MOST_PARTS, _MOST_NAMES, _MOST_FIELDS = 6, 5, 20_000
_PARTS: dict[PartKind, Sentence] = {
    "thumbnail": Sentence("inventory.thumbnail", "a thumbnail"),
    "preview": Sentence("inventory.preview", "a preview"),
    "second picture": Sentence("inventory.second_picture", "another picture"),
    "page": Sentence("inventory.page", "another page"),
    "gain map": Sentence("inventory.gain_map", "a gain map (brightness for HDR screens)"),
    "depth map": Sentence("inventory.depth_map", "a depth map"),
    "video": Sentence("inventory.video", "a video (as of a motion photo)"),
    "archive": Sentence("inventory.archive", "an archive"),
    "unknown data": Sentence("inventory.unknown_data", "data of an unknown kind"),
}
_ORDINARY: tuple[PartKind, ...] = ("thumbnail", "preview")

HOLDS = Sentence("inventory.holds", "Beside the picture the file holds {parts}.")
FOLLOWS = Sentence("inventory.follows", "After the end of the picture the file holds {parts}.")
PART = Sentence("inventory.part", "{kind}{size}")
PART_TIMES = Sentence("inventory.part_times", "{kind} {count} times{size}")
PIXELS = Sentence("inventory.pixels", " of {width}×{height} pixels")
BYTES = Sentence("inventory.bytes", " of {count:,} bytes")
FOLLOWS_CAVEAT = Sentence(
    "inventory.follows_caveat",
    "Phones put videos and maps there; only the picture itself was measured, not what follows it.",
)
UNREAD_CAVEAT = Sentence("inventory.unread_caveat", "Only the picture itself was measured, not these parts.")
OTHERS = Sentence(
    "inventory.others", "The file also holds {count} metadata fields that are not interpreted here, among them {names}."
)
ONE_OTHER = Sentence(
    "inventory.one_other", "The file also holds a metadata field that is not interpreted here: {names}."
)
TECHNICAL_ONLY = Sentence(
    "inventory.technical_only", "The file's metadata only describe how it is encoded (fields: {count})."
)
SILENT = Sentence(
    "inventory.silent", "The file carries no content credentials, EXIF, XMP, IPTC or generation parameters."
)
SILENCE_IS_COMMON = Sentence(
    "inventory.silence_is_common", "Most platforms strip metadata, so its absence says nothing about the picture."
)


def evidence(contents: Contents, read: Collection[tuple[Place, str]], media_type: str) -> list[Evidence]:
    """Neutral evidence about other parts of the file and about fields that no rule reads.

    Args:
        contents: what the file holds.
        read: place and key of the fields that some rule reads.
        media_type: of the file. JPEG, PNG, GIF and WebP have an end; what has an offset of its own follows it.
    """
    found = []
    behind = [part for part in contents.parts if _is_behind(part, media_type)]
    beside = [part for part in contents.parts if part not in behind]
    telling = [part for part in beside if part.kind not in _ORDINARY]
    if telling:
        found.append(_about(HOLDS(parts=_listed(beside)), UNREAD_CAVEAT()))
    if behind:
        found.append(_about(FOLLOWS(parts=_listed(behind)), FOLLOWS_CAVEAT()))
    others = _uninterpreted(contents, read)
    if others:
        names = list(dict.fromkeys(others))[:_MOST_NAMES]
        sentence = ONE_OTHER if len(others) == 1 else OTHERS
        statement = sentence(count=len(others), names=", ".join(f"{Foreign(name):30}" for name in names))
        found.append(_about(statement, flags=(Flag.QUOTES,)))
    return found


def technical_only(contents: Contents) -> Evidence | None:
    """That the metadata only describe the encoding, for a file of which no rule says anything; else None."""
    fields = [field for field in contents.fields[:_MOST_FIELDS] if field.place != "container"]
    if not fields and not contents.parts:
        return None
    if contents.parts:
        return _about(HOLDS(parts=_listed(list(contents.parts))), UNREAD_CAVEAT())
    return _about(TECHNICAL_ONLY(count=len(fields)), SILENCE_IS_COMMON())


def silence(contents: Contents) -> Evidence | None:
    """That the file carries no metadata; None if it has any field, part or credentials.

    A JPEG file's own marks of its encoding, and a colour profile, are no metadata.
    """
    fields = [f for f in contents.fields if not (f.place == "container" and _is_technical(f))]
    if fields or contents.parts or contents.credentials is not None:
        return None
    return Evidence(source="provenance", kind="provenance", statement=SILENT(), caveats=(SILENCE_IS_COMMON(),))


def _is_behind(part: Part, media_type: str) -> bool:
    """Whether a part lies after the end of the picture."""
    if part.kind in ("archive", "unknown data"):
        return True
    ends = media_type in ("image/jpeg", "image/png", "image/gif", "image/webp")
    return ends and part.kind in ("second picture", "video") and part.offset is not None


def _listed(parts: list[Part]) -> str:
    """The parts by kind, with the size of the first of each."""
    counts: Counter[PartKind] = Counter(part.kind for part in parts)
    lines = []
    for kind, count in list(counts.items())[:_MOST_PARTS]:
        first = next(part for part in parts if part.kind == kind)
        size = ""
        if count == 1 and first.width and first.height:
            size = PIXELS(width=first.width, height=first.height)
        elif count == 1 and first.size:
            size = BYTES(count=first.size)
        name = _PARTS[kind]()
        lines.append(PART(kind=name, size=size) if count == 1 else PART_TIMES(kind=name, count=count, size=size))
    return ", ".join(lines)


def _uninterpreted(contents: Contents, read: Collection[tuple[Place, str]]) -> list[str]:
    """The names of fields that no rule reads, one for each path in XMP."""
    seen: dict[tuple[str, str], str] = {}
    for field in contents.fields[:_MOST_FIELDS]:
        name = key(field.name)
        if (field.place, name) in read or name in _names("interpreted") or _is_technical(field):
            continue
        outer = field.path[0] if field.place == "XMP" and field.path else field.name
        seen.setdefault((field.place, outer[:100]), outer[:100])
    return list(seen.values())


def _is_technical(field: Field) -> bool:
    name = key(field.name)
    if field.place == "container":
        known = name in _names("technical_container") or name in _names("technical")
        return known or field.where == _COLOUR or name.startswith("icc")
    if field.place == "IPTC":
        return name in _names("technical_iptc")
    return name in _names("technical") or (
        field.place == "EXIF" and field.where.casefold().startswith(("ifd1", "interop"))
    )


def _about(statement: str, *caveats: str, flags: tuple[Flag, ...] = ()) -> Evidence:
    return Evidence(source="file", kind="provenance", statement=statement, caveats=caveats, facts=Facts(flags=flags))


@cache
def _names(kind: str) -> frozenset[str]:
    data = tomllib.loads((Path(__file__).parent / "field_names.toml").read_text("utf-8"))
    return frozenset(key(name) for name in data[kind])

"""What a container says of itself: the texts of the file and of its tracks, XMP, and content credentials."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ..evidence import ExhibitFacts, Quality
from ..foreign import Foreign
from ..intake import Exhibit
from ..provenance import credentials
from ..provenance.contents import Contents, Field
from ..provenance.readers import iso_boxes, xmp_packets
from ..provenance.readers.reading import Reading
from .clip_formats import Kind

MAX_TAGS = 400  # of one part of the file
MAX_TEXT = 1_000_000  # characters of one text
MAX_BOX = 16 * 2**20  # bytes of a box that may hold XMP
# Names of the software that made a file, by what containers call it; the rules for pictures know the name `Software`.
_SOFTWARE = frozenset({"com.apple.quicktime.software", "writing_app", "writingapp", "isft"})
_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")  # the box's kind (Adobe, XMP Specification, part 3)


def contents(container: Any, data: bytes, kind: Kind, size: tuple[int, int], anchors: str | None) -> Contents:
    """Everything that the file holds beside pictures and sound.

    Args:
        container: open.
        data: the file's bytes.
        kind: of the file.
        size: width and height of a frame in pixels.
        anchors: PEM text of the certificates under which a C2PA signer is trusted.
    """
    fields = [field for where, tags in _parts(container) for field in _fields(where, tags)]
    xmp = _xmp(data) if kind.demuxer == "mov" else Reading()
    manifest, warnings = credentials.read(as_exhibit(data, kind, size), anchors)
    return Contents(
        fields=(*fields, *xmp.fields), parts=xmp.parts, credentials=manifest, warnings=(*xmp.warnings, *warnings)
    )


def _parts(container: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    yield "file", container.metadata
    for number, stream in enumerate(list(container.streams)[:40], 1):
        yield f"track {number} ({stream.type})", stream.metadata


def _fields(where: str, tags: Mapping[str, str]) -> Iterator[Field]:
    for name, value in list(tags.items())[:MAX_TAGS]:
        text = Foreign(str(value)[:MAX_TEXT])
        if not text:
            continue
        place = "comment" if str(name).lower() == "comment" else "container"
        yield Field(place=place, name=str(name)[:200], value=text, where=where)
        if str(name).lower() in _SOFTWARE:
            yield Field(place="container", name="Software", value=text)  # what the rules for pictures know


def _xmp(data: bytes) -> Reading:
    """XMP of an MP4 or MOV file, which has a box of its own at the top of the file."""
    packets = []
    for box in iso_boxes.boxes(data, 0, len(data)):
        if box.kind == b"uuid" and data[box.start : box.start + 16] == _XMP and box.end - box.start < MAX_BOX:
            packets.append(iso_boxes.Block(data[box.start + 16 : box.end], "uuid", box.start + 16))
    return xmp_packets.read(packets, []) if packets else Reading()


def as_exhibit(data: bytes, kind: Kind, size: tuple[int, int]) -> Exhibit:
    """The file as the reader of credentials takes it; that reader looks at the bytes and the media type alone."""
    width, height = size
    facts = ExhibitFacts(
        name="clip", sha256="", size=len(data), media_type=kind.media_type, width=width, height=height,
        quality=Quality(short_side=min(size)),
    )  # fmt: skip
    return Exhibit(facts=facts, data=data, pixels=np.zeros((1, 1, 3), np.uint8), alpha=None, info={})

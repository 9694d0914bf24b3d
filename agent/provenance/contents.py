"""What a file holds beside its pixels, as it was read and before anything is concluded from it.

Readers fill a `Contents`; rules draw evidence from it; `telltale inspect` shows it. All text is `Foreign`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field as Described

from ..evidence import Frozen
from ..foreign import Foreign
from .credentials.credential_types import Manifest

Place = Literal["EXIF", "XMP", "IPTC", "PNG", "comment", "hidden", "container"]
PartKind = Literal[
    "thumbnail", "preview", "second picture", "page", "gain map", "depth map", "video", "archive", "unknown data",
]  # fmt: skip


class Field(Frozen):
    """One named text in the file.

    Names are those of the standards: `Software`, `UserComment` or `GPSLatitude` in EXIF; the local name in XMP, such as
    `CreatorTool`, where `path` has the qualified names from the outermost element inwards; IPTC's names in IIM, such as
    `credit`; the keyword of a PNG text chunk; `comment` of JPEG and GIF. `hidden` is text in the lowest bits of the
    pixels; `container` is what a container format or a trailer says.
    """

    place: Place
    name: str
    value: Foreign
    path: tuple[str, ...] = ()
    where: str = Described(default="", description="the packet, segment or directory, if there are several")


class Part(Frozen):
    """Something in the file beside the picture that is examined.

    `width` and `height` are in pixels, `offset` and `size` in bytes of the file; None if they are not known.
    `distance` is between the perceptual hashes (of 64 bits) of a thumbnail or preview and of the picture.
    """

    kind: PartKind
    media_type: str | None = None
    offset: int | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    distance: int | None = None


class Contents(Frozen):
    """Everything that was read; `warnings` names what was cut off or could not be read."""

    fields: tuple[Field, ...] = ()
    parts: tuple[Part, ...] = ()
    credentials: Manifest | None = None
    warnings: tuple[str, ...] = ()

    def first(self, place: Place, *names: str) -> Foreign | None:
        """The first text under one of the names, in the order of the names."""
        for name in names:
            for field in self.fields:
                if field.place == place and field.name == name and field.value:
                    return field.value
        return None

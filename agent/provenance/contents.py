"""What a file holds beside its pixels, as it was read and before anything is concluded from it.

Readers fill a `Contents`; rules draw evidence from it; `telltale inspect` shows it. All text is `Foreign`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field as Described

from ..evidence import Frozen
from ..foreign import Foreign
from .credential_types import Manifest

Place = Literal["EXIF", "XMP", "IPTC", "PNG", "comment", "hidden", "container"]
PartKind = Literal[
    "thumbnail", "preview", "second picture", "page", "gain map", "depth map", "video", "archive", "unknown data",
]  # fmt: skip


class Field(Frozen):
    """One named text in the file.

    Names are those of the standards: `Software`, `UserComment` or `GPSLatitude` in EXIF; the local name in XMP, such as
    `CreatorTool`; IPTC's names in IIM, such as `credit`; the keyword of a PNG text chunk; `comment` of JPEG and GIF.
    `hidden` is text in the lowest bits of the pixels, named by its signature; `container` is what a container format or
    a trailer says.

    In XMP, `path` has the qualified names from the outermost property inwards, with the place in a list as an element
    of its own: `("xmpMM:History", "[2]", "stEvt:softwareAgent")`. Entries of a list belong together if they share the
    path up to their number, and `where`. Known namespaces have their usual prefixes whatever the file calls them.

    In EXIF, `where` is the directory: `IFD0`, `Exif`, `GPS`, `Interop`, `IFD1` (which describes the thumbnail; in a
    TIFF file, the second page). `GPSPosition` is computed: degrees north and degrees east, such as
    `52.520080, 13.404950`. Numbers are decimal, several are separated by spaces, and times of exposure below a second
    are fractions, such as `1/250`. A tag without a name is called by its number, such as `0xc6d2`.
    """

    place: Place
    name: str
    value: Foreign
    path: tuple[str, ...] = ()
    where: str = Described(default="", description="the packet, segment or directory, if there are several")


class Part(Frozen):
    """Something in the file beside the picture that is examined.

    `width` and `height` are in pixels, `offset` and `size` in bytes of the file; None if they are not known.
    `distance` is between the perceptual hashes (of 64 bits) of a thumbnail or preview and of the picture. `where` says
    what names the part, such as `EXIF`, or `after the picture` for what only follows its end.
    """

    kind: PartKind
    media_type: str | None = None
    offset: int | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    distance: int | None = None
    where: str = ""


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

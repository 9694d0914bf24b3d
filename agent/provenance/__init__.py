"""What the file says of itself: content credentials, EXIF, XMP and IPTC, generation parameters.

Everything but a valid and trusted C2PA signature can be forged with free tools, and most platforms strip all of it:
so each finding carries that caveat, and silence is reported as silence.
"""

from __future__ import annotations

from ..evidence import Evidence
from ..intake import Exhibit
from . import credentials, exif, generation, xmp


def collect(exhibit: Exhibit, trust_anchors: str | None = None) -> list[Evidence]:
    """Read every kind of provenance the file may carry.

    Args:
        exhibit: the picture with its bytes.
        trust_anchors: PEM text of the certificates under which a C2PA signer counts as trusted.

    Returns:
        Unnumbered evidence of kind `provenance`; a single neutral one where the file says nothing.
    """
    found = [
        *credentials.read(exhibit, trust_anchors),
        *xmp.read(exhibit),
        *exif.read(exhibit),
        *generation.read(exhibit),
    ]
    if found:
        return found
    return [
        Evidence(
            source="provenance",
            kind="provenance",
            statement="The file carries no content credentials, EXIF, XMP, IPTC or generation parameters.",
            caveats=("Most platforms strip metadata, so its absence says nothing about the picture.",),
        )
    ]

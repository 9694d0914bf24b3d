"""What the file says about itself: content credentials, EXIF, XMP and IPTC, generation parameters.

Everything except a valid signature by a trusted signer can be forged with free tools, and most platforms remove all of
it. So each finding carries that caveat, and a file that says nothing gets a finding that says so.
"""

from __future__ import annotations

from ..evidence import Evidence
from ..intake import Exhibit
from ..sentences import Sentence
from . import credentials, exif, generation, xmp

__all__ = ["collect"]

SILENT = Sentence(
    "provenance.silent", "The file carries no content credentials, EXIF, XMP, IPTC or generation parameters."
)
SILENCE_IS_COMMON = Sentence(
    "provenance.silence_is_common", "Most platforms strip metadata, so its absence says nothing about the picture."
)


def collect(exhibit: Exhibit, trust_anchors: str | None = None) -> list[Evidence]:
    """Read every kind of provenance that the file may carry.

    Args:
        exhibit: the picture with its bytes.
        trust_anchors: PEM text of the certificates under which a C2PA signer counts as trusted.

    Returns:
        Unnumbered evidence of kind `provenance`; a single neutral one if the file says nothing.
    """
    evidence = [
        *credentials.read(exhibit, trust_anchors),
        *xmp.read(exhibit),
        *exif.read(exhibit),
        *generation.read(exhibit),
    ]
    silence = Evidence(source="provenance", kind="provenance", statement=SILENT(), caveats=(SILENCE_IS_COMMON(),))
    return evidence or [silence]

"""What the file says about itself: content credentials, EXIF, XMP and IPTC, generation parameters, and other parts.

`read` takes a file apart without a conclusion, `evidence` concludes from that alone. Everything except a valid
signature by a trusted signer can be forged with free tools, and most platforms remove all of it. So nothing else here
supports *real*, and a file that says nothing gets a finding that says so.
"""

from __future__ import annotations

from dataclasses import replace

from ..evidence import Evidence
from ..intake import Exhibit
from . import credentials, readers, rules
from .contents import Contents

__all__ = ["Contents", "collect", "evidence", "noted", "read"]


def read(exhibit: Exhibit, trust_anchors: str | None = None) -> Contents:
    """Everything that the file holds beside the pixels.

    Args:
        exhibit: the picture with its bytes.
        trust_anchors: PEM text of the certificates under which a C2PA signer counts as trusted.
    """
    contents = readers.read(exhibit)
    manifest, warnings = credentials.read(exhibit, trust_anchors)
    return contents.model_copy(update={"credentials": manifest, "warnings": (*contents.warnings, *warnings)})


def noted(exhibit: Exhibit, contents: Contents) -> Exhibit:
    """The exhibit with what its contents tell about the file: what could not be read, and whether it is bare."""
    facts = exhibit.facts
    bare = rules.silence(contents) is not None
    quality = facts.quality.model_copy(update={"metadata_stripped": bare})
    warnings = tuple(dict.fromkeys((*facts.warnings, *contents.warnings)))
    return replace(exhibit, facts=facts.model_copy(update={"quality": quality, "warnings": warnings}))


def evidence(contents: Contents, exhibit: Exhibit) -> list[Evidence]:
    """Evidence from what a file holds.

    Args:
        contents: as `read` gives it.
        exhibit: the picture; only its facts are used.

    Returns:
        Unnumbered evidence of kind `provenance`; a single neutral one if the file says nothing.
    """
    silence = rules.silence(contents)
    if silence is not None:
        return [silence, *rules.evidence(contents, exhibit)]  # the file's name may still say something
    return [*credentials.evidence(contents.credentials), *rules.evidence(contents, exhibit)]


def collect(exhibit: Exhibit, trust_anchors: str | None = None) -> list[Evidence]:
    """`evidence` of what `read` reads, for files that need no process of their own."""
    return evidence(read(exhibit, trust_anchors), exhibit)

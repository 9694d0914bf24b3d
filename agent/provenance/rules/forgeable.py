"""Evidence from metadata: anyone can write it, so the first caveat says so and none of it supports *real*."""

from __future__ import annotations

from ...evidence import Evidence, Facts, Flag, Supports
from ...sentences import Sentence

FORGEABLE = Sentence("forgeable.forgeable", "Anyone can write metadata with free tools.")


def forgeable(source: str, statement: str, supports: Supports, *caveats: str, flags: tuple[Flag, ...] = ()) -> Evidence:
    """Evidence from metadata that anyone could have written; that caveat comes first.

    Args:
        source: of the evidence, as in `exif`.
        statement: the sentence.
        supports: what it supports; *real* becomes neutral.
        caveats: further reservations.
        flags: the states that code decides from.
    """
    return Evidence(
        source=source,
        kind="provenance",
        statement=statement,
        supports="neutral" if supports == "real" else supports,
        caveats=(FORGEABLE(), *caveats),
        facts=Facts(flags=flags),
    )

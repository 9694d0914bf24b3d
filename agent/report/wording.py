"""Words that every report uses."""

from __future__ import annotations

from collections.abc import Sequence

from ..evidence import Dropped


def refused(dropped: Sequence[Dropped]) -> str:
    """How many sentences failed the grounding check, and of how many a second try stands in their place."""
    mended = sum(each.mended for each in dropped)
    said = f"{len(dropped)} sentence{'' if len(dropped) == 1 else 's'} of the model failed the grounding check"
    return f"{said}, {mended} of them mended by another try" if mended else said

"""That a picture stands in a public collection that is known here, which tells whose it may not be."""

from __future__ import annotations

from ...evidence import Flag
from ...sentences import Sentence
from ..answer_items import Item
from ..stance import Role
from .answer_case import Case, of_record

PUBLISHED_BEFORE = Sentence(
    "known_pictures.published_before",
    "So it was published before, or is a copy of such a picture: whoever sends it as their own has to explain that.",
)


def told_known(case: Case) -> list[Item]:
    """The finding that the picture is a known one, and what follows; nothing if it is none."""
    known = [item for item in case.evidence if item.has(Flag.KNOWN)][:1]
    return [*case.told(known), of_record(PUBLISHED_BEFORE(), Role.RESERVATION)] if known else []

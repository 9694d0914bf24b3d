"""All rules over the contents of one file, in the order in which an investigator should read them."""

from __future__ import annotations

from datetime import UTC, datetime

from ...evidence import Evidence
from ...intake import Exhibit
from ..contents import Contents
from . import capture, contradictions, declarations, descriptions, inventory, parameters, passages, software_history
from .named_fields import NamedFields


def evidence(contents: Contents, exhibit: Exhibit, now: datetime | None = None) -> list[Evidence]:
    """Evidence from everything in a file but its content credentials; unnumbered, empty if there is nothing.

    Args:
        contents: what the readers found.
        exhibit: the picture; only its facts are used.
        now: the present time without a zone, by which times in the future are found; by default that of the clock.
    """
    fields = NamedFields(contents)
    recognised = parameters.recognised(contents)
    programs = {one.parameters.program for one in recognised if one.parameters.program}
    declared = [*declarations.evidence(contents, fields, programs), *parameters.evidence(recognised)]
    against = contradictions.evidence(contents, fields, exhibit.facts, now or datetime.now(UTC).replace(tzinfo=None))
    generated = any(item.supports == "synthetic" for item in declared)
    found = [
        *declared,
        *against,
        *capture.evidence(fields, contradicted=bool(against) or generated),
        *software_history.evidence(fields, declarations.quoted(fields)),
        *passages.evidence(fields, exhibit.facts, credentials=contents.credentials is not None),
        *descriptions.evidence(fields, parameters.names(recognised)),
    ]
    found += inventory.evidence(contents, fields.read | parameters.names(recognised), exhibit.facts.media_type)
    if not found and contents.credentials is None and (technical := inventory.technical_only(contents)) is not None:
        found.append(technical)
    return found

"""Evidence from content credentials that were read: integrity, trust, ingredients, what is declared."""

from __future__ import annotations

from collections.abc import Sequence

from ...evidence import Evidence
from ..credential_types import Manifest
from .declaration_findings import declarations, others
from .integrity_findings import ingredients, integrity, item, trust


def evidence(manifest: Manifest | None, warnings: Sequence[str] = ()) -> list[Evidence]:
    """Evidence from the picture's content credentials; empty if it has none.

    The order: whether they match the picture, whether their signer is trusted, what they declare, what is wrong with
    ingredients, whom else they name, and the warnings.
    """
    told = [item(warning) for warning in warnings]
    if manifest is None:
        return told
    return [
        *integrity(manifest),
        *trust(manifest),
        *declarations(manifest),
        *ingredients(manifest),
        *others(manifest),
        *told,
    ]

"""Comparisons as plain values, for JSON; unknown is None."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .folder_search import Found
from .holds_more import Holding

SCHEMA = "telltale/comparison/1"


def as_record(found: Found, holds: Sequence[Holding], said: Sequence[str]) -> dict[str, Any]:
    """One file that was compared with the picture in question.

    Args:
        found: the file.
        holds: which of the two holds more.
        said: what was found, in sentences.
    """
    compared = found.comparison
    return {
        "file": str(found.file).encode("utf-8", "replace").decode(),
        "exhibit": found.received.exhibit.facts.model_dump(mode="json"),
        "same_file": found.same_file,
        "relation": compared.relation,
        "matches": compared.matches,
        "mirrored": compared.mirrored,
        "magnification": _rounded(compared.magnification),
        "matrix": None if compared.matrix is None else [[float(value) for value in row] for row in compared.matrix],
        "first_covered": _rounded(compared.first_covered),
        "second_covered": _rounded(compared.second_covered),
        "agreeing": _rounded(compared.agreeing),
        "agreed": None if compared.agreed is None else compared.agreed.model_dump(),
        "differing": _rounded(compared.differing, 6),
        "parts": [{"region": part.region.model_dump(), "share": round(part.share, 6)} for part in compared.parts],
        "holds": [
            {"what": row.what, "picture": row.first, "other": row.second, "more": _MORE.get(row.more or "")}
            for row in holds
        ],
        "said": list(said),
    }


_MORE = {"first": "picture", "second": "other", "equal": "equal"}


def _rounded(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(value, digits)

"""Examine pictures: is this one real, and what gives it away?

`Investigator` is the way in. A file becomes an exhibit (`intake`); what it says about itself (`provenance`), what is
measured (`detectors`) and what a model sees (`perception`) become evidence; `reasoning` weighs it and words the answer;
`record`, `report`, `app` and `cli` show it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .environment import silence

silence()  # here, so that no way of using the package reports to a server of traces

if TYPE_CHECKING:
    from .evidence import Examination
    from .intake import IntakeError
    from .investigator import Investigator
    from .record import Investigation

__all__ = ["Examination", "IntakeError", "Investigation", "Investigator"]

_HOMES = {
    "Examination": "evidence",
    "IntakeError": "intake",
    "Investigation": "record",
    "Investigator": "investigator",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, since `telltale --help` must not wait for all of the package."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)

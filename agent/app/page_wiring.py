"""What the tabs of the page need to know of the page as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .desk import Desk
from .house import House, Shown


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the tabs of the page need to know of the page as a whole.

    Attributes:
        house: what all visitors share.
        desks: the part of the page that holds the visitor's desk.
        parts: the parts of the page that `Shown` has values for, then `desks`.
        values: those values in the order of `parts`.
    """

    house: House
    desks: Any
    parts: list[Any]
    values: Callable[[Shown, Desk], list[Any]]

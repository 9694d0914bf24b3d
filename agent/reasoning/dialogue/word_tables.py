"""The tables of words and patterns that lie beside the modules of this package."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any


def read(name: str) -> dict[str, Any]:
    """A TOML file of this package, by its name."""
    return tomllib.loads(files("telltale.agent.reasoning.dialogue").joinpath(name).read_text(encoding="utf-8"))

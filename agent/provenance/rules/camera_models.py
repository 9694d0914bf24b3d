"""What is known about single cameras: since when each is sold, and how many pixels one exposure has."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from ...evidence import Frozen


class CameraModel(Frozen):
    """One camera, as `cameras.toml` has it; `megapixels` is None where it has ways to record more than its sensor."""

    model: str
    year: int
    megapixels: float | None = None


def known_model(make: str, model: str) -> CameraModel | None:
    """The camera with this maker and this model, if the table has it; names are compared without regard to case."""
    makes = _table().get(model.strip().casefold(), ())
    return next((known for start, known in makes if make.strip().casefold().startswith(start)), None)


def only_maker(model: str) -> str | None:
    """The one maker that sells a model of this name; None if the table does not know, or others may use the name."""
    return _unique().get(model.strip().casefold())


@cache
def _unique() -> dict[str, str]:
    groups = [group for group in _data()["group"] if group.get("own_names")]
    return {row["model"].casefold(): group["make"] for group in groups for row in group["models"]}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "cameras.toml").read_text("utf-8"))


@cache
def _table() -> dict[str, tuple[tuple[str, CameraModel], ...]]:
    table: dict[str, tuple[tuple[str, CameraModel], ...]] = {}
    for group in _data()["group"]:
        for row in group["models"]:
            name = row["model"].casefold()
            table[name] = (*table.get(name, ()), (group["make"].casefold(), CameraModel.model_validate(row)))
    return table

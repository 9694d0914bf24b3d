"""How often a model is right about each cue, as measured once and stored beside its adapter."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict

FILE = "cues.json"  # written by `telltale finetune assess-cues`


class Reliability(BaseModel):
    """How often a model was right about a cue.

    Attributes:
        balanced_accuracy: mean of the share of pictures with the artifact, and of that of pictures without it, about
            which the model was right.
        pictures: how many pictures were used.
        reliable: whether that is clearly above chance; if not, the cue carries no weight.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    balanced_accuracy: float
    pictures: int
    reliable: bool


def read(adapter: Path | None) -> dict[str, Reliability]:
    """What was measured of an adapter, by cue; empty without an adapter or a measurement.

    Raises:
        ValueError: if the file is damaged.
    """
    file = adapter / FILE if adapter else None
    if file is None or not file.exists():
        return {}
    try:
        return {cue: Reliability(**row) for cue, row in json.loads(file.read_text(encoding="utf-8")).items()}
    except (ValueError, TypeError, AttributeError):
        raise ValueError(f"{file}: damaged; write it anew with `telltale finetune assess-cues`") from None

"""What all types of a record are built on: frozen models without unknown fields, and rectangles."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Frozen(BaseModel):
    """Base of every type of a record: immutable, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Region(Frozen):
    """A rectangle in pixels of the upright exhibit; `x`, `y` is its top left corner."""

    x: int = Field(ge=0)
    y: int = Field(ge=0)
    w: int = Field(ge=1)
    h: int = Field(ge=1)

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

    @classmethod
    def parsed(cls, text: str, told: str) -> Region:
        """A rectangle from `X,Y,W,H`.

        Args:
            text: what was given.
            told: what to call it in the message.

        Raises:
            ValueError: if it is none.
        """
        try:
            x, y, w, h = (int(part) for part in text.split(","))
            return cls(x=x, y=y, w=w, h=h)
        except ValueError:
            raise ValueError(f"{told} is no rectangle; give X,Y,W,H in pixels, such as 40,30,200,120") from None

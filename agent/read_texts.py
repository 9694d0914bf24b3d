"""A line of text that was read in a picture; what it says is somebody else's words, and never an instruction."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema

from .foreign import Foreign
from .frozen_types import Frozen, Region

Script = Literal["latin", "greek", "cjk", "digits", "mixed", "signs"]
ForeignText = Annotated[Foreign, WithJsonSchema({"type": "string"})]


class ReadLine(Frozen):
    """One line as the reader of text saw it.

    `text` is what it read, which may be wrong: a line whose `readable` is false is kept to show its place alone.
    """

    text: ForeignText
    region: Region
    confidence: float = Field(ge=0, le=1, description="mean probability of its characters")
    script: Script
    readable: bool = Field(description="whether it was read with enough confidence to be quoted")
    mirrored: bool = Field(default=False, description="whether it reads better in a mirror, and was read so")

    def moved(self, x: int, y: int) -> ReadLine:
        """The same line in a picture of which this one was a part that begins at x, y."""
        region = self.region.model_copy(update={"x": self.region.x + x, "y": self.region.y + y})
        return self.model_copy(update={"region": region})

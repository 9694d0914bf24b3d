"""What the HTTP API takes and sends, beside the record of an examination and the reply to a question."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from ..evidence import Examination, Frozen, Region

State = Literal["waiting", "running", "done", "failed"]
QUESTION_LENGTH = 2_000  # characters


class Failure(Frozen):
    """Why a request was not carried out."""

    error: str = Field(description="one line")


class MapLink(Frozen):
    """A map of the picture: where a detector found traces."""

    name: str = Field(description="the source of the evidence that the map belongs to")
    path: str = Field(description="where to get it as PNG, laid over the picture")


class ExaminationState(Frozen):
    """An examination, in work or finished."""

    id: str
    state: State
    place: int | None = Field(
        default=None, description="how many come first, those in work included; null once it has begun"
    )
    wait_seconds: float | None = Field(default=None, description="about how long until it begins; null once it has")
    stages: tuple[str, ...] = Field(default=(), description="the stages that are finished, in their order")
    error: str | None = Field(default=None, description="why it failed, in one line; null unless it did")
    maps: tuple[MapLink, ...] = ()
    kept_until: datetime | None = Field(
        default=None, description="when it is deleted if nobody asks for it before; null while it is in work"
    )
    record: Examination | None = Field(default=None, description="what was found; null until it is done")


class Question(Frozen):
    """A question about the picture of a finished examination."""

    question: str = Field(min_length=1, max_length=QUESTION_LENGTH, description="in plain words")
    box: Region | None = Field(default=None, description="the part of the upright picture that it is about, in pixels")


class Versions(Frozen):
    """Name and version or hash of every tool, head and model in use."""

    versions: dict[str, str]


class Health(Frozen):
    """The server answers."""

    status: Literal["ok"] = "ok"

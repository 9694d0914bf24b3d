"""One conversation to train on or to measure on, as all sources of rows give it."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

Part = Literal["train", "held_out"]
RowKind = Literal["evidence", "face", "description", "feature", "chat"]
ROW_KINDS: tuple[RowKind, ...] = get_args(RowKind)
Message = dict[str, str]  # `role` and `content`


class TrainingRow(BaseModel):
    """One conversation to train on or to measure on.

    Attributes:
        kind: where it comes from.
        prompt: messages up to the first answer.
        completion: the first answer and any further turns; the loss counts what the assistant says.
        image: path of a picture in the first message of the user; empty for none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: RowKind
    prompt: list[Message]
    completion: list[Message]
    image: str = ""


def user(text: str) -> Message:
    """A message of the user."""
    return {"role": "user", "content": text}


def assistant(text: str) -> Message:
    """A message of the assistant."""
    return {"role": "assistant", "content": text}

"""What a vision-language model describes of a picture by itself, artifact by artifact, and how far that held up.

None of it is weighed. The texts are the model's and not ours: they are shown as quotations.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .frozen_types import Frozen, Region

Agreement = Literal["agreed", "unstable", "contradicted", "unlocated"]
Located = Literal["box", "words", "asked"]
Says = Literal["real", "fake"]


class SeenArtifact(Frozen):
    """An artifact that a model named, where it is, and what the model said when it was asked again.

    `told` is `described` for the model's own words, and `asked` for a *yes* to a question about a cue, then the `text`.
    `located_by` says where `region` comes from: a `box` or `words` of the same reply, or a reply to the
    question where it is (`asked`).

    The model is asked about a crop in both wordings: `here` is its answer to whether the artifact is there, `free` to
    whether the crop is free of it, and `elsewhere` to whether it is in `control`, a part of the same size at another
    place. None stands for no readable answer, or for a question that was not put.

    `agreement` is `contradicted` if the model denies its own artifact in both wordings, or says the same of the
    control; `agreed` if it confirms it in both wordings and denies it of the control; `unlocated` if there is no place
    or no room for a control, so that it was not asked; and `unstable` in all other cases.
    """

    evidence: str = Field(description="id of the evidence that states it, E1 upward")
    text: str
    told: Literal["described", "asked"]
    cue: str | None = Field(default=None, description="id of the cue that it matches; None for another artifact")
    region: Region | None = None
    located_by: Located | None = None
    here: bool | None = None
    free: bool | None = None
    control: Region | None = None
    elsewhere: bool | None = None
    agreement: Agreement
    maps: dict[str, bool] = Field(
        default_factory=dict, description="by detector, whether its map stands out in the region"
    )
    second: bool | None = Field(default=None, description="whether the other model sees it in the same crop")
    named_by_second: str | None = Field(
        default=None, description="id of the evidence by which the other model names it"
    )


class ModelView(Frozen):
    """What one model says of a picture; it carries no weight in the verdict.

    `says` is its one word for the picture, None if it gave none that can be read. `left_out` counts the artifacts that
    it named beyond those that were checked, and `contradicted` those that it did not hold to. `failed` says that it
    could not be asked, or not to the end.
    """

    model: str
    evidence: str = Field(description="id of the evidence that sums this up; empty if the model could not be asked")
    says: Says | None = None
    artifacts: tuple[SeenArtifact, ...] = ()
    left_out: int = 0
    contradicted: int = 0
    questions: int = Field(default=0, description="how many questions the model was asked for this")
    failed: bool = False

"""A model is asked again about the artifacts that it named, on crops of the picture.

Each artifact is asked about in both wordings (is it here? is this free of it?) and of a control crop. A model that says
yes to everything thus contradicts itself, and is found out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ....prompts import load
from ...evidence import Region
from ...model_views import Agreement, Located
from ...perception.viewer import Viewer, squared, yes_or_no
from ..weighing.claim import overlap
from . import artifact_catalogue as catalogue
from . import artifact_crops as places
from .question_count import CROSS

SAME_PLACE = 0.3  # share of the smaller place that two places of one artifact have in common
_ANSWER = 16  # tokens of a reply with yes or no

Pixels = NDArray[np.uint8]


@dataclass
class Interview:
    """The questions to one model, counted. After a call that failed nothing more is asked.

    Attributes:
        viewer: the model.
        questions: how many it was asked.
        failed: whether a call failed.
    """

    viewer: Viewer
    questions: int = 0
    failed: bool = field(default=False)

    def ask(self, pictures: Sequence[Pixels], questions: Sequence[str], tokens: int) -> list[str | None]:
        """A reply to each question about the picture beside it; None where there is none."""
        if self.failed or not questions:
            return [None] * len(questions)
        self.questions += len(questions)
        replies = self.viewer.ask(pictures, questions, tokens)
        self.failed = None in replies
        return replies

    def answers(self, pictures: Sequence[Pixels], questions: Sequence[str]) -> list[bool | None]:
        """Yes or no to each question, None where the reply says neither."""
        return [yes_or_no(reply) for reply in self.ask(pictures, questions, _ANSWER)]


@dataclass(frozen=True, slots=True)
class Named:
    """An artifact that a model named, as far as it was looked into; fields as in `telltale.agent.model_views`."""

    text: str
    told: Literal["described", "asked"]
    cue: str | None
    region: Region | None = None
    located_by: Located | None = None
    crop: Region | None = None
    control: Region | None = None
    here: bool | None = None
    free: bool | None = None
    elsewhere: bool | None = None
    second: bool | None = None

    @property
    def agreement(self) -> Agreement:
        """How the answers about the crop go together."""
        if self.crop is None or self.control is None:
            return "unlocated"
        if self.here and self.elsewhere:
            return "contradicted"
        if self.here is False and self.free is True:
            return "contradicted"
        held = self.here is True and self.free is False and self.elsewhere is False
        return "agreed" if held else "unstable"


def checked(asked: Interview, pixels: Pixels, named: Sequence[Named]) -> list[Named]:
    """Artifacts with the model's answers about their crops, in both wordings, and about their controls.

    Args:
        asked: the model.
        pixels: uint8 [H, W, 3].
        named: what it named; those without a crop or a control are not asked about.
    """
    pictures: list[Pixels] = []
    questions: list[str] = []
    for one in named:
        if one.crop is None or one.control is None:
            continue
        crop, control = (squared(places.cut(pixels, region)) for region in (one.crop, one.control))
        here, free = wordings(one)
        pictures += [crop, crop, control]
        questions += [here, free, here]
    answers = iter(asked.answers(pictures, questions))
    return [
        one
        if one.crop is None or one.control is None
        else replace(one, here=next(answers), free=next(answers), elsewhere=next(answers))
        for one in named
    ]


def crossed(asked: Interview, pixels: Pixels, named: Sequence[Named]) -> list[Named]:
    """Artifacts with whether another model sees them in the same crops; None if it contradicts itself.

    Args:
        asked: the other model.
        pixels: uint8 [H, W, 3].
        named: what the first model named.
    """
    located = [one for one in named if one.crop is not None and one.control is not None]
    crops = [squared(places.cut(pixels, one.crop)) for one in located if one.crop is not None]
    pictures = [crop for crop in crops for _ in range(CROSS)]
    answers = iter(asked.answers(pictures, [question for one in located for question in wordings(one)]))
    seen = {id(one): _consistent(next(answers), next(answers)) for one in located}
    return [replace(one, second=seen.get(id(one))) for one in named]


def _consistent(here: bool | None, free: bool | None) -> bool | None:
    return here if here is not None and free is not None and here != free else None


def wordings(one: Named) -> tuple[str, str]:
    """The questions whether an artifact is in a crop, and whether the crop is free of it."""
    what = f'"{one.text}"'
    if one.told == "asked" and one.cue is not None:
        cue = catalogue.by_id(one.cue)
        what = catalogue.named(cue)
        return cue.prompt, catalogue.turned(cue) or load("artifact_free", what=what)
    return load("artifact_here", what=what), load("artifact_free", what=what)


def same(first: Named, second: Named) -> bool:
    """Whether two artifacts are one: about one cue or in the same words, and not at two places."""
    alike = first.cue == second.cue if first.cue and second.cue else first.text.casefold() == second.text.casefold()
    if not alike or first.region is None or second.region is None:
        return alike
    return overlap(first.region, second.region) >= SAME_PLACE

"""The questions that the perceive adapter learns: each cue as it is asked, and turned around where that is written.

A turned question (`prompts/perceive.toml`) is answered *yes* if the artifact is absent. Asking in both directions at
random makes *yes* correct as often as *no*. A cue without a turned question is learned as it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from ...prompts import Cue, cues, table

Truth = Mapping[str, bool]  # by the id of a cue, whether its artifact is there
OF_THE_WHOLE = ("global.verdict", "global.synthetic_look")  # asked first, as the verdict is what all of this is for


@dataclass(frozen=True, slots=True)
class CueQuestions:
    """How a cue is asked about.

    Attributes:
        plain: the cue as the taxonomy asks it.
        turned: the same turned around; None if the file has no such question.
    """

    plain: Cue
    turned: Cue | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question on a picture; `yes` says whether the first of its two words is the correct answer."""

    cue: Cue
    yes: bool


@cache
def catalogue() -> dict[str, CueQuestions]:
    """Everything that can be asked in training, by id: the cues, then in which half a picture was altered."""
    file = table("perceive.toml")
    entries = {
        cue.id: CueQuestions(cue, _turned(cue, file["turned"][cue.id]) if cue.id in file["turned"] else None)
        for cue in cues()
    }
    for row in file["region"]:
        cue = Cue(id=row["id"], group="region", question=row["question"], statement="", supports="neutral")
        entries[cue.id] = CueQuestions(cue, _turned(cue, row["turned"]))
    return entries


def _turned(cue: Cue, question: str) -> Cue:
    """The cue with a turned question: yes and no change sides, while words of its own are named in reverse order."""
    answers = cue.answers if cue.answers == ("yes", "no") else cue.answers[::-1]
    return cue.model_copy(update={"question": question, "answers": answers})


def questions(
    truth: Truth,
    rng: np.random.Generator,
    count: int,
    presence: Mapping[str, float] | None = None,
    turned: float = 0.5,
) -> list[Question]:
    """At most `count` questions whose answers are known; those about the whole picture come first.

    Args:
        truth: what is known of the picture.
        rng: decides every choice.
        count: how many at most.
        presence: how often the artifact of each cue is there, as in `Examples.presence`. Questions with the more
            frequent answer are left out at random, so that both answers come up equally often. Without it none are.
        turned: the share of questions to turn around, of those that can be.
    """
    known = [cue for cue in truth if cue in catalogue()]
    if presence is not None:
        known = [cue for cue in known if rng.random() < _kept(presence.get(cue, 0.5), truth[cue])]
    whole = [cue for cue in known if cue in OF_THE_WHOLE]
    rest = [cue for cue in known if cue not in whole]
    order = whole + [rest[int(i)] for i in rng.permutation(len(rest))]
    asked = []
    for cue in order[:count]:
        forms = catalogue()[cue]
        turn = bool(rng.random() < turned)
        if turn and forms.turned is not None:
            asked.append(Question(forms.turned, not truth[cue]))
        else:
            asked.append(Question(forms.plain, truth[cue]))
    return asked


def _kept(presence: float, present: bool) -> float:
    """The share of questions with one answer to keep, so that both answers come up equally often; 1 for the rarer."""
    share, opposite = (presence, 1 - presence) if present else (1 - presence, presence)
    return min(1.0, opposite / share) if opposite > 0 else 1.0

"""The questions that the perceive adapter learns: each cue as it is asked, and turned around where that is written.

A turned question (`prompts/perceive.toml`) is answered *yes* if the artifact is absent. Asking in both directions at
random makes *yes* correct as often as *no*. A cue without a turned question is learned as it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        also_plain: other wordings of the plain question.
        also_turned: other wordings of the turned one.
    """

    plain: Cue
    turned: Cue | None = None
    also_plain: tuple[Cue, ...] = ()
    also_turned: tuple[Cue, ...] = ()

    def drawn(self, rng: np.random.Generator, *, turn: bool) -> tuple[Cue, bool]:
        """A wording, and whether it is turned around; the first wording comes up half of the time."""
        turned = turn and self.turned is not None
        first, others = (self.turned, self.also_turned) if turned else (self.plain, self.also_plain)
        assert first is not None
        if not others or rng.random() < 0.5:
            return first, turned
        return others[int(rng.integers(len(others)))], turned


@dataclass(frozen=True, slots=True)
class Question:
    """One question on a picture; `yes` says whether the first of its two words is the correct answer."""

    cue: Cue
    yes: bool


@cache
def catalogue() -> dict[str, CueQuestions]:
    """Everything that can be asked in training, by id: the cues, then where a picture was altered."""
    file = table("perceive.toml")
    entries = {
        cue.id: CueQuestions(
            cue,
            _turned(cue, file["turned"][cue.id]) if cue.id in file["turned"] else None,
            *(_worded(cue, file["wordings"].get(cue.id, {}).get(way, ())) for way in ("plain", "turned")),
        )
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


def _worded(cue: Cue, wordings: Sequence[str]) -> tuple[Cue, ...]:
    """The cue in other wordings, which are answered with yes or no."""
    return tuple(cue.model_copy(update={"question": text, "answers": ("yes", "no")}) for text in wordings)


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
        worded, turn = catalogue()[cue].drawn(rng, turn=bool(rng.random() < turned))
        asked.append(Question(worded, truth[cue] != turn))
    return asked


def _kept(presence: float, present: bool) -> float:
    """The share of questions with one answer to keep, so that both answers come up equally often; 1 for the rarer."""
    share, opposite = (presence, 1 - presence) if present else (1 - presence, presence)
    return min(1.0, opposite / share) if opposite > 0 else 1.0

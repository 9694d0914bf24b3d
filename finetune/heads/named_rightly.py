"""How the router of details names questions, beside what patterns of words find in them.

Two details with one answer count as the same: whoever asks gets what was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...agent.perception.encoder import Encoder
from ...agent.reasoning.answers.detail_table import DETAILS as ANSWERED
from ...agent.reasoning.dialogue.asked_details import detail_of
from ...agent.reasoning.dialogue.detail_names import Detail
from ...agent.reasoning.dialogue.detail_router import (
    DETAILS,
    MAYBE,
    MOST_MAYBE,
    NONE,
    SURE,
    SURE_OF_PATTERN,
    DetailRouter,
    first_of,
)
from ...agent.reasoning.dialogue.router import features
from ..rows.named_details import NamedQuestion

_BATCH = 512  # questions at a time
_MOST = MOST_MAYBE + 1  # of the likeliest, one of which may be that none is asked for


@dataclass(frozen=True, slots=True)
class Named:
    """How a question was named.

    Attributes:
        question: with the detail that is right.
        by_pattern: the detail that a pattern of words names; None if none does.
        learned: the likeliest by the head; None if it is likelier that none is asked for.
        share: its probability.
        likely: the likeliest details that are at least as probable as what is answered beside others.
    """

    question: NamedQuestion
    by_pattern: Detail | None
    learned: Detail | None
    share: float
    likely: tuple[Detail, ...] = ()

    def told(self) -> list[Detail]:
        """What is answered: what is given, or else the likeliest two below their questions."""
        given = self.given()
        return [given] if given is not None else list(self.likely[:MOST_MAYBE])

    def given(self, sure: float = SURE) -> Detail | None:
        """What is answered: what was learned, if it is at least so probable or surer than a pattern; else that."""
        least = sure if self.by_pattern is None else SURE_OF_PATTERN
        return self.learned if self.learned is not None and self.share >= least else self.by_pattern

    @property
    def is_right(self) -> bool:
        """Whether what is answered is what was asked for."""
        return is_same(self.given(), self.question.detail)


def is_same(one: Detail | None, other: Detail | None) -> bool:
    """Whether two details have the same answer."""
    if one is None or other is None:
        return one is other
    return one is other or ANSWERED[one][1] is ANSWERED[other][1]


def named_as(router: DetailRouter, encoder: Encoder, questions: Sequence[NamedQuestion]) -> list[Named]:
    """How each question is named."""
    found = []
    for start in range(0, len(questions), _BATCH):
        batch = questions[start : start + _BATCH]
        matrix = features(
            [each.text for each in batch],
            encoder,
            [each.language for each in batch],
            [each.before for each in batch],
        )
        for question, row in zip(batch, router.shares(matrix), strict=True):
            likely = tuple(DETAILS[i] for i in np.argsort(-row, kind="stable")[:_MOST] if i != NONE and row[i] >= MAYBE)
            found.append(Named(question, detail_of(question.text, question.before), *first_of(row), likely))
    return found

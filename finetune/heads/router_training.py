"""The regression of topics on features of questions, with which the router begins, and how it takes other questions.

Letters: N questions, D features of a question, T topics.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...agent.perception.encoder import Encoder
from ...agent.reasoning.dialogue.router import TOPICS, Router, choices, features
from ...agent.reasoning.dialogue.topics import Topic
from ..rows import Part
from ..rows.asked_questions import AskedQuestion, asked

PENALTY = 2e-5  # on squared weights; chosen by five folds over families of wordings
REFUSED_WEIGHT = 2.0  # of questions out of scope, beside the others
STEPS = 80  # of the solver; more change no answer


@dataclass(frozen=True, slots=True)
class Routed:
    """How a question was taken.

    Attributes:
        question: with the topics that are right.
        topic: the likeliest one.
        choices: what was asked back with; empty if nothing was.
    """

    question: AskedQuestion
    topic: Topic
    choices: tuple[Topic, ...]

    @property
    def outcome(self) -> str:
        """One of *right*, *asked back* with the right topic among the choices, *asked in vain* and *wrong*."""
        if not self.choices:
            return "right" if self.question.allows(self.topic) else "wrong"
        return "asked back" if any(map(self.question.allows, self.choices)) else "asked in vain"

    @property
    def refused(self) -> bool:
        """Whether it was refused."""
        return not self.choices and self.topic is Topic.OUT_OF_SCOPE


def matrix(questions: Sequence[AskedQuestion], encoder: Encoder) -> NDArray[np.float32]:
    """Features of questions, [N, D]."""
    texts, spoken = [each.text for each in questions], [each.language for each in questions]
    return features(texts, encoder, spoken, [each.before for each in questions])


def truth(questions: Iterable[AskedQuestion]) -> NDArray[np.int64]:
    """Numbers of their topics in `TOPICS`, [N]."""
    return np.array([TOPICS.index(each.topic) for each in questions])


def solve(rows: NDArray[np.float32], topics: NDArray[np.int64], penalty: float) -> Router:
    """The regression itself: mean cross-entropy plus `penalty` times the sum of squared weights, by L-BFGS.

    Args:
        rows: features [N, D].
        topics: numbers of topics [N]; each weighs by one over the root of its count.
        penalty: on squared weights.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    number = len(TOPICS)
    regression = LogisticRegression(C=1 / (2 * penalty), max_iter=STEPS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it is stopped early on purpose
        regression.fit(rows, topics, sample_weight=weights(topics))
    matrix_, bias = np.zeros((number, rows.shape[1]), np.float32), np.full(number, -np.inf, np.float32)
    matrix_[regression.classes_], bias[regression.classes_] = regression.coef_, regression.intercept_
    return Router(matrix_, bias)


def weights(topics: NDArray[np.int64]) -> NDArray[np.float64]:
    """How much each question counts, [N], in all 1: by one over the root of its topic's count, refusals twice."""
    share = 1 / np.sqrt(np.maximum(np.bincount(topics, minlength=len(TOPICS)), 1))
    share[TOPICS.index(Topic.OUT_OF_SCOPE)] *= REFUSED_WEIGHT
    return share[topics] / share[topics].sum()


def routed(router: Router, encoder: Encoder, questions: Sequence[AskedQuestion]) -> list[Routed]:
    """How each question is taken."""
    ranks = router.ranks(matrix(questions, encoder))
    return [Routed(each, rank[0][0], choices(rank)) for each, rank in zip(questions, ranks, strict=True)]


def accuracy(router: Router, encoder: Encoder, part: Part = "held_out") -> tuple[float, list[tuple[str, str, str]]]:
    """Share of questions right or asked back rightly, and the others as (question, asked for, taken for)."""
    taken = routed(router, encoder, asked(part))
    missed = [each for each in taken if each.outcome not in ("right", "asked back")]
    told = [(each.question.text, str(each.question.topic), ", ".join(each.choices or (each.topic,))) for each in missed]
    return 1 - len(missed) / len(taken), told

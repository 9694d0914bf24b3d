"""The head of the router taught further questions without training its encoder again: minutes instead of an hour.

    telltale finetune router --refit --work work --out models

writes a head that stays as near to the shipped one as all questions of the part *train* allow. What is minimised over
the change D of the weights is the mean cross-entropy plus `PENALTY` times the sum of the squares of D, by L-BFGS, with
questions that the shipped head takes wrongly counting `MISSED_WEIGHT` times. Its scores are then multiplied by
`COOLED`, because a head that saw its questions twice is surer of them than it is right.

Letters: N questions, D features of a question, T topics.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...agent.reasoning.dialogue.router import Router, question_encoder, shipped
from ...agent.reasoning.dialogue.topics import Topic
from ..rows.asked_questions import AskedQuestion
from . import router_training

# Chosen by folds over questions that were new, among values with which no more of the held-out ones were missed.
# `COOLED` was chosen so that no more of the held-out turns are taken wrongly than by the head before.
PENALTY = 4e-5  # on the squared change of the weights
MISSED_WEIGHT = 2.0  # of questions that the head took wrongly before, beside the others
COOLED = 0.9
STEPS = 150  # of the solver
_NEVER = -30.0  # the bias of a topic that a head can't give


def refit(router: Router, rows: NDArray[np.float32], topics: NDArray[np.int64]) -> Router:
    """A head near to another one that takes more questions rightly.

    Args:
        router: the head to begin with.
        rows: features of all training questions [N, D].
        topics: numbers of their topics [N].
    """
    from scipy.optimize import minimize

    before = np.concatenate([router.weight, np.maximum(router.bias, _NEVER)[:, None]], axis=1).astype(np.float64)
    matrix = np.concatenate([rows, np.ones((len(rows), 1))], axis=1).astype(np.float64)  # [N, D + 1]
    right = np.arange(len(topics)), topics
    missed = ((matrix @ before.T).argmax(axis=1) != topics) & (
        topics != router_training.TOPICS.index(Topic.OUT_OF_SCOPE)
    )
    counts = router_training.weights(topics) * np.where(missed, MISSED_WEIGHT, 1.0)
    counts /= counts.sum()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        change = flat.reshape(before.shape)
        scores = matrix @ (before + change).T  # [N, T]
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(axis=1, keepdims=True)
        value = -counts @ np.log(shares[right] + 1e-12) + PENALTY * (flat @ flat)
        shares[right] -= 1
        return float(value), ((shares * counts[:, None]).T @ matrix + 2 * PENALTY * change).ravel()

    found = minimize(loss, np.zeros(before.size), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    taught = (COOLED * (before + found.x.reshape(before.shape))).astype(np.float32)
    return Router(taught[:, :-1], taught[:, -1], router.change)


def refitted(questions: Sequence[AskedQuestion]) -> Router:
    """The shipped head, refitted on questions.

    Raises:
        FileNotFoundError: if it is not installed.
    """
    rows = router_training.matrix(questions, question_encoder())
    return refit(shipped(), rows, router_training.truth(questions))

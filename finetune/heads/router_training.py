"""Fit the head that routes questions, on the training questions alone."""

from __future__ import annotations

import re

import numpy as np

from ...agent.perception.encoder import Encoder
from ...agent.reasoning.answer_items import INTENTS
from ...agent.reasoning.dialogue.router import Router, features
from ..rows import Part
from ..rows.question_bank import questions, slots

FILLED = 6  # times that a question with gaps is filled
INVERSE_PENALTY = 10.0  # chosen by five folds over questions as they are written, gaps unfilled


def fit(encoder: Encoder, seed: int = 0, penalty: float = INVERSE_PENALTY) -> Router:
    """Multinomial logistic regression over the training questions, intents weighted alike."""
    asked, intents, _ = table("train", seed)
    return solve(features(asked, encoder), np.array(intents), penalty)


def solve(matrix, truth, penalty: float) -> Router:
    """The regression itself; `truth` holds numbers of intents, all of which occur."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=penalty, max_iter=5000, class_weight="balanced").fit(matrix, truth)
    return Router(model.coef_.astype(np.float32), model.intercept_.astype(np.float32))


def table(part: Part, seed: int = 0) -> tuple[list[str], list[int], list[int]]:
    """Questions, the number of each one's intent, and of the wording that it was filled from."""
    rng = np.random.default_rng(seed)
    asked, intents, wordings = [], [], []
    number = 0
    for index, intent in enumerate(INTENTS):
        for wording in questions()[intent][part]:
            for _ in range(FILLED if "{" in wording else 1):
                asked.append(filled(wording, rng))
                intents.append(index)
                wordings.append(number)
            number += 1
    return asked, intents, wordings


def filled(wording: str, rng: np.random.Generator) -> str:
    """A question with its gaps filled at random."""
    return re.sub(r"{(\w+)}", lambda gap: str(rng.choice(slots().get(gap[1], ["2", "3", "5", "7", "12"]))), wording)


def accuracy(router: Router, encoder: Encoder, part: Part = "held_out") -> tuple[float, list[tuple[str, str, str]]]:
    """Share of questions that are routed rightly, and the others as (question, asked for, taken for)."""
    asked, intents, _ = table(part)
    routed = [router(question, encoder)[0] for question in asked]
    wrong = [(q, INTENTS[i], r) for q, i, r in zip(asked, intents, routed, strict=True) if INTENTS[i] != r]
    return 1 - len(wrong) / len(asked), wrong

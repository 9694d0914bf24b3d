"""Fit the head that ranks what a question may ask for, on the training questions alone, and measure it on the others.

Letters: N questions, D features of a question, T topics.
"""

from __future__ import annotations

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


def fit(encoder: Encoder, penalty: float = PENALTY) -> Router:
    """Multinomial logistic regression over the training questions; a topic with many questions weighs little more."""
    questions = asked("train")
    return solve(matrix(questions, encoder), truth(questions), penalty)


def matrix(questions: Sequence[AskedQuestion], encoder: Encoder) -> NDArray[np.float32]:
    """Features of questions, [N, D]."""
    return features([each.text for each in questions], encoder, [each.language for each in questions])


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
    from scipy.optimize import minimize

    count, width, number = *rows.shape, len(TOPICS)
    share = 1 / np.sqrt(np.maximum(np.bincount(topics, minlength=number), 1))
    share[TOPICS.index(Topic.OUT_OF_SCOPE)] *= REFUSED_WEIGHT
    weight = (share[topics] / share[topics].sum()).astype(np.float32)  # [N]
    wanted = np.zeros((count, number), np.float32)
    wanted[np.arange(count), topics] = 1

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        both = flat.astype(np.float32).reshape(width + 1, number)  # [D + 1, T], the bias last
        scores = rows @ both[:-1] + both[-1]
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        total = shares.sum(axis=1, keepdims=True)
        value = -(weight * (scores[np.arange(count), topics] - np.log(total[:, 0]))).sum()
        error = (shares / total - wanted) * weight[:, None]
        slope = np.concatenate([rows.T @ error + 2 * penalty * both[:-1], error.sum(axis=0, keepdims=True)])
        return float(value + penalty * (both[:-1] ** 2).sum()), slope.ravel().astype(np.float64)

    found = minimize(loss, np.zeros((width + 1) * number), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    both = found.x.astype(np.float32).reshape(width + 1, number)
    return Router(np.ascontiguousarray(both[:-1].T), both[-1].copy())


def routed(router: Router, encoder: Encoder, part: Part = "held_out") -> list[Routed]:
    """How each question of a part is taken."""
    questions = asked(part)
    ranks = router.ranks(matrix(questions, encoder))
    return [Routed(each, rank[0][0], choices(rank)) for each, rank in zip(questions, ranks, strict=True)]


def accuracy(router: Router, encoder: Encoder, part: Part = "held_out") -> tuple[float, list[tuple[str, str, str]]]:
    """Share of questions right or asked back rightly, and the others as (question, asked for, taken for)."""
    taken = routed(router, encoder, part)
    missed = [each for each in taken if each.outcome not in ("right", "asked back")]
    told = [(each.question.text, str(each.question.topic), ", ".join(each.choices or (each.topic,))) for each in missed]
    return 1 - len(missed) / len(taken), told


def folds(questions: Sequence[AskedQuestion], count: int = 5, seed: int = 0) -> NDArray[np.int64]:
    """A fold for each question, [N]; a family, and the same place of a topic in all other languages, is in one fold."""
    rng = np.random.default_rng(seed)
    drawn = rng.integers(count, size=1 + max(each.family for each in questions))
    places: dict[tuple[str, Topic], int] = {}
    found = []
    for each in questions:
        place = places[each.language, each.topic] = places.get((each.language, each.topic), -1) + 1
        found.append(drawn[each.family] if each.language == "en" else (place + TOPICS.index(each.topic)) % count)
    return np.array(found)


def table(taken: Sequence[Routed]) -> str:
    """Shares by language, as a table in Markdown: of questions in scope, and of questions that are to be refused."""
    lines = [
        "| language | in scope | right | asked back | in vain | wrong | refused | out of scope | refused | asked |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for language in (*dict.fromkeys(each.question.language for each in taken), "all"):
        here = [each for each in taken if language in ("all", each.question.language)]
        inside = [each for each in here if each.question.topic is not Topic.OUT_OF_SCOPE]
        outside = [each for each in here if each.question.topic is Topic.OUT_OF_SCOPE]
        shares = [_share(inside, lambda each, name=name: each.outcome == name) for name in OUTCOMES]
        shares.append(_share(inside, lambda each: each.refused))
        beyond = [_share(outside, lambda each: each.refused), _share(outside, lambda each: bool(each.choices))]
        cells = [language, str(len(inside)), *shares, str(len(outside)), *beyond]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def by_topic(taken: Sequence[Routed]) -> str:
    """Numbers by topic over all languages, as a table in Markdown."""
    lines = [
        "| topic | questions | right | asked back | in vain | wrong |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for topic in TOPICS:
        here = [each.outcome for each in taken if each.question.topic is topic]
        lines.append(f"| {topic} | {len(here)} | {' | '.join(str(here.count(name)) for name in OUTCOMES)} |")
    return "\n".join(lines)


OUTCOMES = ("right", "asked back", "asked in vain", "wrong")


def _share(taken, condition) -> str:
    return f"{sum(map(condition, taken)) / len(taken):.1%}" if taken else "–"

"""Train the router of details: a further low-rank change of the encoder of questions, together with a linear head.

It learns from questions that people wrote for each detail, and from the questions of the router of topics: those whose
words name a detail by a pattern are examples of it, and the others, with little weight, of none. The change that the
encoder of questions ships with is the beginning; the file holds both changes as one.

Letters: N questions, D features of a question, K details and “none of them”, R rank of a change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ...agent.perception.encoder import SIZE
from ...agent.reasoning.dialogue import router
from ...agent.reasoning.dialogue.asked_details import detail_of
from ...agent.reasoning.dialogue.detail_router import DETAILS, LONGEST, NONE, DetailReader, DetailRouter
from ...agent.reasoning.dialogue.gloss import in_english
from ..rows.asked_questions import AskedQuestion
from ..rows.named_details import NamedQuestion
from .named_rightly import named_as
from .question_encoder_training import EncoderOptions, Lessons, fitted

SCALE = 8.0  # of the embeddings, of unit length, before the head, so that its rows need not grow for long
Change = Mapping[str, NDArray[np.floating]]


@dataclass(frozen=True, slots=True)
class DetailOptions(EncoderOptions):
    """How to train, beside what holds for the encoder; chosen on questions kept from training.

    Attributes:
        by_pattern: weight of a question whose detail a pattern named, beside one that was written for it.
        unnamed: weight of a question in which no pattern found a detail; it may ask for one nevertheless.
        kept: share of the latter that are learned from, to save time.
        doubted: probability of a detail, by an earlier head, from which such a question is left out: it may well ask
            for that detail.
        forget: share of the turns before that are left out in a pass, because other people's turns go otherwise.
    """

    by_pattern: float = 0.5
    unnamed: float = 0.2
    kept: float = 0.5
    doubted: float = 0.4
    forget: float = 0.3


@dataclass(frozen=True, slots=True)
class Example:
    """A question to learn from.

    Attributes:
        question: with the detail that is right.
        weight: how much it counts.
    """

    question: NamedQuestion
    weight: float


def examples(
    written: Sequence[NamedQuestion],
    others: Sequence[AskedQuestion],
    options: DetailOptions,
    earlier: DetailReader | None = None,
) -> list[Example]:
    """What to learn from: questions written for details, and those of the router of topics.

    Args:
        written: for each detail, by people.
        others: of the router of topics.
        options: how much the latter count.
        earlier: a head that was trained before; without it no question is doubted.
    """
    found = [Example(each, 1.0) for each in written]
    unnamed: list[NamedQuestion] = []
    for each in others:
        detail = detail_of(each.text, each.before)
        question = NamedQuestion(each.text, detail, each.language, each.before)
        if detail is None:
            unnamed.append(question)
        else:
            found.append(Example(question, options.by_pattern))
    chosen = np.random.default_rng(options.seed).random(len(unnamed)) < options.kept
    unnamed = [question for question, keep in zip(unnamed, chosen, strict=True) if keep]
    if earlier is not None:
        told = named_as(earlier.router, earlier.encoder, unnamed)
        unnamed = [each.question for each in told if each.learned is None or each.share < options.doubted]
    return [*found, *(Example(question, options.unnamed) for question in unnamed)]


def train(
    learned: Sequence[Example], options: DetailOptions, work: Path, report: Callable[[str], None]
) -> DetailRouter:
    """Train the change and the head; a run that was killed goes on after its last pass.

    Args:
        learned: questions with their weights.
        options: how.
        work: where checkpoints go.
        report: gets a line after each pass.

    Raises:
        ModelError: if the encoder is not set up.
    """
    asked = [each.question for each in learned]
    texts = [in_english(each.text[:LONGEST], each.language).lower() for each in asked]
    truth = torch.tensor([NONE if each.detail is None else DETAILS.index(each.detail) for each in asked])
    weight = torch.tensor([each.weight for each in learned])
    width = SIZE + router.beside(texts[:1], [()]).shape[1]
    lessons = Lessons(texts, truth, weight, lambda epoch: _before(asked, options, epoch))
    start, file = router.shipped().change, work / "detail_encoder.safetensors"
    begun = partial(torch.nn.Linear, width, len(DETAILS) + 1)
    head, change = fitted(begun, lessons, options, file, report, start=start, scale=SCALE)
    matrix = head.weight.detach().numpy().copy()
    matrix[:, :SIZE] *= SCALE
    return DetailRouter(matrix, head.bias.detach().numpy().copy(), joined(start, change))


def _before(asked: Sequence[NamedQuestion], options: DetailOptions, epoch: int) -> list[tuple[Any, ...]]:
    """What was answered before N questions, in a pass: a share of it is forgotten."""
    rng = np.random.default_rng((options.seed, epoch, 1))
    kept = rng.random(len(asked)) >= options.forget
    return [question.before if keep else () for question, keep in zip(asked, kept, strict=True)]


def joined(first: Change, second: Change) -> dict[str, NDArray[np.floating]]:
    """Two low-rank changes of the same layers as one: A [R, in] one below the other, B [out, R] side by side."""
    found: dict[str, NDArray[np.floating]] = {}
    for name in sorted({*first, *second}):
        parts = [each[name].astype(np.float32) for each in (first, second) if name in each]
        found[name] = np.concatenate(parts, axis=0 if name.endswith(".A") else 1)
    return found

"""The single thing that a question asks for, learned from how people word it.

A linear head over a sentence embedding, the facts about its words and the topics of the turn before, as the router of
topics has one, with an encoder of its own. Patterns of words know a fifth of the wordings of other people; where one
names another thing, what was learned counts only if it is sure. Trained by the recipe `router --details`; ships in
`models/detail_router.safetensors`.

Letters: N questions, D features of a question, K details and “none of them”.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...models import heads
from ...perception.encoder import Encoder, check
from .detail_names import Detail
from .router import Ranked, change_in, features, probabilities, stored
from .topics import Topic

FILE = "detail_router.safetensors"
DETAILS: tuple[Detail, ...] = tuple(Detail)
NONE = len(DETAILS)  # the number of “none of them”, after all details
LONGEST = 600  # characters of a question that are looked at
# The probability from which a detail is taken: where the router of topics names its topic; names another one, or a
# refusal; names another one with at least the probability `CLEAR`, or in the first message, which tells a case and
# mostly wants the verdict; and where a pattern of words names another detail.
SURE_TOGETHER, SURE, SURE_AGAINST = 0.4, 0.5, 0.85
CLEAR = 0.85
SURE_OF_PATTERN = 0.5
# The probability from which a detail is answered beside others where none is sure: it needs more in the first message,
# and most where the router of topics, or a pattern of words, is clear about something else.
MAYBE, MAYBE_FIRST, MAYBE_BESIDE = 0.2, 0.35, 0.5
MOST_MAYBE = 2  # details


@dataclass(frozen=True, slots=True)
class DetailRouter:
    """The head.

    Attributes:
        weight: float32 [K, D], a row for each detail in the order of `DETAILS`, then one for none of them.
        bias: float32 [K].
        change: of the encoder's weights, as `Encoder` takes it.
    """

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    change: Mapping[str, NDArray[np.floating]] = field(default_factory=dict)

    def shares(self, matrix: NDArray[np.float32]) -> NDArray[np.float32]:
        """Probabilities of the details of N questions, and of none, [N, K], from their features [N, D]."""
        return probabilities(matrix @ self.weight.T + self.bias)


def first_of(shares: NDArray[np.float32]) -> tuple[Detail | None, float]:
    """The likeliest detail of one question by the probabilities [K], and how probable; None for none of them."""
    best = int(shares.argmax())
    return (None if best == NONE else DETAILS[best]), float(shares[best])


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question asks for as far as it was learned.

    Attributes:
        detail: the detail that is sure enough; None if none is.
        share: its probability.
        maybe: where none is sure, those that it may ask for, the likeliest first.
    """

    detail: Detail | None = None
    share: float = 1.0
    maybe: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class DetailReader:
    """A head with its encoder, as the understanding of a message uses it.

    Attributes:
        router: the head.
        encoder: with the change of this head.
        answered: the topic that each detail belongs to, and what answers it.
    """

    router: DetailRouter
    encoder: Encoder
    answered: Mapping[Detail, tuple[Topic, object]] = field(default_factory=dict)

    def __call__(
        self, text: str, spoken: str, before: Sequence[Topic], ranked: Ranked, named: Detail | None = None
    ) -> Reading:
        """What a question asks for, beside what patterns and topics say.

        Args:
            text: one question.
            spoken: ISO 639-1 code of its language.
            before: what was answered in the turn before.
            ranked: its topics by the router of topics.
            named: the detail that a pattern of words names.
        """
        shares = self.router.shares(features([text[:LONGEST]], self.encoder, [spoken], [before]))[0]
        found, share = first_of(shares)
        if found is not None and found is not named:
            topic = self.answered[found][0] if found in self.answered else None
            least = SURE_OF_PATTERN if named is not None else needed(ranked, topic, opens=not before)
            if share >= least:
                return Reading(found, share)
        elif found is not None:
            return Reading()
        clear = named is not None or ranked[0][1] >= CLEAR  # a refusal, too
        least = MAYBE_BESIDE if clear else MAYBE if before else MAYBE_FIRST
        return Reading(maybe=self._maybe(shares, least, named)[: 1 if clear else MOST_MAYBE])

    def _maybe(self, shares: NDArray[np.float32], least: float, named: Detail | None) -> tuple[Detail, ...]:
        """The likeliest details by the probabilities [K], of those with one answer only the likeliest."""
        likeliest = [
            number for number in np.argsort(-shares, kind="stable")[: MOST_MAYBE + 2] if shares[number] >= least
        ]
        by_answer: dict[object, Detail] = {}
        for detail in (DETAILS[number] for number in likeliest if number != NONE):
            by_answer.setdefault(self._answer(detail), detail)
        return tuple(detail for answer, detail in by_answer.items() if named is None or answer != self._answer(named))

    def _answer(self, detail: Detail) -> object:
        """What answers a detail; the detail itself if that is not known."""
        return self.answered[detail][1] if detail in self.answered else detail


def is_clear(ranked: Ranked) -> bool:
    """Whether the router of topics is clear about what a question asks for, and it is no refusal."""
    first, share = ranked[0]
    return share >= CLEAR and first is not Topic.OUT_OF_SCOPE


def needed(ranked: Ranked, topic: Topic | None, *, opens: bool = False) -> float:
    """The probability that a detail needs beside a ranking of topics.

    Args:
        ranked: the topics of the question by the router of topics.
        topic: the one that the detail belongs to.
        opens: whether nothing was asked before.
    """
    if ranked[0][0] is topic:
        return SURE_TOGETHER
    return SURE_AGAINST if opens or is_clear(ranked) else SURE


@cache
def shipped() -> DetailRouter:
    """The head that comes with the package.

    Raises:
        FileNotFoundError: if it is not installed.
    """
    head = heads.shipped(FILE, load)
    if head is None:
        raise FileNotFoundError(f"{FILE} is missing from the installation; install telltale again")
    return head


@cache
def shipped_reader() -> DetailReader:
    """The shipped head with its encoder, loaded once.

    Raises:
        ModelError: if the encoder is not set up.
    """
    from ..answers.detail_table import DETAILS as ANSWERED  # which needs this package itself

    return DetailReader(shipped(), Encoder(check(), shipped().change), ANSWERED)


def load(path: Path) -> DetailRouter:
    """Read a head.

    Raises:
        ValueError: if it was fitted for other details.
    """
    arrays, header = heads.read(path, "head")
    if header["details"] != DETAILS:
        raise ValueError(f"{path} was fitted for other details; train it again with `--details`")
    return DetailRouter(arrays["weight"].astype(np.float32), arrays["bias"].astype(np.float32), change_in(arrays))


def save(router: DetailRouter, path: Path) -> None:
    """Write a head."""
    arrays = {"weight": router.weight.astype(np.float16), "bias": router.bias, **stored(router.change)}
    heads.write(path, arrays, {"head": {"details": list(DETAILS)}})

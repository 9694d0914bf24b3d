"""Examples with questions, drawn by other processes while the model learns from those before.

What an example is depends on its number alone, so the order and the result are the same with any number of processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from torch.utils.data import DataLoader, Dataset

from ...eval.sets.records import Record
from ..pseudo_fakes import generators, taef2
from .cue_questions import Question, questions
from .face_answers import Face
from .probe_data import Example, Examples

Pick = Callable[[np.random.Generator], tuple[Example, int]]
_AHEAD = 32  # examples that each process keeps ready; some take a hundred times as long as others


@dataclass(frozen=True, slots=True)
class ExamplesOf:
    """From what examples are drawn, in a form that can go to another process; a call makes them ready there.

    Attributes:
        records: labelled pictures.
        people: face crops that people answered about.
        work: holds the autoencoders that were trained.
        autoencoder: the folder of TAEF2, if it is used.
    """

    records: tuple[Record, ...]
    people: tuple[Face, ...]
    work: Path
    autoencoder: Path | None = None

    def __call__(self) -> Examples:
        """The examples, with their own copies of the networks that make pseudo-fakes."""
        published = taef2.load(self.autoencoder) if self.autoencoder else None
        made = generators.generators_in(self.work, published)
        return Examples(self.records, made, self.people, autoencoder=published)


@dataclass(frozen=True, slots=True)
class Drawn:
    """An example with what is asked about it.

    Attributes:
        example: the picture.
        asked: at least one question.
        number: of the example in a pool; 0 without a pool.
    """

    example: Example
    asked: Sequence[Question]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """How the examples of a run are drawn.

    Attributes:
        seed: decides all of them.
        batch: examples in a step.
        questions: asked of each, at most.
        turned: the share of questions to turn around in each step, which is counted from 1.
        process: number of the training process, each of which draws its own.
    """

    seed: int
    batch: int
    questions: int
    turned: Sequence[float]
    process: int = 0

    def draw(self, pick: Pick, presence: Mapping[str, float], index: int) -> Drawn:
        """The example of a number, counted from 0 over all steps.

        Args:
            pick: draws an example by a random state, and tells its number in a pool, 0 without one.
            presence: of the examples, as `Examples.presence`.
            index: the number.
        """
        step, place = divmod(index, self.batch)
        rng = np.random.default_rng((self.seed, step + 1, place, self.process))
        while True:  # until there is something to ask
            example, number = pick(rng)
            if asked := questions(example.truth, rng, self.questions, presence, self.turned[step]):
                return Drawn(example, asked, number)


class _Draws(Dataset):
    """The examples of a run by number; those who draw them make the networks ready at the first one."""

    def __init__(self, source: Callable[[], Examples], plan: Plan) -> None:
        self._source, self._plan, self._examples = source, plan, None

    def __getitem__(self, index: int) -> Drawn:
        if self._examples is None:
            self._examples = self._source()
        examples = self._examples
        return self._plan.draw(lambda rng: (examples.draw(rng), 0), examples.presence, index)


def drawn_ahead(source: Callable[[], Examples], plan: Plan, first: int, end: int, workers: int) -> Iterator[Drawn]:
    """The examples numbered `first` to `end` − 1, in their order.

    Args:
        source: makes them ready; goes to each process, if there are any, as `ExamplesOf` can.
        plan: how to draw.
        first: number of the first.
        end: number after the last.
        workers: processes that draw; 0 to draw here, when they are asked for.
    """
    several: dict[str, Any] = {}
    if workers:
        context = get_context("forkserver")  # which has imported what each process needs, before any thread began
        context.set_forkserver_preload([__name__])
        several = {"multiprocessing_context": context, "prefetch_factor": _AHEAD, "num_workers": workers}
    yield from DataLoader(_Draws(source, plan), batch_size=None, sampler=range(first, end), **several)

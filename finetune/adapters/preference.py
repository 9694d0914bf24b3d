"""An optional step after `explain`: prefer grounded sentences to ungrounded ones, by direct preference optimisation.

Rafailov et al., “Direct Preference Optimization”, 2023; the reference is the adapter before this step. A pair is an
answer of an evidence dialogue and the same answer with a fault in one sentence.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...agent.console import Progress
from ...agent.perception.models import LocalModel
from ..rows.corruptions import FAULTS, corrupt
from ..rows.training_row import Message, TrainingRow
from .lora import prepare_base
from .trainer_settings import Figures, progress_callback, train_or_resume, trainer_settings

NAME = "preference"


@dataclass(frozen=True, slots=True)
class PreferenceOptions:
    """How to train.

    Attributes:
        pairs: how many, at most.
        beta: how strongly the adapter is held to the reference.
        rate: peak learning rate.
        accumulate: pairs in a step of the optimiser.
        seed: decides the faults and the order.
    """

    pairs: int = 400
    beta: float = 0.1
    rate: float = 5e-5
    accumulate: int = 8
    seed: int = 0


def pairs(rows: Sequence[TrainingRow], count: int, seed: int = 0) -> Iterator[dict[str, list[Message]]]:
    """Prompts with a grounded answer, `chosen`, and one with a fault in one of its sentences, `rejected`."""
    rng = np.random.default_rng(seed)
    made = 0
    for row in rows:
        if row.kind != "evidence" or made == count:
            continue
        lines = row.completion[0]["content"].split("\n")
        number = int(rng.integers(len(lines)))
        citation, _, body = lines[number].partition("] ")
        sentence = body.rstrip(".")
        faulty = corrupt(sentence, rng, FAULTS[int(rng.integers(len(FAULTS)))])
        if faulty is None or faulty == sentence:
            continue
        wrong = [*lines[:number], f"{citation}] {faulty}.", *lines[number + 1 :]]
        made += 1
        yield {
            "prompt": row.prompt,
            "chosen": row.completion[:1],
            "rejected": [{"role": "assistant", "content": "\n".join(wrong)}],
        }


def train(
    base: LocalModel,
    adapter: Path,
    rows: Sequence[TrainingRow],
    options: PreferenceOptions,
    work: Path,
    report: Progress = print,
) -> Any:
    """Train a copy of an explain adapter, or resume from the last checkpoint in `work`.

    Args:
        base: without adapters.
        adapter: the explain adapter to begin with.
        rows: with evidence dialogues among them.
        options: how to train.
        work: where checkpoints go.
        report: takes lines of progress.

    Returns:
        The model with the adapter, under the name `default`.
    """
    from datasets import Dataset
    from peft import PeftModel
    from trl.trainer.dpo_config import DPOConfig
    from trl.trainer.dpo_trainer import DPOTrainer

    prepare_base(base.model)
    wrapped = PeftModel.from_pretrained(base.model, str(adapter), is_trainable=True)
    dataset = Dataset.from_list(list(pairs(rows, options.pairs, options.seed)))
    report(f"{len(dataset)} pairs to train on")
    folder = work / NAME
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the libraries warn about each other
        trainer = DPOTrainer(
            model=wrapped,
            args=DPOConfig(
                **trainer_settings(folder, options.accumulate, options.rate, options.seed),
                num_train_epochs=1,
                beta=options.beta,
                gradient_checkpointing=False,
                save_steps=20,
                save_total_limit=1,
                logging_steps=2,
            ),
            train_dataset=dataset,
            processing_class=base.processor.tokenizer,
            callbacks=[progress_callback(report, _described)],
        )
        train_or_resume(trainer, folder, report)
    return wrapped.eval()


def _described(figures: Figures) -> str:
    preferred = figures.get("rewards/accuracies", float("nan"))
    return f"loss {figures['loss']:.4f}, {preferred:.1%} of pairs preferred" if "loss" in figures else ""

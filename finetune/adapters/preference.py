"""An optional step after `explain`: prefer grounded sentences to ungrounded ones, by direct preference optimisation.

Rafailov et al., “Direct Preference Optimization”, 2023; the reference is the adapter as it came in. Pairs are answers
of evidence dialogues against the same answers with one fault.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ...agent.console import Progress
from ...agent.perception.models import LocalModel
from ...agent.perception.precision import fast_bfloat16
from ..rows.corruptions import KINDS, corrupt
from ..rows.dialogues import TrainingRow
from .lora import learn_in_float32
from .trl_settings import run, settings, telling


@dataclass(frozen=True, slots=True)
class PreferenceOptions:
    """How to train: `beta` is the weight of the reference, the rest as in `telltale.finetune.adapters.explain`."""

    pairs: int = 400
    beta: float = 0.1
    rate: float = 5e-5
    accumulate: int = 8
    seed: int = 0


def pairs(rows: Sequence[TrainingRow], count: int, seed: int = 0) -> Iterator[dict[str, list[dict[str, str]]]]:
    """Prompts with a grounded answer, `chosen`, and one with a fault in one of its sentences, `rejected`."""
    rng = np.random.default_rng(seed)
    made = 0
    for row in rows:
        if row.kind != "evidence" or made == count:
            continue
        lines = row.completion[0]["content"].split("\n")
        number = int(rng.integers(len(lines)))
        head, _, body = lines[number].partition("] ")
        spoilt = corrupt(body.rstrip("."), rng, KINDS[int(rng.integers(len(KINDS)))])
        if spoilt is None or spoilt == body.rstrip("."):
            continue
        wrong = [*lines[:number], f"{head}] {spoilt}.", *lines[number + 1 :]]
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
    """Train a copy of an explain adapter; returns the model with it, named `default`.

    Args:
        base: without adapters.
        adapter: the explain adapter to begin with.
        rows: evidence dialogues.
        options: how.
        work: where checkpoints go; a run that was cut off goes on from the last.
        report: told the losses.
    """
    from datasets import Dataset
    from peft import PeftModel
    from trl.trainer.dpo_config import DPOConfig
    from trl.trainer.dpo_trainer import DPOTrainer

    low = not torch.cuda.is_available() and fast_bfloat16()
    bare = base.model.to(torch.bfloat16) if low else base.model
    wrapped = PeftModel.from_pretrained(bare, str(adapter), is_trainable=True)
    learn_in_float32(wrapped)
    made = Dataset.from_list(list(pairs(rows, options.pairs, options.seed)))
    report(f"{len(made)} pairs")
    folder = work / "preference"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # notes of the libraries to each other
        trainer = DPOTrainer(
            model=wrapped,
            args=DPOConfig(
                **settings(folder, options.accumulate, options.rate, options.seed),
                num_train_epochs=1,
                beta=options.beta,
                gradient_checkpointing=False,
                save_steps=20,
                save_total_limit=1,
                logging_steps=2,
            ),
            train_dataset=made,
            processing_class=base.processor.tokenizer,
            callbacks=[telling(report, _figures)],
        )
        run(trainer, folder, report)
    return wrapped.eval()


def _figures(logs: dict[str, Any]) -> str:
    right = logs.get("rewards/accuracies", float("nan"))
    return f"loss {logs['loss']:.4f}, preferred {right:.1%}" if "loss" in logs else ""

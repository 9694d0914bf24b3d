"""Train the explain adapter: LoRA on the language model, with trl's `SFTTrainer`, on rows of prompt and completion.

The loss counts what the assistant says and nothing else. The adapter `perceive` stays frozen: it is on for rows with a
picture, as it will be when the model looks at one, and off for the others. Each batch is a single row.

So that the model does not unlearn other text, each row comes with a window of general text on which the adapter is held
to the bare base: λ · KL(base ‖ adapter), mean over its tokens (Li and Hoiem, “Learning without Forgetting”, 2016).

Checkpoints are the trainer's own; torch reads the optimiser's state from them as plain tensors (`weights_only`).

Letters: T tokens of a window, V vocabulary.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ...agent.console import Progress
from ...agent.perception.models import LocalModel
from ..rows.training_row import TrainingRow
from .lora import learn_in_float32, lora_config, prepare_base
from .tokenised_rows import RowCollator, dataset, windows
from .trainer_settings import Figures, progress_callback, train_or_resume, trainer_settings

NAME, SEEING = "explain", "perceive"
RATE = 4e-4  # peak learning rate of a fresh adapter
_REPORTED = ("loss", "eval_loss", "drift", "mean_token_accuracy", "eval_mean_token_accuracy")


@dataclass(frozen=True, slots=True)
class ExplainOptions:
    """How to train.

    Attributes:
        epochs: how often each row is seen.
        accumulate: rows in a step of the optimiser.
        rate: peak learning rate, after a warm-up over a twentieth of the steps; it then falls to 0 along a cosine.
        rank: of LoRA; alpha is twice the rank.
        seed: decides the order of the rows.
        checkpoints: how many are written in a run; the held-out rows are measured at each.
        gradient_checkpointing: use less memory and more time.
        longest: rows of more tokens are left out.
        anchor: λ, how strongly the adapter is held to the base on general text; 0 switches that off.
        go_on: continue with the explain adapter that the model carries instead of a fresh one.
    """

    epochs: float = 1.0
    accumulate: int = 8
    rate: float = RATE
    rank: int = 16
    seed: int = 0
    checkpoints: int = 8
    gradient_checkpointing: bool = False
    longest: int = 1600
    anchor: float = 2.0
    go_on: bool = False


def wrap(model: LocalModel, options: ExplainOptions) -> Any:
    """The model with an explain adapter to train beside its other adapters: a fresh one, or the one it carries.

    Raises:
        ValueError: if it should go on with an adapter and carries none.
    """
    from peft import PeftModel, get_peft_model

    base = model.model
    carries = isinstance(base, PeftModel) and NAME in base.peft_config
    if options.go_on and not carries:
        raise ValueError("the model has no explain adapter to go on from; name a folder that holds one with --adapter")
    bare = base.get_base_model() if isinstance(base, PeftModel) else base
    prepare_base(bare, gradient_checkpointing=options.gradient_checkpointing)
    config = lora_config(NAME, r=options.rank, alpha=2 * options.rank)
    if not isinstance(base, PeftModel):
        base = get_peft_model(base, config, adapter_name=NAME)
    elif not options.go_on:
        if carries:
            base.delete_adapter(NAME)
        base.add_adapter(NAME, config)
    activate(base, seeing=False)
    learn_in_float32(base)
    return base


def activate(model: Any, *, seeing: bool) -> None:
    """Switch the adapters on: `explain`, and `perceive` below it if the model sees; only `explain` is trained."""
    names = [SEEING, NAME] if seeing and SEEING in model.peft_config else [NAME]
    model.base_model.set_adapter(names)
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(f".{NAME}." in name and "lora_" in name)


def drift(model: Any, window: Tensor) -> Tensor:
    """KL(base ‖ adapter) in nats a token on a window of text, int64 [1, T]; only the adapter gets a gradient."""
    with torch.no_grad(), model.disable_adapter():
        base = model(input_ids=window, use_cache=False).logits[0].float().log_softmax(-1)  # [T, V]
    activate(model, seeing=False)
    tuned = model(input_ids=window, use_cache=False).logits[0].float().log_softmax(-1)  # [T, V]
    return torch.nn.functional.kl_div(tuned, base, reduction="none", log_target=True).sum(-1).mean()


def _trainer_class(general: Sequence[Tensor], anchor: float) -> Any:
    """`SFTTrainer` with adapters that follow the batch, and a loss that holds them to the base on general text."""
    from trl.trainer.sft_trainer import SFTTrainer

    class AnchoredTrainer(SFTTrainer):
        windows_used = 0

        def compute_loss(
            self, model: Any, inputs: Any, return_outputs: bool = False, num_items_in_batch: Any = None
        ) -> Any:
            adapters = self.accelerator.unwrap_model(model)
            activate(adapters, seeing="pixel_values" in inputs)
            loss = super().compute_loss(model, inputs, return_outputs, num_items_in_batch)
            if not model.training or not general or anchor <= 0:
                return loss
            window = general[self.windows_used % len(general)].to(adapters.device)
            self.windows_used += 1
            moved = drift(adapters, window)
            self._metrics["train"]["drift"].append(float(moved.detach()))
            # With `num_items_in_batch` the trainer leaves it to the loss to average over the accumulated rows.
            rows = 1 if num_items_in_batch is None else self.current_gradient_accumulation_steps
            return loss + anchor * moved / rows

    return AnchoredTrainer


def train(
    model: LocalModel,
    rows: Sequence[TrainingRow],
    held_out: Sequence[TrainingRow],
    options: ExplainOptions,
    work: Path,
    report: Progress = print,
    general: Sequence[str] = (),
) -> Any:
    """Train, or resume from the last checkpoint in `work`; several GPUs are used under `accelerate launch`.

    Args:
        model: with the perceive adapter, if it has one.
        rows: to learn from.
        held_out: to measure on during training.
        options: how to train.
        work: where checkpoints go.
        report: takes lines of progress.
        general: texts on which the adapter is held to the base.

    Returns:
        The model with both adapters.
    """
    from trl.trainer.sft_config import SFTConfig

    processor, folder = model.processor, work / NAME
    wrapped = wrap(model, options)
    learned = dataset(rows, processor, options.longest)
    watched = dataset(held_out, processor, options.longest)
    report(f"{len(learned)} rows of {sum(map(len, learned['input_ids']))} tokens to train on, {len(watched)} held out")
    steps = math.ceil(len(learned) * options.epochs / options.accumulate)
    interval = max(1, steps // options.checkpoints)
    anchors = windows(general, processor.tokenizer, options.seed) if options.anchor > 0 else []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the libraries warn about each other
        config = SFTConfig(
            **trainer_settings(folder, options.accumulate, options.rate, options.seed),
            num_train_epochs=options.epochs,
            per_device_eval_batch_size=1,
            lr_scheduler_type="cosine",
            warmup_steps=max(1, steps // 20),
            max_grad_norm=1.0,
            gradient_checkpointing=options.gradient_checkpointing,
            save_strategy="steps",
            save_steps=interval,
            save_total_limit=2,
            eval_strategy="steps" if len(watched) else "no",
            eval_steps=interval,
            logging_steps=max(1, interval // 4),
            remove_unused_columns=False,
            dataset_kwargs={"skip_prepare_dataset": True},
        )
        trainer = _trainer_class(anchors, options.anchor)(
            model=wrapped,
            args=config,
            train_dataset=learned,
            eval_dataset=watched if len(watched) else None,
            processing_class=processor.tokenizer,
            data_collator=RowCollator(processor),
            callbacks=[progress_callback(report, _described)],
        )
        train_or_resume(trainer, folder, report)
    return wrapped.eval()


def _described(figures: Figures) -> str:
    return ", ".join(f"{key.replace('_', ' ')} {float(figures[key]):.4f}" for key in figures if key in _REPORTED)

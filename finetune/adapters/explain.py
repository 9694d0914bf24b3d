"""Train the explain adapter: LoRA on the language model, by trl's `SFTTrainer`, on prompt and completion rows.

The loss is on what the assistant says and on nothing else. `perceive` is frozen: it is on where a row has a picture,
as it will be when the model looks, and off where it has none. Rows go through one at a time, so nothing is padded.

So that the model does not unlearn other text, each row comes with a window of general text on which the adapter is held
to the bare base: λ · KL(base ‖ adapter), mean over its tokens (Li and Hoiem, “Learning without Forgetting”, 2016).

Checkpoints are the trainer's own; torch reads the optimiser's state from them as plain tensors (`weights_only`).

Letters: B rows of a batch, T tokens of a row, N tokens with a label, K places with one in some row, V vocabulary.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from ...agent.console import Progress
from ...agent.perception.models import LocalModel
from ...agent.perception.precision import fast_bfloat16
from ..rows.dialogues import TrainingRow
from .lora import learn_in_float32, lora_config
from .trl_settings import run, settings, telling

NAME, SEEING = "explain", "perceive"
IGNORED = -100  # the label of a token without loss


@dataclass(frozen=True, slots=True)
class ExplainOptions:
    """How to train.

    Attributes:
        epochs: times that each row is seen.
        accumulate: rows a step of the optimiser.
        rate: peak learning rate, after a warm-up of a twentieth, down to zero along a cosine.
        rank: of LoRA; alpha is twice that.
        seed: of the order.
        checkpoints: how many are written in a run; each time the held-out rows are measured too.
        gradient_checkpointing: trade time for memory.
        longest: tokens of a row; longer ones are left out.
        anchor: λ, the weight of staying like the base on general text; 0 leaves that out.
        go_on: train on from the explain adapter that the model carries, not from a fresh one.
    """

    epochs: float = 1.0
    accumulate: int = 8
    rate: float = 4e-4
    rank: int = 16
    seed: int = 0
    checkpoints: int = 8
    gradient_checkpointing: bool = False
    longest: int = 1600
    anchor: float = 2.0
    go_on: bool = False


def tokenise(row: TrainingRow, processor: Any) -> dict[str, list[int]]:
    """The tokens of a row by the processor's own chat template, and which of them the loss is on.

    The assistant's turns are found by rendering the conversation up to and including each, so any template will do that
    renders a conversation as the beginning of a longer one.

    Returns:
        `input_ids` and `labels`, both of T; a picture stands in them as its tokens.

    Raises:
        ValueError: if the template renders a turn otherwise once more turns follow.
    """
    first_user = next(n for n, message in enumerate(row.prompt) if message["role"] == "user")
    messages = [*row.prompt, *row.completion]
    turns = [_turn(message, row.image if n == first_user else "") for n, message in enumerate(messages)]
    whole = processor.apply_chat_template(turns)
    spans = []
    for n, turn in enumerate(turns):
        if turn["role"] != "assistant":
            continue
        before = processor.apply_chat_template(turns[:n], add_generation_prompt=True)
        after = processor.apply_chat_template(turns[: n + 1]).rstrip("\n")
        if not (whole.startswith(after) and after.startswith(before)):
            raise ValueError("the chat template renders a turn otherwise once more turns follow")
        spans.append((len(before), len(after)))
    ids: list[int] = []
    labels: list[int] = []
    at = 0
    for start, end in [*spans, (len(whole), len(whole))]:
        for text, learned in ((whole[at:start], False), (whole[start:end], True)):
            tokens = _tokens(text, row.image, processor) if text else []
            ids += tokens
            labels += tokens if learned else [IGNORED] * len(tokens)
        at = end
    return {"input_ids": ids, "labels": labels}


def _turn(message: dict[str, str], image: str) -> dict[str, Any]:
    parts: list[dict[str, str]] = [{"type": "image"}] if image else []
    return {"role": message["role"], "content": [*parts, {"type": "text", "text": message["content"]}]}


def _tokens(text: str, image: str, processor: Any) -> list[int]:
    """Tokens of a piece of a rendered conversation, a picture in it as many times its token as it has patches."""
    tokenizer, token = processor.tokenizer, getattr(processor, "image_token", "<image>")
    if image and token in text:
        pixels = Image.open(image).convert("RGB")
        return processor(images=pixels, text=text, add_special_tokens=False)["input_ids"][0]
    return tokenizer(text, add_special_tokens=False)["input_ids"]


def dataset(rows: Sequence[TrainingRow], processor: Any, longest: int) -> Any:
    """Rows as a `datasets.Dataset` of tokens, labels and the path of the picture."""
    from datasets import Dataset

    made = [{**tokenise(row, processor), "picture": row.image} for row in rows]
    return Dataset.from_list([row for row in made if len(row["input_ids"]) <= longest])


def cut(texts: Sequence[str], tokenizer: Any, seed: int, length: int = 160) -> list[Tensor]:
    """Windows int64 [1, length] of texts, in a random order; what is left over at the end of a text is dropped."""
    found = []
    for text in texts:
        ids = tokenizer(text, add_special_tokens=False)["input_ids"]
        found += [torch.tensor([ids[at : at + length]]) for at in range(0, len(ids) - length + 1, length)]
    return [found[i] for i in np.random.default_rng(seed).permutation(len(found))]


class Collator:
    """One row, or several padded on the right, with the pixels of its picture."""

    def __init__(self, processor: Any) -> None:
        """Keep the processor, for pictures and the padding token."""
        self._processor = processor

    def __call__(self, rows: Sequence[dict[str, Any]]) -> dict[str, Tensor]:
        """Tensors of a batch; `input_ids`, `labels` and `attention_mask` are [B, T]."""
        most = max(len(row["input_ids"]) for row in rows)
        pad = self._processor.tokenizer.pad_token_id or 0

        def padded(key: str, filler: int) -> Tensor:
            return torch.tensor([[*row[key], *[filler] * (most - len(row[key]))] for row in rows])

        batch = {"input_ids": padded("input_ids", pad), "labels": padded("labels", IGNORED)}
        lengths = torch.tensor([len(row["input_ids"]) for row in rows])
        batch["attention_mask"] = (torch.arange(most)[None, :] < lengths[:, None]).long()
        pictures = [np.asarray(Image.open(row["picture"]).convert("RGB")) for row in rows if row["picture"]]
        if pictures:
            seen = self._processor.image_processor(images=pictures, return_tensors="pt")
            batch |= {name: value for name, value in seen.items() if name.startswith(("pixel", "image"))}
        return batch


def wrap(model: LocalModel, options: ExplainOptions) -> Any:
    """The model with an adapter to be trained over what else it carries: a fresh one, or its own to go on from.

    Raises:
        ValueError: if it is to go on and carries none.
    """
    from peft import PeftModel, get_peft_model, prepare_model_for_kbit_training

    base = model.model
    inner = base.get_base_model() if isinstance(base, PeftModel) else base
    quantised = getattr(inner, "is_loaded_in_4bit", False) or getattr(inner, "is_loaded_in_8bit", False)
    config = lora_config(NAME, r=options.rank, alpha=2 * options.rank)
    if quantised:
        prepare_model_for_kbit_training(inner, use_gradient_checkpointing=options.gradient_checkpointing)
    elif inner.device.type == "cpu" and fast_bfloat16():
        base = base.to(torch.bfloat16)
    carried = isinstance(base, PeftModel) and NAME in base.peft_config
    if options.go_on and not carried:
        raise ValueError("there is no explain adapter to go on from; name a folder that holds one with --adapter")
    if isinstance(base, PeftModel):
        if carried and not options.go_on:
            base.delete_adapter(NAME)
        if not options.go_on:
            base.add_adapter(NAME, config)
        wrapped = base
    else:
        wrapped = get_peft_model(base, config, adapter_name=NAME)
    activate(wrapped, seeing=False)
    learn_in_float32(wrapped)
    return wrapped


def activate(model: Any, *, seeing: bool) -> None:
    """Switch the adapters: `explain` alone, or on top of `perceive` where there is one; only `explain` is trained."""
    names = [SEEING, NAME] if seeing and SEEING in model.peft_config else [NAME]
    model.base_model.set_adapter(names)
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(f".{NAME}." in name and "lora_" in name)


def token_losses(model: Any, inputs: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
    """Cross-entropy [N] of the N tokens that have a label, and whether each was the likeliest, bool [N].

    The vocabulary is large and half of the tokens have no label, so logits are computed only where some row has one.
    """
    inputs = dict(inputs)
    labels = inputs.pop("labels")[:, 1:]  # [B, T - 1]
    where = (labels != IGNORED).any(0).nonzero()[:, 0]
    logits = model(**inputs, logits_to_keep=where, use_cache=False).logits  # [B, K, V]
    wanted = labels[:, where]
    learned = wanted != IGNORED
    found, wanted = logits[learned].float(), wanted[learned]
    return torch.nn.functional.cross_entropy(found, wanted, reduction="none"), found.argmax(-1) == wanted


def drift(model: Any, window: Tensor) -> Tensor:
    """KL(base ‖ adapter) in nats a token on a window of text, int64 [1, T]; the gradient is the adapter's alone."""
    with torch.no_grad(), model.disable_adapter():
        base = model(input_ids=window, use_cache=False).logits[0].float().log_softmax(-1)  # [T, V]
    activate(model, seeing=False)
    tuned = model(input_ids=window, use_cache=False).logits[0].float().log_softmax(-1)  # [T, V]
    return torch.nn.functional.kl_div(tuned, base, reduction="none", log_target=True).sum(-1).mean()


def _trainer_class(windows: Sequence[Tensor], anchor: float) -> Any:
    from trl.trainer.sft_trainer import SFTTrainer

    class Trainer(SFTTrainer):
        """Switches the adapters for each batch by whether it has pictures, and holds them to the base on windows."""

        seen = 0

        def compute_loss(
            self, model: Any, inputs: Any, return_outputs: bool = False, num_items_in_batch: Any = None
        ) -> Any:
            activate(self.accelerator.unwrap_model(model), seeing="pixel_values" in inputs)
            losses, right = token_losses(model, inputs)
            mode = "train" if model.training else "eval"
            self._metrics[mode]["mean_token_accuracy"].append(float(right.float().mean()))
            count = len(losses) if num_items_in_batch is None else num_items_in_batch
            if num_items_in_batch is not None and self.args.average_tokens_across_devices:
                count = count / self.accelerator.num_processes
            loss = losses.sum() / count
            if mode == "train" and windows and anchor > 0:
                moved = drift(self.accelerator.unwrap_model(model), windows[self.seen % len(windows)].to(loss.device))
                self.seen += 1
                self._metrics[mode]["drift"].append(float(moved.detach()))
                loss = loss + anchor * moved / (
                    1 if num_items_in_batch is None else self.args.gradient_accumulation_steps
                )
            return (loss, None) if return_outputs else loss

    return Trainer


def train(
    model: LocalModel,
    rows: Sequence[TrainingRow],
    held_out: Sequence[TrainingRow],
    options: ExplainOptions,
    work: Path,
    report: Progress = print,
    general: Sequence[str] = (),
) -> Any:
    """Train, or go on from the last checkpoint in `work`; returns the model with both adapters.

    Several GPUs are used under `accelerate launch`. `general` are texts on which the adapter is held to the base.
    """
    from trl.trainer.sft_config import SFTConfig

    processor = model.processor
    wrapped = wrap(model, options)
    learned = dataset(rows, processor, options.longest)
    kept = dataset(held_out, processor, options.longest)
    report(f"{len(learned)} rows of {sum(map(len, learned['input_ids']))} tokens, {len(kept)} held out")
    steps = math.ceil(len(learned) * options.epochs / options.accumulate)
    often = max(1, steps // options.checkpoints)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # notes of the libraries to each other
        config = SFTConfig(
            **settings(work / NAME, options.accumulate, options.rate, options.seed),
            num_train_epochs=options.epochs,
            per_device_eval_batch_size=1,
            lr_scheduler_type="cosine",
            warmup_steps=max(1, steps // 20),
            max_grad_norm=1.0,
            gradient_checkpointing=options.gradient_checkpointing,
            save_strategy="steps",
            save_steps=often,
            save_total_limit=2,
            eval_strategy="steps" if len(kept) else "no",
            eval_steps=often,
            logging_steps=max(1, often // 4),
            remove_unused_columns=False,
            dataset_kwargs={"skip_prepare_dataset": True},
        )
        windows = cut(general, processor.tokenizer, options.seed) if options.anchor > 0 else []
        trainer = _trainer_class(windows, options.anchor)(
            model=wrapped,
            args=config,
            train_dataset=learned,
            eval_dataset=kept if len(kept) else None,
            processing_class=processor.tokenizer,
            data_collator=Collator(processor),
            callbacks=[telling(report, _figures)],
        )
        run(trainer, work / NAME, report)
    return wrapped.eval()


_TOLD = ("loss", "eval_loss", "drift", "mean_token_accuracy", "eval_mean_token_accuracy")


def _figures(logs: dict[str, Any]) -> str:
    return ", ".join(f"{key.replace('_', ' ')} {float(value):.4f}" for key, value in logs.items() if key in _TOLD)

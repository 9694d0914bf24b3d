"""Training rows as tokens with labels, batches of them, and windows of general text.

Letters: B rows of a batch, T tokens of the longest row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from ..rows.training_row import Message, TrainingRow

IGNORED = -100  # the label of a token that the loss leaves out
WINDOW = 160  # tokens of a window of general text


def tokenise(row: TrainingRow, processor: Any) -> dict[str, list[int]]:
    """The tokens of a row in the processor's own chat template, with labels on what the assistant says.

    The assistant's turns are found by rendering the conversation up to and including each. So this needs no marks of
    generation in the template, as trl's `assistant_only_loss` does; any template will do that renders a conversation
    as the beginning of a longer one.

    Returns:
        `input_ids` and `labels`, of the same length; a picture stands in them as its tokens.

    Raises:
        ValueError: if the template renders a turn differently once more turns follow.
    """
    first_user = next(n for n, message in enumerate(row.prompt) if message["role"] == "user")
    messages = [*row.prompt, *row.completion]
    turns = [_turn(message, row.image if n == first_user else "") for n, message in enumerate(messages)]
    whole = processor.apply_chat_template(turns)
    ids: list[int] = []
    labels: list[int] = []
    end = 0  # characters of the conversation that are tokenised

    def add(until: int, *, learned: bool) -> None:
        nonlocal end
        tokens = _tokens(whole[end:until], row.image, processor) if until > end else []
        ids.extend(tokens)
        labels.extend(tokens if learned else [IGNORED] * len(tokens))
        end = until

    for start, stop in _answers(turns, whole, processor):
        add(start, learned=False)
        add(stop, learned=True)
    add(len(whole), learned=False)
    return {"input_ids": ids, "labels": labels}


def _answers(turns: Sequence[dict[str, Any]], whole: str, processor: Any) -> list[tuple[int, int]]:
    """Where each turn of the assistant begins and ends in the rendered conversation, in characters."""
    spans = []
    for n, turn in enumerate(turns):
        if turn["role"] != "assistant":
            continue
        before = processor.apply_chat_template(turns[:n], add_generation_prompt=True)
        after = processor.apply_chat_template(turns[: n + 1]).rstrip("\n")
        if not (whole.startswith(after) and after.startswith(before)):
            raise ValueError("the chat template renders a turn differently once more turns follow; use another model")
        spans.append((len(before), len(after)))
    return spans


def _turn(message: Message, image: str) -> dict[str, Any]:
    parts: list[dict[str, str]] = [{"type": "image"}] if image else []
    return {"role": message["role"], "content": [*parts, {"type": "text", "text": message["content"]}]}


def _tokens(text: str, image: str, processor: Any) -> list[int]:
    """Tokens of a piece of a rendered conversation; a picture in it becomes one token for each of its patches."""
    tokenizer, token = processor.tokenizer, getattr(processor, "image_token", "<image>")
    if image and token in text:
        pixels = Image.open(image).convert("RGB")
        return processor(images=pixels, text=text, add_special_tokens=False)["input_ids"][0]
    return tokenizer(text, add_special_tokens=False)["input_ids"]


def dataset(rows: Sequence[TrainingRow], processor: Any, longest: int) -> Any:
    """Rows as a `datasets.Dataset` of tokens, labels and the path of the picture.

    Args:
        rows: to tokenise.
        processor: the model's.
        longest: rows of more tokens are left out.
    """
    from datasets import Dataset

    tokenised = [{**tokenise(row, processor), "picture": row.image} for row in rows]
    return Dataset.from_list([row for row in tokenised if len(row["input_ids"]) <= longest])


def windows(texts: Sequence[str], tokenizer: Any, seed: int, length: int = WINDOW) -> list[Tensor]:
    """Texts cut into windows int64 [1, length], in a random order; the rest at the end of a text is dropped."""
    cut = []
    for text in texts:
        ids = tokenizer(text, add_special_tokens=False)["input_ids"]
        cut += [torch.tensor([ids[at : at + length]]) for at in range(0, len(ids) - length + 1, length)]
    return [cut[i] for i in np.random.default_rng(seed).permutation(len(cut))]


class RowCollator:
    """Makes batches of tokenised rows: trl pads the tokens on the right, the processor reads the pictures."""

    def __init__(self, processor: Any) -> None:
        """Keep the processor, which reads pictures and knows the padding token."""
        from trl.trainer.sft_trainer import DataCollatorForLanguageModeling

        self._processor = processor
        self._pad = DataCollatorForLanguageModeling(pad_token_id=processor.tokenizer.pad_token_id or 0)

    def __call__(self, rows: Sequence[dict[str, Any]]) -> dict[str, Tensor]:
        """Tensors of a batch; `input_ids`, `labels` and `attention_mask` are int64 [B, T]."""
        batch = self._pad([{key: row[key] for key in ("input_ids", "labels")} for row in rows])
        pictures = [np.asarray(Image.open(row["picture"]).convert("RGB")) for row in rows if row["picture"]]
        if pictures:
            seen = self._processor.image_processor(images=pictures, return_tensors="pt")
            batch |= {name: value for name, value in seen.items() if name.startswith(("pixel", "image"))}
        return batch

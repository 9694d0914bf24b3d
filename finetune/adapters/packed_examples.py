"""Several questions on one picture as one training sequence, and what a model answers to them.

The sequence holds the prefix with the picture once, then K questions. Each question sees the prefix and itself, as the
probes ask it (`telltale.agent.perception.packing`).

Letters: P tokens of the prefix, T of the sequence, K questions, V vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ...agent.perception import probes
from ...agent.perception.models import LocalModel
from ...agent.perception.packing import SHARED, additive, visible
from .cue_questions import Question
from .probe_data import Example


@dataclass(frozen=True, slots=True)
class PackedExample:
    """K questions on one picture as one sequence.

    Attributes:
        inputs: what the model's forward takes: `pixel_values`, `input_ids` [1, T], `position_ids` [1, T] and
            `attention_mask` float [1, 1, T, T], 0 where a token sees another and the least number elsewhere.
        last: the position at which each question's answer is read, int [K].
        yes: which answers are yes, bool [K].
        sides: the token ids of yes and of no, for each question.
    """

    inputs: dict[str, Tensor]
    last: Tensor
    yes: Tensor
    sides: tuple[probes.Sides, ...]


def pack(model: LocalModel, example: Example, asked: Sequence[Question]) -> PackedExample:
    """Put the questions on a picture into one sequence."""
    inputs, suffixes = probes.prepare(model, example.pixels, [question.cue.prompt for question in asked])
    prefix = inputs["input_ids"][0]  # [P]
    device, length = prefix.device, len(prefix)
    owners = torch.cat([torch.full((length,), SHARED), *(torch.full((len(s),), k) for k, s in enumerate(suffixes))])
    offsets = [torch.arange(length), *(length + torch.arange(len(suffix)) for suffix in suffixes)]
    mask = additive(visible(owners, len(owners)), model.model.dtype)  # [T, T]
    ids = torch.cat([prefix, torch.tensor([token for suffix in suffixes for token in suffix], device=device)])  # [T]
    ends = length + np.cumsum([len(suffix) for suffix in suffixes]) - 1  # [K]
    return PackedExample(
        inputs={
            **{name: value for name, value in inputs.items() if name not in ("input_ids", "attention_mask")},
            "input_ids": ids[None],
            "position_ids": torch.cat(offsets)[None].to(device),
            "attention_mask": mask[None, None].to(device),
        },
        last=torch.as_tensor(ends, device=device),
        yes=torch.tensor([question.yes for question in asked], device=device),
        sides=tuple(probes.answer_tokens(model.processor.tokenizer, question.cue.answers) for question in asked),
    )


def margins(model: Any, packed: PackedExample, vision: Mapping[str, Any] | None = None) -> tuple[Tensor, Tensor]:
    """Log-odds of yes against no, and log (P(yes) + P(no)), both float [K].

    Args:
        model: the model, wrapped or bare.
        packed: the questions.
        vision: given to the model's forward in place of `pixel_values`, as `TowerCache.projected` makes it.
    """
    inputs = dict(packed.inputs)
    if vision is not None:
        del inputs["pixel_values"]
        inputs |= vision
    logits = model(**inputs, logits_to_keep=packed.last, use_cache=False).logits[0].float()  # [K, V]
    by_question = list(zip(logits.log_softmax(-1), packed.sides, strict=True))
    said_yes, said_no = (torch.stack([row[sides[n]].logsumexp(-1) for row, sides in by_question]) for n in (0, 1))
    return said_yes - said_no, torch.logaddexp(said_yes, said_no)

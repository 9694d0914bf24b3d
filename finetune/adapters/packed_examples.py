"""Several questions on one picture or on several as one training sequence, and what a model answers to them.

The sequence holds for each picture the prefix with the picture once, then its questions. Each question sees the prefix
of its picture and itself, as the probes ask it (`telltale.agent.perception.packing`). A GPU computes a few pictures in
one sequence nearly as fast as one; on a processor the longer sequence only costs more.

Letters: P tokens of a prefix, T of the sequence, B pictures, K questions on all of them, V vocabulary.
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

Asked = tuple[Example, Sequence[Question]]  # a picture with what is asked about it


@dataclass(frozen=True, slots=True)
class PackedExamples:
    """K questions on B pictures as one sequence.

    Attributes:
        inputs: what the model's forward takes: `pixel_values`, `input_ids` [1, T], `position_ids` [1, T] and
            `attention_mask` float [1, 1, T, T], 0 where a token sees another and the least number elsewhere.
        last: the position at which each question's answer is read, int [K].
        yes: which answers are yes, bool [K].
        share: what each question counts, float [K]: the questions of a picture count 1 together.
        sides: the token ids of yes and of no, for each question.
    """

    inputs: dict[str, Tensor]
    last: Tensor
    yes: Tensor
    share: Tensor
    sides: tuple[probes.Sides, ...]


def pack(model: LocalModel, pictures: Sequence[Asked]) -> PackedExamples:
    """Put the questions on pictures into one sequence; more than one picture only if each is seen in one view."""
    parts = [_of_one(model, example, asked) for example, asked in pictures]
    device = model.model.device
    joined = {name: torch.cat([part.inputs[name] for part in parts]).to(device) for name in _others(parts[0].inputs)}
    starts = np.cumsum([0, *(part.inputs["input_ids"].shape[1] for part in parts[:-1])])
    seen = torch.block_diag(*(part.inputs["attention_mask"] for part in parts)).bool().to(device)  # [T, T]
    joined["attention_mask"] = additive(seen, model.model.dtype)[None, None]
    for name in ("input_ids", "position_ids"):
        joined[name] = torch.cat([part.inputs[name] for part in parts], 1).to(device)
    return PackedExamples(
        inputs=joined,
        last=torch.cat([part.last + int(start) for part, start in zip(parts, starts, strict=True)]).to(device),
        yes=torch.cat([part.yes for part in parts]).to(device),
        share=torch.cat([part.share for part in parts]).to(device),
        sides=tuple(sides for part in parts for sides in part.sides),
    )


def _others(inputs: Mapping[str, Tensor]) -> list[str]:
    return [name for name in inputs if name not in ("input_ids", "position_ids", "attention_mask")]


def _of_one(model: LocalModel, example: Example, asked: Sequence[Question]) -> PackedExamples:
    """The sequence of one picture, on the CPU; its `attention_mask` is still bool [T, T]: what sees what."""
    prompts = [question.cue.prompt for question in asked]
    inputs, suffixes = probes.prepare(model, example.pixels, prompts, device="cpu")
    prefix = inputs["input_ids"][0]  # [P]
    length = len(prefix)
    owners = torch.cat([torch.full((length,), SHARED), *(torch.full((len(s),), k) for k, s in enumerate(suffixes))])
    offsets = [torch.arange(length), *(length + torch.arange(len(suffix)) for suffix in suffixes)]
    ids = torch.cat([prefix, torch.tensor([token for suffix in suffixes for token in suffix])])  # [T]
    ends = length + np.cumsum([len(suffix) for suffix in suffixes]) - 1  # [K]
    return PackedExamples(
        inputs={
            **{name: inputs[name] for name in _others(inputs)},
            "input_ids": ids[None],
            "position_ids": torch.cat(offsets)[None],
            "attention_mask": visible(owners, len(owners)),
        },
        last=torch.as_tensor(ends),
        yes=torch.tensor([question.yes for question in asked]),
        share=torch.full((len(asked),), 1 / len(asked)),
        sides=tuple(probes.answer_tokens(model.processor.tokenizer, question.cue.answers) for question in asked),
    )


def margins(model: Any, packed: PackedExamples, vision: Mapping[str, Any] | None = None) -> tuple[Tensor, Tensor]:
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
    said_yes, said_no = (_any_of(logits.log_softmax(-1), [sides[n] for sides in packed.sides]) for n in (0, 1))
    return said_yes - said_no, torch.logaddexp(said_yes, said_no)


def _any_of(logs: Tensor, tokens: Sequence[Sequence[int]]) -> Tensor:
    """The log-probability [K] that one of the tokens of its row is said, from those of all tokens [K, V]."""
    most = max(map(len, tokens))
    ids = torch.tensor([[*row, *[row[0]] * (most - len(row))] for row in tokens], device=logs.device)  # [K, most]
    beyond = torch.tensor([[place >= len(row) for place in range(most)] for row in tokens], device=logs.device)
    return logs.gather(1, ids).masked_fill(beyond, -torch.inf).logsumexp(-1)

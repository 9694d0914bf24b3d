"""Align a random projector before the language model learns to read it: see before you reason.

From the answers alone a language model learns next to nothing through a random projector. So the projector is first
trained by itself on a frozen tower: the mean of a picture's projected patches is to move along a direction of the
model's own word embeddings for each cue, from the words of its turned question to those of its question,

    log-odds of cue c = κ · v̄ · d_c,   d_c = unit(mean E[question of c] − mean E[turned question of c]),

with κ such that log-odds of 3 take a shift by the length of a word.

Letters: B batch, N patches, d width of the language model, C cues.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ...agent.perception.models import LocalModel
from ...prompts import Cue
from .probe_data import Truth, catalogue
from .tower_cache import TowerCache

BATCH = 32
RATE = 1e-3


def directions(model: LocalModel, pairs: Sequence[tuple[Cue, Cue]]) -> Tensor:
    """Unit vectors float32 [C, d] from the words of each turned question to those of the question."""
    embeddings = model.model.get_input_embeddings().weight.detach().float()
    tokenizer = model.processor.tokenizer

    def words(cue: Cue) -> Tensor:
        text = f" {cue.answers[0]}" if cue.answers[0] != "yes" else cue.question
        return embeddings[tokenizer.encode(text, add_special_tokens=False)].mean(0)

    found = torch.stack([words(plain) - words(turned) for plain, turned in pairs])
    return functional.normalize(found, dim=1)


def align(
    model: LocalModel, projector: nn.Module, cache: TowerCache, steps: int, work: Path, report: Callable[[str], None]
) -> None:
    """Train the projector in place; a finished alignment in `work` is taken up again.

    Args:
        model: whose word embeddings and tower count.
        projector: patches [B, N, width of the tower] to [B, N, d], with trainable float32 parameters.
        cache: the pool of examples with what the tower sees of them.
        steps: of the optimiser; 0 leaves the projector as it is.
        work: where the result is kept.
        report: told how it goes.
    """
    from safetensors.torch import load_file, save_file

    name = hashlib.sha256(f"{cache.name}|{steps}".encode()).hexdigest()[:16]
    file = work / f"aligned-{name}.safetensors"
    if file.exists():
        projector.load_state_dict(load_file(file))
        return
    names = list(catalogue())
    toward = directions(model, [catalogue()[cue] for cue in names])  # [C, d]
    length = float(model.model.get_input_embeddings().weight.detach().float().norm(dim=1).median())
    optimiser = torch.optim.AdamW(projector.parameters(), lr=RATE, weight_decay=0.01)
    rng, running = np.random.default_rng(0), 0.0
    for step in range(1, steps + 1):
        numbers = rng.integers(cache.size, size=BATCH)
        patches = torch.stack([cache.features(int(number)) for number in numbers])  # [B, N, width]
        truth, known = _targets([cache.truth(int(number)) for number in numbers], names, cache.presence)
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, 10 * step / steps) * (1 - step / (steps + 1))
        with torch.autocast("cpu", torch.bfloat16):
            projected = projector(patches.float())  # [B, N, d]
        odds = projected.float().mean(1) @ toward.T * (3 / length)  # [B, C]
        told = functional.binary_cross_entropy_with_logits(odds, truth, known, reduction="sum") / known.sum()
        size = (projected.float().pow(2).mean().sqrt() * projected.shape[-1] ** 0.5 / length).log().pow(2)
        optimiser.zero_grad()
        (told + 0.1 * size).backward()
        optimiser.step()
        now = float(told.detach())
        running = now if step == 1 else 0.98 * running + 0.02 * now
        if step % 50 == 0:
            report(f"projector: step {step} of {steps}, loss {running:.3f} (chance {np.log(2):.3f})")
    work.mkdir(parents=True, exist_ok=True)
    save_file({key: value.contiguous() for key, value in projector.state_dict().items()}, file)


def _targets(truths: Sequence[Truth], names: Sequence[str], presence: Any) -> tuple[Tensor, Tensor]:
    """What is true of each picture and how much each known answer weighs, both [B, C]; both answers weigh alike."""
    wanted, weight = torch.zeros(len(truths), len(names)), torch.zeros(len(truths), len(names))
    for row, truth in enumerate(truths):
        for column, cue in enumerate(names):
            if cue in truth:
                rate = min(max(presence.get(cue, 0.5), 0.05), 0.95)
                wanted[row, column] = float(truth[cue])
                weight[row, column] = 0.5 / (rate if truth[cue] else 1 - rate)
    return wanted, weight

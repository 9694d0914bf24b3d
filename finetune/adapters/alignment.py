"""Align a random projector before the language model learns to read it.

From the answers alone a language model learns next to nothing through a random projector. So the projector is first
trained by itself on a frozen tower. For each cue the mean of a picture's projected patches, v̄, is to move along a
direction among the model's own word embeddings, from the words of the turned question to those of the question:

    log-odds of cue c = κ · v̄ · d_c,   d_c = unit(mean E[question of c] − mean E[turned question of c]),

with κ such that a shift by the length of a word gives log-odds of 3. Cues without a turned question have no direction.

Letters: B batch, N patches, d width of the language model, C cues.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ...agent.console import Progress
from ...agent.file_bytes import write_whole
from ...agent.perception.models import LocalModel
from ...agent.perception.precision import fast_bfloat16
from ...prompts import Cue
from ..progress_steps import over_bar, tracked
from .checkpoints import one_cycle
from .cue_questions import Truth, catalogue
from .tower_cache import TowerCache

BATCH = 32
RATE = 1e-3
WORD_ODDS = 3.0  # log-odds for a shift by the length of a word


def directions(model: LocalModel, pairs: Sequence[tuple[Cue, Cue]]) -> Tensor:
    """Unit vectors float32 [C, d] from the words of each turned question to those of the question."""
    embeddings = model.model.get_input_embeddings().weight.detach().float()
    tokenizer = model.processor.tokenizer

    def words(cue: Cue) -> Tensor:
        text = f" {cue.answers[0]}" if cue.answers[0] != "yes" else cue.question
        return embeddings[tokenizer.encode(text, add_special_tokens=False)].mean(0)

    return functional.normalize(torch.stack([words(plain) - words(turned) for plain, turned in pairs]), dim=1)


def align(model: LocalModel, projector: nn.Module, cache: TowerCache, steps: int, work: Path, report: Progress) -> None:
    """Train the projector in place; the result is kept in `work` and read from there the next time.

    Args:
        model: with the word embeddings that count.
        projector: patches [B, N, width of the tower] to [B, N, d], with trainable float32 parameters.
        cache: the pool of examples with the tower's features.
        steps: of the optimiser; 0 leaves the projector as it is.
        work: where the result is kept.
        report: takes lines of progress.
    """
    from safetensors.torch import load_file
    from safetensors.torch import save as serialised

    if steps == 0:
        return
    name = hashlib.sha256(f"{cache.name}|{steps}".encode()).hexdigest()[:16]
    file = work / f"aligned-{name}.safetensors"
    if file.exists():
        projector.load_state_dict(load_file(file))
        return
    pairs = {cue: (forms.plain, forms.turned) for cue, forms in catalogue().items() if forms.turned is not None}
    toward = directions(model, list(pairs.values()))  # [C, d]
    length = float(model.model.get_input_embeddings().weight.detach().float().norm(dim=1).median())
    optimiser = torch.optim.AdamW(projector.parameters(), lr=RATE, weight_decay=0.01)
    schedule = one_cycle(optimiser, RATE, steps)
    rng, running = np.random.default_rng(0), 0.0
    report = over_bar(report)
    for step in tracked(range(1, steps + 1), steps, "steps of the projector"):
        numbers = [int(number) for number in rng.integers(cache.size, size=BATCH)]
        patches = torch.stack([cache.features(number) for number in numbers])  # [B, N, width]
        truth, weight = _targets([cache.truth(number) for number in numbers], list(pairs), cache.presence)
        with torch.autocast("cpu", torch.bfloat16, enabled=fast_bfloat16()):
            projected = projector(patches.float()).float()  # [B, N, d]
        odds = projected.mean(1) @ toward.T * (WORD_ODDS / length)  # [B, C]
        loss = functional.binary_cross_entropy_with_logits(odds, truth, weight, reduction="sum") / weight.sum()
        size = (projected.pow(2).mean().sqrt() * projected.shape[-1] ** 0.5 / length).log().pow(2)
        optimiser.zero_grad()
        (loss + 0.1 * size).backward()
        optimiser.step()
        schedule.step()
        running = float(loss.detach()) if step == 1 else 0.98 * running + 0.02 * float(loss.detach())
        if step % 50 == 0:
            report(f"projector: step {step} of {steps}, loss {running:.3f} (chance {np.log(2):.3f})")
    write_whole(file, serialised({key: value.contiguous() for key, value in projector.state_dict().items()}))


def _targets(truths: Sequence[Truth], names: Sequence[str], presence: Mapping[str, float]) -> tuple[Tensor, Tensor]:
    """The truth about each picture and the weight of each answer, both [B, C]; unknown answers weigh 0.

    The answers of a cue are weighted so that yes and no count the same.
    """
    wanted, weight = torch.zeros(len(truths), len(names)), torch.zeros(len(truths), len(names))
    for row, truth in enumerate(truths):
        for column, cue in enumerate(names):
            if cue in truth:
                rate = min(max(presence.get(cue, 0.5), 0.05), 0.95)
                wanted[row, column] = float(truth[cue])
                weight[row, column] = 0.5 / (rate if truth[cue] else 1 - rate)
    return wanted, weight

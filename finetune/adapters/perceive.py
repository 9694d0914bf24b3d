"""Train the perception adapter: LoRA on the vision tower and the language model, and the projector.

Each picture is one sequence: the prefix with the picture once, then K questions of which each sees the prefix and
itself alone, as the probes ask them. The loss of a question is that of the answer that is right,

    −log P(right) / (P(yes) + P(no)) − μ · log (P(yes) + P(no)),   P over the vocabulary at the answer token,

so that both sides of every question are told apart and the model keeps to the two words (yes and no, or fake and real).

Letters: P tokens of the prefix, T of the sequence, K questions, V vocabulary, N patches of a view.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ...agent.console import Progress
from ...agent.perception import probes
from ...agent.perception.models import LocalModel
from ...agent.perception.precision import fast_bfloat16
from . import checkpoints
from .alignment import align
from .lora import learn_in_float32, lora_config
from .probe_data import Example, Examples, Question, questions
from .tower_cache import CACHEABLE, TowerCache

NAME = "perceive"


@dataclass(frozen=True, slots=True)
class PerceiveOptions:
    """How to train.

    Attributes:
        steps: of the optimiser.
        batch: pictures a step.
        questions: asked of each, at most.
        rate: peak learning rate of the language model's LoRA matrices; the tower's take a fifth of it, a projector that
            is trained whole, and was aligned before, a tenth.
        rank: of LoRA; alpha is twice that.
        mass: μ above.
        seed: of everything drawn.
        whole_projector: train all of the projector, as a random one needs, rather than LoRA on it.
        freeze_tower: leave the vision tower as it is.
        pool: how many pictures are drawn in all where the tower is frozen, and to align the projector; what the tower
            sees of each is kept on disk.
        align: steps to align the projector by itself first, where it is trained whole.
        gradient_checkpointing: trade time for memory.
    """

    steps: int = 600
    batch: int = 8
    questions: int = 6
    rate: float = 5e-4
    rank: int = 16
    mass: float = 0.1
    seed: int = 0
    whole_projector: bool = True
    freeze_tower: bool = False
    pool: int = 2500
    align: int = 400
    gradient_checkpointing: bool = False


@dataclass(frozen=True, slots=True)
class Packed:
    """K questions on one picture as one sequence.

    Attributes:
        inputs: what the model's forward takes: `pixel_values`, `input_ids` [1, T], `position_ids` [1, T] and
            `attention_mask` float [1, 1, T, T], 0 where a token sees another, else the least number.
        last: where each question's answer begins, int [K].
        yes: which answers are yes, bool [K].
        sides: the token ids of either answer, for each question.
    """

    inputs: dict[str, Tensor]
    last: Tensor
    yes: Tensor
    sides: tuple[probes.Sides, ...]


def pack(model: LocalModel, example: Example, asked: Sequence[Question]) -> Packed:
    """Put the questions on a picture into one sequence."""
    inputs, suffixes = probes.prepare(model, example.pixels, [question.cue.prompt for question in asked])
    prefix = inputs["input_ids"][0]  # [P]
    device, length = prefix.device, len(prefix)
    owner = torch.cat([torch.full((length,), -1), *(torch.full((len(s),), k) for k, s in enumerate(suffixes))])
    offsets = [torch.arange(length), *(length + torch.arange(len(suffix)) for suffix in suffixes)]
    order = torch.arange(len(owner))
    seen = ((owner[None, :] == -1) | (owner[None, :] == owner[:, None])) & (order[None, :] <= order[:, None])  # [T, T]
    dtype = model.model.dtype
    mask = torch.zeros(seen.shape, dtype=dtype).masked_fill(~seen, torch.finfo(dtype).min)
    ids = torch.cat([prefix, torch.tensor([token for suffix in suffixes for token in suffix], device=device)])
    ends = length + np.cumsum([len(suffix) for suffix in suffixes]) - 1
    return Packed(
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


def margins(model: Any, packed: Packed, vision: Mapping[str, Any] | None = None) -> tuple[Tensor, Tensor]:
    """Log-odds of yes against no, and log (P(yes) + P(no)), both float [K].

    Args:
        model: the model, wrapped or bare.
        packed: the questions.
        vision: what stands for the picture in the model's forward instead of `pixel_values`, as `TowerCache` gives it.
    """
    inputs = dict(packed.inputs)
    if vision is not None:
        del inputs["pixel_values"]
        inputs |= vision
    logits = model(**inputs, logits_to_keep=packed.last, use_cache=False).logits[0].float()  # [K, V]
    logs = logits.log_softmax(-1)
    said_yes = torch.stack([row[yes].logsumexp(-1) for row, (yes, _) in zip(logs, packed.sides, strict=True)])
    said_no = torch.stack([row[no].logsumexp(-1) for row, (_, no) in zip(logs, packed.sides, strict=True)])
    return said_yes - said_no, torch.logaddexp(said_yes, said_no)


def wrap(model: LocalModel, options: PerceiveOptions) -> Any:
    """The model with a fresh adapter that is ready to train; quantised weights are prepared first."""
    from peft import get_peft_model, prepare_model_for_kbit_training

    base = model.model
    quantised = getattr(base, "is_loaded_in_4bit", False) or getattr(base, "is_loaded_in_8bit", False)
    if quantised:
        base = prepare_model_for_kbit_training(base, use_gradient_checkpointing=options.gradient_checkpointing)
    elif base.device.type == "cpu" and fast_bfloat16():
        base = base.to(torch.bfloat16)  # what stays frozen; what is trained stays float32
    if options.gradient_checkpointing and not quantised:
        base.gradient_checkpointing_enable({"use_reentrant": False})
        base.enable_input_require_grads()
    config = lora_config(
        NAME,
        r=options.rank,
        alpha=2 * options.rank,
        whole_projector=options.whole_projector,
        tower=not options.freeze_tower,
    )
    wrapped = get_peft_model(base, config, adapter_name=NAME).train()
    learn_in_float32(wrapped)
    return wrapped


def train(
    model: LocalModel,
    examples: Examples,
    options: PerceiveOptions,
    work: Path,
    report: Progress = print,
    *,
    every: int = 20,
) -> Any:
    """Train, or go on from the checkpoint in `work`, written every few steps; returns the model with its adapter.

    Several GPUs are used under `accelerate launch`; each process then draws its own pictures.
    """
    from accelerate import Accelerator

    torch.manual_seed(options.seed)
    accelerator = Accelerator()
    wrapped = wrap(model, options)
    local = LocalModel(model.name, wrapped, model.processor, model.version, projector_trained=True)
    parameters = {name: value for name, value in wrapped.named_parameters() if value.requires_grad}
    optimiser = torch.optim.AdamW(_groups(parameters), weight_decay=0.01)
    ready, optimiser = accelerator.prepare(wrapped, optimiser)
    about = f"{model.name} {model.version} {examples.digest} {asdict(options)}"
    cache = _cache(local, examples, options, work)
    checkpoint = work / "perceive.safetensors"
    done = checkpoints.resume(checkpoint, parameters, optimiser, about)
    if done:
        report(f"going on from step {done}")
    elif cache and options.whole_projector:
        align(local, cache.projector, cache, options.align, work, report)
    cache = cache if options.freeze_tower else None
    low = torch.autocast("cpu", torch.bfloat16) if accelerator.device.type == "cpu" else nullcontext()
    seen, began = _Running(), time.perf_counter()
    for step in range(done + 1, options.steps + 1):
        checkpoints.set_rate(optimiser, checkpoints.one_cycle(step, options.steps, options.rate))
        optimiser.zero_grad()
        for index in range(options.batch):
            rng = np.random.default_rng((options.seed, step, index, accelerator.process_index))
            packed, number = _next(local, cache or examples, options.questions, _turned(step, options.steps), rng)
            with low:
                odds, mass = margins(ready, packed, cache.projected(number) if cache else None)
            wanted = packed.yes.to(odds.dtype)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(odds, wanted) - options.mass * mass.mean()
            accelerator.backward(loss / options.batch)
            seen.add(float(loss.detach()), float(((odds > 0) == packed.yes).float().mean()))
        torch.nn.utils.clip_grad_norm_(parameters.values(), 1.0)
        optimiser.step()
        if accelerator.is_main_process and (step % every == 0 or step == options.steps):
            checkpoints.save(checkpoint, parameters, optimiser, step, about)
            left = (time.perf_counter() - began) / (step - done) * (options.steps - step) / 60
            report(f"step {step} of {options.steps}, {seen}, {left:.0f} minutes to go")
    return wrapped.eval()


def _cache(model: LocalModel, examples: Examples, options: PerceiveOptions, work: Path) -> TowerCache | None:
    """What the untouched tower sees of a pool of pictures, where that can be kept and is of use."""
    if model.model.config.model_type not in CACHEABLE or not (options.freeze_tower or options.whole_projector):
        return None
    return TowerCache(model, examples, options.pool, options.seed, work / "tower")


def _groups(parameters: Mapping[str, Tensor]) -> list[dict[str, Any]]:
    """Parameter groups with their share of the rate: what sees moves less than what reads, the projector least."""
    shares = {"modules_to_save": 0.1, "vision_tower": 0.2, "": 1.0}
    groups: dict[str, list[Tensor]] = {part: [] for part in shares}
    for name, value in parameters.items():
        groups[next(part for part in shares if part in name)].append(value)
    return [{"params": values, "scale": shares[part]} for part, values in groups.items() if values]


def _turned(step: int, steps: int) -> float:
    """The share of questions to turn: none in the first quarter, half of them from the middle on.

    While both polarities are asked of a model that does not tell them apart yet, what a picture says for yes and what
    it says for no cancel out, and nothing is learned from it.
    """
    return float(np.clip(2 * step / steps - 0.5, 0.0, 0.5))


def _next(
    model: LocalModel, source: Examples | TowerCache, count: int, turned: float, rng: np.random.Generator
) -> tuple[Packed, int]:
    """The next picture about which there is something to ask, and its number in the pool, if there is one."""
    while True:
        number = int(rng.integers(source.size)) if isinstance(source, TowerCache) else 0
        example = source.example(number) if isinstance(source, TowerCache) else source.draw(rng)
        if asked := questions(example.truth, rng, count, source.presence, turned):
            return pack(model, example, asked), number


class _Running:
    """Running means of loss and accuracy over about the last 200 pictures."""

    def __init__(self) -> None:
        self._loss = self._right = self._weight = 0.0

    def add(self, loss: float, right: float) -> None:
        self._loss, self._right = 0.995 * self._loss + 0.005 * loss, 0.995 * self._right + 0.005 * right
        self._weight = 0.995 * self._weight + 0.005

    def __str__(self) -> str:
        return f"loss {self._loss / self._weight:.3f}, right {self._right / self._weight:.1%}"

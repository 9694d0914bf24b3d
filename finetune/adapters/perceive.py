"""Train the perceive adapter: LoRA on the vision tower and the language model, and the projector.

A picture with K questions is one sequence, or shares one with others (`packed_examples`). The loss of a question is
that of its correct answer,

    −log P(correct) / (P(yes) + P(no)) − μ · log (P(yes) + P(no)),   P over the vocabulary at the answer token,

so that the model learns to tell the two answers apart and keeps to the two words (yes and no, or fake and real).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ...agent.console import Progress
from ...agent.perception.models import LocalModel
from ...agent.perception.precision import fast_bfloat16
from ..progress_steps import over_bar, tracked
from . import checkpoints
from .alignment import align
from .drawn_ahead import Drawn, Plan, drawn_ahead
from .lora import is_quantised, learn_in_float32, lora_config, prepare_base
from .packed_examples import margins, pack
from .probe_data import Example, Examples
from .tower_cache import CACHEABLE, TowerCache

NAME = "perceive"
RATE = 5e-4  # peak learning rate of a fresh adapter
# Peak rate of each part, as a share of the language model's. The tower moves less, for it sees already. A projector
# that is trained whole moves least: it is one dense matrix after another, and was aligned before.
_RATE_SHARES = {"modules_to_save": 0.1, "vision_tower": 0.2, "": 1.0}


@dataclass(frozen=True, slots=True)
class PerceiveOptions:
    """How to train.

    Attributes:
        steps: of the optimiser.
        batch: pictures a step.
        questions: asked of each picture, at most.
        rate: peak learning rate of the language model's LoRA matrices; `parameter_groups` has those of the others.
        rank: of LoRA; alpha is twice the rank.
        mass: μ above.
        seed: decides everything that is drawn.
        whole_projector: train all of the projector, as a random one needs, instead of LoRA on it.
        freeze_tower: leave the vision tower as it is.
        pool: how many pictures are drawn in all if the tower is frozen, and to align the projector; the tower's
            features of each are kept on disk.
        align: steps in which the projector is aligned by itself first, if it is trained whole.
        gradient_checkpointing: use less memory and more time.
        together: pictures in one sequence; more than 1 is faster on a GPU, and for families with one view of a picture.
        start: digest of the adapter that the model carries and that is trained further; empty to begin anew. It has
            learned both directions of a question and has an aligned projector.
    """

    steps: int = 600
    batch: int = 8
    questions: int = 6
    rate: float = RATE
    rank: int = 16
    mass: float = 0.1
    seed: int = 0
    whole_projector: bool = True
    freeze_tower: bool = False
    pool: int = 2500
    align: int = 400
    gradient_checkpointing: bool = False
    together: int = 1
    start: str = ""


def wrap(model: LocalModel, options: PerceiveOptions) -> Any:
    """The model with a fresh adapter, or with the one that it carries, ready to train."""
    from peft import get_peft_model

    base = model.model
    if options.start:
        prepare_base(base.get_base_model(), gradient_checkpointing=options.gradient_checkpointing)
        base.set_adapter(NAME)
        learn_in_float32(base)
        return base.train()
    prepare_base(base, gradient_checkpointing=options.gradient_checkpointing)
    if options.gradient_checkpointing and not is_quantised(base):
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


def parameter_groups(parameters: Mapping[str, Tensor], rate: float) -> list[dict[str, Any]]:
    """Groups for the optimiser, each with its peak learning rate `lr`.

    Args:
        parameters: what is trained, by name.
        rate: peak learning rate of the language model; the vision tower gets a fifth of it, a whole projector a tenth.
    """
    groups: dict[str, list[Tensor]] = {part: [] for part in _RATE_SHARES}
    for name, value in parameters.items():
        groups[next(part for part in _RATE_SHARES if part in name)].append(value)
    return [{"params": values, "lr": rate * _RATE_SHARES[part]} for part, values in groups.items() if values]


def turned_share(step: int, steps: int) -> float:
    """The share of questions to turn around: none in the first quarter of a run, half of them from the middle on.

    As long as the model does not tell the two directions apart, what a picture teaches for yes and what it teaches for
    no cancel out, and nothing is learned.
    """
    return float(np.clip(2 * step / steps - 0.5, 0.0, 0.5))


def train(
    model: LocalModel,
    examples: Examples,
    options: PerceiveOptions,
    work: Path,
    report: Progress = print,
    *,
    every: int = 20,
    ahead: Callable[[], Examples] | None = None,
    workers: int = 0,
) -> Any:
    """Train, or resume from the checkpoint in `work`.

    Several GPUs are used under `accelerate launch`; each process then draws its own pictures.

    Args:
        model: without adapters, or with the one to train further.
        examples: where the pictures come from.
        options: how to train.
        work: where the checkpoint and the tower's features go.
        report: takes lines of progress.
        every: how many steps lie between two checkpoints.
        ahead: makes the same examples ready in another process, as `drawn_ahead.ExamplesOf` does.
        workers: processes that draw examples ahead, if there is `ahead`; 0 to draw them here.

    Returns:
        The model with its adapter.
    """
    from accelerate import Accelerator

    torch.manual_seed(options.seed)
    accelerator = Accelerator()
    wrapped = wrap(model, options)
    local = LocalModel(model.name, wrapped, model.processor, model.version, projector_trained=True)
    parameters = {name: value for name, value in wrapped.named_parameters() if value.requires_grad}
    groups = parameter_groups(parameters, options.rate)
    peaks = [group["lr"] for group in groups]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = checkpoints.one_cycle(optimiser, peaks, options.steps)
    ready, optimiser = accelerator.prepare(wrapped, optimiser)
    about = f"{model.name} {model.version} {examples.digest} {asdict(options)}"
    cache = _cache(local, examples, options, work)
    checkpoint = work / "perceive.safetensors"
    done = checkpoints.resume(checkpoint, parameters, optimiser, schedule, about)
    if done:
        report(f"resuming after step {done}")
    elif cache and options.whole_projector and not options.start:
        align(local, cache.projector, cache, options.align, work, report)
    cache = cache if options.freeze_tower else None
    low_precision = torch.autocast(accelerator.device.type, torch.bfloat16, enabled=_low(accelerator.device.type))
    running, report = _Running(), over_bar(report)
    drawn = _drawn(examples, cache, options, done, accelerator.process_index, ahead, workers)
    left = range(done + 1, options.steps + 1)
    for step in tracked(left, len(left), "training steps"):
        optimiser.zero_grad()
        rest = islice(drawn, options.batch)
        while few := list(islice(rest, options.together)):
            packed = pack(local, [(each.example, each.asked) for each in few])
            with low_precision:
                vision = cache.projected([each.number for each in few]) if cache else None
                odds, mass = margins(ready, packed, vision)
            correct = packed.yes.to(odds.dtype)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(odds, correct, packed.share, reduction="sum")
            loss = loss - options.mass * (mass * packed.share).sum()
            accelerator.backward(loss / options.batch)
            right = ((odds > 0) == packed.yes).float() * packed.share
            running.add(float(loss.detach()) / len(few), float(right.sum()) / len(few), len(few))
        torch.nn.utils.clip_grad_norm_(parameters.values(), 1.0)
        optimiser.step()
        schedule.step()
        if accelerator.is_main_process and (step % every == 0 or step == options.steps):
            checkpoints.save(checkpoint, parameters, optimiser, schedule, step, about)
            report(f"step {step} of {options.steps}: {running}")
    return wrapped.eval()


def _low(device: str) -> bool:
    """Whether to compute in bfloat16 on a type of device."""
    return fast_bfloat16() if device == "cpu" else device == "cuda" and torch.cuda.is_bf16_supported()


def _drawn(
    examples: Examples,
    cache: TowerCache | None,
    options: PerceiveOptions,
    done: int,
    process: int,
    ahead: Callable[[], Examples] | None,
    workers: int,
) -> Iterator[Drawn]:
    """What is left to learn from after some steps, in its order."""
    steps = range(1, options.steps + 1)
    turned = [0.5 if options.start else turned_share(step, options.steps) for step in steps]
    plan = Plan(options.seed, options.batch, options.questions, turned, process)
    span = done * options.batch, options.steps * options.batch
    if cache is not None:

        def of_pool(rng: np.random.Generator) -> tuple[Example, int]:
            number = int(rng.integers(cache.size))
            return cache.example(number), number

        return (plan.draw(of_pool, cache.presence, index) for index in range(*span))
    workers = workers if ahead is not None else 0
    source = ahead if workers and ahead is not None else lambda: examples
    return drawn_ahead(source, plan, *span, workers)


def _cache(model: LocalModel, examples: Examples, options: PerceiveOptions, work: Path) -> TowerCache | None:
    """The untouched tower's features of a pool of pictures, if they can be kept and are needed."""
    aligns = options.whole_projector and not options.start
    if model.model.config.model_type not in CACHEABLE or not (options.freeze_tower or aligns):
        return None
    return TowerCache(model, examples, options.pool, options.seed, work / "tower")


class _Running:
    """Running means of loss and accuracy over about the last 200 pictures."""

    def __init__(self) -> None:
        self._loss = self._correct = self._weight = 0.0

    def add(self, loss: float, correct: float, pictures: int) -> None:
        kept = 0.995**pictures
        self._loss, self._correct = kept * self._loss + (1 - kept) * loss, kept * self._correct + (1 - kept) * correct
        self._weight = kept * self._weight + 1 - kept

    def __str__(self) -> str:
        return f"loss {self._loss / self._weight:.3f}, {self._correct / self._weight:.1%} of answers correct"

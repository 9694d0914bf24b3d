"""An optional step for large models: answers that are drawn and rewarded, by group relative policy optimisation (GRPO).

Shao et al., “DeepSeekMath”, 2024: several answers to each prompt are drawn, and those with a higher reward than the
mean of their group become likelier. The rewards are those of `answer_rewards`: citation, direction and the whole
grounding check for answers about findings, and the overlap of boxes for pictures on which artifacts are marked. A small
model seldom draws an answer that is better than its others, so little is learned from it; this is for models of some
billion parameters.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...agent.console import Progress
from ...agent.perception.models import LocalModel
from ...eval.sets.artifact_files import MarkedPicture
from ...eval.tasks.artifact_boxes import QUESTION
from ..rows.training_row import TrainingRow
from . import answer_rewards
from .lora import learn_in_float32, lora_config, prepare_base
from .trainer_settings import Figures, progress_callback, train_or_resume, trainer_settings

NAME = "grpo"
WEIGHTS = {"citation": 0.5, "direction": 0.5, "grounded": 1.0, "box": 1.0}
Reward = Callable[
    ..., list[float | None]
]  # as trl calls it: one number for each completion, None where it does not bear


@dataclass(frozen=True, slots=True)
class GrpoOptions:
    """How to train.

    Attributes:
        steps: of the optimiser, a prompt each times `accumulate`.
        answers: that are drawn for each prompt, at least 2.
        rate: peak learning rate.
        accumulate: prompts in a step of the optimiser.
        longest: tokens of an answer.
        temperature: at which answers are drawn.
        rank: of LoRA, if there is no adapter to start from.
        seed: decides the order of the prompts.
        gradient_checkpointing: use less memory and more time.
    """

    steps: int = 200
    answers: int = 8
    rate: float = 1e-5
    accumulate: int = 1
    longest: int = 192
    temperature: float = 1.0
    rank: int = 16
    seed: int = 0
    gradient_checkpointing: bool = False


def prompts(rows: Sequence[TrainingRow], marked: Sequence[MarkedPicture], seed: int = 0) -> list[dict[str, Any]]:
    """Prompts in a random order: the first question of each evidence dialogue, and the pictures with marked artifacts.

    Args:
        rows: as `telltale finetune explain` writes them; other kinds than evidence are left out.
        marked: pictures with the boxes of their artifacts; those without boxes are left out.
        seed: decides the order.

    Returns:
        For each prompt `prompt`, `images` (none or one), `boxes` and `size`.
    """
    from PIL import Image

    found: list[dict[str, Any]] = [
        {"prompt": row.prompt, "images": [], "boxes": [], "size": [0, 0]}
        for row in rows
        if row.kind == "evidence" and answer_rewards.asked_about(row.prompt[-1]["content"])
    ]
    for picture in marked:
        if picture.boxes:
            with Image.open(picture.path) as image:
                size = list(image.size)
            turn = {"role": "user", "content": QUESTION}
            boxes = [list(map(float, box)) for box in picture.boxes]
            found.append({"prompt": [turn], "images": [str(picture.path)], "boxes": boxes, "size": size})
    return [found[i] for i in np.random.default_rng(seed).permutation(len(found))]


def rewards() -> dict[str, Reward]:
    """The rewards by name, as trl calls them; each is None for prompts on which it does not bear."""

    def of_findings(score: Callable[..., float]) -> Reward:
        def reward(prompts: Any, completions: Any, boxes: Any, **more: Any) -> list[float | None]:
            told = zip(prompts, completions, boxes, strict=True)
            return [None if b else score(_text(c), answer_rewards.asked_about(_asked(p))) for p, c, b in told]

        return reward

    def of_boxes(prompts: Any, completions: Any, boxes: Any, size: Any, **more: Any) -> list[float | None]:
        told = zip(completions, boxes, size, strict=True)
        return [answer_rewards.box(_text(c), b, (s[0], s[1])) if b else None for c, b, s in told]

    named: dict[str, Reward] = {
        "citation": of_findings(answer_rewards.citation),
        "direction": of_findings(answer_rewards.direction),
        "grounded": of_findings(answer_rewards.grounded),
        "box": of_boxes,
    }
    for name, reward in named.items():
        reward.__name__ = name  # type: ignore[attr-defined]  # trl logs a reward by its name
    return named


def _text(completion: Any) -> str:
    return completion if isinstance(completion, str) else str(completion[0]["content"])


def _asked(prompt: Any) -> str:
    content = prompt[-1]["content"]
    return content if isinstance(content, str) else " ".join(part.get("text", "") for part in content)


def train(
    base: LocalModel,
    adapter: Path | None,
    asked: Sequence[dict[str, Any]],
    options: GrpoOptions,
    work: Path,
    report: Progress = print,
) -> Any:
    """Train a copy of an explain adapter, or a fresh one, or resume from the last checkpoint in `work`.

    Args:
        base: without adapters.
        adapter: the explain adapter to begin with; None for a fresh one.
        asked: as `prompts` makes them.
        options: how to train.
        work: where checkpoints go.
        report: takes lines of progress.

    Returns:
        The model with the adapter, under the name `default`.

    Raises:
        ValueError: if there is nothing to ask.
    """
    from datasets import Dataset, Image, List, disable_progress_bars
    from peft import PeftModel, get_peft_model
    from trl.trainer.grpo_config import GRPOConfig
    from trl.trainer.grpo_trainer import GRPOTrainer

    if not asked:
        raise ValueError("there is nothing to ask: no row is about findings, and no picture has marked artifacts")
    prepare_base(base.model, gradient_checkpointing=options.gradient_checkpointing)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # peft calls a deprecated function of transformers
        if adapter is None:
            wrapped = get_peft_model(base.model, lora_config("explain", r=options.rank, alpha=2 * options.rank))
        else:
            wrapped = PeftModel.from_pretrained(base.model, str(adapter), is_trainable=True)
    learn_in_float32(wrapped)
    disable_progress_bars()
    seeing = any(row["images"] for row in asked)
    rows = Dataset.from_list([row if seeing else {k: v for k, v in row.items() if k != "images"} for row in asked])
    rows = rows.cast_column("images", List(Image())) if seeing else rows
    named = rewards() if seeing else {name: reward for name, reward in rewards().items() if name != "box"}
    report(f"{len(rows)} prompts, {options.answers} answers to each")
    settings = trainer_settings(work / NAME, options.accumulate, options.rate, options.seed)
    del settings["max_length"]
    settings |= {"per_device_train_batch_size": options.answers}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the libraries warn about each other
        trainer = GRPOTrainer(
            model=wrapped,
            reward_funcs=list(named.values()),
            args=GRPOConfig(
                **settings,
                max_steps=options.steps,
                num_generations=options.answers,
                steps_per_generation=1,
                max_completion_length=options.longest,
                temperature=options.temperature,
                reward_weights=[WEIGHTS[name] for name in named],
                gradient_checkpointing=options.gradient_checkpointing,
                save_steps=max(1, options.steps // 8),
                save_total_limit=1,
                logging_steps=1,
                shuffle_dataset=False,
            ),
            train_dataset=rows,
            processing_class=base.processor if seeing else base.processor.tokenizer,
            callbacks=[progress_callback(report, _described)],
        )
        train_or_resume(trainer, work / NAME, report)
    return wrapped.eval()


def _described(figures: Figures) -> str:
    means = {name: figures.get(f"rewards/{name}/mean") for name in WEIGHTS}  # None if it bore on no prompt of the step
    told = [f"{name} {mean:.2f}" for name, mean in means.items() if mean is not None]
    return f"reward {float(figures['reward']):.3f} ({', '.join(told)})" if "reward" in figures else ""

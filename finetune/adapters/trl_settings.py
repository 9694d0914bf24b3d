"""What the recipes that train by trl have in common: settings of a run, and how far it is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from ...agent.console import Progress
from ...agent.perception.precision import fast_bfloat16


def settings(folder: Path, accumulate: int, rate: float, seed: int) -> dict[str, Any]:
    """Settings of a trainer: a row at a time, bfloat16 where the machine computes in it, nothing sent anywhere."""
    on_cpu = not torch.cuda.is_available()
    return {
        "output_dir": str(folder),
        "per_device_train_batch_size": 1,
        "gradient_accumulation_steps": accumulate,
        "learning_rate": rate,
        "bf16": fast_bfloat16() if on_cpu else torch.cuda.is_bf16_supported(),
        "use_cpu": on_cpu,
        "seed": seed,
        "report_to": [],
        "disable_tqdm": True,
        "max_length": None,
    }


def telling(report: Progress, figures: Callable[[dict[str, Any]], str]) -> Any:
    """A callback that tells the figures of each log with its step; an empty text is not told."""
    from transformers import TrainerCallback

    class Says(TrainerCallback):
        def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **kwargs: Any) -> None:
            if told := figures(logs or {}):
                report(f"step {state.global_step} of {state.max_steps}: {told}")

    return Says()


def run(trainer: Any, folder: Path, report: Progress) -> None:
    """Train, or go on from the last checkpoint in the folder."""
    from transformers import PrinterCallback

    trainer.remove_callback(PrinterCallback)
    there = any(folder.glob("checkpoint-*"))
    if there:
        report("going on from the last checkpoint")
    trainer.train(resume_from_checkpoint=there)

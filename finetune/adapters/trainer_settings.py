"""What the two recipes that train with trl have in common: settings, progress, and resuming."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ...agent.console import Progress
from ...agent.perception.precision import fast_bfloat16
from ..progress_steps import Meter, over_bar

Figures = dict[str, Any]  # what a trainer logs, by name


def trainer_settings(folder: Path, accumulate: int, rate: float, seed: int) -> dict[str, Any]:
    """Settings of a trainer: one row at a time, bfloat16 if the machine computes in it, no reports to services.

    Args:
        folder: where checkpoints go.
        accumulate: rows in a step of the optimiser.
        rate: peak learning rate.
        seed: decides the order of the rows.
    """
    import torch
    from huggingface_hub import constants

    constants.HF_HUB_DISABLE_TELEMETRY = True  # trl reports each trainer that is made, unless this says no
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


def progress_callback(report: Progress, describe: Callable[[Figures], str]) -> Any:
    """A callback for a trainer that tells the progress of its steps, and reports each log in one line.

    Args:
        report: takes the line.
        describe: turns the figures of a log into words; logs with an empty description are not reported.
    """
    from transformers import TrainerCallback

    over = over_bar(report)

    class Reporting(TrainerCallback):
        meter: Meter | None = None
        first = 0  # steps that an earlier run did

        def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            if state.is_world_process_zero:
                self.first = state.global_step
                self.meter = Meter(state.max_steps - self.first, "training steps")

        def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            if self.meter is not None:
                self.meter.tell(state.global_step - self.first)

        def on_train_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            if self.meter is not None:
                self.meter.end()

        def on_log(self, args: Any, state: Any, control: Any, logs: Figures | None = None, **kwargs: Any) -> None:
            if line := describe(logs or {}):
                over(f"step {state.global_step} of {state.max_steps}: {line}")

    return Reporting()


def train_or_resume(trainer: Any, folder: Path, report: Progress) -> None:
    """Train, from the last checkpoint in the folder if there is one."""
    from transformers import PrinterCallback
    from transformers.trainer_utils import get_last_checkpoint

    trainer.remove_callback(PrinterCallback)
    checkpoint = get_last_checkpoint(str(folder)) if folder.is_dir() else None
    if checkpoint:
        report("resuming from the last checkpoint")
    trainer.train(resume_from_checkpoint=checkpoint)

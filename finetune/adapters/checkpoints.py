"""Checkpoints of a training run in safetensors: parameters, the state of AdamW, its schedule and the step.

Nothing is pickled, so a checkpoint from elsewhere can't run code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.optim.lr_scheduler import LRScheduler, OneCycleLR

from ...agent.file_bytes import write_whole

Parameters = Mapping[str, Tensor]
_MOMENTS = ("step", "exp_avg", "exp_avg_sq")  # what AdamW keeps for each parameter
WARM_UP = 0.1  # share of the steps over which the learning rate rises


def one_cycle(optimiser: torch.optim.Optimizer, peaks: float | Sequence[float], steps: int) -> OneCycleLR:
    """A learning rate that rises to its peak over the first tenth of a run and falls to almost 0 along a cosine.

    Args:
        optimiser: whose rate it sets.
        peaks: the peak, or one for each of its parameter groups.
        steps: how often it will be stepped, at least 1.
    """
    total = steps + 1  # the position after the last step counts too
    rising = max(WARM_UP, 2 / total)  # at least one step, or a short run would divide by zero
    peak = list(peaks) if isinstance(peaks, Sequence) else peaks
    return OneCycleLR(optimiser, peak, total_steps=total, pct_start=rising, cycle_momentum=False)


def save(
    file: Path,
    parameters: Parameters,
    optimiser: torch.optim.Optimizer,
    schedule: LRScheduler,
    step: int,
    run: str,
) -> None:
    """Write a checkpoint. A file of the same name is replaced only when the new one is complete.

    Args:
        file: where it goes.
        parameters: what is trained, by name.
        optimiser: an AdamW over these parameters.
        schedule: of its learning rate.
        step: how many steps are done.
        run: describes the run; `resume` ignores checkpoints of another run.

    Raises:
        OSError: if it can't be written; the error names the file.
    """
    from safetensors.torch import save as serialised

    tensors = {f"parameter.{name}": value.detach().contiguous() for name, value in parameters.items()}
    for name, value in parameters.items():
        for key, moment in optimiser.state.get(value, {}).items():
            tensors[f"{key}.{name}"] = torch.as_tensor(moment).contiguous()
    state = {"step": step, "about": run, "schedule": schedule.state_dict()}
    write_whole(file, serialised(tensors, {"run": json.dumps(state)}))


def resume(
    file: Path, parameters: Parameters, optimiser: torch.optim.Optimizer, schedule: LRScheduler, run: str
) -> int:
    """Restore parameters, optimiser and schedule from a checkpoint of the same run.

    Returns:
        How many steps are done; 0 if there is no such checkpoint, and then nothing is changed.
    """
    from safetensors import safe_open

    if not file.exists():
        return 0
    with safe_open(file, "pt") as stored:
        state = json.loads((stored.metadata() or {}).get("run", "{}"))
        tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118  # not a mapping
    complete = all(f"parameter.{name}" in tensors for name in parameters)
    if state.get("about") != run or "schedule" not in state or not complete:
        return 0
    with torch.no_grad():
        for name, value in parameters.items():
            value.copy_(tensors[f"parameter.{name}"])
    for name, value in parameters.items():
        moments: dict[str, Any] = {key: tensors[f"{key}.{name}"] for key in _MOMENTS if f"{key}.{name}" in tensors}
        if moments:
            optimiser.state[value] = moments
    schedule.load_state_dict(state["schedule"])
    for group, rate in zip(optimiser.param_groups, schedule.get_last_lr(), strict=True):
        group["lr"] = rate
    return int(state["step"])

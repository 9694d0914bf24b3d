"""Checkpoints of a training run in safetensors: parameters, the moments of AdamW, and the step. Nothing pickled."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

Parameters = Mapping[str, Tensor]


def save(file: Path, parameters: Parameters, optimiser: torch.optim.Optimizer, step: int, about: str) -> None:
    """Write a checkpoint, whole or not at all.

    Args:
        file: where to.
        parameters: those that are trained, by name.
        optimiser: an AdamW over just these.
        step: how many steps are done.
        about: what the run is; a checkpoint with another one is not resumed.
    """
    from safetensors.torch import save_file

    tensors = {f"parameter.{name}": value.detach().contiguous() for name, value in parameters.items()}
    for name, value in parameters.items():
        for key, moment in optimiser.state.get(value, {}).items():
            tensors[f"{key}.{name}"] = torch.as_tensor(moment).contiguous()
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".partial")
    save_file(tensors, partial, {"run": json.dumps({"step": step, "about": about})})
    partial.replace(file)


def resume(file: Path, parameters: Parameters, optimiser: torch.optim.Optimizer, about: str) -> int:
    """Take up a checkpoint of the same run; returns the steps done, 0 where there is none to take up."""
    from safetensors import safe_open

    if not file.exists():
        return 0
    with safe_open(file, "pt") as stored:
        run = json.loads((stored.metadata() or {}).get("run", "{}"))
        tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118  # no mapping
    if run.get("about") != about or any(f"parameter.{name}" not in tensors for name in parameters):
        return 0
    with torch.no_grad():
        for name, value in parameters.items():
            value.copy_(tensors[f"parameter.{name}"])
    for name, value in parameters.items():
        moments: dict[str, Any] = {
            key: tensors[f"{key}.{name}"] for key in ("step", "exp_avg", "exp_avg_sq") if f"{key}.{name}" in tensors
        }
        if moments:
            optimiser.state[value] = moments
    return int(run["step"])


def one_cycle(step: int, steps: int, peak: float, warm: float = 0.1) -> float:
    """Learning rate at a step: linear up to the peak over the first tenth, then a half cosine down to zero."""
    position = step / max(1, steps)
    if position < warm:
        return peak * (position / warm)
    return peak * 0.5 * (1 + math.cos(math.pi * (position - warm) / (1 - warm)))


def set_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    """Set the learning rate of every parameter group; a group's `scale` multiplies it."""
    for group in optimiser.param_groups:
        group["lr"] = rate * group.get("scale", 1.0)

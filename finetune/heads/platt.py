"""Scores to log-odds."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray


def platt(
    scores: NDArray[np.floating], generated: NDArray[np.bool_], mass: NDArray[np.float64] | None = None
) -> tuple[float, float]:
    """Slope and offset of log-odds = slope · score + offset (Platt, 1999).

    Args:
        scores: [n].
        generated: the label, bool [n].
        mass: weights [n]; by default each label weighs one half, and each of its scores the same.
    """
    x, y = torch.from_numpy(scores.astype(np.float64)), torch.from_numpy(generated.astype(np.float64))
    even = torch.where(y > 0, 0.5 / y.sum(), 0.5 / (1 - y).sum())
    weight = even if mass is None else torch.from_numpy(mass / mass.sum())
    line = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([line], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        error = torch.nn.functional.binary_cross_entropy_with_logits(line[0] * x + line[1], y, weight, reduction="sum")
        error.backward()
        return error

    optimiser.step(loss)  # type: ignore[arg-type]  # the stub forgets that a tensor may come back
    return float(line[0].detach()), float(line[1].detach())

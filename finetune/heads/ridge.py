"""A linear head on tower features: weighted ridge regression, solved exactly, left-out sources in seconds.

    minimise  Σ_i v_i (y_i − b − wᵀ x_i)² + λ |w|²,   y = ±1,   v_i ∝ 1 / √(samples of its source), each label half

The weighted Gram matrix is a sum over sources, so it is built once for each and every fold only adds and solves.

Letters: n samples, D features.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

Features = NDArray[np.float16] | NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LinearHead:
    """score(x) = bias + Σ_d weight_d · (x_d − mean_d) / scale_d; all float32 [D] but the bias."""

    weight: NDArray[np.float32]
    bias: float
    mean: NDArray[np.float32]
    scale: NDArray[np.float32]

    def folded(self) -> tuple[NDArray[np.float32], float]:
        """Weight float32 [D] and bias of the same score for features as they come."""
        weight = self.weight / self.scale
        return weight, self.bias - float(weight @ self.mean)

    def __call__(self, features: Features) -> NDArray[np.float32]:
        """Scores float32 [n] of features [n, D]; above 0 leans to generated."""
        weight, bias = self.folded()
        scores = features.astype(np.float32) @ weight + np.float32(bias)
        return scores.astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Sums:
    count: int
    total: torch.Tensor  # [D], Σ x
    gram: torch.Tensor  # [D, D], Σ x xᵀ


class Ridge:
    """Sums over cells of samples that share label and source, ready to be fitted on any choice of cells."""

    def __init__(self, features: Features, generated: NDArray[np.bool_], cells: Sequence[Hashable]) -> None:
        """Build the sums.

        Args:
            features: [n, D].
            generated: the label, bool [n].
            cells: to which cell each sample belongs; folds choose among them, so a cell lies in one fold whole.

        Raises:
            ValueError: if a cell holds both labels.
        """
        self.mean, self.scale = _moments(features)
        members: dict[Hashable, list[int]] = {}
        for index, cell in enumerate(cells):
            members.setdefault(cell, []).append(index)
        self.generated: dict[Hashable, bool] = {}
        self._sums: dict[Hashable, _Sums] = {}
        for cell, indices in members.items():
            labels = generated[indices]
            if labels.min() != labels.max():
                raise ValueError(f"the cell {cell!r} holds both labels")
            x = torch.from_numpy((features[indices].astype(np.float32) - self.mean) / self.scale)
            self.generated[cell] = bool(labels[0])
            self._sums[cell] = _Sums(len(indices), x.sum(0), x.T @ x)

    def fit(
        self,
        cells: Sequence[Hashable],
        penalty: float = 30.0,
        shares: dict[Hashable, float] | None = None,
        invariance: float = 0.0,
    ) -> LinearHead:
        """Fit on the chosen cells.

        Args:
            cells: which to learn from, of both labels.
            penalty: λ in units of D / n of the standardised features.
            shares: extra factors on the weight of a cell.
            invariance: extra penalty on how much the scores of cells of one label differ in their means,
                μ Σ_c v_c (wᵀ (x̄_c − x̄_label))²: what tells sources apart is not to be used.

        Raises:
            ValueError: if a label is missing.
        """
        weights = self._weights(cells, shares or {})
        samples = sum(self._sums[cell].count for cell in cells)
        size = len(self.mean)
        gram, total, target = torch.zeros(size, size), torch.zeros(size), torch.zeros(size)
        for cell, weight in weights.items():
            sums = self._sums[cell]
            gram.add_(sums.gram, alpha=weight)
            total.add_(sums.total, alpha=weight)
            target.add_(sums.total, alpha=weight if self.generated[cell] else -weight)
        # each label weighs one half, so the weights sum to 1, the mean of y is 0 and `total` is the mean of x
        gram.addr_(total, total, alpha=-1.0)
        if invariance:
            shifts = self._shifts(weights)  # [cells, D]
            gram.addmm_(shifts.T, shifts, alpha=invariance)
        gram.diagonal().add_(penalty * size / samples)
        solution = torch.linalg.solve(gram, target)  # [D]
        return LinearHead(solution.numpy(), -float(solution @ total), self.mean, self.scale)

    def _shifts(self, weights: dict[Hashable, float]) -> torch.Tensor:
        """Mean of each cell less that of its label, times the root of the cell's mass; [cells, D]."""
        rows = []
        for label in (False, True):
            chosen = [cell for cell in weights if self.generated[cell] is label]
            mass = torch.tensor([weights[cell] * self._sums[cell].count for cell in chosen])  # sums to one half
            means = torch.stack([self._sums[cell].total / self._sums[cell].count for cell in chosen])
            centre = (mass[:, None] * means).sum(0) / mass.sum()
            rows.append((means - centre) * mass.sqrt()[:, None])
        return torch.cat(rows)

    def _weights(self, cells: Sequence[Hashable], shares: dict[Hashable, float]) -> dict[Hashable, float]:
        """The weight of one sample in each cell; each label sums to one half."""
        weights: dict[Hashable, float] = {}
        for label in (False, True):
            chosen = [cell for cell in cells if self.generated[cell] is label]
            if not chosen:
                raise ValueError("a head needs both labels")
            mass = {cell: self._sums[cell].count ** 0.5 * shares.get(cell, 1.0) for cell in chosen}
            whole = 2 * sum(mass.values())
            weights |= {cell: mass[cell] / whole / self._sums[cell].count for cell in chosen}
        return weights


def _moments(features: Features) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and standard deviation float32 [D], the latter with a floor so that silent features stay small."""
    rows = features.astype(np.float32)
    return rows.mean(0), rows.std(0) + np.float32(1e-3)

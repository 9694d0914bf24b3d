"""A linear head on tower features: weighted ridge regression, with what it would be without any group of its samples.

    minimise  Σ_i v_i (y_i − b − wᵀ x_i)² + λ |w|²,   y = ±1

What the head of all other samples says about a group G follows from the one fit (Cook, 1977; H is the hat matrix):

    y_G − ŷ_G = (I − H_GG V_G)⁻¹ (y_G − X_G β),   H = X M⁻¹ Xᵀ,   M = Xᵀ V X + λ I

so that leaving out each source, or each of thousands of pairs of sources, costs one small system and no other fit. A
group leaves with whole units, since their means may be samples too. A sample of weight 0 takes no part in the fit and
can be scored in the same way. Scaling, the normalisation of the weights and the n of λ still know the features and the
number of samples that leave, though not their labels.

Letters: n samples, g samples of a group, D features.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, solve_triangular

Features = NDArray[np.float16] | NDArray[np.float32]
Values = NDArray[np.float64]
Indices = NDArray[np.intp]


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


class Ridge:
    """The head of all samples, and the heads that leave groups of them out."""

    def __init__(
        self,
        features: Features,
        generated: NDArray[np.bool_],
        mass: Values,
        penalty: float,
        units: Sequence[Hashable] | None = None,
        steadiness: float = 0.0,
        start: Values | None = None,
    ) -> None:
        """Fit on all samples.

        Args:
            features: [n, D].
            generated: the label, bool [n].
            mass: weights v [n] of the samples; see `weights`.
            penalty: λ in units of D / n of the standardised features; n counts the samples that have a weight.
            units: the unit of each sample [n], such as its source.
            steadiness: the mean of each unit counts as one more sample, with this factor on the weight of its unit. It
                keeps the scores of whole sources on the right side, and not only those of most pictures. The mean is
                set against the label alone: set against the mean of the label's other units, it would tell the head
                about units that are left out later.
            start: scores [n] of a head to start from. What is fitted is then the change to it, and λ holds the change
                down and not the head: minimise Σ v (y − s − b − wᵀx)² + λ |w|². `head` gives the change alone,
                `left_out` whole scores.

        Raises:
            ValueError: if a label is missing.
        """
        learned = mass > 0
        if generated[learned].all() or not generated[learned].any():
            raise ValueError("a head needs both labels, real and generated pictures")
        self.mean, self.scale = _moments(features[learned])
        self._x, self._mass = features, mass / mass.sum()
        self._start = np.zeros(len(features)) if start is None else np.asarray(start, np.float64)
        self._y, self._home = np.where(generated, 1.0, -1.0) - self._start, np.full(len(features), -1)
        if steadiness and units is not None:
            self._add_means(generated, units, steadiness)
        size = features.shape[1]
        gram, target = np.zeros((size + 1, size + 1), np.float32), np.zeros(size + 1)
        for rows in self._pieces():
            x = self._standard(rows)
            gram += x.T @ (x * self._mass[rows, None].astype(np.float32))
            target += x.T @ (self._mass[rows] * self._y[rows])
        whole = gram.astype(np.float64)
        whole[np.arange(size), np.arange(size)] += penalty * size / learned.sum()  # the bias is not held down
        whole[size, size] += 1e-9
        self._factor, self._lower = cho_factor(whole, lower=True, overwrite_a=True, check_finite=False)
        self._beta = cho_solve((self._factor, self._lower), target, check_finite=False)  # [D + 1]

    def _add_means(self, generated: NDArray[np.bool_], units: Sequence[Hashable], steadiness: float) -> None:
        """Append the mean of each unit as a sample."""
        members: dict[Hashable, list[int]] = {}
        for index in np.flatnonzero(self._mass).tolist():
            members.setdefault((bool(generated[index]), units[index]), []).append(index)
        means = np.stack([self._x[indices].astype(np.float32).mean(0) for indices in members.values()])
        for number, indices in enumerate(members.values()):
            self._home[indices] = len(self._x) + number
        begun = np.array([self._start[indices].mean() for indices in members.values()])
        wanted = np.array([1.0 if label else -1.0 for label, _ in members])  # type: ignore[misc]
        self._y = np.concatenate([self._y, wanted - begun])
        mass = [steadiness * self._mass[indices].sum() for indices in members.values()]
        self._mass = np.concatenate([self._mass, mass])
        self._x = np.concatenate([self._x, means.astype(self._x.dtype)])

    def head(self, without: Indices | None = None) -> LinearHead:
        """The head of all samples, or of all but those at the given indices [g]."""
        beta = self._beta
        if without is not None:
            gone = self._with_means(without)
            x, mass = self._standard(gone).astype(np.float64), self._mass[gone]  # [g, D + 1], [g]
            solved = cho_solve((self._factor, self._lower), x.T, check_finite=False)  # [D + 1, g]
            residual = np.linalg.solve(np.eye(len(mass)) - (x @ solved) * mass, self._y[gone] - x @ beta)
            beta = beta - (solved * mass) @ residual
        return LinearHead(beta[:-1].astype(np.float32), float(beta[-1]), self.mean, self.scale)

    def _with_means(self, group: Indices) -> Indices:
        """A group with the means that its samples are part of."""
        means = np.unique(self._home[group])
        return np.concatenate([group, means[means >= 0]])

    def left_out(self, group: Indices) -> Values:
        """Scores [g] of the samples at some indices, by the head of all others."""
        gone = self._with_means(group)
        hat = self._hat[np.ix_(gone, gone)].astype(np.float64)
        residual = self._y[gone] - self._scores[gone]
        error = np.linalg.solve(np.eye(len(gone)) - hat * self._mass[gone], residual)
        return np.asarray(self._y[gone] - error, np.float64)[: len(group)] + self._start[group]

    @cached_property
    def _hat(self) -> NDArray[np.float32]:
        """H, float32 [n, n]."""
        lower = np.tril(self._factor).astype(np.float32)
        whitened = [solve_triangular(lower, self._standard(rows).T, lower=True).T for rows in self._pieces()]
        rows = np.concatenate(whitened)  # [n, D + 1], L⁻¹ x
        return rows @ rows.T

    @cached_property
    def _scores(self) -> Values:
        """Scores [n] by the head of all samples."""
        return np.concatenate([self._standard(rows) @ self._beta for rows in self._pieces()]).astype(np.float64)

    def _pieces(self) -> list[slice]:
        """The samples in pieces, since all of them as float32 would take much memory."""
        return [slice(start, start + 1024) for start in range(0, len(self._x), 1024)]

    def _standard(self, rows: Indices | slice) -> NDArray[np.float32]:
        """Standardised features of some samples and a constant, float32 [g, D + 1]."""
        x = (self._x[rows].astype(np.float32) - self.mean) / self.scale
        return np.concatenate([x, np.ones((len(x), 1), np.float32)], 1)


def weights(
    generated: NDArray[np.bool_], units: Sequence[Hashable], share: Callable[[int], float] = lambda index: 1.0
) -> Values:
    """Weights [n] that sum to 1: each label one half, units of a label as the root of their size.

    Args:
        generated: the label, bool [n].
        units: the unit of each sample [n], such as its source.
        share: an extra factor on a sample, by its index; what has the factor 0 does not count as one of its unit.
    """
    homes = list(zip(generated.tolist(), units, strict=True))
    factors = np.array([share(index) for index in range(len(homes))])
    count = Counter(home for home, factor in zip(homes, factors, strict=True) if factor > 0)
    mass = factors * np.array([max(count[home], 1) ** -0.5 for home in homes])
    for label in (False, True):
        if not (total := mass[generated == label].sum()):
            raise ValueError("a head needs both labels, real and generated pictures")
        mass[generated == label] *= 0.5 / total
    return mass


def _moments(features: Features) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and standard deviation float32 [D], the latter with a floor so that silent features stay small."""
    rows = features.astype(np.float32)
    return rows.mean(0), rows.std(0) + np.float32(1e-3)

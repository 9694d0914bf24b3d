"""Weighted ridge regression of a change to a head, solved in the space of the samples, of which there are few.

    minimise  Σ_i v_i (r_i − b − wᵀ x_i)² + λ Σ_d c_d w_d²,   r_i = y_i − s_i,   y = ±1

where s is the score of the head that is changed. With n samples of D ≫ n features the system is n × n (Saunders,
Gammerman and Vovk, “Ridge Regression Learning Algorithm in Dual Variables”, 1998):

    w = C⁻¹ Xᵀ (X C⁻¹ Xᵀ + λ V⁻¹)⁻¹ r,   X and r centred by v

Letters: n samples, D features.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .ridge import Features, LinearHead, Values

FLOOR = np.float32(1e-3)  # of the standard deviation, so that silent features stay small


class DualRidge:
    """The change that all samples ask for, and those that some of them ask for."""

    def __init__(
        self,
        features: Features,
        residual: Values,
        mass: Values,
        penalty: float,
        importance: NDArray[np.float32] | None = None,
    ) -> None:
        """Prepare the system; it costs n² · D.

        Args:
            features: [n, D].
            residual: what the head that is changed leaves over, y − s [n].
            mass: weights [n], above 0.
            penalty: λ in units of D / n of the standardised features, as for `Ridge`.
            importance: c [D], how strongly each weight is held; 1 by default.
        """
        rows = features.astype(np.float32)
        self.mean, self.scale = rows.mean(0), rows.std(0) + FLOOR
        self._x = (rows - self.mean) / self.scale
        self._free = np.ones(rows.shape[1], np.float32) if importance is None else 1 / importance
        self._kernel = (self._x * self._free) @ self._x.T  # [n, n]
        self._residual, self._mass, self._penalty = np.asarray(residual, np.float64), mass, penalty

    def change(self, kept: NDArray[np.bool_] | None = None) -> LinearHead:
        """The change by all samples, or by those that are kept, bool [n]."""
        chosen = np.arange(len(self._mass)) if kept is None else np.flatnonzero(kept)
        mass = self._mass[chosen] / self._mass[chosen].sum()
        residual = self._residual[chosen]
        middle = float(mass @ residual)
        kernel = self._kernel[np.ix_(chosen, chosen)].astype(np.float64)
        inner = kernel @ mass
        kernel += float(mass @ inner) - inner[:, None] - inner[None]  # as if the rows were centred
        strength = self._penalty * self._x.shape[1] / len(chosen)
        kernel[np.diag_indices_from(kernel)] += strength / mass
        dual = np.linalg.solve(kernel, residual - middle).astype(np.float32)  # [n]
        rows = self._x[chosen]
        centre = mass.astype(np.float32) @ rows  # [D]
        weight = self._free * (dual @ rows - dual.sum() * centre)
        return LinearHead(weight, middle - float(weight @ centre), self.mean, self.scale)

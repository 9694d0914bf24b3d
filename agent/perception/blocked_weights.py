"""Weights in the order in which this processor reads them, so that a step of a few tokens does not reorder them first.

oneDNN multiplies matrices in bfloat16 in blocks. Given weights as they are stored, it copies all of them into its own
order at every call, which costs more than multiplying a few tokens. The results are the same to the last bit.
"""

from __future__ import annotations

from typing import Any

from .precision import fast_bfloat16


def blocked(model: Any) -> Any:
    """Put the linear layers of a model without gradients into that order, in place; only those in bfloat16 on a CPU.

    The stored order is given up, so the weights can no longer be read from these layers.
    """
    import torch

    operations = torch.ops.mkldnn  # torch's own compiler calls these; it has no public functions for them
    if not (fast_bfloat16() and torch.backends.mkldnn.is_available() and hasattr(operations, "_linear_pointwise")):
        return model

    class BlockedLinear(torch.nn.Module):
        """y = x Wᵀ + b."""

        def __init__(self, plain: torch.nn.Linear) -> None:
            super().__init__()
            with torch.inference_mode():
                self._weight = operations._reorder_linear_weight(plain.weight.detach(), None)
                self._bias = None if plain.bias is None else plain.bias.detach()

        def forward(self, states: torch.Tensor) -> torch.Tensor:
            return operations._linear_pointwise(states.contiguous(), self._weight, self._bias, "none", [], "")

    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            if type(child) is torch.nn.Linear and _fits(child.weight):
                setattr(parent, name, BlockedLinear(child))
    return model


def _fits(weight: Any) -> bool:
    import torch

    return weight.dtype == torch.bfloat16 and weight.device.type == "cpu"

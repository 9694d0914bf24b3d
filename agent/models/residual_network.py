"""The network of the residual detector: it sees only what a high-pass leaves of a picture, not its content.

Letters: B pictures, S side in pixels, K fixed filters, h and w the side of the last feature map, S / 16.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

SIDE = 224


def high_pass_bank() -> Tensor:
    """Fixed filters float32 [K=6, 1, 5, 5], each summing to 0.

    First differences to the right and below, the second differences, the 3 × 3 and the 5 × 5 kernel of the spatial rich
    model (Fridrich and Kodovský, "Rich Models for Steganalysis of Digital Images", 2012).
    """
    bank = torch.zeros(6, 1, 5, 5)
    bank[0, 0, 2, 2:4] = torch.tensor([-1.0, 1.0])
    bank[1, 0, 2:4, 2] = torch.tensor([-1.0, 1.0])
    bank[2, 0, 2, 1:4] = torch.tensor([1.0, -2.0, 1.0]) / 2
    bank[3, 0, 1:4, 2] = torch.tensor([1.0, -2.0, 1.0]) / 2
    bank[4, 0, 1:4, 1:4] = torch.tensor([[-1.0, 2, -1], [2, -4, 2], [-1, 2, -1]]) / 4
    bank[5, 0] = (
        torch.tensor(
            [[-1.0, 2, -2, 2, -1], [2, -6, 8, -6, 2], [-2, 8, -12, 8, -2], [2, -6, 8, -6, 2], [-1, 2, -2, 2, -1]]
        )
        / 12
    )
    return bank


class ResidualNetwork(nn.Module):
    """Logit of synthetic for pictures float [B, 3, S, S] in 0 to 255, and its map over the picture."""

    bank: Tensor

    def __init__(self, width: int = 32) -> None:
        """Build it untrained; `width` is that of the first learned layer."""
        super().__init__()
        self.register_buffer("bank", high_pass_bank(), persistent=False)
        widths = (width, width * 2, width * 3, width * 4)
        self.stem = nn.Conv2d(18, widths[0], 3, stride=2, padding=1)
        self.stages = nn.ModuleList(
            nn.Sequential(_Block(narrow), nn.Conv2d(narrow, wide, 3, stride=2, padding=1))
            for narrow, wide in pairwise(widths)
        )
        self.last = _Block(widths[-1])
        self.head = nn.Linear(widths[-1], 1)

    def features(self, pictures: Tensor) -> Tensor:
        """Feature map float [B, 4 · width, h, w]."""
        batch, _, height, width = pictures.shape
        planes = pictures.reshape(batch * 3, 1, height, width)
        residual = functional.conv2d(
            functional.pad(planes, (2, 2, 2, 2), mode="reflect"), self.bank.to(planes.dtype)
        )  # [B·3, K, S, S]
        x = self.stem(torch.tanh(residual / 6).reshape(batch, 18, height, width))  # grey levels; strong edges saturate
        for stage in self.stages:
            x = stage(x)
        return functional.silu(self.last(x))

    def forward(self, pictures: Tensor) -> Tensor:
        """Logits float [B]: the mean over the map."""
        return self.head(self.features(pictures).mean((2, 3))).squeeze(1)

    def map(self, pictures: Tensor) -> Tensor:
        """Logits by place, float [B, h, w]; their mean is the logit of the picture (a class activation map)."""
        return self.head(self.features(pictures).permute(0, 2, 3, 1)).squeeze(-1)


class _Block(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.GroupNorm(8, width),
            nn.SiLU(),
            nn.Conv2d(width, width, 3, padding=1),
            nn.GroupNorm(8, width),
            nn.SiLU(),
            nn.Conv2d(width, width, 3, padding=1),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x)


def built(arrays: Mapping[str, NDArray[Any]]) -> ResidualNetwork:
    """The network with trained parameters, arrays by name.

    Raises:
        RuntimeError: if a parameter is missing or has another shape.
    """
    network = ResidualNetwork()
    network.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
    return network.eval()

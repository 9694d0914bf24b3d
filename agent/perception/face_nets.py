"""The three small networks of MTCNN (Zhang et al., "Joint face detection and alignment …", IEEE SPL 2016), in torch.

Each gives, for a window, the probability of a face and how to move the window's corners, in shares of its side; the
last one also gives five points. The layers have the names of the published weights.

Letters: B windows.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from . import weights


class FacesMissingError(ValueError):
    """The weights are not set up; the message is one line with a fix."""


_WIDTHS = {"pnet": (10, 16, 32), "rnet": (28, 48, 64), "onet": (32, 64, 64, 128)}
_DENSE = {"rnet": (576, 128), "onet": (1152, 256)}
# Pooling after each convolution: size and stride, 0 for none; incomplete windows at the edge count too.
_POOLS = {"pnet": ((2, 2), 0, 0), "rnet": ((3, 2), (3, 2), 0), "onet": ((3, 2), (3, 2), (2, 2), 0)}
_KERNELS = {"pnet": (3, 3, 3), "rnet": (3, 3, 2), "onet": (3, 3, 3, 2)}


def _net(name: str) -> Any:
    """One of the networks without weights: a module that returns (probability of a face, move, points or None)."""
    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            before = 3
            for n, (width, kernel) in enumerate(zip(_WIDTHS[name], _KERNELS[name], strict=True), start=1):
                setattr(self, f"conv{n}", nn.Conv2d(before, width, kernel))
                setattr(self, f"prelu{n}", nn.PReLU(width))
                before = width
            self.last = len(_WIDTHS[name])
            if name == "pnet":
                self.conv4_1, self.conv4_2 = nn.Conv2d(before, 2, 1), nn.Conv2d(before, 4, 1)
                return
            self.dense = self.last + 1
            inner, outer = _DENSE[name]
            setattr(self, f"dense{self.dense}", nn.Linear(inner, outer))
            setattr(self, f"prelu{self.dense}", nn.PReLU(outer))
            for n, outputs in enumerate((2, 4, 10) if name == "onet" else (2, 4), start=1):
                setattr(self, f"dense{self.dense + 1}_{n}", nn.Linear(outer, outputs))

        def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor | None]:
            for n, pool in enumerate(_POOLS[name], start=1):
                x = getattr(self, f"prelu{n}")(getattr(self, f"conv{n}")(x))
                if pool:
                    x = nn.functional.max_pool2d(x, *pool, ceil_mode=True)
            if name == "pnet":
                return self.conv4_1(x).softmax(1)[:, 1], self.conv4_2(x), None
            x = x.permute(0, 3, 2, 1).flatten(1)  # the weights were trained with columns first
            x = getattr(self, f"prelu{self.dense}")(getattr(self, f"dense{self.dense}")(x))
            first, second = (getattr(self, f"dense{self.dense + 1}_{n}")(x) for n in (1, 2))
            points = getattr(self, f"dense{self.dense + 1}_3")(x) if name == "onet" else None
            return first.softmax(1)[:, 1], second, points

    return Net()


@cache
def load() -> tuple[Any, Any, Any]:
    """The three networks with their weights, in the order of the stages.

    Raises:
        FacesMissingError: if they are not set up.
    """
    from safetensors.torch import load_file

    folder = weights.faces_folder()
    if not weights.is_set_up(folder):
        raise FacesMissingError(
            "the model that finds faces is not set up or damaged; run `telltale model setup` (2 MB, once)"
        )
    state = load_file(folder / weights.FACES_FILE)
    nets = []
    for name in weights.FACES_NETS:
        net = _net(name)
        net.load_state_dict({key.split(".", 1)[1]: value for key, value in state.items() if key.startswith(f"{name}.")})
        nets.append(net.eval().requires_grad_(False))
    return nets[0], nets[1], nets[2]

"""Attacks that know the weights of the head on CLIP's features, by its gradient.

Letters: H, W height and width; B batch, 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..sets.degradations import Pixels

if TYPE_CHECKING:
    from torch import Tensor

    from ...agent.detectors.clip_heads import Heads

STEPS = 10


def as_tensor(pixels: Pixels) -> Tensor:
    """A picture uint8 [H, W, 3] as a tensor [B, 3, H, W] in 0 to 1."""
    import torch

    return torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float() / 255


def as_pixels(x: Tensor) -> Pixels:
    """A tensor [B, 3, H, W] in 0 to 1 as a picture uint8 [H, W, 3]."""
    return (x[0].permute(1, 2, 0).numpy() * 255).round().astype(np.uint8)


def log_odds(x: Tensor, heads: Heads) -> Tensor:
    """The head's score of a view [B, 3, 224, 224] in 0 to 1, up to a constant factor and term; differentiable."""
    import torch

    from ...agent.perception import tower

    network = tower.load()
    mean, deviation = (torch.tensor(values).view(3, 1, 1) for values in (tower.CLIP_MEAN, tower.CLIP_STD))
    states = network(((x - mean) / deviation).to(network.dtype), output_hidden_states=True).hidden_states
    tokens = [states[layer][:, 0].float() for layer in tower.CLS_LAYERS]
    patches = torch.stack([states[layer][:, 1:] for layer in tower.PATCH_LAYERS], 1).float().mean(2).flatten(1)
    return (torch.cat([*tokens, patches], 1) @ torch.from_numpy(heads.weight)).sum()


def projected_gradient(pixels: Pixels, sign: float, epsilon: float, heads: Heads) -> Pixels:
    """Move the score of generation by projected gradient descent (Madry et al., 2018).

    Args:
        pixels: a view uint8 [224, 224, 3].
        sign: 1 raises the score, −1 lowers it.
        epsilon: the most that a pixel changes, in grey levels of 255.
        heads: which score.

    Returns:
        The changed view.
    """
    import torch

    start = as_tensor(pixels)
    bound, x = epsilon / 255, start.clone()
    for _ in range(STEPS):
        x.requires_grad_()
        (slope,) = torch.autograd.grad(log_odds(x, heads), x)
        moved = x.detach() + sign * slope.sign() * bound / 4
        x = torch.min(torch.max(moved, start - bound), start + bound).clamp(0, 1)
    return as_pixels(x)

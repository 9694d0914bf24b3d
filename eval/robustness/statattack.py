"""StatAttack (Hou et al., “Evading DeepFake Detectors via Adversarial Statistical Consistency”, CVPR 2023).

It changes a picture's exposure, blur and noise, as far as a viewer still takes it for an ordinary photograph, so that a
detector's answer turns. The black-box attack is a random search that sees scores alone; the white-box attack follows
the gradient through the head on CLIP's features.

Letters: H, W height and width; K coefficients of the exposure, 6.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..sets.degradations import Pixels
from .clip_gradient import as_pixels, as_tensor, log_odds

if TYPE_CHECKING:
    from torch import Tensor

    from ...agent.detectors.clip_heads import Heads

EXPOSURE, BLUR, NOISE = 0.2, 1.5, 6.0  # largest change of brightness, standard deviation in px, grey levels


@dataclass(frozen=True, slots=True)
class Settings:
    """What is changed: coefficients [K] of a quadratic of exposure, the blur in px, the noise [3, H, W] in −1 to 1."""

    exposure: NDArray[np.float32]
    blur: float
    noise: NDArray[np.float32]


def apply(x: Tensor, exposure: Tensor, blur: Tensor, noise: Tensor) -> Tensor:
    """A picture [1, 3, H, W] in 0 to 1 under settings; differentiable in all of them.

    Brightness is multiplied by exp(E · tanh(q(u, v))), q the quadratic over −1 … 1 in both directions; then come a
    Gaussian blur and additive noise of at most N grey levels.
    """
    import torch

    height, width = x.shape[-2:]
    v, u = torch.meshgrid(torch.linspace(-1, 1, height), torch.linspace(-1, 1, width), indexing="ij")
    terms = torch.stack([torch.ones_like(u), u, v, u * u, u * v, v * v])  # [K, H, W]
    field = EXPOSURE * torch.tanh((exposure[:, None, None] * terms).sum(0))  # [H, W]
    x = (x * torch.exp(field)).clamp(0, 1)
    sigma = blur.clamp(0.05, BLUR)
    at = torch.arange(-4, 5, dtype=x.dtype)
    kernel = torch.exp(-(at**2) / (2 * sigma**2))
    kernel = (kernel / kernel.sum()).repeat(3, 1)  # [3, 9]
    padded = torch.nn.functional.pad(x, (4, 4, 4, 4), mode="reflect")
    x = torch.nn.functional.conv2d(padded, kernel[:, None, None, :], groups=3)
    x = torch.nn.functional.conv2d(x, kernel[:, None, :, None], groups=3)
    return (x + noise.clamp(-1, 1) * NOISE / 255).clamp(0, 1)


def rendered(pixels: Pixels, settings: Settings) -> Pixels:
    """A picture under settings, uint8 [H, W, 3]."""
    import torch

    parts = torch.from_numpy(settings.exposure), torch.tensor(settings.blur), torch.from_numpy(settings.noise)
    with torch.inference_mode():
        return as_pixels(apply(as_tensor(pixels), *parts))


def black_box(
    pixels: Pixels, score: Callable[[Pixels], float], sign: float, queries: int, rng: np.random.Generator
) -> Pixels:
    """The best picture of a random search that halves its steps.

    Args:
        pixels: uint8 [H, W, 3].
        score: of a picture, by the model under attack.
        sign: 1 looks for a high score, −1 for a low one.
        queries: scores that may be asked for.
        rng: decides every step.
    """
    shape = (3, *pixels.shape[:2])
    best = Settings(np.zeros(6, np.float32), 0.05, np.zeros(shape, np.float32))
    best_score, picture, step = score(pixels), pixels, 1.0
    for number in range(queries):
        if number and number % max(1, queries // 3) == 0:
            step /= 2
        tried = Settings(
            (best.exposure + step * rng.normal(0, 0.7, 6)).astype(np.float32),
            float(np.clip(best.blur + step * rng.normal(0, 0.5), 0.05, BLUR)),
            np.clip(best.noise + step * rng.normal(0, 0.5, shape), -1, 1).astype(np.float32),
        )
        candidate = rendered(pixels, tried)
        value = score(candidate)
        if sign * value > sign * best_score:
            best, best_score, picture = tried, value, candidate
    return picture


def white_box(pixels: Pixels, heads: Heads, sign: float, steps: int = 12) -> Pixels:
    """Gradient ascent (Adam) on the settings through the head on CLIP's features, for a view [224, 224, 3]."""
    import torch

    x = as_tensor(pixels)
    exposure = torch.zeros(6, requires_grad=True)
    blur = torch.tensor(0.4, requires_grad=True)
    noise = torch.zeros(3, *pixels.shape[:2], requires_grad=True)
    optimiser = torch.optim.Adam([{"params": [exposure, noise], "lr": 0.3}, {"params": [blur], "lr": 0.1}])
    for _ in range(steps):
        optimiser.zero_grad()
        (-sign * log_odds(apply(x, exposure, blur, noise), heads)).backward()
        optimiser.step()
    return rendered(pixels, Settings(exposure.detach().numpy(), float(blur.detach()), noise.detach().numpy()))

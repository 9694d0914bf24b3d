"""StatAttack (Hou et al., “Evading DeepFake Detectors via Adversarial Statistical Consistency”, CVPR 2023).

A picture's exposure, blur and noise are moved, within what a viewer takes for an ordinary photograph, so that a
detector turns. Black-box: a random search that sees scores alone. White-box: gradients through the head on CLIP.

Letters: H, W height and width, K coefficients of the exposure, 6.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ...agent.detectors import clip_heads
from ..studies.attacks import log_odds

Pixels = NDArray[np.uint8]  # [H, W, 3]
EXPOSURE, BLUR, NOISE = 0.2, 1.5, 6.0  # largest change of brightness, standard deviation in px, grey levels


@dataclass(frozen=True, slots=True)
class Settings:
    """What is moved: coefficients [K] of a quadratic of exposure, the blur in px, the noise [3, H, W] in −1 to 1."""

    exposure: NDArray[np.float32]
    blur: float
    noise: NDArray[np.float32]


def apply(x: Tensor, exposure: Tensor, blur: Tensor, noise: Tensor) -> Tensor:
    """A picture [1, 3, H, W] in 0 to 1 under settings; differentiable in all of them.

    Brightness is multiplied by exp(E · tanh(q(u, v))), q the quadratic over −1 … 1 in both directions; then a Gaussian
    blur and additive noise of at most N grey levels.
    """
    height, width = x.shape[-2:]
    v, u = torch.meshgrid(torch.linspace(-1, 1, height), torch.linspace(-1, 1, width), indexing="ij")
    terms = torch.stack([torch.ones_like(u), u, v, u * u, u * v, v * v])  # [K, H, W]
    field = EXPOSURE * torch.tanh((exposure[:, None, None] * terms).sum(0))
    x = (x * torch.exp(field)).clamp(0, 1)
    sigma = blur.clamp(0.05, BLUR)
    at = torch.arange(-4, 5, dtype=x.dtype)
    kernel = torch.exp(-(at**2) / (2 * sigma**2))
    kernel = (kernel / kernel.sum()).repeat(3, 1)
    padded = torch.nn.functional.pad(x, (4, 4, 4, 4), mode="reflect")
    x = torch.nn.functional.conv2d(padded, kernel[:, None, None, :], groups=3)
    x = torch.nn.functional.conv2d(x, kernel[:, None, :, None], groups=3)
    return (x + noise.clamp(-1, 1) * NOISE / 255).clamp(0, 1)


def shown(pixels: Pixels, settings: Settings) -> Pixels:
    """A picture under settings, uint8 [H, W, 3]."""
    x = torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float() / 255
    parts = torch.from_numpy(settings.exposure), torch.tensor(settings.blur), torch.from_numpy(settings.noise)
    with torch.inference_mode():
        moved = apply(x, *parts)
    return (moved[0].permute(1, 2, 0).numpy() * 255).round().astype(np.uint8)


def black_box(
    pixels: Pixels, score: Callable[[Pixels], float], sign: float, queries: int, rng: np.random.Generator
) -> tuple[Pixels, float]:
    """The best of a random search that halves its steps: (picture, score); high where the sign is 1, else low."""
    shape = (3, *pixels.shape[:2])
    best = Settings(np.zeros(6, np.float32), 0.05, np.zeros(shape, np.float32))
    found = score(pixels)
    picture, step = pixels, 1.0
    for number in range(queries):
        if number and number % max(1, queries // 3) == 0:
            step /= 2
        tried = Settings(
            (best.exposure + step * rng.normal(0, 0.7, 6)).astype(np.float32),
            float(np.clip(best.blur + step * rng.normal(0, 0.5), 0.05, BLUR)),
            np.clip(best.noise + step * rng.normal(0, 0.5, shape), -1, 1).astype(np.float32),
        )
        candidate = shown(pixels, tried)
        value = score(candidate)
        if sign * value > sign * found:
            best, found, picture = tried, value, candidate
    return picture, found


def white_box(pixels: Pixels, heads: clip_heads.Heads, sign: float, steps: int = 12) -> Pixels:
    """Gradient ascent (Adam) on the settings through the head on CLIP's features, for a view [224, 224, 3]."""
    x = torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float() / 255
    exposure = torch.zeros(6, requires_grad=True)
    blur = torch.tensor(0.4, requires_grad=True)
    noise = torch.zeros(3, *pixels.shape[:2], requires_grad=True)
    optimiser = torch.optim.Adam([{"params": [exposure, noise], "lr": 0.3}, {"params": [blur], "lr": 0.1}])
    for _ in range(steps):
        optimiser.zero_grad()
        (-sign * log_odds(apply(x, exposure, blur, noise), heads)).backward()
        optimiser.step()
    settings = Settings(exposure.detach().numpy(), float(blur.detach()), noise.detach().numpy())
    return shown(pixels, settings)

"""Small convolutional autoencoders: a picture passed through one keeps its content and gains a decoder's trace.

Latent diffusion models and many other generators end in such a decoder, so a reconstruction is a pseudo-fake
with exactly the content of its original (the idea of DRCT, Chen et al., 2024, and of Forensic-Chat). The
decoders differ in how they scale up, because scaling up leaves the trace (Odena et al., "Deconvolution and
Checkerboard Artifacts", 2016).

Letters: B pictures, S side in pixels, a multiple of the stride, C latent channels.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from ...agent.file_bytes import write_whole
from ...eval.sets.degradations import random_crop

Upsampling = Literal["nearest", "transposed", "shuffle"]
CROP = 96  # side in pixels of the training crops


@dataclass(frozen=True, slots=True)
class Shape:
    """The architecture of an autoencoder.

    Attributes:
        upsampling: how the decoder scales up by two: nearest neighbour and convolution, transposed convolution,
            or pixel shuffle.
        stride: side in pixels of the square that one latent position stands for, 4 or 8.
        channels: latent channels.
        width: channels of the widest layer.
    """

    upsampling: Upsampling
    stride: int
    channels: int
    width: int = 96

    @property
    def name(self) -> str:
        """Its name in files and tables."""
        return f"{self.upsampling}-{self.stride}"


SHAPES = tuple(
    Shape(upsampling, stride, channels)
    for stride, channels in ((4, 4), (8, 12))
    for upsampling in ("nearest", "transposed", "shuffle")
)


class Autoencoder(nn.Module):
    """Encoder, latent [B, C, S / stride, S / stride], decoder; pictures are float [B, 3, S, S] in −1 to 1."""

    def __init__(self, shape: Shape) -> None:
        """Build it with random weights."""
        super().__init__()
        self.shape = shape
        steps = {4: 2, 8: 3}[shape.stride]
        widths = [shape.width >> (steps - i) for i in range(steps + 1)]  # 24, 48, 96 at stride 4
        down: list[nn.Module] = [nn.Conv2d(3, widths[0], 3, padding=1)]
        up: list[nn.Module] = [nn.Conv2d(shape.channels, widths[-1], 3, padding=1), _Residual(widths[-1])]
        for narrow, wide in pairwise(widths):
            down += [_Residual(narrow), nn.Conv2d(narrow, wide, 3, stride=2, padding=1)]
        for narrow, wide in zip(widths[-2::-1], widths[:0:-1], strict=True):
            up += [_upsampler(shape.upsampling, wide, narrow), _Residual(narrow)]
        self.encoder = nn.Sequential(*down, _Residual(widths[-1]), nn.Conv2d(widths[-1], shape.channels, 1))
        self.decoder = nn.Sequential(*up, nn.SiLU(), nn.Conv2d(widths[0], 3, 3, padding=1))

    def forward(self, pictures: Tensor) -> Tensor:
        """Reconstructions, float [B, 3, S, S]."""
        return self.decoder(self.encoder(pictures))

    @torch.inference_mode()
    def reconstruct(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Pass a picture uint8 [H, W, 3] of any size through the autoencoder; the result has the same size."""
        height, width = pixels.shape[:2]
        right, below = -width % self.shape.stride, -height % self.shape.stride
        padded = np.pad(pixels, ((0, below), (0, right), (0, 0)), mode="edge")
        out = self(_to_tensor(padded[None]))[0]  # [3, H', W']
        grey = ((out.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)
        return grey.permute(1, 2, 0).numpy()[:height, :width].copy()


class _Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.GroupNorm(4, width),
            nn.SiLU(),
            nn.Conv2d(width, width, 3, padding=1),
            nn.SiLU(),
            nn.Conv2d(width, width, 1),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x)


def _upsampler(kind: Upsampling, wide: int, narrow: int) -> nn.Module:
    if kind == "nearest":
        return nn.Sequential(nn.Upsample(scale_factor=2, mode="nearest"), nn.Conv2d(wide, narrow, 3, padding=1))
    if kind == "transposed":
        return nn.ConvTranspose2d(wide, narrow, 4, stride=2, padding=1)
    return nn.Sequential(nn.Conv2d(wide, narrow * 4, 3, padding=1), nn.PixelShuffle(2))


def _to_tensor(pixels: NDArray[np.uint8]) -> Tensor:
    return torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 127.5 - 1  # [B, 3, H, W]


class _Critic(nn.Module):
    """Judges patches: logits [B, 1, S / 8, S / 8], high for originals."""

    def __init__(self) -> None:
        super().__init__()
        widths = (3, 24, 48, 96)
        layers: list[nn.Module] = []
        for narrow, wide in pairwise(widths):
            layers += [nn.Conv2d(narrow, wide, 4, stride=2, padding=1), nn.LeakyReLU(0.2)]
        self.body = nn.Sequential(*layers, nn.Conv2d(widths[-1], 1, 3, padding=1))

    def forward(self, pictures: Tensor) -> Tensor:
        return self.body(pictures)


def train(
    shape: Shape, pictures: Sequence[NDArray[np.uint8]], *, steps: int = 1500, batch: int = 8, seed: int = 0
) -> Iterator[tuple[int, float, Autoencoder]]:
    """Train one autoencoder; yields (step, mean absolute error in grey levels, the model) every 100 steps.

    The loss is the absolute error of the picture and of its gradients, with noise on the latent, so that the decoder
    must make things up; over the last half a patch critic is added (hinge loss, weight 0.02), which sharpens texture as
    the decoders of real generators do.

    Args:
        shape: its architecture.
        pictures: real pictures, uint8 [H, W, 3], each at least 96 px on the short side.
        steps: of the optimiser.
        batch: crops of 96 × 96 px in a step.
        seed: decides everything that is drawn.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model, critic = Autoencoder(shape), _Critic()
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=steps)
    against = torch.optim.AdamW(critic.parameters(), lr=3e-4, betas=(0.5, 0.9))
    error = 0.0
    for step in range(1, steps + 1):
        real = _to_tensor(
            np.stack([random_crop(pictures[int(i)], CROP, rng) for i in rng.integers(len(pictures), size=batch)])
        )
        latent = model.encoder(real)  # [B, C, S / stride, S / stride]
        made = model.decoder(latent + 0.1 * torch.randn_like(latent))
        loss = (
            functional.l1_loss(made, real)
            + functional.l1_loss(_gradients(made), _gradients(real))
            + 1e-3 * latent.square().mean()
        )
        if step > steps // 2:
            judged = functional.relu(1 - critic(real)).mean() + functional.relu(1 + critic(made.detach())).mean()
            against.zero_grad()
            judged.backward()
            against.step()
            loss = loss - 0.02 * critic(made).mean()
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        error = 0.95 * error + 0.05 * float((made - real).detach().abs().mean()) * 127.5
        if step % 100 == 0 or step == steps:
            yield step, error / (1 - 0.95**step), model


def _gradients(pictures: Tensor) -> Tensor:
    """Differences to the right and lower neighbours, [B, 6, S − 1, S − 1]."""
    corner = pictures[:, :, :-1, :-1]
    return torch.cat([pictures[:, :, :-1, 1:] - corner, pictures[:, :, 1:, :-1] - corner], 1)


def save(model: Autoencoder, folder: Path) -> Path:
    """Write `NAME.safetensors` with the architecture in its header, and return the file."""
    from safetensors.torch import save as serialised

    file = folder / f"{model.shape.name}.safetensors"
    write_whole(file, serialised(model.state_dict(), {"shape": json.dumps(asdict(model.shape))}))
    return file


def load(file: Path) -> Autoencoder:
    """Read an autoencoder from its file.

    Raises:
        OSError: if the file can't be read.
        ValueError: if it holds no autoencoder.
    """
    from safetensors import safe_open

    with safe_open(file, "pt") as stored:
        header = (stored.metadata() or {}).get("shape")
        if header is None:
            raise ValueError(f"{file}: not an autoencoder; `telltale finetune autoencoders` trains some")
        model = Autoencoder(Shape(**json.loads(header)))
        model.load_state_dict({name: stored.get_tensor(name) for name in stored.keys()})  # noqa: SIM118  # no mapping
    return model.eval()

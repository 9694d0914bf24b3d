"""TAEF2, a tiny autoencoder for the latent space of FLUX.2 (madebyollin, MIT); its weights are not shipped.

A picture that went through it keeps its content and gains the trace of the decoder behind a current generator. Changes
in its latent space give broken structure as such a generator leaves it, which changes in pixels don't.

The layout follows the names in the published files, which are positions in a sequence
(https://github.com/madebyollin/taesd).

Letters: B pictures, H, W height and width in pixels, h = H / 8 and w = W / 8.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

STRIDE = 8  # side in pixels of the square that one latent position stands for
CHANNELS = 32  # of the latent
_WIDTH = 64  # channels of every layer
_POOLED = 256  # channels inside a block's 1 × 1 part
_FIX = "name a folder that holds taef2_encoder.safetensors and taef2_decoder.safetensors as madebyollin published them"


class Taef2:
    """Encoder and decoder in float32, on the CPU, without gradients."""

    def __init__(self, encoder: nn.Module, decoder: nn.Module) -> None:
        """Take the two networks, as `networks` builds them."""
        self._encoder, self._decoder = (part.eval().requires_grad_(False) for part in (encoder, decoder))

    @torch.inference_mode()
    def encode(self, pixels: NDArray[np.uint8]) -> Tensor:
        """The latent of pictures, float32 [B, 32, h, w].

        Args:
            pixels: uint8 [B, H, W, 3], H and W multiples of 8.

        Raises:
            ValueError: if the shape is another.
        """
        if pixels.ndim != 4 or pixels.shape[3] != 3 or pixels.shape[1] % STRIDE or pixels.shape[2] % STRIDE:
            raise ValueError(f"pictures [B, H, W, 3] with sides in multiples of {STRIDE} px, not {pixels.shape}")
        unit = torch.from_numpy(pixels.astype(np.float32) / 255).permute(0, 3, 1, 2)  # [B, 3, H, W]
        return self._encoder(unit)

    @torch.inference_mode()
    def decode(self, latent: Tensor) -> NDArray[np.uint8]:
        """The pictures of a latent float32 [B, 32, h, w], uint8 [B, H, W, 3]."""
        unit = self._decoder(latent).clamp(0, 1)  # [B, 3, H, W]
        return (unit * 255).round().to(torch.uint8).permute(0, 2, 3, 1).contiguous().numpy()

    def reconstruct(
        self, pixels: NDArray[np.uint8], *, noise: float = 0.0, rng: np.random.Generator | None = None
    ) -> NDArray[np.uint8]:
        """Pictures passed through the autoencoder, uint8 [B, H, W, 3] in the same size.

        Sides that are not multiples of 8 px are extended by reflection and cut back.

        Args:
            pixels: uint8 [B, H, W, 3].
            noise: added to the latent, in shares of its standard deviation in each picture; the decoder makes
                something up where noise is.
            rng: decides the noise.

        Raises:
            ValueError: if there is to be noise without an rng, or the shape is another.
        """
        height, width = pixels.shape[1:3]
        latent = self.encode(padded(pixels))
        if noise:
            if rng is None:
                raise ValueError("noise on the latent needs an rng")
            drawn = torch.from_numpy(rng.standard_normal(latent.shape, np.float32))  # [B, 32, h, w]
            latent = latent + noise * latent.std((1, 2, 3), keepdim=True) * drawn
        return self.decode(latent)[:, :height, :width]


def padded(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pictures [B, H, W, 3] extended by reflection at the right and below, to sides in multiples of 8 px."""
    below, right = -pixels.shape[1] % STRIDE, -pixels.shape[2] % STRIDE
    return np.pad(pixels, ((0, 0), (0, below), (0, right), (0, 0)), mode="reflect") if below or right else pixels


def networks() -> dict[str, nn.Module]:
    """The encoder and the decoder with random weights; pictures float [B, 3, H, W] in 0 to 1 on both ends."""
    encoder: list[nn.Module] = [_conv(3), _Block()]
    for pooled in (False, False, True):
        encoder += [_conv(stride=2, bias=False), *(_Block(pooled) for _ in range(3))]
    decoder: list[nn.Module] = [_Bound(), _conv(CHANNELS), nn.ReLU()]
    for pooled in (True, False, False):
        decoder += [*(_Block(pooled) for _ in range(3)), nn.Upsample(scale_factor=2), _conv(bias=False)]
    return {
        "encoder": nn.Sequential(*encoder, _conv(out=CHANNELS)),
        "decoder": nn.Sequential(*decoder, _Block(), _conv(out=3)),
    }


@cache
def load(folder: Path) -> Taef2:
    """Read the two files of a folder, once.

    Raises:
        ValueError: if one is missing, can't be read or has another layout; one line with a fix.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    parts = networks()
    for name, part in parts.items():
        file = folder / f"taef2_{name}.safetensors"
        try:
            stored = load_file(file)
        except FileNotFoundError:
            raise ValueError(f"{file}: missing; {_FIX}") from None
        except (OSError, SafetensorError) as error:
            raise ValueError(f"{file}: can't be read ({error}); {_FIX}") from None
        if _shapes(stored) != _shapes(part.state_dict()):
            raise ValueError(f"{file}: these are not the weights of TAEF2's {name}; {_FIX}")
        part.load_state_dict({key: tensor.float() for key, tensor in stored.items()})
    return Taef2(parts["encoder"], parts["decoder"])


def _shapes(state: dict[str, Tensor]) -> dict[str, torch.Size]:
    return {name: tensor.shape for name, tensor in state.items()}


def _conv(into: int = _WIDTH, out: int = _WIDTH, *, stride: int = 1, bias: bool = True) -> nn.Conv2d:
    return nn.Conv2d(into, out, 3, stride=stride, padding=1, bias=bias)


class _Bound(nn.Module):
    """Keeps the latent in −3 to 3: 3 · tanh(x / 3)."""

    def forward(self, x: Tensor) -> Tensor:
        return 3 * torch.tanh(x / 3)


class _Block(nn.Module):
    """ReLU(three convolutions(y) + y), where y is x, or x plus a part that mixes whole groups of channels."""

    def __init__(self, pooled: bool = False) -> None:
        super().__init__()
        self.conv = nn.Sequential(_conv(), nn.ReLU(), _conv(), nn.ReLU(), _conv())
        self.pool = None
        if pooled:
            widen = nn.Conv2d(_WIDTH, _POOLED, 1, bias=False)
            narrow = nn.Conv2d(_POOLED, _WIDTH, 1, bias=False)
            self.pool = nn.Sequential(widen, nn.GroupNorm(4, _POOLED), nn.ReLU(), narrow)

    def forward(self, x: Tensor) -> Tensor:
        if self.pool is not None:
            x = x + self.pool(x)
        return torch.relu(self.conv(x) + x)

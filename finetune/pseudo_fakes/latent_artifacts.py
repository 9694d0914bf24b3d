"""Broken structure made in the latent space of TAEF2, and patches swapped with a reconstruction.

A generator breaks structure in its latent space: forms flow into each other, or parts turn up where they don't belong,
each drawn sharply. The same changes in pixels look like a collage. In half of the pairs everything was decoded, in the
others only the masked part, so that the seam of a decoded part does not tell.

Letters: H, W height and width; h = H / 8 and w = W / 8, rounded up.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage
from torch import Tensor
from torch.nn import functional

from .alterations import Pixels
from .artifact_pairs import Pair, mixed
from .artifact_places import PLACES, busy_place
from .taef2 import STRIDE, Taef2, padded

Latent = NDArray[np.float32]  # [32, h, w]
_Change = Callable[[Latent, NDArray[np.float32], np.random.Generator], Latent]
WHOLE = 0.5  # the share of pairs of which everything was decoded
INVERSE = 0.3  # the share of pairs with patches of the original in a reconstruction
_SEEN = 5.0  # grey levels: the change of a blob counts where it is larger on average over some 8 px


def melted(pixels: Pixels, rng: np.random.Generator, autoencoder: Taef2) -> Pair:
    """Forms that flow: the latent is displaced by a smooth random field, or mixed with smooth noise of its size."""
    variant = "flowing" if rng.random() < 0.6 else "noise"
    return _changed(pixels, rng, autoencoder, variant, _flow if variant == "flowing" else _noisy)


def merged(pixels: Pixels, rng: np.random.Generator, autoencoder: Taef2) -> Pair:
    """Parts that don't belong: the latent is mixed with that of a far part, or its squares change places."""
    variant = "mixed" if rng.random() < 0.5 else "shuffled"
    return _changed(pixels, rng, autoencoder, variant, _far if variant == "mixed" else _shuffled)


def patches(pixels: Pixels, rng: np.random.Generator, autoencoder: Taef2) -> Pair:
    """One to three cells of the 3 × 3 grid from the reconstruction of a picture, or the other way round.

    A cell is filled to three quarters or more. The control is one of the two pictures, unmixed.
    """
    height, width = pixels.shape[:2]
    made = autoencoder.reconstruct(pixels[None])[0]
    inverse = bool(rng.random() < INVERSE)
    under, over = (made, pixels) if inverse else (pixels, made)
    mask = np.zeros((height, width), bool)
    for cell in rng.choice(len(PLACES), int(rng.integers(1, 4)), replace=False):
        row, column = divmod(int(cell), 3)
        top, bottom = height * row // 3, height * (row + 1) // 3
        left, right = width * column // 3, width * (column + 1) // 3
        inset = rng.integers(0, np.maximum(1, np.array([bottom - top, right - left]) // 8) + 1, 2)
        mask[top + inset[0] : bottom - inset[0], left + inset[1] : right - inset[1]] = True
    alpha = ndimage.gaussian_filter(mask.astype(np.float32), float(rng.choice([0.0, 1.0, 3.0])))
    detail = "original in a reconstruction" if inverse else "reconstruction in the original"
    return Pair(mixed(under, over, alpha), under, mask, detail, control_decoded=inverse)


def melt(
    pixels: Pixels, alpha: NDArray[np.float32], rng: np.random.Generator, autoencoder: Taef2
) -> tuple[Pixels, Pixels]:
    """A part of a picture melted (`melted`, with a displacement of half to one square), and decoded without harm.

    Args:
        pixels: uint8 [H, W, 3].
        alpha: float32 [H, W] in 0 to 1, the part.
        rng: decides the displacement.
        autoencoder: decodes the part; the rest stays as it is.
    """
    height, width = pixels.shape[:2]
    latent = autoencoder.encode(padded(pixels[None]))[0].numpy()  # [32, h, w]
    weight = _by_square(alpha)[None]  # [1, h, w]
    new = latent * (1 - weight) + _flowing(latent, rng, rng.uniform(0.5, 1.0), 0.8) * weight
    both = torch.from_numpy(np.stack([new, latent]).astype(np.float32))  # [2, 32, h, w]
    melted, decoded = (mixed(pixels, part, _wide(alpha)) for part in autoencoder.decode(both)[:, :height, :width])
    return melted, decoded


def _changed(pixels: Pixels, rng: np.random.Generator, autoencoder: Taef2, variant: str, change: _Change) -> Pair:
    """Both pictures decoded from a latent, changed and unchanged, the change kept to a blob where there is detail."""
    height, width = pixels.shape[:2]
    alpha = busy_place(pixels, rng)  # [H, W]
    whole = bool(rng.random() < WHOLE)
    latent = autoencoder.encode(padded(pixels[None]))[0].numpy()  # [32, h, w]
    weight = _by_square(alpha)[None]  # [1, h, w]
    new = latent * (1 - weight) + change(latent, weight[0], rng) * weight
    both = torch.from_numpy(np.stack([new, latent]).astype(np.float32))  # [2, 32, h, w]
    made = autoencoder.decode(both)[:, :height, :width]
    shown, control = (part if whole else mixed(pixels, part, _wide(alpha)) for part in made)
    place = "all decoded" if whole else "decoded inside"
    apart = np.abs(shown.astype(np.float32) - control).max(2)  # [H, W]
    mask = (alpha > 0.5) & (ndimage.gaussian_filter(apart, 4.0) > _SEEN)
    return Pair(shown, control, mask, f"{variant}, {place}", whole, whole)


def _by_square(alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    """A mask [H, W] as means of the latent's squares, [h, w]."""
    below, right = -alpha.shape[0] % STRIDE, -alpha.shape[1] % STRIDE
    full = np.pad(alpha, ((0, below), (0, right)), mode="edge")
    return full.reshape(full.shape[0] // STRIDE, STRIDE, -1, STRIDE).mean((1, 3))


def _wide(alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mask [H, W] grown by half a square with a soft edge: what the change of a square reaches when decoded."""
    return np.asarray(ndimage.gaussian_filter(ndimage.maximum_filter(alpha, STRIDE + 1), 2.0), np.float32)


def _flowing(latent: Latent, rng: np.random.Generator, reach: float, smooth: float) -> Latent:
    """Displaced by about `reach` squares, in a direction that changes over `smooth` squares."""
    shape = latent.shape[1:]
    fields = ndimage.gaussian_filter(rng.standard_normal((2, *shape)), (0, smooth, smooth))  # [2, h, w]: down, right
    fields *= reach / fields.std()
    grid = np.stack(np.meshgrid(*(np.arange(side) for side in shape), indexing="ij")) + fields  # [2, h, w]
    unit = 2 * grid / (np.array(shape)[:, None, None] - 1) - 1  # −1 to 1 from the first to the last square
    places = torch.from_numpy(unit[::-1].transpose(1, 2, 0).astype(np.float32).copy())[
        None
    ]  # [1, h, w, 2]: right, down
    moved: Tensor = functional.grid_sample(
        torch.from_numpy(latent)[None], places, padding_mode="reflection", align_corners=True
    )
    return moved[0].numpy()


def _flow(latent: Latent, weight: NDArray[np.float32], rng: np.random.Generator) -> Latent:
    return _flowing(latent, rng, rng.uniform(2.0, 3.5), 1.5)


def _noisy(latent: Latent, weight: NDArray[np.float32], rng: np.random.Generator) -> Latent:
    """Part latent, part noise of the same standard deviation in each channel, smooth over about two squares."""
    noise = ndimage.gaussian_filter(rng.standard_normal(latent.shape), (0, 0.7, 0.7))
    noise *= latent.std((1, 2), keepdims=True) / noise.std((1, 2), keepdims=True)
    share = rng.uniform(0.4, 0.65)
    mean = latent.mean((1, 2), keepdims=True)
    return (mean + np.sqrt(1 - share) * (latent - mean) + np.sqrt(share) * noise).astype(np.float32)


def _far(latent: Latent, weight: NDArray[np.float32], rng: np.random.Generator) -> Latent:
    """Half of it from a part of the picture a third of its sides away or more."""
    sides = np.array(latent.shape[1:])
    shift = [int(rng.integers(side // 3, side - side // 3 + 1)) for side in sides]
    share = rng.uniform(0.45, 0.7)
    far = np.roll(latent[:, :, ::-1] if rng.random() < 0.5 else latent, shift, (1, 2))
    return ((1 - share) * latent + share * far).astype(np.float32)


def _shuffled(latent: Latent, weight: NDArray[np.float32], rng: np.random.Generator) -> Latent:
    """Blocks of two by two squares within the blob in a random order."""
    new = latent.copy()
    rows, columns = (np.arange(0, side - 1, 2) for side in latent.shape[1:])
    inside = [(int(y), int(x)) for y in rows for x in columns if weight[y : y + 2, x : x + 2].mean() > 0.3]
    for (y, x), source in zip(inside, rng.permutation(len(inside)), strict=True):
        from_y, from_x = inside[int(source)]
        new[:, y : y + 2, x : x + 2] = latent[:, from_y : from_y + 2, from_x : from_x + 2]
    return new

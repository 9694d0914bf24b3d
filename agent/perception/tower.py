"""The frozen CLIP tower of `small` as a measuring instrument: views of a picture in, features of several layers out.

One forward pass a view serves every detector that reads these features; the last few pictures are remembered.

Letters: B views, D features (the blocks of `BLOCKS` side by side), N patches of a view, 14 × 14.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..evidence import Region
from . import conversion, weights
from .precision import fast_bfloat16

if TYPE_CHECKING:
    import torch

VIEW = 224
PATCHES = 14  # a side
WIDTH = 768
CLS_LAYERS = (7, 8, 9, 10, 11, 12)  # layers, counted from 1, whose class token is read
PATCH_LAYERS = (5, 6, 7, 8)  # and those whose patch tokens are averaged
D = WIDTH * (len(CLS_LAYERS) + len(PATCH_LAYERS))
CLIP_MEAN = (0.48145466, 0.4578275, 0.40821073)  # of CLIP's own preprocessing, in units of 255
CLIP_STD = (0.26862954, 0.26130258, 0.27577711)
_REMEMBERED = 4


class TowerMissingError(ValueError):
    """The weights are not set up; the message is one line with a fix."""


@dataclass(frozen=True, slots=True)
class View:
    """A square part of a picture as the tower sees it: uint8 [224, 224, 3], its place, and its scale.

    `scale` is the side of the view divided by that of the part, 1 for a crop at native resolution.
    """

    pixels: NDArray[np.uint8]
    region: Region
    scale: float


@dataclass(frozen=True, slots=True)
class Features:
    """What the tower gives for B views.

    Attributes:
        vectors: float32 [B, D], class tokens of `CLS_LAYERS`, then patch means of `PATCH_LAYERS`.
        patches: [B, 4, N, 768], the patch tokens behind those means, in the tower's own precision.
    """

    vectors: NDArray[np.float32]
    patches: torch.Tensor


def views(pixels: NDArray[np.uint8], crops: int = 4) -> list[View]:
    """The whole picture as one or two squares scaled to 224 px, then crops at native resolution, spread evenly.

    A picture more than 1.5 times as long as wide is seen as its two end squares. Crops are taken if the short side has
    336 px or more; crops of a smaller picture would repeat the whole.

    Args:
        pixels: uint8 [H, W, 3].
        crops: how many at most.
    """
    height, width = pixels.shape[:2]
    side = min(height, width)
    ends = [0.0, 1.0] if max(height, width) > 1.5 * side else [0.5]
    squares = [_view(pixels, round((height - side) * e), round((width - side) * e), side) for e in ends]
    if side >= 336:
        places = [(0.25, 0.25), (0.75, 0.75), (0.25, 0.75), (0.75, 0.25)][:crops]
        squares += [_view(pixels, round((height - VIEW) * y), round((width - VIEW) * x), VIEW) for y, x in places]
    return squares


def _view(pixels: NDArray[np.uint8], top: int, left: int, side: int) -> View:
    square = pixels[top : top + side, left : left + side]
    if side != VIEW:
        square = np.asarray(Image.fromarray(square).resize((VIEW, VIEW), Image.Resampling.BICUBIC))
    return View(square, Region(x=left, y=top, w=side, h=side), VIEW / side)


@cache
def load() -> Any:
    """CLIP's image tower without the language model; bfloat16 if the processor computes in it, else float32.

    Raises:
        TowerMissingError: if `small` is not set up.
    """
    import torch
    from safetensors import safe_open
    from transformers import CLIPVisionConfig, CLIPVisionModel

    folder = weights.small_folder()
    if not weights.is_set_up(folder):
        raise TowerMissingError("the model small is not set up or damaged; run `telltale model setup` (285 MB, once)")
    with torch.device("meta"):
        tower: Any = CLIPVisionModel(CLIPVisionConfig(**conversion.CLIP_VISION))
    tower.to_empty(device="cpu")
    with safe_open(folder / "model.safetensors", "pt") as stored:
        names = {name.split("vision_tower.", 1)[1]: name for name in stored.keys() if "vision_tower." in name}  # noqa: SIM118
        tower.load_state_dict({short: stored.get_tensor(name) for short, name in names.items()}, strict=False)
    embeddings = tower.embeddings  # position ids are a buffer that is not stored
    embeddings.position_ids = torch.arange(embeddings.num_positions).expand((1, -1))
    tower.requires_grad_(False)  # the heads learn, the tower never does
    return tower.eval().to(torch.bfloat16 if fast_bfloat16() else torch.float32)


def embed(pixels: NDArray[np.uint8]) -> Features:
    """Features of views uint8 [B, 224, 224, 3].

    Raises:
        TowerMissingError: if `small` is not set up.
    """
    import torch

    tower = load()
    scaled = torch.from_numpy(np.array(pixels)).permute(0, 3, 1, 2).float() / 255  # [B, 3, 224, 224]
    mean, deviation = (torch.tensor(values).view(3, 1, 1) for values in (CLIP_MEAN, CLIP_STD))
    with torch.inference_mode():
        states = tower(((scaled - mean) / deviation).to(tower.dtype), output_hidden_states=True).hidden_states
        patches = torch.stack([states[layer][:, 1:] for layer in PATCH_LAYERS], 1)  # [B, 4, N, 768]
        tokens = [states[layer][:, 0].float() for layer in CLS_LAYERS]
        vectors = torch.cat([*tokens, patches.float().mean(2).flatten(1)], 1)  # [B, D]
    return Features(vectors.numpy(), patches)


_memory: OrderedDict[bytes, tuple[list[View], Features]] = OrderedDict()
_ahead: dict[bytes, tuple[list[View], Features]] = {}  # of a batch, until the next one
_lock = Lock()


def look(pixels: NDArray[np.uint8]) -> tuple[list[View], Features]:
    """The views of a picture and their features; computed once for the detectors that share them."""
    key = _key(pixels)
    with _lock:
        if key in _ahead:
            return _ahead[key]
        if key not in _memory:
            seen = views(pixels)
            _memory[key] = seen, embed(np.stack([view.pixels for view in seen]))
            while len(_memory) > _REMEMBERED:
                _memory.popitem(last=False)
        _memory.move_to_end(key)
        return _memory[key]


def look_ahead(pictures: Sequence[NDArray[np.uint8]], most: int = 16, *, more: bool = False) -> None:
    """Look at several pictures in as few passes as possible, so that the next look at each costs nothing.

    Args:
        pictures: uint8 [H, W, 3] each; those that are known already cost nothing.
        most: views of one pass.
        more: keep what was seen ahead before; by default only these pictures are remembered, and none of an empty list.
    """
    keys = {_key(pixels): pixels for pixels in pictures}
    with _lock:
        kept = {key: _ahead[key] for key in _ahead if more or key in keys}
        _ahead.clear()
        _ahead.update(kept)
        new = [(key, views(pixels)) for key, pixels in keys.items() if key not in _ahead]
        flat = [view.pixels for _, seen in new for view in seen]
        parts = [embed(np.stack(flat[at : at + most])) for at in range(0, len(flat), most)]
        place = [(part, row) for part in parts for row in range(len(part.vectors))]
        for key, seen in new:
            _ahead[key] = seen, _joined(place[: len(seen)])
            place = place[len(seen) :]


def _joined(rows: Sequence[tuple[Features, int]]) -> Features:
    """Features of the views of one picture, which need not have been in one pass."""
    import torch

    vectors = np.stack([part.vectors[row] for part, row in rows])
    return Features(vectors, torch.stack([part.patches[row] for part, row in rows]))


def _key(pixels: NDArray[np.uint8]) -> bytes:
    return hashlib.blake2b(np.ascontiguousarray(pixels).data, digest_size=16, key=str(pixels.shape).encode()).digest()


def forget() -> None:
    """Forget all pictures, so that the next look computes anew."""
    with _lock:
        _memory.clear()
        _ahead.clear()

"""A frozen vision tower's features of training pictures, kept on disk so that later passes skip the tower.

The pool is fixed: the number of an example decides everything about it. Features are written in shards, so that a run
that was interrupted continues where it stopped.

Letters: B examples, N patches, d width of the tower.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from ...agent.perception.models import LocalModel
from .cue_questions import Truth
from .probe_data import Example, Examples

SHARD = 32
NAME = "perceive"
CACHEABLE = {"llava", "vipllava"}  # types of models with a single view of a picture, projected patch by patch


class TowerCache:
    """A pool of examples, each with the features of the tower that the model selects."""

    def __init__(self, model: LocalModel, examples: Examples, size: int, seed: int, folder: Path) -> None:
        """Describe the pool; features are computed when they are first asked for.

        Args:
            model: its tower must stay frozen.
            examples: where the pool is drawn from.
            size: of the pool.
            seed: decides the examples.
            folder: holds the shards of every pool.

        Raises:
            ValueError: if the model cuts pictures into tiles.
        """
        config = model.model.config
        if config.model_type not in CACHEABLE:
            raise ValueError(f"the features of {config.model_type} can't be kept on disk; train without --freeze-tower")
        self._model, self._examples, self.size, self._seed = model, examples, size, seed
        name = f"{model.name}|{model.version}|{seed}|{examples.digest}"
        self.name = hashlib.sha256(name.encode()).hexdigest()[:16]
        self._folder = folder / self.name
        self._truths: dict[int, Truth] = {}
        self._shard: tuple[int, Any] = (-1, None)
        self.presence = examples.presence

    def example(self, number: int) -> Example:
        """An example of the pool by its number; drawn again at each call, and always the same."""
        return self._examples.draw(np.random.default_rng((self._seed, 7, number)))

    @property
    def projector(self) -> nn.Module:
        """The projector that is trained."""
        module = _base(self._model.model).multi_modal_projector
        return module.modules_to_save[NAME] if hasattr(module, "modules_to_save") else module

    def projected(self, numbers: Sequence[int]) -> dict[str, Any]:
        """Features of examples after the projector, as the model's forward takes them in place of `pixel_values`."""
        from transformers.modeling_outputs import BaseModelOutputWithPooling

        # As float32: under autocast to bfloat16, torch refuses to stack float16.
        patches = torch.stack([self.features(number).float() for number in numbers])  # [B, N, d]
        base = _base(self._model.model)
        vision = base.multi_modal_projector(patches.to(base.device, base.dtype))
        output = BaseModelOutputWithPooling()
        output.pooler_output = list(vision)  # type: ignore[assignment]  # LLaVA takes a tensor for each picture
        return {"mm_encoder_outputs": {"image": output}}

    def truth(self, number: int) -> Truth:
        """What is known of an example; kept in memory."""
        if number not in self._truths:
            self._truths[number] = self.example(number).truth
        return self._truths[number]

    def features(self, number: int) -> Tensor:
        """The tower's features of an example, float16 [N, d]."""
        index, row = divmod(number, SHARD)
        if self._shard[0] != index:
            file = self._folder / f"{index}.npy"
            if not file.exists():
                self._write(index, file)
            self._shard = index, np.load(file, mmap_mode="r")
        return torch.from_numpy(np.array(self._shard[1][row]))

    @torch.inference_mode()
    def _write(self, index: int, file: Path) -> None:
        base, config = _base(self._model.model), self._model.model.config
        rows = []
        for number in range(index * SHARD, min((index + 1) * SHARD, self.size)):
            pixels = self._model.processor.image_processor(self.example(number).pixels, return_tensors="pt")
            pixels = pixels["pixel_values"].to(base.device, base.dtype)
            layers = base.vision_tower(pixels, output_hidden_states=True).hidden_states
            first = 1 if config.vision_feature_select_strategy == "default" else 0
            rows.append(layers[config.vision_feature_layer][0, first:].half().cpu().numpy())
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".partial.npy")
        np.save(partial, np.stack(rows))
        partial.rename(file)


def _base(model: Any) -> Any:
    """The model that has tower and projector as direct parts, inside whatever wraps it."""
    return next(module for module in model.modules() if "vision_tower" in dict(module.named_children()))

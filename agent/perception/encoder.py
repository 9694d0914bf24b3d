"""Sentence embeddings by all-MiniLM-L6-v2, to sort questions by kind and to compare a sentence with its evidence.

Reimers and Gurevych, “Sentence-BERT”, EMNLP 2019: the mean of the last layer over the tokens, normalised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import weights
from .models import ModelError

NAME = "all-MiniLM-L6-v2"
BATCH = 64
SIZE = 384


class Encoder:
    """The encoder in memory; it serves one thread at a time."""

    def __init__(self, folder: Path, change: Mapping[str, NDArray[np.floating]] | None = None) -> None:
        """Load it from a set-up folder.

        Args:
            folder: with its files.
            change: a low-rank change of its weights (LoRA), by the names `WEIGHT.A` [R, in] and `WEIGHT.B` [out, R]:
                B·A is added to each weight.
        """
        from transformers import AutoModel, AutoTokenizer
        from transformers.utils import logging

        before = logging.get_verbosity()
        logging.set_verbosity_error()
        logging.disable_progress_bar()
        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
            self._model: Any = AutoModel.from_pretrained(folder, local_files_only=True).eval()
        finally:
            logging.set_verbosity(before)
        add_change(self._model, change or {})
        self._lock = Lock()

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embeddings [N, 384] of unit length."""
        import torch

        vectors = []
        with self._lock, torch.inference_mode():
            for start in range(0, len(texts), BATCH):
                batch = list(texts[start : start + BATCH])
                inputs = self._tokenizer(batch, padding=True, truncation=True, max_length=256, return_tensors="pt")
                states = self._model(**inputs).last_hidden_state  # [B, T, 384]
                mask = inputs["attention_mask"][..., None].to(states.dtype)
                mean = (states * mask).sum(1) / mask.sum(1)
                vectors.append(torch.nn.functional.normalize(mean, dim=-1).numpy())
        return np.concatenate(vectors) if vectors else np.zeros((0, SIZE), np.float32)


def add_change(model: Any, change: Mapping[str, NDArray[np.floating]]) -> None:
    """Add a low-rank change to the weights of a loaded model, by names as `Encoder` takes them."""
    import torch

    weights_ = dict(model.named_parameters())
    with torch.no_grad():
        for name in {name.rpartition(".")[0] for name in change}:
            up, down = (torch.tensor(change[f"{name}.{part}"].astype(np.float32)) for part in "BA")
            weights_[name] += up @ down


def check() -> Path:
    """The folder of the encoder.

    Raises:
        ModelError: if it is not set up.
    """
    folder = weights.encoder_folder()
    if not weights.is_set_up(folder):
        raise ModelError(f"the sentence encoder {NAME} is not set up or damaged; run `telltale model setup` (84 MB)")
    return folder


@cache
def load() -> Encoder:
    """The encoder, loaded once.

    Raises:
        ModelError: if it is not set up.
    """
    return Encoder(check())

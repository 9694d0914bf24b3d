"""The autoencoders behind pseudo-fakes, made from the real pictures at hand where a recipe needs them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...agent.console import note
from ...eval.sets.records import Record, read_pixels
from ...eval.sets.splits import seed_of
from ..progress_steps import Steps
from . import autoencoders

STEPS = 1200  # of each
MOST = 300  # pictures to learn from; more of them change nothing and fill the memory
_EVERY = 100  # steps between two reports of the training


def real_pictures(records: Sequence[Record], side: int = autoencoders.CROP) -> list[NDArray[np.uint8]]:
    """The real pictures, uint8 [H, W, 3], whose short side has at least `side` pixels; at most `MOST` of them.

    Raises:
        ValueError: if there is none.
    """
    large: list[NDArray[np.uint8]] = []
    for record in sorted((r for r in records if r.label == "real"), key=lambda r: seed_of(str(r.path))):
        if len(large) == MOST:
            break
        pixels = read_pixels(record.path)
        if min(pixels.shape[:2]) >= side:
            large.append(pixels)
    if not large:
        raise ValueError(f"there are no real pictures with a short side of {side} px or more; add some")
    return large


def make(records: Sequence[Record], folder: Path, steps: int = STEPS, progress: Steps | None = None) -> None:
    """Train the autoencoders that a folder lacks, and keep each as soon as it is finished.

    Args:
        records: pictures with known truth, of which the real ones are learned from.
        folder: where the autoencoders lie.
        steps: of each.
        progress: the steps of the recipe; None for one of its own.

    Raises:
        ValueError: if there are no real pictures that are large enough.
    """
    shapes = [shape for shape in autoencoders.SHAPES if not (folder / f"{shape.name}.safetensors").exists()]
    if not shapes:
        note(f"{folder}: the autoencoders are already there")
        return
    pictures = real_pictures(records)
    note(f"training {len(shapes)} autoencoders for pseudo-fakes on {len(pictures)} photographs, once")
    total = len(shapes) * len(range(0, steps, _EVERY))
    tracked = (progress or Steps(1)).track(_trained(shapes, pictures, steps), total, f"times {_EVERY} steps")
    for _, step, model in tracked:
        if step == steps:
            autoencoders.save(model, folder)


def _trained(
    shapes: Sequence[autoencoders.Shape], pictures: Sequence[NDArray[np.uint8]], steps: int
) -> Iterator[tuple[float, int, autoencoders.Autoencoder]]:
    for shape in shapes:
        error = float("nan")
        for step, error, model in autoencoders.train(shape, pictures, steps=steps):
            yield error, step, model
        note(f"{shape.name}: error {error:.1f} grey levels")

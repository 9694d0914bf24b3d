"""What a bundle remembers of the pictures that its main detector learned from, so that an update need not forget them.

A memory holds a few hundred views by their features, not as pictures, and lies in the file of the heads, so that the
two stay together. For each view it keeps how its picture scored by a head that had not learned from it, since only such
scores tell how a detector does on new pictures.

Letters: m views in the memory, n samples, D features.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...agent.models import heads as files
from .clip_training import LeftOut
from .memory_choice import How, chosen
from .ridge import Features, Indices
from .tower_features import Sample

VIEWS = 256  # of a memory, 4 MB; more than these gained nothing in the study `updating`
_KEY = "memory"
_ARRAYS = ("features", "generated", "copy", "score", "fresh")
_TEXTS = ("source", "generator", "group", "picture")


@dataclass(frozen=True, slots=True)
class Memory:
    """Views with their features and where they are from.

    Attributes:
        features: float16 [m, D].
        generated: the label, bool [m].
        copy: whether it is a copy of a picture as people pass it on, bool [m].
        score: of its picture, all views together, before it becomes log-odds, float32 [m].
        fresh: whether that score is by a head that had not learned from the picture, bool [m].
        source: the collection that it comes from [m].
        generator: what made it; empty for photographs, and where that is not known [m].
        group: of pictures that belong together [m].
        picture: the name of the picture [m].
    """

    features: NDArray[np.float16]
    generated: NDArray[np.bool_]
    copy: NDArray[np.bool_]
    score: NDArray[np.float32]
    fresh: NDArray[np.bool_]
    source: tuple[str, ...]
    generator: tuple[str, ...]
    group: tuple[str, ...]
    picture: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.source)

    def part(self, indices: Indices) -> Memory:
        """The views at some indices."""
        arrays: dict[str, Any] = {name: getattr(self, name)[indices] for name in _ARRAYS}
        texts: dict[str, Any] = {name: tuple(getattr(self, name)[i] for i in indices) for name in _TEXTS}
        return Memory(**arrays, **texts)

    def units(self) -> list[tuple[str, str]]:
        """The source and the generator of each view [m]."""
        return list(zip(self.source, self.generator, strict=True))

    def tasks(self) -> list[tuple[bool, str]]:
        """The label of each view, and for a generated one what it is an example of [m]."""
        return [
            (bool(made), (generator or source) if made else "")
            for made, generator, source in zip(self.generated, self.generator, self.source, strict=True)
        ]


def joined(parts: Sequence[Memory]) -> Memory:
    """Several memories as one."""
    whole: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _ARRAYS}
    texts: dict[str, Any] = {name: tuple(each for part in parts for each in getattr(part, name)) for name in _TEXTS}
    return Memory(**whole, **texts)


def of_samples(samples: Sequence[Sample], features: Features, scored: Sequence[LeftOut], *, fresh: bool) -> Memory:
    """The views of scored pictures.

    Args:
        samples: the corpus [n].
        features: of them [n, D].
        scored: pictures with their scores, before these become log-odds.
        fresh: whether the scores are by a head that had not learned from the pictures.
    """
    place = [(index, picture) for picture in scored for index in picture.samples]
    indices = [index for index, _ in place]
    records = [samples[index].record for index in indices]
    return Memory(
        features=features[indices].astype(np.float16),
        generated=np.array([picture.generated for _, picture in place], bool),
        copy=np.array([picture.copy for _, picture in place], bool),
        score=np.array([picture.score for _, picture in place], np.float32),
        fresh=np.full(len(place), fresh),
        source=tuple(record.source for record in records),
        generator=tuple(record.generator for record in records),
        group=tuple(record.group for record in records),
        picture=tuple(record.name for record in records),
    )


def before_log_odds(scored: Sequence[LeftOut], slope: float, offset: float) -> list[LeftOut]:
    """Pictures with their log-odds, by the scores that these were made of."""
    return [replace(picture, score=(picture.score - offset) / slope) for picture in scored]


def kept(memory: Memory, count: int = VIEWS, how: How = "sparse", seed: int = 0) -> Memory:
    """The views that are kept, half of them photographs, and of each generator as many."""
    return memory.part(chosen(memory.features, memory.tasks(), count, how, seed))


def remember(
    samples: Sequence[Sample], features: Features, scored: Sequence[LeftOut], slope: float, offset: float, file: Path
) -> None:
    """Add a memory of what a fresh head learned from to its file.

    Args:
        samples: the corpus [n].
        features: of them [n, D].
        scored: its pictures with their log-odds by heads that had not learned from them.
        slope: log-odds = slope · score + offset.
        offset: see there.
        file: of the heads.
    """
    add(kept(of_samples(samples, features, before_log_odds(scored, slope, offset), fresh=True)), file)


def add(memory: Memory, file: Path) -> None:
    """Add a memory to the file of the heads that it belongs to, in place of one that is there."""
    arrays, header = _stored(file)
    arrays = {name: array for name, array in arrays.items() if not name.startswith(f"{_KEY}_")}
    arrays |= {f"{_KEY}_{name}": _plain(getattr(memory, name)) for name in _ARRAYS}
    texts = {name: list(getattr(memory, name)) for name in _TEXTS}
    files.write(file, arrays, {**header, _KEY: texts})


def read(file: Path) -> Memory | None:
    """The memory in the file of some heads; None if they have none."""
    if not file.is_file():
        return None
    arrays, header = _stored(file)
    if _KEY not in header:
        return None
    _, texts = files.read(file, _KEY)
    found: dict[str, Any] = {name: arrays[f"{_KEY}_{name}"] for name in _ARRAYS}
    flags: dict[str, Any] = {name: found[name].astype(bool) for name in ("generated", "copy", "fresh")}
    return Memory(**{**found, **flags}, **texts)


def _stored(file: Path) -> tuple[files.Arrays, dict[str, str]]:
    from safetensors import safe_open

    arrays, _ = files.read(file)
    with safe_open(file, "np") as stored:
        return arrays, dict(stored.metadata() or {})


def _plain(array: NDArray) -> NDArray:
    return array.astype(np.uint8) if array.dtype == bool else array

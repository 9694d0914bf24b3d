"""A corpus of sources, and features of which the first tells the label."""

from pathlib import Path

import numpy as np
from telltale.eval.sets.records import Record
from telltale.finetune.heads.tower_features import Sample


def records() -> list[Record]:
    """Five sources of photographs, three of generated pictures, one of both, and one of pictures kept as views."""
    found = [
        Record(path=Path(f"set/r/{s}-{n}.jpg"), label="real", source=f"camera {s}", group=f"r{s}{n}")
        for s in range(5)
        for n in range(4 + s)
    ]
    found += [
        Record(path=Path(f"set/g/{s}-{n}.jpg"), label="generated", source=f"maker {s}", group=f"g{s}{n}", generator=g)
        for s, g in enumerate(["flux.1", "sdxl", "glide"])
        for n in range(4)
    ]
    found += [
        Record(path=Path(f"set/f/{label}{n}.jpg"), label=label, source="faces", group=f"f{label}{n}", generator=g)
        for label, g in (("real", ""), ("generated", "stylegan"))
        for n in range(4)
    ]
    return found + [view(n, crop) for n in range(4) for crop in range(3)]


def view(number: int, crop: int, label="real", source="views") -> Record:
    """The whole of a picture, or one of its crops."""
    where = f"native/{label}/{number}-{crop}.jpg" if crop else f"whole/{label}/{number}.jpg"
    return Record(
        path=Path("seen") / where,
        label=label,
        source=source,
        group=f"{source}{number}",
        picture=f"{number}.jpg",
        crop=crop,
        original=(2048, 1024),
    )


def features(samples: list[Sample], size: int = 8, gap: float = 2.0, seed: int = 0):
    """Gaussian features float32 [n, size]; the first tells the label, the second a passed photograph."""
    rows = np.random.default_rng(seed).normal(size=(len(samples), size)).astype(np.float32)
    for row, sample in zip(rows, samples, strict=True):
        row[0] += gap if sample.generated else -gap
        row[1] += gap if sample.kind else -gap
    return rows

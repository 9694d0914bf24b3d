"""A set of pseudo-fakes on disk: pictures, masks, and a manifest that reads as a set of labelled pictures."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from ...eval.sets.records import Record, read_pixels
from ...eval.sets.splits import seed_of
from .alterations import KINDS, Alteration, Generator, make

COLUMNS = ("path", "label", "source", "group", "kind", "detail", "truth", "mask")


def write(
    records: Sequence[Record], out: Path, generators: Mapping[Alteration, Generator], *, count: int, seed: int = 0
) -> dict[str, int]:
    """Write pseudo-fakes as PNG, their masks (`NAME-mask.png`, white where altered) and `manifest.csv`.

    The manifest has path, label (a control is real), source and group (that of the original), and also kind, detail,
    truth and mask. The kinds take turns; half of the generative ones alter only a region.

    Args:
        records: real pictures to start from.
        out: the folder.
        generators: a network for each generative kind.
        count: how many pictures.
        seed: decides the pictures and every choice.

    Returns:
        How many of each kind.

    Raises:
        ValueError: if there is no real picture.
    """
    if not records:
        raise ValueError("pseudo-fakes are made of real pictures, and the data hold none; add some with --data")
    out.mkdir(parents=True, exist_ok=True)
    order = np.random.default_rng(seed).permutation(len(records))
    rows, made = [], Counter[str]()
    for number in range(count):
        record = records[order[number % len(records)]]
        donor = records[order[(number + 1) % len(records)]]
        kind = KINDS[number % len(KINDS)]
        rng = np.random.default_rng(seed_of(record.path.name, kind, number, seed))
        fake = make(
            kind,
            read_pixels(record.path),
            rng,
            donor=read_pixels(donor.path),
            generator=generators.get(kind),
            region=rng.random() < 0.5,
        )
        name = f"{number:05}-{kind}"
        Image.fromarray(fake.pixels).save(out / f"{name}.png")
        mask = ""
        if fake.mask is not None:
            mask = f"{name}-mask.png"
            Image.fromarray(fake.mask.astype(np.uint8) * 255).save(out / mask)
        label = "real" if fake.truth == "real" else "generated"
        rows.append((f"{name}.png", label, f"pseudo-fake: {kind}", record.group, kind, fake.detail, fake.truth, mask))
        made[kind] += 1
    with (out / "manifest.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return dict(made)

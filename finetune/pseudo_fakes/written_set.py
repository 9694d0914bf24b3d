"""A set of pseudo-fakes on disk: pictures, masks, and a manifest that reads as a set of labelled pictures."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...eval.sets.artifact_files import MarkedPicture
from ...eval.sets.records import Record, read_pixels
from ...eval.sets.splits import seed_of
from ..progress_steps import tracked
from . import artifacts
from .alterations import KINDS, Alteration, Generator, Pixels, Truth, make
from .artifacts import Artifact
from .taef2 import Taef2

COLUMNS = ("path", "label", "source", "group", "kind", "detail", "truth", "mask")
OF_ARTIFACTS = ("cue", "present", "box", "place")  # further columns
_PASSED_OVER = 20  # pictures to try for one artifact
_NONE = "pseudo-fakes are made of real pictures, and the data hold none; add some with --data"


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
    order = _begun(records, out, seed)
    rows, made = [], Counter[str]()
    for number in tracked(range(count), count, "pictures"):
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
    _write_manifest(out, COLUMNS, rows)
    return dict(made)


def write_artifacts(
    records: Sequence[Record], out: Path, autoencoder: Taef2 | None = None, *, count: int, seed: int = 0
) -> dict[str, int]:
    """Write artifacts as PNG (`NAME.png`), each with its control (`NAME-control.png`) and its mask, and `manifest.csv`.

    The manifest has the columns of `write`, and also cue (the id of the cue that asks about it), present (1, or 0 for a
    control), box (x, y, width and height in pixels) and place (in words of a 3 × 3 grid). A picture that was changed in
    no way is labelled real, every other one generated. The kinds take turns.

    Args:
        records: real pictures to start from; those below 48 px and those that can't show the artifact are passed over.
        out: the folder.
        autoencoder: some kinds need one; without it they are left out.
        count: how many artifacts, besides their controls.
        seed: decides the pictures and every choice.

    Returns:
        How many of each kind.

    Raises:
        ValueError: if there is no real picture.
    """
    order = _begun(records, out, seed)
    kinds, rows, made, taken = artifacts.kinds(autoencoder), [], Counter[str](), 0
    for number in tracked(range(count), count, "artifacts"):
        kind = kinds[number % len(kinds)]
        for _ in range(_PASSED_OVER):
            record = records[order[taken % len(records)]]
            taken += 1
            pixels, state = read_pixels(record.path), seed_of(record.path.name, kind, number, seed)
            if min(pixels.shape[:2]) < artifacts.LEAST:
                continue
            shown, control = (
                artifacts.make(kind, pixels, np.random.default_rng(state), autoencoder=autoencoder, control=without)
                for without in (False, True)
            )
            if shown is None or control is None:
                continue
            name = f"{number:05}-{kind.replace(' ', '-')}"
            rows += [
                _artifact_row(out, artifact, pixels, f"{name}{ending}", record.group)
                for artifact, ending in ((shown, ""), (control, "-control"))
            ]
            made[kind] += 1
            break
    _write_manifest(out, COLUMNS + OF_ARTIFACTS, rows)
    return dict(made)


def marked(manifest: Path) -> list[MarkedPicture]:
    """The pictures of a manifest of `write_artifacts` that show an artifact, each with its box and the artifact's name.

    Raises:
        ValueError: if the file is no such manifest.
    """
    with manifest.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    if not rows or not {*COLUMNS, *OF_ARTIFACTS} <= set(rows[0]):
        raise ValueError(f"{manifest}: no manifest of artifacts; `--artifacts` of the recipe pseudo-fakes writes one")
    shown = [row for row in rows if row["present"] == "1" and row["box"]]
    return [MarkedPicture(manifest.parent / row["path"], (_sides(row["box"]),), (row["kind"],), ()) for row in shown]


def _sides(text: str) -> tuple[float, float, float, float]:
    x, y, w, h = map(float, text.split())
    return x, y, w, h


def _artifact_row(out: Path, artifact: Artifact, original: Pixels, name: str, group: str) -> tuple[str, ...]:
    """Write a picture and its mask; the row of the manifest."""
    Image.fromarray(artifact.pixels).save(out / f"{name}.png")
    mask = box = ""
    if artifact.mask is not None and artifact.box is not None:
        mask = f"{name}-mask.png"
        Image.fromarray(artifact.mask.astype(np.uint8) * 255).save(out / mask)
        box = " ".join(str(value) for value in (artifact.box.x, artifact.box.y, artifact.box.w, artifact.box.h))
    truth: Truth = "synthetic" if artifact.decoded else "tampered"
    if np.array_equal(artifact.pixels, original):
        truth = "real"
    label = "real" if truth == "real" else "generated"
    row = (f"{name}.png", label, f"artifact: {artifact.kind}", group, artifact.kind, artifact.detail, truth, mask)
    return (*row, artifact.name, str(int(artifact.present)), box, artifact.place or "")


def _begun(records: Sequence[Record], out: Path, seed: int) -> NDArray[np.intp]:
    """The folder made, and the order in which the pictures are taken.

    Raises:
        ValueError: if there is no picture.
    """
    if not records:
        raise ValueError(_NONE)
    out.mkdir(parents=True, exist_ok=True)
    return np.random.default_rng(seed).permutation(len(records))


def _write_manifest(out: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with (out / "manifest.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows(rows)

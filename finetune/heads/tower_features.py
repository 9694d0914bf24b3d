"""Tower features of training views, cached by shard: a run that was cut off goes on where it stopped.

Letters: n samples, D features (`tower.D`).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...agent.console import Progress
from ...agent.file_bytes import write_whole
from ...agent.perception import tower
from ...eval.sets import degradations
from ...eval.sets.camera_processing import PROCESSINGS, draws
from ...eval.sets.records import Record, read_pixels
from ...eval.sets.shared_copies import TIERS, Tier, left_of, shared_copy
from ...eval.sets.splits import seed_of
from ..progress_steps import Steps
from ..pseudo_fakes.alterations import GENERATIVE, Alteration, Generator, make

SHARD = 256
BATCH = 16
LIMIT = 20  # pictures of each source and generator in each set; more of the same hardly help
ENOUGH = 0.5  # of the side of a crop has to be left in a copy
VERSION = 1  # raise it when views or features change, so that old shards are made anew


@dataclass(frozen=True, slots=True)
class Sample:
    """One view to learn from: a picture as it is, a degraded copy, or a pseudo-fake of it.

    Attributes:
        record: where the picture comes from.
        variant: 0 is the picture as it is, a higher number one random degradation.
        kind: the generative operation of a pseudo-fake, else None.
        damage: what was done to the picture before the view: a name of `degradations.NAMED` or of
            `camera_processing.PROCESSINGS`, or a tier of `shared_copies`; else empty.
    """

    record: Record
    variant: int = 0
    kind: Alteration | None = None
    damage: str = ""

    @property
    def generated(self) -> bool:
        """The truth that a detector of generation learns."""
        return self.kind is not None or self.record.label == "generated"

    @property
    def plain(self) -> bool:
        """Whether this is the picture, or a view of it, as it is."""
        return self.variant == 0 and self.kind is None and not self.damage

    @property
    def source(self) -> str:
        """The unit that is left out and weighed: a pseudo-fake's is its kind."""
        return f"pseudo-fake: {self.kind}" if self.kind else self.record.source


def corpus(records: Sequence[Record], degraded: int = 1, pseudo: float = 0.0) -> list[Sample]:
    """Every picture as it is and degraded, and pseudo-fakes of a share of the real ones.

    Args:
        records: the pictures.
        degraded: copies of each, each by its own random pipeline. Of a picture kept as views, the whole and the first
            crop are copied.
        pseudo: share of the real pictures of which a pseudo-fake is added.
    """
    samples = [Sample(record) for record in records]
    samples += [Sample(r, variant) for variant in range(1, degraded + 1) for r in records if r.crop <= 1]
    for record in records:
        rng = np.random.default_rng(seed_of(record.path.name, "kind"))
        if record.label == "real" and rng.random() < pseudo:
            samples.append(Sample(record, 1, GENERATIVE[int(rng.choice(3, p=[0.65, 0.2, 0.15]))]))
    return samples


def main_corpus(records: Sequence[Record]) -> list[Sample]:
    """What the main detector learns from: every picture as it is, and as people pass it on."""
    return [*(Sample(record) for record in records), *copies(records, "web")]


def copies(records: Sequence[Record], tier: Tier) -> list[Sample]:
    """Pictures kept as views as people pass them on: the whole, and the first crop if half of it or more is left."""
    kept = [r for r in records if r.picture and all(r.original)]
    return [
        Sample(r, damage=tier) for r in kept if r.crop == 0 or (r.crop == 1 and left_of(tier, r.original) >= ENOUGH)
    ]


def limited(records: Sequence[Record], limit: int = LIMIT) -> list[Record]:
    """The records of at most `limit` pictures of each source and generator in each set, in their order."""
    pictures: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for record in records:
        pictures[_origin(record)].add(record.name)
    chosen = {origin: set(sorted(names, key=seed_of)[:limit]) for origin, names in pictures.items()}
    return [record for record in records if record.name in chosen[_origin(record)]]


def _origin(record: Record) -> tuple[str, str, str, str]:
    return record.place, record.source, record.label, record.generator


def pixels_of(sample: Sample, generators: dict[Alteration, Generator]) -> NDArray[np.uint8]:
    """The view uint8 [224, 224, 3] of a sample; the same on every run."""
    pixels = read_pixels(sample.record.path)
    rng = np.random.default_rng(seed_of(sample.record.path.name, sample.variant, sample.kind or ""))
    if sample.kind is not None:
        pixels = make(sample.kind, pixels, rng, generator=generators[sample.kind]).pixels
    if sample.damage in TIERS:
        record = sample.record
        return shared_copy(pixels, sample.damage, record.original, record.crop > 0)  # type: ignore[arg-type]
    if sample.damage in PROCESSINGS:
        return degradations.view(PROCESSINGS[sample.damage](pixels, draws(sample.damage, sample.record.name)))
    if sample.damage:
        return degradations.view(degradations.NAMED[sample.damage](pixels))
    return degradations.degrade(pixels, rng) if sample.variant else degradations.view(pixels)


def extract(
    samples: Sequence[Sample],
    cache: Path,
    generators: dict[Alteration, Generator] | None = None,
    report: Progress = print,
    steps: Steps | None = None,
    shard: int | None = None,
) -> NDArray[np.float16]:
    """Features float16 [n, D] of all samples; what the cache has is not computed again.

    Args:
        samples: the views.
        cache: the folder for their features.
        generators: of pseudo-fakes, if there are some among the samples.
        report: takes a line for each shard, unless `steps` tells the progress.
        steps: of the recipe.
        shard: views that are kept in one file; by default `SHARD`.
    """
    cache.mkdir(parents=True, exist_ok=True)
    shards = _shards(samples, shard)
    files = [cache / f"{_name(views)}.npy" for views in shards]
    todo = [each for each in enumerate(zip(shards, files, strict=True), 1) if not each[1][1].exists()]
    if todo and steps is None:
        report(f"{len(samples)} views, {len(todo)} of {len(shards)} shards to compute")
    what = f"sets of {shard or SHARD} views"
    for number, (views, file) in todo if steps is None else steps.track(todo, len(todo), what):
        rows = [tower.embed(np.stack(pixels)).vectors for pixels in _batches(views, generators or {})]
        written = BytesIO()
        np.save(written, np.concatenate(rows).astype(np.float16))
        write_whole(file, written.getvalue())
        if steps is None:
            report(f"shard {number} of {len(shards)}")
    return np.concatenate([np.load(file) for file in files])


def _shards(samples: Sequence[Sample], size: int | None) -> list[Sequence[Sample]]:
    step = size or SHARD
    return [samples[start : start + step] for start in range(0, len(samples), step)]


def uncached(samples: Sequence[Sample], cache: Path, shard: int | None = None) -> int:
    """How many of the views have no features in the cache yet."""
    return sum(len(views) for views in _shards(samples, shard) if not (cache / f"{_name(views)}.npy").exists())


def _batches(shard: Iterable[Sample], generators: dict[Alteration, Generator]) -> Iterator[list[NDArray[np.uint8]]]:
    waiting: list[NDArray[np.uint8]] = []
    for sample in shard:
        waiting.append(pixels_of(sample, generators))
        if len(waiting) == BATCH:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _name(shard: Sequence[Sample]) -> str:
    parts = [f"{_file_of(s)}|{s.variant}|{s.kind}{s.damage}" for s in shard]
    return hashlib.sha256("\n".join([str(VERSION), *parts]).encode()).hexdigest()[:24]


def _file_of(sample: Sample) -> str:
    """The file with the two folders that its set keeps it in, one of which may be its label."""
    return "/".join(sample.record.path.parts[-3:])

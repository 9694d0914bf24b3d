"""Train the network of the residual detector on native crops: `telltale finetune detector residual`.

Letters: B pictures, S side in pixels.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from ...agent.console import Progress
from ...agent.detectors.residual import FILE, KEY
from ...agent.models import heads
from ...agent.models.residual_network import ResidualNetwork
from ...agent.perception.precision import fast_bfloat16
from ...eval.metrics import auroc
from ...eval.sets import degradations
from ...eval.sets.records import Record, read_pixels
from ..adapters import checkpoints
from ..pseudo_fakes.alterations import Alteration, Generator
from .platt import platt

SIDE = 128
BATCH = 32
QUANTILES = 201
PEAK = 2e-3  # learning rate
CHECKPOINT = "residual-{half}.safetensors"  # of the network that is tested on a half, in the work folder
PSEUDO = 0.25  # share of the generated half that are autoencoder passes of real pictures
Pixels = NDArray[np.uint8]


def crop(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A training crop [S, S, 3]: native or mildly scaled, perhaps mirrored, and mostly recompressed."""
    if rng.random() < 0.35:
        kernel = degradations.KERNELS[int(rng.integers(len(degradations.KERNELS)))]
        pixels = degradations.resize(pixels, rng.uniform(0.6, 1.3), kernel)
    out = degradations.random_crop(pixels, SIDE, rng)
    if rng.random() < 0.5:
        out = out[:, ::-1]
    out = np.ascontiguousarray(out)
    draw = rng.random()
    if draw < 0.1:
        out = degradations.blur(out, rng.uniform(0.3, 0.9))
    elif draw < 0.2:
        out = degradations.noise(out, rng.uniform(0.5, 3.0), rng)
    return degradations.recompress(out, rng) if rng.random() < 0.7 else out


class Batches:
    """Draws balanced batches: half real, half generated; sources by the square root of their size."""

    def __init__(self, records: Sequence[Record], autoencoder: Generator | None) -> None:
        """Read the pictures into memory (about 150 kB each)."""
        self._autoencoder = autoencoder
        self._pools: list[tuple[list[list[Pixels]], NDArray[np.float64]]] = []
        for label in ("real", "generated"):
            by_source: dict[str, list[Pixels]] = {}
            for record in records:
                if record.label == label:
                    by_source.setdefault(record.source, []).append(read_pixels(record.path))
            if not by_source:
                raise ValueError(f"the residual network needs pictures of both labels; there are no {label} ones")
            share = np.sqrt([len(pictures) for pictures in by_source.values()])
            self._pools.append((list(by_source.values()), share / share.sum()))

    def draw(self, rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        """Pictures float [B, 3, S, S] in 0 to 255 and labels float [B], 1 for generated."""
        rows = [self._one(index % 2, rng) for index in range(BATCH)]
        pictures = torch.from_numpy(np.stack(rows)).permute(0, 3, 1, 2).float()
        return pictures, torch.tensor([float(index % 2) for index in range(BATCH)])

    def _one(self, label: int, rng: np.random.Generator) -> Pixels:
        if label and self._autoencoder is not None and rng.random() < PSEUDO:
            original = degradations.random_crop(self._pick(0, rng), 160, rng)
            return crop(self._autoencoder(original, rng)[0], rng)
        return crop(self._pick(label, rng), rng)

    def _pick(self, label: int, rng: np.random.Generator) -> Pixels:
        sources, share = self._pools[label]
        pictures = sources[int(rng.choice(len(sources), p=share))]
        return pictures[int(rng.integers(len(pictures)))]


def train(
    batches: Batches, steps: int, checkpoint: Path, report: Progress = print, *, seed: int = 0, every: int = 100
) -> ResidualNetwork:
    """Train, or go on from the checkpoint, which is written every 100 steps and holds all that a resumed run needs."""
    torch.manual_seed(seed)
    network = ResidualNetwork()
    parameters = dict(network.named_parameters())
    optimiser = torch.optim.AdamW(parameters.values(), lr=PEAK, weight_decay=0.05)
    schedule = checkpoints.one_cycle(optimiser, PEAK, steps)
    run = f"residual, {steps} steps, seed {seed}"
    done = checkpoints.resume(checkpoint, parameters, optimiser, schedule, run)
    if done:
        report(f"going on from step {done}")
    running, began = 0.0, time.perf_counter()
    for step in range(done + 1, steps + 1):
        pictures, labels = batches.draw(np.random.default_rng((seed, step)))
        with torch.autocast("cpu", torch.bfloat16, enabled=fast_bfloat16()):
            logits = network(pictures)
        loss = functional.binary_cross_entropy_with_logits(logits.float(), labels * 0.9 + 0.05)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        running = 0.97 * running + 0.03 * float(loss.detach())
        if step % every == 0 or step == steps:
            checkpoints.save(checkpoint, parameters, optimiser, schedule, step, run)
            pace = (time.perf_counter() - began) / (step - done)
            mean = running / (1 - 0.97 ** (step - done))
            report(f"step {step} of {steps}, loss {mean:.3f}, {pace * (steps - step) / 60:.0f} minutes to go")
    return network.eval()


def halves(records: Sequence[Record]) -> list[tuple[list[Record], list[Record]]]:
    """Two (train, test) pairs: every source is tested once, by a network that saw nothing of it."""
    half: dict[str, int] = {}
    for label in ("real", "generated"):
        count = Counter(r.source for r in records if r.label == label)
        sizes = [sum(n for source, n in count.items() if half.get(source) == k) for k in (0, 1)]
        for source, pictures in sorted(count.items(), key=lambda item: (-item[1], item[0])):
            if source not in half:
                half[source] = sizes.index(min(sizes))
                sizes[half[source]] += pictures
    return [([r for r in records if half[r.source] != k], [r for r in records if half[r.source] == k]) for k in (0, 1)]


def run(
    records: Sequence[Record],
    work: Path,
    out: Path,
    steps: int,
    generators: dict[Alteration, Generator],
    report: Progress,
) -> dict[str, float]:
    """Measure across sources with two networks, train on all records, and write the weights with what was measured.

    Returns:
        AUROC of each generated source against the real sources that were left out with it.
    """
    out.mkdir(parents=True, exist_ok=True)
    tested: list[tuple[Record, float]] = []
    areas: dict[str, float] = {}
    for number, (seen, unseen) in enumerate(halves(records)):
        report(f"half {number + 1}: learning on {len(seen)} pictures, to be tested on {len(unseen)} of other sources")
        batches = Batches(seen, generators["autoencoder"])
        network = train(batches, steps, work / CHECKPOINT.format(half=number), report)
        values = scores(network, [degradations.view(read_pixels(record.path)) for record in unseen])
        tested += list(zip(unseen, values.tolist(), strict=True))
        areas |= _areas(unseen, values)
    network = train(Batches(records, generators["autoencoder"]), steps, work / FILE, report)
    values, truth = np.array([v for _, v in tested]), np.array([r.label == "generated" for r, _ in tested])
    slope, offset = platt(values, truth)
    levels = np.linspace(0, 1, QUANTILES)
    odds = slope * values + offset
    measured = {
        "slope": slope,
        "offset": offset,
        "real": np.quantile(odds[~truth], levels).round(4).tolist(),
        "generated": np.quantile(odds[truth], levels).round(4).tolist(),
        "counts": [int((~truth).sum()), int(truth.sum())],
    }
    heads.write(out / FILE, {name: p.half().numpy() for name, p in network.state_dict().items()}, {KEY: measured})
    return areas


def _areas(records: Sequence[Record], values: NDArray[np.float32]) -> dict[str, float]:
    real = values[[r.label == "real" for r in records]]
    sources = sorted({r.source for r in records if r.label == "generated"})
    made = {s: values[[r.label == "generated" and r.source == s for r in records]] for s in sources}
    return {source: area for source, some in made.items() if (area := auroc(real, some)) is not None}


@torch.inference_mode()
def scores(network: ResidualNetwork, views: Sequence[Pixels]) -> NDArray[np.float32]:
    """Logits float32 [n] of views of one size."""
    parts = []
    for start in range(0, len(views), BATCH):
        stacked = torch.from_numpy(np.stack(views[start : start + BATCH])).permute(0, 3, 1, 2).float()
        parts.append(network(stacked))
    return torch.cat(parts).numpy()

"""Train the heads on the tower's features, measured by leave-one-source-out: `telltale finetune detector clip`.

Letters: n samples, D features, F families, L directions of the reference space.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from ..agent.detectors.clip_heads import Heads
from ..eval.metrics import auroc
from .calibration import platt
from .data.splits import source_folds
from .features import Sample
from .heads import Features, Head, Ridge

QUANTILES = 201
DIRECTIONS = 64
FOLDS = 4
PENALTY = 50.0
PSEUDO = 0.3  # weight of pseudo-fakes beside generators; more helps whole pictures and harms crops
# Generators that share an architecture or a maker, by how their names begin.
FAMILIES: dict[str, tuple[str, ...]] = {
    "StyleGAN": ("stylegan",),
    "diffusion of 2022": ("latent-diffusion", "glide", "disco", "simulacra", "stable-diffusion-1", "midjourney-2022"),
    "DALL-E": ("dalle",),
    "GPT-4o or Gemini": ("gpt-4o",),
    "SDXL": ("sdxl", "playground", "kolors", "stable-cascade"),
    "diffusion transformer": (
        *("flux", "chroma", "flex", "f-lite", "sd3", "auraflow", "hunyuan", "pixart", "sana", "lumina", "omnigen"),
        *("hidream", "cogview", "cosmos", "qwen", "wan", "bria"),
    ),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """Samples that stand or fall together in every fold: one label, source and generator, and the real fold."""

    generated: bool
    source: str
    generator: str
    fold: int | None

    @property
    def pseudo(self) -> bool:
        """Whether these are pseudo-fakes."""
        return self.source.startswith("pseudo-fake")


@dataclass(frozen=True, slots=True)
class Fold:
    """A left-out source or generator with the real fold it is tested against: indices of samples, cells to learn on."""

    left_out: str
    test: NDArray[np.intp]
    train: tuple[Cell, ...]


Crossed = tuple[Fold, NDArray[np.float32]]


def cells(samples: Sequence[Sample]) -> list[Cell]:
    """The cell of each sample; a pseudo-fake lies in the fold of the real picture that it was made from."""
    folds = source_folds([sample.record for sample in samples if sample.variant == 0])
    return [
        Cell(s.generated, s.source, s.record.generator, folds[s.record.source] if s.record.label == "real" else None)
        for s in samples
    ]


def leave_out(samples: Sequence[Sample], by: str) -> Iterator[Fold]:
    """Folds that leave out a generated source (or generator) and, at the same time, a quarter of the real sources.

    Nothing that is tested, its source included, is in training. A source that has both labels is tested against its own
    real pictures. Prompts that a left-out generator shares with others stay in training: its pictures are new, their
    subjects may not be.

    Args:
        samples: the corpus; only pictures as they are (variant 0, no pseudo-fake) are tested.
        by: `source` or `generator`.
    """
    home = cells(samples)
    every = tuple(dict.fromkeys(home))
    plain = np.array([s.variant == 0 and s.kind is None for s in samples])
    makers = np.array([getattr(s.record, by) if s.record.label == "generated" else "" for s in samples])
    real = np.array([s.record.label == "real" for s in samples])
    origin = np.array([s.record.source for s in samples])
    fold = np.array([-1 if cell.fold is None else cell.fold for cell in home])
    for number, name in enumerate(sorted(set(makers) - {""})):
        sources = set(origin[makers == name])
        paired = real & np.isin(origin, list(sources))
        turns = [None] if paired.any() else range(FOLDS) if by == "source" else [number % FOLDS]
        for turn in turns:
            negatives = paired if turn is None else real & (fold == turn)
            if turn is None:
                gone_folds = set(fold[paired].tolist())  # with the pseudo-fakes of their real pictures
                left = {c for c in every if c.source in sources or (c.generated and c.fold in gone_folds)}
            else:
                gone = set(origin[real & (fold == turn)])  # sources that leave, with their generated pictures too
                left = {c for c in every if c.fold == turn or c.source in gone or getattr(c, by) == name}
            train = tuple(cell for cell in every if cell not in left)
            yield Fold(name, np.flatnonzero(plain & (negatives | (makers == name))), train)


def family_of(generator: str) -> str | None:
    """The family of a generator by its name, or None where it belongs to none."""
    return next((name for name, begins in FAMILIES.items() if generator.startswith(begins)), None)


def ridge(samples: Sequence[Sample], features: Features) -> Ridge:
    """The sums of all cells of a corpus."""
    return Ridge(features, np.array([s.generated for s in samples]), cells(samples))


def share(cell: Cell) -> float:
    """The extra factor on the weight of a cell: what pseudo-fakes count beside generators."""
    return PSEUDO if cell.pseudo else 1.0


def fit(sums: Ridge, train: Sequence[Cell]) -> Head:
    """The head of generation, as it ships."""
    return sums.fit(train, PENALTY, {cell: share(cell) for cell in train})


def cross_scores(samples: Sequence[Sample], features: Features, sums: Ridge) -> list[Crossed]:
    """Every leave-one-out fold with the scores of its test samples, by a head that saw none of their sources."""
    return [(fold, fit(sums, fold.train)(features[fold.test])) for fold in leave_out(samples, "source")]


def families(
    samples: Sequence[Sample], features: Features, penalty: float
) -> tuple[list[str], NDArray, NDArray, float]:
    """One linear score a family, fitted on generated pictures alone.

    Returns:
        Names [F], weights float32 [F, D] and biases [F] for features as they come, scaled to log-odds, and the
        probability below which one in twenty of known generators falls.
    """
    of = [family_of(s.record.generator) if s.generated and s.kind is None else None for s in samples]
    chosen = np.array([i for i, name in enumerate(of) if name is not None])
    names = [name for name in FAMILIES if name in of]
    target = np.array([names.index(of[i]) for i in chosen])  # type: ignore[arg-type]  # None was left out
    x = features[chosen].astype(np.float32)
    mean, scale = x.mean(0), x.std(0) + np.float32(1e-3)
    rows = torch.from_numpy((x - mean) / scale)
    share = torch.from_numpy((np.bincount(target) ** -0.5)[target].astype(np.float32))
    share /= share.sum()
    wanted = torch.nn.functional.one_hot(torch.from_numpy(target)).float()  # [n, F]
    wanted -= share @ wanted
    rows -= share @ rows
    gram = rows.T @ (rows * share[:, None])
    gram.diagonal().add_(penalty * len(mean) / len(chosen))
    solution = torch.linalg.solve(gram, rows.T @ (wanted * share[:, None])).numpy()  # [D, F]
    weight = (solution / scale[:, None]).T  # [F, D]
    bias = -(weight @ x.mean(0))
    logits = x @ weight.T + bias
    sharpness = _sharpness(logits, target)
    chances = torch.softmax(torch.from_numpy(logits * sharpness), 1).numpy()
    return names, weight * np.float32(sharpness), bias * np.float32(sharpness), float(np.quantile(chances.max(1), 0.05))


def _sharpness(logits: NDArray[np.float32], target: NDArray[np.int_]) -> float:
    """The factor on the logits that makes them likeliest, from a grid."""
    rows, wanted = torch.from_numpy(logits), torch.from_numpy(target)
    grid = [0.5 * 1.3**k for k in range(16)]
    return min(grid, key=lambda f: float(torch.nn.functional.cross_entropy(rows * f, wanted)))


def reference(samples: Sequence[Sample], features: Features) -> tuple[NDArray, NDArray, NDArray[np.int8], list[Sample]]:
    """The reference space and the pictures in it.

    The space is the leading principal directions of the standardised features of plain pictures.

    Returns:
        basis [D, L], centre [D], unit vectors int8 [R, L], and the R samples.
    """
    chosen = [i for i, s in enumerate(samples) if s.variant == 0 and s.kind is None]
    x = features[chosen].astype(np.float32)
    centre, scale = x.mean(0), x.std(0) + np.float32(1e-3)
    torch.manual_seed(0)
    _, _, directions = torch.svd_lowrank(torch.from_numpy((x - centre) / scale), q=DIRECTIONS, niter=4)
    basis = directions.numpy() / scale[:, None]
    inside = (x - centre) @ basis
    unit = inside / np.linalg.norm(inside, axis=1, keepdims=True)
    return basis, centre, np.clip(np.rint(unit * 127), -127, 127).astype(np.int8), [samples[i] for i in chosen]


def far_distance(unit: NDArray[np.int8], pictures: Sequence[Sample]) -> float:
    """Distance (1 − cosine) within which 99% of real pictures find a neighbour of another source."""
    rows = unit.astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    origin = np.array([s.record.source for s in pictures])
    real = np.flatnonzero([not s.generated for s in pictures])
    nearest = []
    for index in real:
        cosines = rows @ rows[index]
        nearest.append(1 - float(np.sort(cosines[origin != origin[index]])[-5:].mean()))
    return float(np.quantile(nearest, 0.99))


def train(samples: Sequence[Sample], features: Features) -> tuple[Heads, list[Crossed]]:
    """All heads, and the cross-source scores that their thresholds rest on."""
    sums = ridge(samples, features)
    crossed = cross_scores(samples, features, sums)
    scores = np.concatenate([s for _, s in crossed])
    truth = np.concatenate([[samples[i].generated for i in fold.test] for fold, _ in crossed])
    slope, offset = platt(scores, truth)
    head = fit(sums, tuple(dict.fromkeys(cells(samples))))
    del sums
    folded = head.weight / head.scale
    names, family_weight, family_bias, unknown = families(samples, features, PENALTY)
    basis, centre, unit, pictures = reference(samples, features)
    levels = np.linspace(0, 1, QUANTILES)
    tested = {
        bool(label): {i for fold, _ in crossed for i in fold.test if samples[i].generated is bool(label)}
        for label in (0, 1)
    }
    return Heads(
        weight=folded,
        bias=head.bias - float(folded @ head.mean),
        slope=slope,
        offset=offset,
        real=np.quantile(slope * scores[~truth] + offset, levels).astype(np.float32),
        generated=np.quantile(slope * scores[truth] + offset, levels).astype(np.float32),
        counts=(len(tested[False]), len(tested[True])),
        family_weight=family_weight,
        family_bias=family_bias,
        families=tuple(names),
        unknown=unknown,
        basis=basis,
        centre=centre,
        reference=unit,
        reference_real=np.array([not s.generated for s in pictures]),
        reference_names=tuple(s.record.path.name for s in pictures),
        reference_sources=tuple(s.record.source for s in pictures),
        far=far_distance(unit, pictures),
    ), crossed


def table(samples: Sequence[Sample], crossed: Sequence[Crossed]) -> dict[str, list[float]]:
    """AUROC of every fold by what was left out."""
    found: dict[str, list[float]] = {}
    for fold, scores in crossed:
        truth = np.array([samples[i].generated for i in fold.test])
        area = auroc(list(scores[~truth]), list(scores[truth]))
        if area is not None:
            found.setdefault(fold.left_out, []).append(area)
    return found

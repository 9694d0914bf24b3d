"""Train the heads on the tower's features, measured by leave-one-source-out: `telltale finetune detector clip`.

Letters: n samples, D features, F families, L directions of the reference space.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from ...agent.detectors.clip_heads import Heads
from ...eval.metrics import auroc
from ...eval.sets.splits import held_out, source_folds
from .platt import platt
from .ridge import Features, LinearHead, Ridge
from .tower_features import Sample

QUANTILES = 201
DIRECTIONS = 64
FOLDS = 4
PENALTY = 50.0
NEVER = 1e9  # a score that nothing reaches
PSEUDO = 0.3  # weight of pseudo-fakes beside generators; more helps whole pictures and harms crops
# Generators that share an architecture or a maker, by how their names begin.
FAMILIES: dict[str, tuple[str, ...]] = {
    "StyleGAN": ("stylegan",),
    "diffusion of 2022": ("latent-diffusion", "glide", "disco", "simulacra", "stable-diffusion-1", "midjourney-2022"),
    "DALL-E": ("dalle",),
    "GPT-4o or Gemini": ("gpt-4o",),
    "diffusion of 2023–2025": (
        *("sdxl", "playground", "kolors", "stable-cascade", "flux", "chroma", "flex", "f-lite", "sd3", "auraflow"),
        *("hunyuan", "pixart", "sana", "lumina", "omnigen", "hidream", "cogview", "cosmos", "qwen", "wan", "bria"),
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


def fit(sums: Ridge, train: Sequence[Cell], invariance: float = 0.0) -> LinearHead:
    """The head of generation, as it ships unless told to be invariant to sources."""
    return sums.fit(train, PENALTY, {cell: share(cell) for cell in train}, invariance)


def cross_scores(samples: Sequence[Sample], features: Features, sums: Ridge) -> list[Crossed]:
    """Every leave-one-out fold with the scores of its test samples, by a head that saw none of their sources."""
    return [(fold, fit(sums, fold.train)(features[fold.test])) for fold in leave_out(samples, "source")]


@dataclass(frozen=True, slots=True)
class Families:
    """Linear scores of the families for features as they come, as log-odds up to a constant.

    Attributes:
        names: of the families [F].
        weight: float32 [F, D].
        bias: float32 [F].
        least: the score that half of new pictures of known families reach; below it a picture is of unknown make.
    """

    names: tuple[str, ...]
    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    least: float

    def logits(self, features: Features) -> NDArray[np.float32]:
        """Scores float32 [n, F]."""
        return features.astype(np.float32) @ self.weight.T + self.bias


def families(samples: Sequence[Sample], features: Features, penalty: float) -> Families:
    """Tell the families of generated pictures apart, with a threshold under which none is named.

    A fifth of the groups is kept from a first fit; on these the scale of the scores and the threshold are measured.
    The scores are not compared with one another for it (as the largest probability would be) but taken as they are:
    what is like no family scores low for all of them. Where there are fewer than two families to tell apart, or no
    group to measure on, none is ever named.
    """
    of = [family_of(s.record.generator) if s.generated and s.kind is None else None for s in samples]
    names = tuple(name for name in FAMILIES if name in of)
    if len(names) < 2:
        count = max(1, len(names))
        silent = np.zeros((count, features.shape[1]), np.float32), np.zeros(count, np.float32)
        return Families(names or ("none",), *silent, NEVER)
    chosen = np.array([i for i, name in enumerate(of) if name is not None])
    target = np.array([names.index(str(of[i])) for i in chosen])
    x = features[chosen].astype(np.float32)
    held = np.array([held_out(samples[i].record.group, "clip families") for i in chosen])
    sharpness, least = np.float32(1), NEVER
    if held.any() and not held.all():
        weight, bias = _one_against_rest(x[~held], target[~held], len(names), penalty)
        logits = x[held] @ weight.T + bias
        sharpness = np.float32(_sharpness(logits, target[held]))
        least = float(np.median(logits.max(1)) * sharpness)
    weight, bias = _one_against_rest(x, target, len(names), penalty)
    return Families(names, weight * sharpness, bias * sharpness, least)


def _one_against_rest(
    x: NDArray[np.float32], target: NDArray[np.int_], count: int, penalty: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Ridge regression of each family's membership: weights float32 [F, D] and biases [F] for features as they come."""
    mean, scale = x.mean(0), x.std(0) + np.float32(1e-3)
    rows = torch.from_numpy((x - mean) / scale)
    counts = np.maximum(np.bincount(target, minlength=count), 1)
    share = torch.from_numpy((counts**-0.5)[target].astype(np.float32))
    share /= share.sum()
    wanted = torch.nn.functional.one_hot(torch.from_numpy(target), count).float()  # [n, F]
    rate = share @ wanted
    centre = share @ rows
    rows -= centre
    gram = rows.T @ (rows * share[:, None])
    gram.diagonal().add_(penalty * len(mean) / len(x))
    solution = torch.linalg.solve(gram, rows.T @ ((wanted - rate) * share[:, None])).numpy()  # [D, F]
    weight = (solution / scale[:, None]).T  # [F, D]
    return weight, rate.numpy() - weight @ (mean + centre.numpy() * scale)


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
    weight, bias = fit(sums, tuple(dict.fromkeys(cells(samples)))).folded()
    del sums
    known = families(samples, features, PENALTY)
    basis, centre, unit, pictures = reference(samples, features)
    levels = np.linspace(0, 1, QUANTILES)
    tested = {
        bool(label): {i for fold, _ in crossed for i in fold.test if samples[i].generated is bool(label)}
        for label in (0, 1)
    }
    return Heads(
        weight=weight,
        bias=bias,
        slope=slope,
        offset=offset,
        real=np.quantile(slope * scores[~truth] + offset, levels).astype(np.float32),
        generated=np.quantile(slope * scores[truth] + offset, levels).astype(np.float32),
        counts=(len(tested[False]), len(tested[True])),
        family_weight=known.weight,
        family_bias=known.bias,
        families=known.names,
        unknown=known.least,
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
    areas: dict[str, list[float]] = {}
    for fold, scores in crossed:
        truth = np.array([samples[i].generated for i in fold.test])
        area = auroc(list(scores[~truth]), list(scores[truth]))
        if area is not None:
            areas.setdefault(fold.left_out, []).append(area)
    return areas

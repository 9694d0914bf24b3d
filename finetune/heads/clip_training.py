"""Train the heads on the tower's features, measured by leave-one-source-out: `telltale finetune detector clip`.

Letters: n samples, D features, F families, L directions of the reference space.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from ...agent.detectors.clip import averaged
from ...agent.detectors.clip_heads import Heads
from ...eval.metrics import auroc
from ...eval.sets.splits import held_out
from ..weighing.source_reference import even_sources, weighted_quantiles
from .platt import platt
from .ridge import Features, Ridge, weights
from .tower_features import Sample

QUANTILES = 201
DIRECTIONS = 64
PENALTY = 0.5
STEADINESS = 1.0
FAMILY_PENALTY = 50.0
SURELY = 0.8  # of new pictures of known families that get no name, so that few of unknown ones get one
LEARNED = ("", "web")  # what is learned from: pictures as they are, and as people pass them on
NEVER = 1e9  # a score that nothing reaches
PSEUDO = 0.3  # weight of pseudo-fakes beside generators; more helps whole pictures and harms crops
# Generators that share an architecture or a maker, by how their names begin.
FAMILIES: dict[str, tuple[str, ...]] = {
    "StyleGAN": ("stylegan",),
    "diffusion of 2022": ("latent-diffusion", "glide", "disco", "simulacra", "stable-diffusion-1", "midjourney-2022"),
    "DALL-E": ("dalle", "dall-e"),
    "OpenAI's or Google's of 2024–2026": ("gpt-4o", "gpt-image", "nano-banana", "google", "imagen", "gemini"),
    "Midjourney 6 or 7": ("midjourney",),  # after that of 2022
    "diffusion of 2023–2026": (
        *("sdxl", "playground", "kolors", "stable-cascade", "flux", "chroma", "flex", "f-lite", "sd3", "auraflow"),
        *("hunyuan", "pixart", "sana", "lumina", "omnigen", "hidream", "cogview", "cosmos", "qwen", "wan", "bria"),
        *("z-image", "seedream", "krea", "ernie", "fibo"),
    ),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A picture with its score by a head that saw nothing of its source.

    Attributes:
        source: the collection that it comes from; the unit of every figure.
        generated: its label.
        generator: the model that made it, empty for real pictures and where that is not known.
        copy: whether it is a copy of a picture that is there too, as people pass it on.
        score: of the whole and the crops together, as an examination combines them.
        samples: where its views stand in the corpus; the first is the whole.
    """

    source: str
    generated: bool
    generator: str
    copy: bool
    score: float
    samples: tuple[int, ...]


def sources(samples: Sequence[Sample]) -> dict[str, NDArray[np.intp]]:
    """The samples of each source, by indices: both labels, every copy, and what was made from its pictures."""
    members: dict[str, list[int]] = defaultdict(list)
    for index, sample in enumerate(samples):
        members[sample.record.source].append(index)
    return {name: np.array(indices, np.intp) for name, indices in members.items()}


def fit(samples: Sequence[Sample], features: Features) -> Ridge:
    """The head of generation, and with it the heads that leave a source out."""
    generated = np.array([s.generated for s in samples])
    units = [s.source for s in samples]
    mass = weights(generated, units, lambda index: share(samples[index]))
    return Ridge(features, generated, mass, PENALTY, units, STEADINESS)


def share(sample: Sample) -> float:
    """The extra factor on the weight of a sample: 0 for copies that are only tested, a part for pseudo-fakes."""
    return float(sample.damage in LEARNED) * (PSEUDO if sample.kind else 1.0)


def pictures(samples: Sequence[Sample]) -> list[tuple[int, ...]]:
    """The views of each picture, as it is or as a copy to test, as indices of samples; the whole first."""
    views: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, sample in enumerate(samples):
        if sample.variant == 0 and sample.kind is None:
            record = sample.record
            views[record.source, record.label, record.picture or str(record.path), sample.damage].append(index)
    return [tuple(sorted(indices, key=lambda i: samples[i].record.crop)) for indices in views.values()]


def without_source(samples: Sequence[Sample], ridge: Ridge) -> NDArray[np.float64]:
    """The score of every sample [n] by a head that saw nothing of its source."""
    scores = np.empty(len(samples))
    for group in sources(samples).values():
        scores[group] = ridge.left_out(group)
    return scores


def picture_score(samples: Sequence[Sample], scores: NDArray, views: Sequence[int]) -> float:
    """One score for a picture, from the scores [n] of all samples and the indices of its views."""
    return averaged(scores[list(views)], np.array([samples[i].record.crop > 0 for i in views]))


def left_out(samples: Sequence[Sample], ridge: Ridge) -> list[LeftOut]:
    """The score of every picture, and of every copy that is learned from, by a head that saw nothing of its source."""
    scores, found = without_source(samples, ridge), []
    for views in pictures(samples):
        first = samples[views[0]]
        if first.damage in LEARNED:
            score = picture_score(samples, scores, views)
            origin = first.record.source, first.generated, first.record.generator
            found.append(LeftOut(*origin, bool(first.damage), score, views))
    return found


def family_of(generator: str) -> str | None:
    """The family of a generator by its name, or None where it belongs to none."""
    return next((name for name, begins in FAMILIES.items() if generator.startswith(begins)), None)


@dataclass(frozen=True, slots=True)
class Families:
    """Linear scores of the families for features as they come, as log-odds up to a constant.

    Attributes:
        names: of the families [F].
        weight: float32 [F, D].
        bias: float32 [F].
        least: the score that one in five new pictures of known families reaches; below it a picture is of unknown make.
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
        least = float(np.quantile(logits.max(1), SURELY) * sharpness)
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
    """The reference space and the pictures in it, each once: as a whole, or the crop that the set holds.

    The space is the leading principal directions of the standardised features of plain pictures.

    Returns:
        basis [D, L], centre [D], unit vectors int8 [R, L], and the R samples.
    """
    chosen = [i for i, s in enumerate(samples) if s.plain and s.record.crop == 0]
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


def train(samples: Sequence[Sample], features: Features) -> tuple[Heads, list[LeftOut]]:
    """All heads, and the scores of left-out sources that they are scaled by, as log-odds."""
    ridge = fit(samples, features)
    scored = left_out(samples, ridge)
    scores, truth = np.array([p.score for p in scored]), np.array([p.generated for p in scored])
    copy = np.array([p.copy for p in scored])
    mass = even_sources(truth, [p.source for p in scored])
    slope, offset = platt(scores, truth, mass)
    weight, bias = ridge.head().folded()
    del ridge
    known = families(samples, features, FAMILY_PENALTY)
    basis, centre, unit, references = reference(samples, features)
    log_odds = slope * scores + offset
    real, generated = (
        weighted_quantiles(log_odds[truth == label], mass[truth == label], QUANTILES).astype(np.float32)
        for label in (False, True)
    )
    origins = {label: len({p.source for p in scored if p.generated is label}) for label in (False, True)}
    heads = Heads(
        weight=weight,
        bias=bias,
        slope=slope,
        offset=offset,
        real=real,
        generated=generated,
        counts=(int((~truth & ~copy).sum()), int((truth & ~copy).sum())),
        source_counts=(origins[False], origins[True]),
        family_weight=known.weight,
        family_bias=known.bias,
        families=known.names,
        unknown=known.least,
        basis=basis,
        centre=centre,
        reference=unit,
        reference_real=np.array([not s.generated for s in references]),
        reference_names=tuple(s.record.path.name for s in references),
        reference_sources=tuple(s.record.source for s in references),
        far=far_distance(unit, references),
    )
    return heads, [replace(p, score=float(value)) for p, value in zip(scored, log_odds, strict=True)]


def table(scored: Sequence[LeftOut]) -> dict[str, float]:
    """AUROC of the pictures of each source that has both labels, by the source."""
    areas, plain = {}, [p for p in scored if not p.copy]
    for source in sorted({p.source for p in plain}):
        real, generated = ([p.score for p in plain if p.source == source and p.generated is g] for g in (False, True))
        area = auroc(real, generated)
        if area is not None:
            areas[source] = area
    return areas

"""Other ways to read the same tower: the strongest patches, and the answer to high-frequency noise.

    python -m telltale.eval.studies patch-scores --data SET… --work DIR [--limit N]

Each source that holds both labels of like content is left out, and its pictures are scored by the head of all others.
The part of that score that comes from single patches is read out as the mean over all patches, as the detector does,
and as the mean of the strongest ones (after Yang et al., “Panoptic patch learning”, arXiv:2504.01396). *Response to
noise* needs no training: how far the middle layers move when noise of the highest frequencies is added to each patch
(after arXiv:2603.21619). Two scores are joined by a logistic regression on the other sources.

Letters: B views, N patches of a view, P pictures.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...agent.console import DONE, say
from ..metrics import auroc
from ..tables import TableRow, show
from .study import Study, add_data, add_limit, add_work

if TYPE_CHECKING:
    from ...finetune.heads.ridge import LinearHead
    from ...finetune.heads.tower_features import Sample

Scores = dict[str, NDArray[np.float64]]
SHARES = (0.1, 0.25)  # of the patches of a view that are read
NOISE = 8.0  # deviation of the noise in levels of 255, before its low frequencies are taken out
BATCH = 8
HEAD, PATCHES, RESPONSE = "the head", "all patches", "response to noise"
JOINED = ((HEAD, RESPONSE), (HEAD, "strongest 10% of patches"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser)
    add_work(parser)
    add_limit(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the table."""
    from ...finetune.heads import clip_training
    from .corpora import load_main_corpus
    from .pair_scores import LeftOutPairs

    samples, features = load_main_corpus(arguments.data, arguments.work, arguments.limit)
    ridge = clip_training.fit(samples, features)
    pairs = LeftOutPairs(samples, ridge, tiers=("",))
    found: dict[str, tuple[Scores, NDArray[np.bool_]]] = {}
    for name in pairs.both():
        views = [v for key, many in pairs.pictures.items() if key.source == name and not key.tier for v in many]
        truth = np.array([samples[indices[0]].generated for indices in views])
        found[name] = read_outs(samples, views, ridge.head(without=pairs.members[name])), truth
        say(f"{name}: {len(views)} pictures")
    header = ("score", "sources", "AUROC, mean", "10th percentile", "worst")
    show("Sources with both labels, each left out", header, table(found))
    return DONE


def read_outs(samples: Sequence[Sample], pictures: Sequence[Sequence[int]], head: LinearHead) -> Scores:
    """Every score of the pictures of one source, float64 [P] each.

    Args:
        samples: the corpus.
        pictures: indices of the views of each picture.
        head: of the other sources.
    """
    from ...agent.detectors.clip import averaged
    from ...finetune.heads.tower_features import pixels_of

    flat = [index for views in pictures for index in views]
    parts: list[Scores] = []
    for start in range(0, len(flat), BATCH):
        pixels = np.stack([pixels_of(samples[index], {}) for index in flat[start : start + BATCH]])
        parts.append(of_views(pixels, head))
    scores = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    ends = np.cumsum([len(views) for views in pictures])[:-1]
    crops = np.split(np.array([samples[index].record.crop > 0 for index in flat]), ends)
    return {
        name: np.array([averaged(own, crop) for own, crop in zip(np.split(values, ends), crops, strict=True)])
        for name, values in scores.items()
    }


def of_views(pixels: NDArray[np.uint8], head: LinearHead) -> Scores:
    """Every score float64 [B] of views uint8 [B, 224, 224, 3]."""
    from ...agent.perception import tower

    seen, shaken = tower.embed(pixels), tower.embed(with_noise(pixels))
    layers = len(tower.PATCH_LAYERS)
    weight = head.folded()[0][-layers * tower.WIDTH :].reshape(layers, tower.WIDTH)
    terms = np.einsum("blnd,ld->bn", seen.patches.float().numpy(), weight).astype(np.float64)  # [B, N]
    whole = head(seen.vectors).astype(np.float64)
    rest = whole - terms.mean(1)  # what comes from the class tokens
    scores: Scores = {HEAD: whole, PATCHES: terms.mean(1)}
    for share in SHARES:
        top = strongest(terms, share)
        scores[f"strongest {share:.0%} of patches"] = top
        scores[f"the head, with its strongest {share:.0%} of patches"] = rest + top
    before, after = (part.patches.float().numpy() for part in (seen, shaken))
    norms = np.linalg.norm(before, axis=-1) * np.linalg.norm(after, axis=-1)
    scores[RESPONSE] = 1 - ((before * after).sum(-1) / norms).mean((1, 2), dtype=np.float64)
    return scores


def strongest(terms: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """The mean [B] of the highest of the values [B, N]."""
    count = max(1, round(share * terms.shape[1]))
    return np.sort(terms, axis=1)[:, -count:].mean(1)


def with_noise(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The views with noise from which the mean of each 4×4 block was taken, the same for every view."""
    side = pixels.shape[1]
    noise = np.random.default_rng(0).normal(0, NOISE, (side, side))
    blocks = noise.reshape(side // 4, 4, side // 4, 4)
    noise = (blocks - blocks.mean((1, 3), keepdims=True)).reshape(side, side)
    return np.clip(np.rint(pixels + noise[None, :, :, None]), 0, 255).astype(np.uint8)


def table(found: Mapping[str, tuple[Scores, NDArray[np.bool_]]]) -> list[TableRow]:
    """(score, sources, mean AUROC, 10th percentile, worst), also of two scores joined."""
    columns: dict[str, dict[str, NDArray[np.float64]]] = {
        name: {source: scores[name] for source, (scores, _) in found.items()} for name in next(iter(found.values()))[0]
    }
    for names in JOINED:
        columns[" and ".join(names)] = joined(found, names)
    rows = []
    for name, of_sources in columns.items():
        each = [auroc(values[~found[source][1]], values[found[source][1]]) for source, values in of_sources.items()]
        areas = [area for area in each if area is not None]
        figures = (np.mean(areas), np.quantile(areas, 0.1), min(areas))
        rows.append((name, f"{len(areas)}", *(f"{figure:.3f}" for figure in figures)))
    return rows


def joined(
    found: Mapping[str, tuple[Scores, NDArray[np.bool_]]], names: Sequence[str]
) -> dict[str, NDArray[np.float64]]:
    """Scores of each source by a logistic regression on all other sources."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rows = {source: np.stack([scores[name] for name in names], 1) for source, (scores, _) in found.items()}
    result = {}
    for source, own in rows.items():
        others = [other for other in rows if other != source]
        model = make_pipeline(StandardScaler(), LogisticRegression())
        model.fit(np.concatenate([rows[o] for o in others]), np.concatenate([found[o][1] for o in others]))
        result[source] = model.decision_function(own)
    return result


STUDY = Study("patch-scores", "the strongest patches and the answer to noise", __doc__, add_arguments, run)

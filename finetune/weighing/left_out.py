"""Scores of pictures by weights that left out their source, as an examination of a new picture would give them.

The head of generation comes from its folds, the residual network from halves, the nearest pictures are those of other
sources, the portrait head is tried on groups kept from it, and the cues are asked only on sources that the adapter
never saw. A score that can't be had in this way is missing, as it may be in an examination. A detector that learned
nothing (`Detector.learned` is False) is read as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...agent.detectors import clip, clip_heads, nearest, portrait, registry, residual
from ...agent.intake import Exhibit
from ...agent.models import heads as files
from ...agent.models.residual_network import ResidualNetwork, built
from ...agent.perception import tower
from ...eval.sets.records import Record
from ...eval.sets.splits import held_out
from ..heads import clip_training
from ..heads.platt import platt
from ..heads.portrait_training import train as train_portraits
from ..heads.residual_training import CHECKPOINT, halves
from ..heads.ridge import Features
from ..heads.tower_features import Sample

Scores = dict[str, float]  # by the source of the evidence, in its unit
Ask = Callable[[Record, Exhibit], Scores]  # a picture to P(yes) by the source of each cue


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Weights that left out a source, by source, as the detectors of an examination read them.

    Attributes:
        heads: for `clip` and `nearest`.
        networks: for `residual`.
        portraits: for `portrait`; it left out groups and not sources. None if the corpus has no faces of both labels.
        elsewhere: which reference pictures are of other sources, bool [R], for `nearest`.
    """

    heads: Mapping[str, clip_heads.Heads]
    networks: Mapping[str, ResidualNetwork]
    portraits: portrait.PortraitHead | None
    elsewhere: Mapping[str, NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Seen:
    """One picture with what the scores of trained detectors are made of.

    Attributes:
        record: where it comes from.
        pixels: uint8 [H, W, 3].
        weights: those that left out its source.
        views, vectors: of the tower; features float32 [B, D].
        is_portrait: whether it passes the gate of the portrait head.
    """

    record: Record
    pixels: NDArray[np.uint8]
    weights: LeftOut
    views: list[tower.View]
    vectors: NDArray[np.float32]
    is_portrait: bool

    @property
    def heads(self) -> clip_heads.Heads:
        """The heads that left out its source."""
        return self.weights.heads[self.record.source]


def _clip(seen: Seen) -> Scores:
    if seen.is_portrait:
        return {}  # set aside, as in an examination
    return {"clip": clip.combined(seen.heads.log_odds(seen.vectors), seen.views)}


def _portrait(seen: Seen) -> Scores:
    head = seen.weights.portraits
    if head is None or not seen.is_portrait or not held_out(seen.record.group, "portrait head"):
        return {}
    return {"portrait": float(head.log_odds(seen.vectors[:1])[0])}


def _nearest(seen: Seen) -> Scores:
    near = nearest.neighbours(seen.heads, seen.vectors[0], seen.weights.elsewhere[seen.record.source])
    return {"nearest": near.score, "distance": near.distance}


def _residual(seen: Seen) -> Scores:
    network, (_, line) = seen.weights.networks.get(seen.record.source), residual.shipped() or (None, None)
    if network is None or line is None:
        return {}
    logit, _, _ = residual.look(network, seen.pixels)
    return {"residual": line.slope * logit + line.offset}


# How each trained detector is read with weights that left out the source. One that is not here gets no term.
SCORERS: dict[str, Callable[[Seen], Scores]] = {
    "clip": _clip,
    "portrait": _portrait,
    "nearest": _nearest,
    "residual": _residual,
}


def without_scorer() -> list[str]:
    """Trained detectors that could get a weight, if it were known how to leave a source out of their weights."""
    return [name for name, each in registry.weighed().items() if each.learned and name not in SCORERS]


def untrained(picture: Exhibit) -> Scores:
    """Scores of the detectors that learned nothing; only they bear on what was altered in part."""
    detectors = [each for each in registry.weighed().values() if not each.learned]
    readings = ((each.name, each.read(picture.pixels, picture.facts.quality)) for each in detectors)
    return {name: reading.score for name, reading in readings if reading is not None and reading.score is not None}


def measure(picture: Exhibit, record: Record, weights: LeftOut, ask: Ask) -> Scores:
    """Scores by source of evidence, each as an examination would give it, from weights that left out the source."""
    scores = untrained(picture)
    if picture.facts.quality.short_side < clip.CLIP.min_side or record.source not in weights.heads:
        return scores
    views, features = tower.look(picture.pixels)
    gate = portrait.shipped()
    is_portrait = gate is not None and bool(gate.portrait(features.vectors[:1])[0])
    seen = Seen(record, picture.pixels, weights, views, features.vectors, is_portrait)
    for score in SCORERS.values():
        scores |= score(seen)
    return scores | ask(record, picture)


def leave_out(samples: Sequence[Sample], features: Features, work: Path, shipped: clip_heads.Heads) -> LeftOut:
    """Fit what is cheap to fit once more without each source, and read the residual networks of both halves.

    A mean of linear scores is a linear score: if several folds left out a source, their heads are averaged.

    Args:
        samples: the corpus.
        features: of the samples, [n, D].
        work: the folder in which `telltale finetune detector residual` left its checkpoints.
        shipped: the heads that ship, of which all but the score of generation is kept.

    Raises:
        OSError: if there are no such checkpoints.
    """
    records = [s.record for s in samples if s.variant == 0 and s.kind is None]
    sums = clip_training.ridge(samples, features)
    lines: dict[str, list[tuple[NDArray[np.float32], float]]] = defaultdict(list)
    scores, truth = [], []
    for fold in clip_training.leave_out(samples, "source"):
        head = clip_training.fit(sums, fold.train)
        for source in {samples[i].record.source for i in fold.test}:
            lines[source].append(head.folded())
        scores.append(head(features[fold.test]))
        truth.append(np.array([samples[i].generated for i in fold.test]))
    slope, offset = platt(np.concatenate(scores), np.concatenate(truth))
    heads = {
        source: replace(
            shipped,
            weight=np.mean([weight for weight, _ in several], axis=0),
            bias=float(np.mean([bias for _, bias in several])),
            slope=slope,
            offset=offset,
        )
        for source, several in lines.items()
    }
    networks = {}
    for number, (_, tested) in enumerate(halves(records)):
        network = _network(work / CHECKPOINT.format(half=number))
        networks |= dict.fromkeys({record.source for record in tested}, network)
    origins = np.array(shipped.reference_sources)
    elsewhere = {source: origins != source for source in {record.source for record in records}}
    return LeftOut(heads, networks, _portraits(samples, features), elsewhere)


def _network(file: Path) -> ResidualNetwork:
    if not file.exists():
        raise OSError(f"{file} is missing; run `telltale finetune detector residual` with the same --work first")
    arrays, _ = files.read(file)
    trained = {
        name.removeprefix("parameter."): array for name, array in arrays.items() if name.startswith("parameter.")
    }
    return built(trained)


def _portraits(samples: Sequence[Sample], features: Features) -> portrait.PortraitHead | None:
    kept = [i for i, sample in enumerate(samples) if not held_out(sample.record.group, "portrait head")]
    try:
        return train_portraits([samples[i] for i in kept], features[kept])
    except ValueError:  # a corpus without faces of both labels
        return None


def no_cues(record: Record, picture: Exhibit) -> Scores:
    """Ask no cues."""
    return {}


def cues_asked(unseen: Iterable[str]) -> tuple[Ask, tuple[str, ...]]:
    """Ask `small` the cues on which it is reliable, for pictures of sources that its adapter never saw.

    Returns:
        The function that asks, and the digest of the adapter that answers.
    """
    from threading import Lock

    from ...agent.perception.models import SMALL, load
    from ...agent.perception.probes import ask
    from ...prompts import cues

    names, lock = set(unseen), Lock()
    model = load(SMALL)
    reliability = model.reliability or {}
    chosen = [cue for cue in cues() if cue.id in reliability and reliability[cue.id].reliable]

    def answers(record: Record, picture: Exhibit) -> Scores:
        if record.source not in names:
            return {}
        with lock:
            readings = ask(model, picture.pixels, chosen)
        return {f"cue:{reading.cue.id}": reading.p_yes for reading in readings if reading.step is not None}

    return answers, tuple(digest for name, digest in model.adapters.items() if name == "perceive")

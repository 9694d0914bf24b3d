"""Figures and limits of a bundle from scores on pictures that were left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..agent.reasoning.weighing.terms import Parameters
from . import effect
from .heads.clip_training import LeftOut
from .heads.started_heads import By, fold_of
from .heads.tower_features import Sample
from .weighing.own_limits import Promise, kept, limits
from .weighing.source_reference import MAIN


@dataclass(frozen=True, slots=True)
class OwnOptions:
    """How to train.

    Attributes:
        limit: pictures at most of each source and generator.
        minutes: the time that it may take; None for no limit.
        rate: the error rate by which the figures are given.
        promise: for which pictures the limits are to hold.
        name: of the bundle.
    """

    limit: int = 40
    minutes: float | None = None
    rate: float = 0.05
    promise: Promise = "auto"
    name: str | None = None


def fused(scored: Sequence[LeftOut], parameters: Parameters) -> np.ndarray:
    """What the main detector's score adds to the log-odds, for each picture."""
    term = parameters.term(MAIN)
    scores = np.array([p.score for p in scored])
    return scores if term is None else np.clip(scores, term.low, term.high)


def limited(parameters: Parameters, scored: Sequence[LeftOut], options: OwnOptions, by: By) -> Parameters:
    """The parameters with limits of one's own, by pictures as they are."""
    plain = [p for p in scored if not p.copy]
    truth = np.array([p.generated for p in plain])
    source = [p.source for p in plain]
    return limits(parameters, fused(plain, parameters), truth, source, _resolved(by, options), _keep_at(options))


def _keep_at(options: OwnOptions) -> float | None:
    """The rate at which a label without a limit of its own keeps the one that it has; None if a promise was named."""
    return options.rate if options.promise == "auto" else None


def limits_kept(parameters: Parameters, scored: Sequence[LeftOut], options: OwnOptions) -> tuple[str, ...]:
    """Why labels keep their limits, in sentences."""
    if _keep_at(options) is None:
        return ()
    reference = parameters.references["synthetic"]
    sides = (
        (reference.own_real, False, "photographs", "synthetic"),
        (reference.own_alternative, True, "generated pictures", "real"),
    )
    return tuple(
        kept(sum(p.generated == made for p in scored if not p.copy), options.rate, what, label)
        for own, made, what, label in sides
        if own is None
    )


def _resolved(by: By, options: OwnOptions) -> Promise:
    """For which pictures limits are to hold, where scores tell of new pictures from the same sources alone."""
    return "same-sources" if by == "group" else options.promise


def figures(
    samples: Sequence[Sample],
    scored: Sequence[LeftOut],
    parameters: Parameters,
    options: OwnOptions,
    by: By,
    *,
    own: bool,
) -> list[effect.Figure]:
    """Figures of pictures as they are; with limits of one's own, those of each fold follow from all others."""
    plain = [p for p in scored if not p.copy]
    scores, truth, source = fused(plain, parameters), np.array([p.generated for p in plain]), [p.source for p in plain]
    first = [samples[p.samples[0]] for p in plain]
    fold = [fold_of(sample, by) for sample in first]
    limit = effect.fixed(parameters, options.rate)
    if own and len(set(fold)) > 1:
        promise = _resolved(by, options)
        keep_at = _keep_at(options)
        limit = effect.left_out_limits(parameters, scores, truth, source, promise, options.rate, fold, keep_at)
    group = source if by == "source" else [sample.record.group for sample in first]
    return effect.figures(scores, truth, fold, limit, group)

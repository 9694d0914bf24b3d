"""Update the main detector of a bundle by pictures of a new generator, and tell what it learned and what it forgot.

Figures after are of left-out pictures: photographs by their sources, pictures of the new generator by their groups. A
picture of the memory stands for a generator that was learned before. Its score before is by a head that had not learned
from it, where the memory has such a score, so that both columns are of left-out pictures.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from ..agent import bundle
from ..agent.console import note
from ..agent.detectors import clip_heads
from ..agent.reasoning.weighing.terms import Parameters
from ..eval.sets.records import Record
from . import effect, own_bundle, own_set
from .heads import replay_memory, started_heads
from .heads.replay_memory import Memory
from .heads.ridge import Features
from .heads.tower_features import Sample, extract, main_corpus, uncached
from .heads.updated_heads import Judged, Method, Update, updated
from .own_bundle import Outcome, Start
from .own_figures import fused
from .own_training import seconds_a_view
from .progress_steps import Steps, told
from .weighing.own_limits import LEAST_SOURCES, limits, promised
from .weighing.source_reference import weighing_generation

NOTHING_REMEMBERED = (
    "the detector to start from remembers no pictures, so an update can neither keep what it knows nor measure what it "
    "forgets; name older generated pictures and photographs with --old, or start from a bundle that was updated"
)
STEPS = 3  # views, features, the update
_SHARD = 32  # views that are kept at a time


@dataclass(frozen=True, slots=True)
class UpdateOptions:
    """How to update.

    Attributes:
        method: how old pictures are kept in mind.
        views: that the new bundle remembers.
        may_forget: the loss of AUROC on older pictures up to which the bundle is written.
        limit: pictures at most of each source and generator.
        rate: the error rate by which the figures are given.
        name: of the bundle.
    """

    method: Method = "sur"
    views: int = replay_memory.VIEWS
    may_forget: float = 0.01
    limit: int = 40
    rate: float = 0.05
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """An update with its limits and its figures, of the new generator and of older ones, before and after."""

    update: Update
    parameters: Parameters
    new: tuple[list[effect.Figure], list[effect.Figure]]
    old: tuple[list[effect.Figure], list[effect.Figure]]

    @property
    def forgotten(self) -> float:
        """The loss of AUROC on older pictures; below 0 if they are told apart better than before."""
        before, after = self.old[0][0].value, self.old[1][0].value
        return math.nan if before is None or after is None else before - after

    @property
    def gained(self) -> float:
        """The gain of AUROC on the new generator."""
        before, after = self.new[0][0].value, self.new[1][0].value
        return math.nan if before is None or after is None else after - before


def run(records: Sequence[Record], older: Sequence[Record], start: Start, options: UpdateOptions, work: Path) -> Result:
    """Measure the pictures, update the heads, and say what changed.

    Args:
        records: of the new generator, and photographs.
        older: pictures to remember beside those that the bundle remembers.
        start: the bundle to start from.
        options: how to update.
        work: for views and features.

    Raises:
        ValueError: if there is nothing to learn from, to remember or to measure on.
    """
    remembered = memory_of(start)
    if remembered is None and not older:
        raise ValueError(NOTHING_REMEMBERED)
    steps = Steps(STEPS)
    seconds = seconds_a_view()
    chosen = [own_set.limited(part, options.limit) for part in (records, older)]
    steps.begin(f"views of {sum(map(len, chosen)):,} files", 0.05 * sum(map(len, chosen)))
    views = [main_corpus(own_set.as_views(part, work / "views", steps)) for part in chosen]
    cache = work / "features"
    todo = sum(uncached(part, cache, _SHARD) for part in views)
    steps.begin(f"features of {sum(map(len, views)):,} views, {todo:,} of them new", seconds * todo)
    features = [extract(part, cache, steps=steps, shard=_SHARD) if part else None for part in views]
    steps.begin("the update, with each source or group left out in turn")
    old = [remembered] if remembered is not None else []
    if features[1] is not None:
        old.append(replay_memory.kept(of_older(views[1], features[1], start), options.views))
    if features[0] is None:
        raise ValueError("none of the new pictures could be read")
    result = measured(views[0], features[0], start, replay_memory.joined(old), options)
    note(f"measured after {told(steps.spent)}")
    return result


def memory_of(start: Start) -> Memory | None:
    """What the bundle to start from remembers; None if it is nothing."""
    return None if start.folder is None else replay_memory.read(start.folder / clip_heads.FILE)


def of_older(samples: Sequence[Sample], features: Features, start: Start) -> Memory:
    """Older pictures as a memory; those that the heads learned from are marked, since their scores flatter."""
    assert start.heads is not None  # `start_of` gives heads for all but `base`
    heads = start.heads
    pictures = replay_memory.before_log_odds(started_heads.scored(samples, features, heads), heads.slope, heads.offset)
    known = started_heads.learned_from(samples, features, heads)
    parts = [
        replay_memory.of_samples(
            samples, features, [p for p in pictures if known[p.samples[0]] is knows], fresh=not knows
        )
        for knows in (False, True)
    ]
    return replay_memory.joined(parts)


def measured(
    samples: Sequence[Sample], features: Features, start: Start, old: Memory, options: UpdateOptions
) -> Result:
    """Update the heads by new views and compare before and after.

    Raises:
        ValueError: if there is nothing to learn from or to measure on.
    """
    assert start.heads is not None
    known = started_heads.learned_from(samples, features, start.heads)
    fresh = [index for index, knows in enumerate(known) if not knows]
    if len(fresh) < len(samples):
        note("pictures that the detector to start from has learned already are left out")
    new = [samples[index] for index in fresh]
    if not any(sample.generated for sample in new):
        raise ValueError("there are no new generated pictures; put them into fake/GENERATOR/ of --data")
    update = updated(new, features[fresh], start.heads, old, options.method, options.views)
    weighed, judged = _weighed(start, update), [each for each in update.judged if not each.picture.copy]
    parameters = _limited(weighed, judged, start)

    @cache
    def limit(fold: str) -> tuple[float, float]:
        """The limits that follow from the pictures of all other folds."""
        others = [each for each in judged if each.fold != fold]
        if all(each.picture.generated for each in others if each.fresh):
            return math.inf, -math.inf
        return effect.fixed(_limited(weighed, others, start), options.rate)(fold)

    of_new = [each for each in judged if not (each.old and each.picture.generated)]
    of_old = [each for each in judged if each.old or not each.picture.generated]
    return Result(
        update,
        parameters,
        new=_figures(of_new, start.parameters, parameters, limit, options.rate),
        old=_figures(of_old, start.parameters, parameters, limit, options.rate),
    )


def _weighed(start: Start, update: Update) -> Parameters:
    """How the score counts after the update, by pictures that no head concerned learned from.

    Raises:
        ValueError: if they are of too few sources.
    """
    fresh = [each.picture for each in update.judged if each.fresh]
    truth, copy = np.array([p.generated for p in fresh]), np.array([p.copy for p in fresh])
    for made, what in ((False, "photographs"), (True, "generated pictures")):
        count = len({p.source for p in fresh if p.generated is made})
        if count < own_set.FEW:
            raise ValueError(
                f"there are {what} of {count} sources that the detector had not learned from; the updated detector "
                f"can't be measured with fewer than {own_set.FEW}; give more with --data or --old"
            )
    scores = np.array([p.score for p in fresh])
    return weighing_generation(start.parameters, scores, truth, [p.source for p in fresh], copy)


def _limited(weighed: Parameters, judged: Sequence[Judged], start: Start) -> Parameters:
    """The parameters with limits by pictures as they are that no head concerned learned from.

    The limit of the label *synthetic* holds for new sources if there are enough of them, since photographs were left
    out by source; that of the label *real* for pictures from the same sources alone.
    """
    plain = [each.picture for each in judged if each.fresh and not each.picture.copy]
    values, made = fused(plain, weighed), np.array([p.generated for p in plain])
    source = [p.source for p in plain]
    same = limits(weighed, values, made, source, "same-sources")
    if start.heads is None or start.heads.apart != "source":
        return same
    new = limits(weighed, values, made, source, "auto").references["synthetic"]
    both = same.references["synthetic"].model_copy(update={"own_real": new.own_real})
    return same.model_copy(update={"references": {**same.references, "synthetic": both}})


def _figures(
    judged: Sequence[Judged], before: Parameters, after: Parameters, limit: effect.Limits, rate: float
) -> tuple[list[effect.Figure], list[effect.Figure]]:
    """Figures before and after of some pictures; intervals by source, and by group for new generated pictures."""
    truth = np.array([each.picture.generated for each in judged])
    group = [each.picture.source if each.old or not each.picture.generated else each.group for each in judged]
    fold = [each.fold for each in judged]
    earlier = fused([replace(each.picture, score=each.before) for each in judged], before)
    later = fused([each.picture for each in judged], after)
    return (
        effect.figures(earlier, truth, fold, effect.fixed(before, rate), group),
        effect.figures(later, truth, fold, limit, group),
    )


def refusal(result: Result, options: UpdateOptions) -> str:
    """Why the bundle is not written, in a sentence; empty if it is."""
    if not result.gained > 0:
        return "the detector to start from tells the new pictures apart at least as well, so it needs no update by them"
    if not result.forgotten <= options.may_forget:
        return (
            f"on older pictures the updated detector loses {result.forgotten:.3f} of AUROC, more than --may-forget "
            f"{options.may_forget:g}; add photographs and older pictures with --old, or allow more"
        )
    return ""


def write(result: Result, start: Start, out: Path, options: UpdateOptions) -> None:
    """Write the bundle with its memory, and the figures of both tables."""
    heads = result.update.heads
    older = {key: [asdict(row) for row in rows] for key, rows in zip(("before", "after"), result.old, strict=True)}

    def remember(folder: Path) -> None:
        if options.views:
            replay_memory.add(result.update.memory, folder / clip_heads.FILE)
        known = json.loads((folder / bundle.EFFECT).read_text(encoding="utf-8"))
        text = json.dumps({**known, "older": older}, indent=1)
        (folder / bundle.EFFECT).write_text(text + "\n", encoding="utf-8")

    outcome = Outcome(heads, result.parameters, *result.new, by=heads.apart)
    own_bundle.write(outcome, start, out, options.name, remember)


def report(result: Result, rate: float) -> list[str]:
    """The figures and what the limits promise, as lines to print."""
    judged = [each for each in result.update.judged if not each.picture.copy]
    new = [each for each in judged if not each.old and each.picture.generated]
    old = [each for each in judged if each.old and each.picture.generated]
    photographs = [each for each in judged if not each.picture.generated]
    lines = [f"New: {_counted(new)}, against {_counted(photographs)} (photographs).", ""]
    lines += [*effect.table(*result.new), "", f"Older: {_counted(old)}, against the same photographs.", ""]
    lines += [*effect.table(*result.old), ""]
    lines.append(
        "Photographs were scored without their source, new generated pictures without their group. Intervals are 95%."
    )
    stale = sum(not each.fresh for each in judged)
    if stale:
        lines.append(
            f"The detector to start from had learned from {stale} of the older pictures, which flatters both columns; "
            "their difference tells what was forgotten. The limits do not rest on these."
        )
    reference = result.parameters.references["synthetic"]
    sides = (
        (reference.own_real, "photographs", "synthetic", reference.threshold(rate)),
        (reference.own_alternative, "generated pictures", "real", reference.cleared(rate)),
    )
    for own, what, label, limit in sides:
        if own is not None:
            lines += promised(own, rate, what, label, given=math.isfinite(limit))
            if own.unit == "picture" and own.sources >= LEAST_SOURCES:
                lines[-1] = f"Nothing is promised for {what} from elsewhere, since some were scored with their source."
    return [*lines, own_bundle.APPROXIMATE]


def _counted(judged: Sequence[Judged]) -> str:
    sources = len({each.picture.source for each in judged})
    return f"{len(judged)} pictures of {sources} {'source' if sources == 1 else 'sources'}"

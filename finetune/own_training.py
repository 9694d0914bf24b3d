"""Train a bundle on pictures of one's own: views, features, heads, limits, and what it changes on left-out sources."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import numpy as np

from ..agent.console import note
from ..agent.file_bytes import write_whole
from ..agent.reasoning.weighing.terms import Parameters
from ..eval.sets.records import Record
from . import effect, own_set
from .heads import clip_training, replay_memory, started_heads
from .heads.clip_training import LeftOut
from .heads.started_heads import By
from .heads.tower_features import Sample, extract, main_corpus, uncached
from .own_bundle import Outcome, Start, write
from .own_figures import OwnOptions, figures, limited, limits_kept
from .progress_steps import Steps
from .weighing.own_limits import LEAST_SOURCES, Promise, counted
from .weighing.source_reference import weighing_generation

STEPS = 4  # views, features, heads, limits
TAKEN = "own-pictures.json"  # in the work folder: how many pictures of each source were taken
_SHARD = 32  # views that are kept at a time, so that little is lost if a run is cut off
_FEATURES_SHARE = 0.6  # of the time that is given
_TRIAL = 16  # views by which the time is reckoned


def run(records: Sequence[Record], start: Start, options: OwnOptions, work: Path, out: Path, steps: Steps) -> Outcome:
    """Train heads and limits on some pictures and write a bundle.

    Raises:
        ValueError: if a label is missing, the tower is not set up, or there are too few sources to begin from nothing.
    """
    counts = own_set.counted(records)
    if 0 in counts.pictures:
        raise ValueError(
            "training needs both labels; put photographs into real/ and generated pictures into fake/. By photographs "
            "alone `telltale finetune calibrate --real DIR --out DIR` sets a limit"
        )
    kinds = zip(("photographs", "generated pictures"), counts.pictures, counts.sources, strict=True)
    note(", ".join(f"{counted(pictures, what)} of {counted(sources, 'sources')}" for what, pictures, sources in kinds))
    for line in own_set.advice(counts):
        note(line)
    if start.heads is None and not counts.trainable:  # known before anything is measured
        raise ValueError(f"{_too_few()}; add sources")
    seconds = seconds_a_view()
    chosen = own_set.limited(records, kept_fitting(records, seconds, options, work / TAKEN))
    taken = own_set.counted(chosen)
    short = ""
    if counts.trainable and not taken.trainable:
        more = "--limit" if options.minutes is None else "--minutes or --limit"
        short = "you gave enough, but {} photographs and {} generated pictures of them were taken; ".format(
            *taken.pictures
        )
        short += f"give a higher {more}"
        if start.heads is None:
            raise ValueError(_too_few(short))
    steps.begin(f"views of {sum(own_set.counted(chosen).pictures):,} pictures", 0.05 * len(chosen))
    views = own_set.as_views(chosen, work / "views", steps)
    samples = main_corpus(views)
    todo = uncached(samples, work / "features", _SHARD)
    steps.begin(f"features of {len(samples):,} views, {todo:,} of them new", seconds * todo)
    features = extract(samples, work / "features", steps=steps, shard=_SHARD)
    whole = start.heads is None or left_out_by(samples, options.promise) == "source"
    part = "each source" if whole else "each tenth of the pictures"
    steps.begin(f"the main detector, with {part} left out in turn", 20 + len(samples) * 0.02)
    outcome = trained(samples, features, start, options, taken.trainable, short)
    steps.begin("limits of the labels, and the bundle", 1)
    write(outcome, start, out, options.name)
    return outcome


def _too_few(short: str = "") -> str:
    return (
        f"no detector was trained: that takes {own_set.FEW} sources and {own_set.FEW_PICTURES} pictures of each "
        "label, so that it can be measured on sources that it did not see"
    ) + (f"; {short}" if short else "")


def trained(
    samples: Sequence[Sample],
    features: np.ndarray,
    start: Start,
    options: OwnOptions,
    trainable: bool,
    short: str = "",
) -> Outcome:
    """Heads and limits for some views, whichever heads do better on left-out sources.

    Args:
        samples: the views [n].
        features: of them, [n, D].
        start: what training starts from.
        options: how to train.
        trainable: whether there are sources enough to train a head and measure it.
        short: what the time that was given has to do with it, for the reason that is told.

    Raises:
        ValueError: if there is nothing to set limits by, or if the heads of the start know all pictures of a label.
    """
    by = left_out_by(samples, options.promise)
    before, earlier = None, None
    if start.heads is not None:
        known = started_heads.learned_from(samples, features, start.heads)
        every = started_heads.scored(samples, features, start.heads)
        earlier = [p for p in every if not known[p.samples[0]]]
        lost = len({p for p, knows in enumerate(known) if knows and samples[p].plain and samples[p].record.crop == 0})
        if lost:
            note(
                f"the detector to start from learned from {lost} of the pictures; figures and limits leave these out. "
                "Copies that were saved anew are often not recognised, so give no pictures of sources that it knows"
            )
        if _measurable(every) and not _measurable(earlier):
            raise ValueError(
                "the detector to start from learned from all pictures of a label, so nothing can be measured on them; "
                "give others, or another start with --from"
            )
        if _measurable(earlier):
            before = figures(samples, earlier, start.parameters, options, by, own=False)
    if not trainable:
        reason = _too_few(short)
        if earlier is None or not any(not p.generated for p in earlier):
            raise ValueError(f"{reason}; add sources")
        return _kept(samples, earlier, start, options, before, reason, by)
    if start.heads is None:
        by = "source"
        heads, scored = clip_training.train(samples, features)
    else:
        heads, scored = started_heads.train(samples, features, start.heads, by)
    if earlier is not None:  # pictures that the start knows would flatter what comes after as well
        there = {p.samples for p in earlier}
        scored = [p for p in scored if p.samples in there]
    parameters = _weighed(start.parameters, scored)
    after = figures(samples, scored, parameters, options, by, own=True)
    if before is not None and earlier is not None and (before[0].value or 0) >= (after[0].value or 0):
        reason = "the detector to start from tells the left-out pictures apart at least as well, so it is kept as it is"
        return _kept(samples, earlier, start, options, before, reason, by)
    parameters = limited(parameters, scored, options, by)
    remember = partial(replay_memory.remember, samples, features, scored, heads.slope, heads.offset)
    kept = limits_kept(parameters, scored, options)
    return Outcome(heads, parameters, before, after, "", by, kept, remember=remember)


def left_out_by(samples: Sequence[Sample], promise: Promise) -> By:
    """What is left out together: sources if the limits are to hold for new ones, else groups of pictures."""
    if promise != "auto":
        return "source" if promise == "new-sources" else "group"
    origins = [{s.record.source for s in samples if s.generated is made} for made in (False, True)]
    return "source" if min(map(len, origins)) >= LEAST_SOURCES else "group"


def calibrated(
    scores: np.ndarray,
    truth: np.ndarray,
    source: Sequence[str],
    known: Parameters,
    parameters: Parameters,
    promise: Promise,
    rate: float,
) -> Outcome:
    """The outcome of a calibration: the limits before, and those that each source gets from all others.

    Args:
        scores: fused log-odds for *synthetic* [pictures].
        truth: whether each was generated.
        source: of each.
        known: the parameters before.
        parameters: those with limits of one's own.
        promise: for which pictures the limits are to hold.
        rate: the error rate by which the figures are given.
    """
    before = effect.figures(scores, truth, source, effect.fixed(known, rate))
    limit = effect.fixed(parameters, rate)
    if len(set(source)) > 1:
        limit = effect.left_out_limits(known, scores, truth, source, promise, rate)
    after = effect.figures(scores, truth, source, limit)
    return Outcome(None, parameters, before, after, measure="all that an examination measures, without the model")


def seconds_a_view() -> float:
    """Seconds that the tower takes for a view on this machine, measured.

    Raises:
        TowerMissingError: if the tower is not set up.
    """
    import time

    from ..agent.perception import tower

    views = np.zeros((_TRIAL, tower.VIEW, tower.VIEW, 3), np.uint8)
    tower.embed(views[:1])
    began = time.perf_counter()
    tower.embed(views)
    return (time.perf_counter() - began) / _TRIAL


def kept_fitting(records: Sequence[Record], seconds: float, options: OwnOptions, file: Path) -> int:
    """The pictures of each source that an earlier run of the same kind took, or else `fitting`, which is kept.

    So a run that was cut off takes the same pictures when it goes on, however fast the machine is then.
    """
    names = sorted(f"{record.label} {record.path.resolve()}" for record in records)
    digest = hashlib.sha256("\n".join(names).encode()).hexdigest()
    about = [digest, options.limit, options.minutes]
    with suppress(OSError, ValueError, KeyError, TypeError):
        known = json.loads(file.read_text(encoding="utf-8"))
        if known["about"] == about:
            note(f"going on with the run before, at most {int(known['taken'])} pictures of each source")
            return int(known["taken"])
    taken = fitting(records, seconds, options)
    write_whole(file, json.dumps({"about": about, "taken": taken}).encode())
    return taken


def fitting(records: Sequence[Record], seconds: float, options: OwnOptions) -> int:
    """The pictures of each source that the time allows, at most the limit that was asked for."""
    if options.minutes is None:
        return options.limit
    views = own_set.views_a_picture(records)
    room = int(_FEATURES_SHARE * 60 * options.minutes / (views * seconds + 0.05))
    fits = own_set.most(records, room)
    pace = f"this machine takes {seconds * views:.1f} s a picture now: in {options.minutes:g} minutes there is time for"
    wanted = own_set.limited(records, options.limit)
    if fits < options.limit and len(own_set.limited(records, fits)) < len(wanted):
        note(f"{pace} {fits} of each source")
    else:
        note(f"{pace} all {sum(own_set.counted(wanted).pictures):,} pictures")
    return min(options.limit, fits)


def _weighed(known: Parameters, scored: Sequence[LeftOut]) -> Parameters:
    truth, copy = np.array([p.generated for p in scored]), np.array([p.copy for p in scored])
    return weighing_generation(known, np.array([p.score for p in scored]), truth, [p.source for p in scored], copy)


def _kept(
    samples: Sequence[Sample],
    earlier: Sequence[LeftOut],
    start: Start,
    options: OwnOptions,
    before: list[effect.Figure] | None,
    reason: str,
    by: By,
) -> Outcome:
    """The outcome where the heads of the start are kept and only limits are set."""
    after = figures(samples, earlier, start.parameters, options, by, own=True)
    parameters = limited(start.parameters, earlier, options, by)
    return Outcome(None, parameters, before, after, reason, by, limits_kept(parameters, earlier, options))


def _measurable(scored: Sequence[LeftOut]) -> bool:
    return len({p.generated for p in scored if not p.copy}) == 2

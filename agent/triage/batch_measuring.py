"""The numbers of a batch of pictures: the verdict's stages on each, with few passes of the tower for all of them.

The label is the one that `telltale examine` gives. What can't change it is left out:

* No altered copy is measured where there is no label anyway, or where a trusted signature decides.
* The model *small* is asked about cues only if its answers could change the label. Its cues weigh nothing; they can
  only call for a second look. So the second look is taken first, as if the cues called for it. If the label stays as it
  was, nobody need ask.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .. import provenance
from ..detectors import clip, registry
from ..evidence import PRIOR, Evidence, Flag, Verdict, number
from ..perception import tower
from ..perception.perceiver import NoPerceiver
from ..pixels.maps import Maps
from ..reasoning.stages import Instruments, detect, judged, measured_again, weighed
from ..reasoning.weighing import second_look
from ..reasoning.weighing.fusion import proven
from ..reasoning.weighing.verdict import STRONG, forbidden
from ..sandbox import Received
from ..sentences import reworded

VIEWS = 16  # of one pass of the tower
Asks = Literal["never", "if needed", "always"]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of one picture.

    Attributes:
        received: the picture and what its file holds.
        evidence: weighed, as it stands at the end.
        verdict: on that; its sentences are their keys.
        looked_again: whether disputed places were measured again.
        asked: whether the model was asked about cues.
    """

    received: Received
    evidence: tuple[Evidence, ...]
    verdict: Verdict
    looked_again: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class _Work:
    """One picture under way: its evidence before and after weighing, and the places to look at again."""

    received: Received
    raw: tuple[Evidence, ...]
    evidence: tuple[Evidence, ...]
    maps: Maps
    before: Verdict
    disputes: second_look.Disputes
    crops: list[NDArray[np.uint8]]


def measure(
    instruments: Instruments, batch: Sequence[Received], *, asks: Asks = "never", views: int = VIEWS
) -> list[Measured]:
    """Measure pictures.

    Args:
        instruments: what to measure with; its perceiver is the model to ask.
        batch: the pictures.
        asks: whether the model is asked about cues: never, where its answers could change a label, or always.
        views: of one pass of the tower.
    """
    silent = replace(instruments, perceiver=NoPerceiver())
    used = instruments if asks == "always" else silent
    uses_tower = any(detector.learned for detector in instruments.detectors)
    try:
        with clip.without_copies():
            if uses_tower:
                tower.look_ahead([one.exhibit.pixels for one in batch], views)
            works = [_first(used, one, asks) for one in batch]
            if uses_tower:
                tower.look_ahead([crop for work in works for crop in work.crops], views, more=True)
            found = [_second(used, instruments, work, asks) for work in works]
        return [_with_copy(used, one) for one in found]
    finally:
        tower.look_ahead([])


def when_to_ask(instruments: Instruments, reliable: Collection[str]) -> Asks:
    """When the model is to be asked, so that labels are those of `telltale examine`.

    Args:
        instruments: what is measured with.
        reliable: sources of the cues about which the model is reliable; those that were measured to add nothing beside
            the detectors can only call for a second look.
    """
    known = instruments.known
    if all(known.term(source) is None and source in known.idle for source in reliable):
        return "if needed" if reliable else "never"
    return "always"


def _first(used: Instruments, received: Received, asks: Asks) -> _Work:
    exhibit = received.exhibit
    quality = exhibit.facts.quality
    found, maps = detect(exhibit, used.detectors)
    cues = used.perceiver.evidence(exhibit.pixels)
    raw = number([*provenance.evidence(received.contents, exhibit), *found, *cues])
    evidence = weighed(used, raw, quality)
    before = judged(used, evidence, quality)
    disputes = second_look.disputed(before, evidence)
    crops: list[NDArray[np.uint8]] = []
    if disputes or (asks == "if needed" and _could_be_disputed(before)):
        settled = proven(evidence) is not None or forbidden(evidence, quality)
        names = [detector.name for detector in registry.read_on_crops(used.detectors)]
        heats = {name: maps[name] for name in names if name in maps}
        where = () if settled else second_look.places(evidence, heats, exhibit.pixels.shape)
        crops = [exhibit.pixels[r.y : r.y + r.h, r.x : r.x + r.w] for r in where]
    return _Work(received, raw, evidence, maps, before, disputes, crops)


def _could_be_disputed(before: Verdict) -> bool:
    """Whether strong evidence speaks against *synthetic*, so that a cue that speaks for it would disagree with it."""
    return any(
        (c.hypothesis == "real" and c.log_odds >= STRONG) or (c.hypothesis == "synthetic" and c.log_odds <= -STRONG)
        for c in before.contributions
        if c.evidence != PRIOR
    )


def _second(used: Instruments, instruments: Instruments, work: _Work, asks: Asks) -> Measured:
    """The second look where it can change the label."""
    exhibit, quality = work.received.exhibit, work.received.exhibit.facts.quality
    if not work.crops:
        return Measured(work.received, work.evidence, work.before, asked=asks == "always")
    again = used.perceiver.ask_again if asks == "always" else _no_answers
    renewed, log = measured_again(used, exhibit, work.evidence, work.maps, work.before, work.disputes, again)
    if work.disputes:
        return Measured(work.received, renewed, judged(used, renewed, quality), log is not None, asks == "always")
    if log is None or log.after == log.before:
        return Measured(work.received, work.evidence, work.before)
    cues = instruments.perceiver.evidence(exhibit.pixels)
    evidence = weighed(instruments, number([*work.raw, *cues]), quality)
    before = judged(instruments, evidence, quality)
    disputes = second_look.disputed(before, evidence)
    if not disputes:
        return Measured(work.received, evidence, before, asked=True)
    renewed, log = measured_again(instruments, exhibit, evidence, work.maps, before, disputes, _no_answers)
    return Measured(work.received, renewed, judged(instruments, renewed, quality), log is not None, asked=True)


def _no_answers(crop: NDArray[np.uint8], sources: Sequence[str]) -> dict[str, float]:
    """Stands for the model where its answers about a crop weigh nothing."""
    return {}


def _with_copy(used: Instruments, found: Measured) -> Measured:
    """With the check of an altered copy, where a label rests on pixels; then the verdict with its sentences as keys."""
    exhibit, evidence = found.received.exhibit, found.evidence
    if found.verdict.label != "inconclusive" and proven(evidence) is None:
        copying = [detector for detector in used.detectors if detector.name == clip.CLIP.name]
        flagged = {item.source for item in detect(exhibit, copying)[0] if item.has(Flag.UNSTABLE)}
        evidence = tuple(item.noted(Flag.UNSTABLE) if item.source in flagged else item for item in evidence)
    with reworded(lambda sentence: sentence.key):
        verdict = judged(used, evidence, exhibit.facts.quality)
    return replace(found, evidence=evidence, verdict=verdict)

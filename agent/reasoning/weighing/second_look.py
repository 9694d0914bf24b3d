"""A second look where strong evidence disagrees: crops at the disputed places, measured and asked about again.

Each place costs one step of a budget. What was measured there is averaged with the first reading, so that fusion can
weigh it as before; the log keeps both, and what still disagrees is said.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ...detectors.base import Detector, to_evidence
from ...evidence import Evidence, Flag, Look, Region, Verdict
from ...intake import Exhibit
from .fusion import ALTERNATIVES, opposed, weigh

BUDGET = 4  # places
DISSENT = 1.5  # log-odds of evidence without weight (P(yes) of .82) that are strong enough to look again
LEAST_SIDE = 224  # of a crop, in pixels, where the picture has as many
SMALL_COPY = 1.5  # a picture whose short side is less than this times a crop has no other place to look at
AGAIN = ("clip", "residual")  # detectors that score a crop as they score a picture
Measure = Callable[[NDArray[np.uint8], Sequence[str]], dict[str, float]]  # a crop and the cues' sources to P(yes)


def disputed(verdict: Verdict, evidence: Sequence[Evidence] = ()) -> dict[str, tuple[list[str], list[str]]]:
    """Hypotheses that strong evidence disagrees about: ids for and against, each of at least `CONFLICT` log-odds.

    What weighs nothing may dissent all the same: a detector by its own log-odds, a reliable cue by its answer.
    """
    found = {}
    for hypothesis in ALTERNATIVES:
        pro, con = opposed(verdict.contributions, hypothesis)
        if hypothesis == "synthetic" and (pro or con):
            pro += [item.id for item in evidence if _dissent(item) >= DISSENT]
            con += [item.id for item in evidence if _dissent(item) <= -DISSENT]
        if pro and con:
            found[hypothesis] = (pro, con)
    return found


def _dissent(item: Evidence) -> float:
    """The log-odds that evidence without weight gives by itself for *synthetic*; 0 where it says nothing of it."""
    if item.log_lr != 0.0 or item.score is None or item.supports not in ("synthetic", "real"):
        return 0.0
    if item.kind == "cue":
        p = min(item.score, 0.99)
        return math.log(p / (1 - p))
    return item.score if item.unit == "log-odds" else 0.0


def places(
    evidence: Sequence[Evidence], maps: Mapping[str, NDArray[np.float32]], shape: tuple[int, ...], budget: int = BUDGET
) -> list[Region]:
    """Where to look: regions that evidence names, then the highest and the lowest place of each map.

    Both, so that neither side is favoured. Places are squares inside the picture.
    """
    height, width = shape[:2]
    side = min(LEAST_SIDE, height, width)
    if min(height, width) < SMALL_COPY * LEAST_SIDE:
        return []
    centres = [
        (item.region.y + item.region.h / 2, item.region.x + item.region.w / 2) for item in evidence if item.region
    ][: budget - 2]
    for drawn in maps.values():
        for at in (int(drawn.argmax()), int(drawn.argmin())):
            row, column = np.unravel_index(at, drawn.shape)
            centres.append(((row + 0.5) / drawn.shape[0] * height, (column + 0.5) / drawn.shape[1] * width))
    found: list[Region] = []
    for y, x in centres:
        top, left = (int(np.clip(c - side / 2, 0, most - side)) for c, most in ((y, height), (x, width)))
        if all(max(abs(top - r.y), abs(left - r.x)) > side // 4 for r in found):
            found.append(Region(x=left, y=top, w=side, h=side))
    return found[:budget]


def again(
    exhibit: Exhibit,
    evidence: Sequence[Evidence],
    maps: Mapping[str, NDArray[np.float32]],
    detectors: Sequence[Detector],
    ask: Measure,
    budget: int = BUDGET,
) -> tuple[tuple[Evidence, ...], tuple[Look, ...]]:
    """Measure the disputed places once more.

    Args:
        exhibit: the picture.
        evidence: numbered; those of `AGAIN` and the cues with a score are read again.
        maps: the detectors' maps by name.
        detectors: those in use.
        ask: puts the cues to the model about a crop.
        budget: how many places at most.

    Returns:
        The evidence with scores averaged over the whole (once) and the places, and the log, one entry a place.
    """
    where = places(evidence, {name: maps[name] for name in AGAIN if name in maps}, exhibit.pixels.shape, budget)
    by_name = {detector.name: detector for detector in detectors if detector.name in AGAIN}
    cues = [item.source for item in evidence if item.kind == "cue" and item.log_lr is not None and _reliable(item)]
    before = {item.source: item.score for item in evidence if item.score is not None}
    looks: list[Look] = []
    for region in where:
        crop = exhibit.pixels[region.y : region.y + region.h, region.x : region.x + region.w]
        after = {
            name: reading.score
            for name, detector in by_name.items()
            if name in before and (reading := detector.read(crop, exhibit.facts.quality)) and reading.score is not None
        }
        after |= ask(crop, cues) if cues else {}
        scores = {name: (round(before[name], 4), round(value, 4)) for name, value in after.items() if name in before}
        looks.append(Look(region=region, scores=scores))
    return tuple(_averaged(item, looks) for item in evidence), tuple(looks)


def _reliable(item: Evidence) -> bool:
    return not (item.has(Flag.UNRELIABLE) or item.has(Flag.UNASSESSED))


def _averaged(item: Evidence, looks: Sequence[Look]) -> Evidence:
    """A reading averaged with those of the places: log-odds as they are, probabilities on the logit scale."""
    values = [look.scores[item.source] for look in looks if item.source in look.scores]
    if not values:
        return item
    every = [values[0][0], *(after for _, after in values)]
    if item.kind == "cue":
        logits = [math.log(p / (1 - p)) for p in np.clip(every, 1e-4, 1 - 1e-4)]
        score = 1 / (1 + math.exp(-sum(logits) / len(logits)))
    else:
        score = sum(every) / len(every)
    form = ".2f" if item.kind == "cue" else "+.1f"
    there = " and ".join(f"{value:{form}}" for value in every[1:])
    places = f"{len(values)} disputed place{'s' * (len(values) > 1)}"
    note = f"Looked at again in {places} ({there}); what is weighed is the mean, {score:{form}}."
    supports = "neutral" if item.kind == "cue" and score < 0.5 else item.supports
    return item.noted(Flag.LOOKED_AGAIN, note).model_copy(update={"score": round(score, 4), "supports": supports})


def local_log_lr(exhibit: Exhibit, region: Region, detectors: Sequence[Detector]) -> float | None:
    """Log-likelihood ratio of *synthetic* of a part by itself, or None where it is too small to measure."""
    crop = np.ascontiguousarray(exhibit.pixels[region.y : region.y + region.h, region.x : region.x + region.w])
    read = ((d, d.read(crop, exhibit.facts.quality)) for d in detectors if d.name in AGAIN)
    evidence = weigh([to_evidence(d, reading) for d, reading in read if reading is not None], exhibit.facts.quality)
    values = [item.log_lr for item in evidence if item.log_lr is not None]
    return math.fsum(values) if values else None


def still(verdict: Verdict, evidence: Sequence[Evidence] = ()) -> tuple[str, ...]:
    """What disagrees after the second look, a sentence for each hypothesis."""
    return tuple(
        f"After a second look {', '.join(pro)} still speak for {hypothesis} and {', '.join(con)} against it."
        for hypothesis, (pro, con) in disputed(verdict, evidence).items()
    )

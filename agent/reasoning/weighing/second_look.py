"""The second look, where strong evidence disagrees: crops of the picture are measured and asked about again.

Each place costs one step of a budget. Its readings are averaged with the first one, which fusion then weighs as before.
The log keeps both, and says what still disagrees.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ...detectors.base import Detector, to_evidence
from ...detectors.registry import read_on_crops
from ...evidence import Evidence, Flag, Look, Region, Supports, Verdict
from ...intake import Exhibit
from ...sentences import Sentence
from .fusion import weigh
from .terms import ALTERNATIVES, Alternative, Parameters
from .verdict import opposed

BUDGET = 4  # places
DISSENT = 1.5  # log-odds (P(yes) of .82) at which evidence without weight is strong enough for a second look
LEAST_SIDE = 224  # of a crop, in pixels, if the picture has as many
SMALL_COPY = 1.5  # a picture whose short side is less than this times a crop has no other place to look at
Measure = Callable[[NDArray[np.uint8], Sequence[str]], dict[str, float]]  # a crop and the cues' sources to P(yes)
Disputes = dict[Alternative, tuple[list[str], list[str]]]  # by hypothesis, ids of the evidence for and against it

BECAUSE = Sentence("second_look.because", "{pro} for {hypothesis}, {con} against it")
STILL = Sentence(
    "second_look.still", "After the second look the evidence still disagrees: {pro} for {hypothesis}, {con} against it."
)
ONE_CROP = Sentence(
    "second_look.one_crop", "Measured again on 1 crop ({crops}); the average of both readings counts ({average})."
)
CROPS = Sentence(
    "second_look.crops",
    "Measured again on {count} crops ({crops}); the average of all readings counts ({average}).",
)


def disputed(verdict: Verdict, evidence: Sequence[Evidence] = ()) -> Disputes:
    """Hypotheses about which strong evidence disagrees, each side with at least `STRONG` log-odds.

    Evidence without weight may dissent too: a detector by its own log-odds, a reliable cue by its answer.
    """
    disputes: Disputes = {}
    for hypothesis in ALTERNATIVES:
        pro, con = opposed(verdict.contributions, hypothesis)
        if hypothesis == "synthetic" and (pro or con):
            pro += [item.id for item in evidence if _unweighed_log_odds(item) >= DISSENT]
            con += [item.id for item in evidence if _unweighed_log_odds(item) <= -DISSENT]
        if pro and con:
            disputes[hypothesis] = (pro, con)
    return disputes


def _unweighed_log_odds(item: Evidence) -> float:
    """The log-odds for *synthetic* that evidence without weight gives by itself; 0 if it gives none."""
    if item.log_lr != 0.0 or item.score is None or item.supports not in ("synthetic", "real"):
        return 0.0
    if item.kind == "cue":
        p = min(item.score, 0.99)
        return math.log(p / (1 - p))
    return item.score if item.unit == "log-odds" else 0.0


def because(disputes: Disputes) -> tuple[str, ...]:
    """What disagrees, for each hypothesis, as the log of a second look gives it."""
    return tuple(_told(BECAUSE, disputes))


def still(verdict: Verdict, evidence: Sequence[Evidence] = ()) -> tuple[str, ...]:
    """What disagrees after the second look, a sentence for each hypothesis."""
    return tuple(_told(STILL, disputed(verdict, evidence)))


def _told(sentence: Sentence, disputes: Disputes) -> list[str]:
    return [
        sentence(pro=", ".join(pro), hypothesis=hypothesis, con=", ".join(con))
        for hypothesis, (pro, con) in disputes.items()
    ]


def places(
    evidence: Sequence[Evidence], maps: Mapping[str, NDArray[np.float32]], shape: tuple[int, ...], budget: int = BUDGET
) -> list[Region]:
    """Where to look: regions that evidence names, then the highest and the lowest place of each map.

    Both of a map, so that neither side is favoured. Places are squares inside the picture.
    """
    height, width = shape[:2]
    side = min(LEAST_SIDE, height, width)
    if min(height, width) < SMALL_COPY * LEAST_SIDE:
        return []
    # Where there is text in the picture is no trace, and nothing to look at again.
    regions = [item.region for item in evidence if item.region and not item.has(Flag.QUOTES)]
    centres = [(region.y + region.h / 2, region.x + region.w / 2) for region in regions][: budget - 2]
    for heat in maps.values():
        for index in (int(heat.argmax()), int(heat.argmin())):
            row, column = np.unravel_index(index, heat.shape)
            centres.append(((row + 0.5) / heat.shape[0] * height, (column + 0.5) / heat.shape[1] * width))
    squares: list[Region] = []
    for y, x in centres:
        top, left = (int(np.clip(c - side / 2, 0, most - side)) for c, most in ((y, height), (x, width)))
        if all(max(abs(top - r.y), abs(left - r.x)) > side // 4 for r in squares):
            squares.append(Region(x=left, y=top, w=side, h=side))
    return squares[:budget]


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
        evidence: numbered; detectors that read crops, and cues with a score, are read again.
        maps: the detectors' maps by name.
        detectors: those in use.
        ask: asks the model the cues about a crop.
        budget: how many places at most.

    Returns:
        The evidence with scores averaged over the whole picture (once) and the places, and the log, one entry a place.
    """
    by_name = {detector.name: detector for detector in read_on_crops(detectors)}
    where = places(evidence, {name: maps[name] for name in by_name if name in maps}, exhibit.pixels.shape, budget)
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
    """Evidence with its reading averaged with those of the places; probabilities are averaged on the logit scale."""
    pairs = [look.scores[item.source] for look in looks if item.source in look.scores]
    if not pairs:
        return item
    readings = [pairs[0][0], *(there for _, there in pairs)]
    if item.kind == "cue":
        logits = [math.log(p / (1 - p)) for p in np.clip(readings, 1e-4, 1 - 1e-4)]
        score = 1 / (1 + math.exp(-sum(logits) / len(logits)))
    else:
        score = sum(readings) / len(readings)
    form = ".2f" if item.kind == "cue" else "+.1f"
    crops = " and ".join(f"{value:{form}}" for value in readings[1:])
    note = (ONE_CROP if len(pairs) == 1 else CROPS)(count=len(pairs), crops=crops, average=f"{score:{form}}")
    supports: Supports = "neutral" if item.kind == "cue" and score < 0.5 else item.supports
    return item.noted(Flag.LOOKED_AGAIN, note).model_copy(update={"score": round(score, 4), "supports": supports})


def local_log_lr(
    exhibit: Exhibit, region: Region, detectors: Sequence[Detector], parameters: Parameters | None = None
) -> float | None:
    """Log-likelihood ratio of *synthetic* for a part by itself, or None if the part is too small to measure."""
    crop = np.ascontiguousarray(exhibit.pixels[region.y : region.y + region.h, region.x : region.x + region.w])
    readings = [(d, d.read(crop, exhibit.facts.quality)) for d in read_on_crops(detectors)]
    evidence = [to_evidence(detector, reading) for detector, reading in readings if reading is not None]
    ratios = [item.log_lr for item in weigh(evidence, exhibit.facts.quality, parameters) if item.log_lr is not None]
    return math.fsum(ratios) if ratios else None

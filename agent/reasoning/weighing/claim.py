"""What the evidence says about a claim: it supports it, contradicts it, or does neither.

The verdict is computed before the claim is read, so no claim, true or false, can change it. If the claim is about a
part of the picture, evidence on that part counts most: a trace inside the part contradicts the claim, one elsewhere
does not.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from ...evidence import Bearing, ClaimJudgement, Evidence, Region, Verdict
from ...perception.cue_evidence import CONTENT
from ...sentences import Sentence
from ...text import one_line
from .verdict import STRONG

MAX_WORDS, MAX_LENGTH = 80, 600  # of a claim; the length in characters
SEEN = 0.5  # the least P(yes) at which the model sees what is claimed
VERY_STRONG = math.log(10)  # log-likelihood ratio of the claimed part by itself that contradicts the claim
_INSIDE = 0.1  # share of the smaller region that two regions must have in common
_WEIGHS = 0.1  # log-odds from which evidence is cited for the verdict
# Words of place, as shares of the picture: left, top, right, bottom.
_SIDES: tuple[tuple[str, tuple[float, float, float, float]], ...] = (
    (r"left(?:[- ]hand)?", (0.0, 0.0, 0.5, 1.0)),
    (r"right(?:[- ]hand)?(?= (?:side|half|corner|edge|part|third|of)\b|\W*$)", (0.5, 0.0, 1.0, 1.0)),
    (r"top|upper", (0.0, 0.0, 1.0, 0.5)),
    (r"bottom|lower", (0.0, 0.5, 1.0, 1.0)),
    (r"middle|cent(?:re|er)", (0.25, 0.25, 0.75, 0.75)),
)

WHOLE_PICTURE = Sentence("claim.whole_picture", "the picture")
CLAIMED_PART = Sentence("claim.claimed_part", "the claimed part")
SYNTHETIC = Sentence(
    "claim.synthetic", "The picture is judged synthetic, so it is no record of anything that happened."
)
PART_GENERATED = Sentence(
    "claim.part_generated", "Measured by itself, the claimed part looks generated (score {score:+.1f})."
)
TRACES = Sentence("claim.traces", "There are traces of an alteration in {part}.")
WEAK_TRACES = Sentence(
    "claim.weak_traces", "The traces in {part} are not strong enough for a verdict, but worth knowing."
)
TRACES_OUTSIDE = Sentence("claim.traces_outside", "The traces of an alteration lie outside the claimed part.")
ALTERED = Sentence("claim.altered", "The picture is judged to have been altered.")
INCONCLUSIVE = Sentence("claim.inconclusive", "The verdict on the picture is inconclusive.")
PART_DOUBTFUL = Sentence(
    "claim.part_doubtful",
    "Measured by itself, the claimed part looks rather generated (score {score:+.1f}), but the whole picture does not.",
)
PASSED = Sentence(
    "claim.passed",
    "The picture is judged real, and no trace of an alteration was found; parts that were altered are seldom found.",
)
NOT_ASKED = Sentence("claim.not_asked", "No model was asked whether the picture shows what is claimed.")
NOT_SEEN = Sentence("claim.not_seen", "According to the model, the picture does not show what is claimed.")
MODEL_AGREES = Sentence(
    "claim.model_agrees", "According to the model, the picture shows what is claimed; check this with your own eyes."
)
JOINT = Sentence(
    "claim.joint", "Pictures that support the claim: {supports} of {count}. Pictures that contradict it: {contradicts}."
)


class ClaimError(ValueError):
    """A claim that can't be judged; a one-line message with a fix."""


def checked(text: str) -> str:
    """The claim on one line, without control characters.

    Raises:
        ClaimError: if it is empty or too long.
    """
    if len(text) > MAX_LENGTH:
        raise ClaimError(f"the claim has {len(text):,} characters; shorten it to {MAX_LENGTH} or fewer")
    claim = one_line(text, MAX_LENGTH)
    if not claim:
        raise ClaimError("the claim is empty; say what the picture is meant to show")
    if (count := len(claim.split())) > MAX_WORDS:
        raise ClaimError(f"the claim has {count} words; shorten it to {MAX_WORDS} or fewer")
    return claim


def within(region: Region, shape: tuple[int, ...]) -> Region:
    """The part of a region that lies in the picture.

    Args:
        region: what was asked for.
        shape: height and width of the picture, then anything.

    Raises:
        ClaimError: if it lies outside.
    """
    height, width = shape[:2]
    right, bottom = min(region.x + region.w, width), min(region.y + region.h, height)
    if region.x >= right or region.y >= bottom:
        raise ClaimError(
            f"the part of the claim begins at {region.x}, {region.y}, outside the picture of {width}×{height} px; "
            "give a part inside it"
        )
    return Region(x=region.x, y=region.y, w=right - region.x, h=bottom - region.y)


def region_of(claim: str, shape: tuple[int, ...]) -> Region | None:
    """The part of the picture that words of place name (“upper left corner”), or None if they name none.

    Args:
        claim: any text.
        shape: height and width of the picture, then anything.
    """
    height, width = shape[:2]
    box = [0.0, 0.0, 1.0, 1.0]
    named = False
    for pattern, side in _SIDES:
        if re.search(rf"\b(?:{pattern})\b", claim, re.I):
            named = True
            box = [*(max(a, b) for a, b in zip(box[:2], side[:2], strict=True)),
                   *(min(a, b) for a, b in zip(box[2:], side[2:], strict=True))]  # fmt: skip
    if not named or box[0] >= box[2] or box[1] >= box[3]:
        return None
    left, top, right, bottom = (round(v * n) for v, n in zip(box, (width, height, width, height), strict=True))
    return Region(x=left, y=top, w=right - left, h=bottom - top)


def overlap(first: Region, second: Region) -> float:
    """Share of the smaller region that both cover."""
    width = min(first.x + first.w, second.x + second.w) - max(first.x, second.x)
    height = min(first.y + first.h, second.y + second.h) - max(first.y, second.y)
    return max(0, width) * max(0, height) / min(first.w * first.h, second.w * second.h)


def judge(
    claim: str, region: Region | None, evidence: Sequence[Evidence], verdict: Verdict, local: float | None = None
) -> ClaimJudgement:
    """Judge a claim.

    Args:
        claim: what the picture is meant to show.
        region: the part that it is about, None for the whole picture.
        evidence: numbered, with log-likelihood ratios; that of source `claim:content` says whether the model sees it.
        verdict: on the picture.
        local: log-likelihood ratio of *synthetic* for the claimed part by itself, if it was measured.
    """
    bearing, because, cites = _judged(region, evidence, verdict, local)
    known = {item.id for item in evidence}
    return ClaimJudgement(
        claim=claim,
        bearing=bearing,
        because=tuple(because),
        cites=tuple(dict.fromkeys(cite for cite in cites if cite in known)),
        region=region,
    )


_Judged = tuple[Bearing, Sequence[str], Sequence[str]]  # the judgement, its reasons, the ids that they cite


def _judged(region: Region | None, evidence: Sequence[Evidence], verdict: Verdict, local: float | None) -> _Judged:
    traces = [(e.id, e.region) for e in evidence if e.supports == "tampered" and e.region is not None]
    inside = [ident for ident, place in traces if region is None or overlap(region, place) > _INSIDE]
    weighed = [c.evidence for c in verdict.contributions if c.hypothesis == verdict.label and c.log_odds > _WEIGHS]
    part = WHOLE_PICTURE() if region is None else CLAIMED_PART()
    if verdict.label == "synthetic":
        return "contradicts", [SYNTHETIC()], weighed
    if local is not None and local >= VERY_STRONG and verdict.label != "real":
        return "contradicts", [PART_GENERATED(score=local)], weighed
    if inside and verdict.label == "tampered":
        return "contradicts", [TRACES(part=part)], inside
    if inside:
        return "does not bear", [WEAK_TRACES(part=part)], inside
    if verdict.label == "tampered":
        if region is not None and traces:
            return "does not bear", [TRACES_OUTSIDE()], [ident for ident, _ in traces]
        return "contradicts", [ALTERED()], weighed
    if verdict.label == "inconclusive":
        return "does not bear", [INCONCLUSIVE(), *verdict.abstained_because], ()
    if local is not None and local >= STRONG:
        return "does not bear", [PART_DOUBTFUL(score=local)], ()
    return _as_seen(next((e for e in evidence if e.source == CONTENT), None))


def _as_seen(answer: Evidence | None) -> _Judged:
    """The judgement on a claim about a real picture, by the model's answer."""
    if answer is None or answer.score is None:
        return "does not bear", [PASSED(), NOT_ASKED()], ()
    if answer.score < SEEN:
        return "does not bear", [PASSED(), NOT_SEEN()], [answer.id]
    return "supports", [PASSED(), MODEL_AGREES()], [answer.id]


def joint(judgements: Sequence[ClaimJudgement]) -> ClaimJudgement:
    """One judgement on a claim that comes with several pictures: one contradiction is enough, and so is one support.

    Raises:
        ValueError: if there is no picture.
    """
    if not judgements:
        raise ValueError("there is no picture to judge the claim by")
    bearings = [judgement.bearing for judgement in judgements]
    supports, contradicts = bearings.count("supports"), bearings.count("contradicts")
    bearing: Bearing = "contradicts" if contradicts else "supports" if supports else "does not bear"
    because = JOINT(supports=supports, count=len(judgements), contradicts=contradicts)
    return ClaimJudgement(claim=judgements[0].claim, bearing=bearing, because=(because,))

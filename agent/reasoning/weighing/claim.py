"""A claim about a picture, judged by the evidence: supported, contradicted, or not borne on.

The claim never reaches fusion: the verdict is computed before it is read, so no context, true or false, can move it.
What the evidence says of the claimed part weighs most: a trace inside that part decides, one elsewhere does not.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from ...evidence import Bearing, ClaimJudgement, Evidence, Region, Verdict
from .fusion import CONFLICT

MAX_WORDS = 80
CONTENT = "claim:content"
# Words that say where, as a share of the picture: left, top, right, bottom.
_SIDES: tuple[tuple[str, tuple[float, float, float, float]], ...] = (
    (r"left(?:[- ]hand)?", (0.0, 0.0, 0.5, 1.0)),
    (r"right(?:[- ]hand)?(?= (?:side|half|corner|edge|part|third|of)\b|\W*$)", (0.5, 0.0, 1.0, 1.0)),
    (r"top|upper", (0.0, 0.0, 1.0, 0.5)),
    (r"bottom|lower", (0.0, 0.5, 1.0, 1.0)),
    (r"middle|cent(?:re|er)", (0.25, 0.25, 0.75, 0.75)),
)


class ClaimError(ValueError):
    """A claim that can't be judged; one line with the mend."""


def checked(text: str) -> str:
    """The claim on one line.

    Raises:
        ClaimError: if it is empty or too long.
    """
    words = text.split()
    if not words:
        raise ClaimError("the claim is empty; say what the picture is meant to show")
    if len(words) > MAX_WORDS:
        raise ClaimError(f"the claim has {len(words)} words; put it in {MAX_WORDS} or fewer")
    return " ".join(words)


def region_of(claim: str, shape: tuple[int, ...]) -> Region | None:
    """The part that the claim's words of place name (“upper left corner”), or None where it names none."""
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


def overlap(one: Region, other: Region) -> float:
    """Share of the smaller region that both cover."""
    wide = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
    high = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
    return max(0, wide) * max(0, high) / min(one.w * one.h, other.w * other.h)


def judge(
    claim: str, region: Region | None, evidence: Sequence[Evidence], verdict: Verdict, local: float | None = None
) -> ClaimJudgement:
    """Judge a claim.

    Args:
        claim: what the picture is meant to show.
        region: the part that it is about, None for the whole.
        evidence: numbered, with log-likelihood ratios; one of source `claim:content` says whether the model sees it.
        verdict: on the picture.
        local: log-likelihood ratio of *synthetic* of the claimed part by itself, where it was measured.
    """
    traces = [e for e in evidence if e.supports == "tampered" and e.region is not None]
    inside = [e for e in traces if region is None or overlap(region, e.region) > 0.1]  # type: ignore[arg-type]
    weighed = [c.evidence for c in verdict.contributions if c.hypothesis == verdict.label and c.log_odds > 0.1]
    seen = next((e for e in evidence if e.source == CONTENT), None)
    part = "the picture" if region is None else "the claimed part"

    def result(bearing: Bearing, because: Sequence[str], cites: Sequence[str] = ()) -> ClaimJudgement:
        known = {e.id for e in evidence}
        return ClaimJudgement(
            claim=claim,
            bearing=bearing,
            because=tuple(because),
            cites=tuple(dict.fromkeys(c for c in cites if c in known)),
            region=region,
        )

    if verdict.label == "synthetic":
        return result("contradicts", ["The picture is judged synthetic, so it shows nothing that happened."], weighed)
    if local is not None and local >= math.log(10) and verdict.label != "real":
        return result("contradicts", [f"By itself the claimed part scores {local:+.1f} for generation."], weighed)
    if inside and verdict.label == "tampered":
        return result("contradicts", [f"Traces of an alteration lie in {part}."], [e.id for e in inside])
    if inside:
        ids = [e.id for e in inside]
        return result("does not bear", [f"Traces in {part} are too weak to decide and too strong to pass over."], ids)
    if verdict.label == "tampered":
        if region is not None and traces:
            where = "The traces of an alteration lie outside the claimed part."
            return result("does not bear", [where], [e.id for e in traces])
        return result("contradicts", ["The picture is judged to have been altered."], weighed)
    if verdict.label == "inconclusive":
        return result("does not bear", ["The verdict on the picture is inconclusive.", *verdict.abstained_because])
    if local is not None and local >= CONFLICT:
        doubt = f"By itself the claimed part scores {local:+.1f} for generation, the whole picture does not."
        return result("does not bear", [doubt])
    passed = "The picture passes as a photograph, and no trace of an alteration was found."
    if seen is None or seen.score is None:
        return result("does not bear", [passed, "Whether it shows what is claimed was not looked at."])
    if seen.score < 0.5:
        return result("does not bear", [passed, "The model does not see in it what is claimed."], [seen.id])
    return result("supports", [passed, "The model sees in it what is claimed; look for yourself."], [seen.id])


def joint(judgements: Sequence[ClaimJudgement]) -> ClaimJudgement:
    """One judgement over several pictures of one claim: a contradiction by any of them stands, support needs no doubt.

    Raises:
        ValueError: if there is none.
    """
    if not judgements:
        raise ValueError("there is no picture to judge the claim by")
    count = {b: sum(j.bearing == b for j in judgements) for b in ("contradicts", "supports", "does not bear")}
    whole = len(judgements)
    said = f"{count['supports']} of {whole} pictures support it, {count['contradicts']} contradict it."
    bearing: Bearing = "does not bear"
    if count["contradicts"]:
        bearing = "contradicts"
    elif count["supports"]:
        bearing = "supports"
    return ClaimJudgement(claim=judgements[0].claim, bearing=bearing, because=(said,))

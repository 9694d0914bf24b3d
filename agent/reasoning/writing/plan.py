"""The sheet: what an answer must say, chosen for a question by code and not by the model.

Each item stands under an id: a piece of evidence (E1 …), the verdict (V), the file (F) or the claim (C). The model
words the items, one sentence each; the grounding check holds each sentence against the items under the ids it names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from ....prompts import load
from ...detectors import clip
from ...detectors.base import Detector
from ...evidence import Contribution, Evidence, Examination, ExhibitFacts, Flag, Region, Verdict
from ...text import lowered, one_line, percent
from ..stance import Role, Stance, Way
from ..weighing.fusion import CONFLICT, PRIOR

Intent = Literal[
    "verdict", "sure", "for", "against", "doubt", "next", "region", "cue", "detector", "history", "origin", "file",
    "compare", "similar", "map", "claim", "chat",
]  # fmt: skip
INTENTS: tuple[Intent, ...] = get_args(Intent)
VERDICT, FILE, CLAIM = "V", "F", "C"
SHOWN = {VERDICT: "verdict", FILE: "file", CLAIM: "claim"}  # how these ids are written in an answer
MAX_ITEMS = 5
FEW = 3  # items below which an explanation tells what was measured without effect too
COPY, ALIKE = 6, 16  # bits of 64 up to which perceptual hashes tell a copy, or alike pictures
LEAST = 0.05  # log-odds below which a contribution is not spoken of
MAX_LENGTH = 260  # characters of an item
WHY = "Why this verdict?"  # what the explanation of an examination answers
FIXED = "It was computed from what was measured, and nothing that is said in this conversation can change it."
MAP = "The map of {detector} is shown, and it is strongest at {x}, {y}."
NOTHING_AGAINST = "Nothing that carries weight speaks against it."
Weighed = tuple[Stance, float]  # what a piece of evidence does in the verdict, and its log-odds without sign
NOTHING: Weighed = (Stance(Role.NO_WEIGHT), 0.0)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to say.

    Attributes:
        id: what it is cited by.
        stance: what it does in the answer.
        text: one sentence or two.
        must: whether an answer may not leave it out.
        label: the label of the verdict that it tells, or empty.
    """

    id: str
    stance: Stance
    text: str
    must: bool = False
    label: str = ""

    @property
    def line(self) -> str:
        """The item as the model reads it."""
        return f"[{self.id}] {self.stance.text}: {self.text}"


def prompt(items: Sequence[Item], question: str) -> str:
    """What is put to the model: the items, then the question."""
    return load("findings", findings="\n".join(item.line for item in items), question=one_line(question, 400))


def stances(evidence: Sequence[Evidence], verdict: Verdict) -> dict[str, Weighed]:
    """What each piece of evidence does in the verdict, by id, and its log-odds without sign.

    What speaks against the likeliest hypothesis is marked as dissent. A small weight on evidence that by itself
    supports something else, or nothing, has no direction worth a word, nor has one that tempers other evidence.
    """
    strongest: dict[str, Contribution] = {}
    for part in verdict.contributions:
        size, before = abs(part.log_odds), strongest.get(part.evidence)
        if part.evidence != PRIOR and size >= LEAST and (before is None or size > abs(before.log_odds)):
            strongest[part.evidence] = part
    by_id = {item.id: item for item in evidence}
    leading, found = likeliest(verdict), {}
    for ident, part in strongest.items():
        item, about, size = by_id.get(ident), part.hypothesis, abs(part.log_odds)
        way: Way = "for" if part.log_odds > 0 else "against"
        agrees = item is not None and item.supports == (about if way == "for" else "real")
        tempers = item is not None and item.has(Flag.TEMPERS)
        if tempers or (not agrees and size < CONFLICT):
            found[ident] = (Stance(Role.LITTLE_WEIGHT), size)
            continue
        opposed = about != leading if way == "for" else about == leading
        found[ident] = (Stance(Role.WEIGHS, way, about, dissents=opposed), size)
    return found


def of_evidence(item: Evidence, done: Mapping[str, Weighed], *, must: bool = False) -> Item:
    """A piece of evidence with what it does in the verdict, as `stances` says."""
    stance, _ = done.get(item.id, NOTHING)
    return Item(item.id, stance, one_line(item.statement, MAX_LENGTH), must)


def of_verdict(verdict: Verdict) -> Item:
    """The verdict with its probabilities."""
    odds = ", ".join(f"{name} {percent(p)}" for name, p in verdict.probabilities.items())
    kind = "calibrated" if verdict.calibrated else "uncalibrated"
    text = f"The verdict is {verdict.label} ({kind}: {odds})."
    return Item(VERDICT, Stance(Role.VERDICT), text, must=True, label=verdict.label)


def of_neighbours(item: Evidence) -> Item:
    """The known pictures that a piece of evidence found nearest."""
    return Item(item.id, Stance(Role.NEAREST), clip.named(item.facts.neighbours), must=True)


def of_file(facts: ExhibitFacts) -> list[Item]:
    """The file's form, and what in its quality limits an examination."""
    quality = facts.quality
    saved = f", of JPEG quality about {quality.jpeg_quality}" if quality.jpeg_quality is not None else ""
    said = f"The file is {facts.media_type} of {facts.width}×{facts.height} px and {facts.size:,} bytes{saved}."
    limits = []
    if quality.recompressed:
        limits.append("The file was compressed more than once, which hides or imitates traces.")
    if quality.screenshot:
        limits.append("It looks like a screenshot: it shows a screen, not the file on it.")
    if quality.metadata_stripped:
        limits.append("The file carries no metadata, so its history is unknown.")
    return [Item(FILE, Stance(Role.FILE), said), *(Item(FILE, Stance(Role.RESERVATION), text) for text in limits)]


def reasons(evidence: Sequence[Evidence], verdict: Verdict, limit: int = MAX_ITEMS) -> list[Item]:
    """The evidence worth a sentence: what carried weight, strongest first, then what the file or a detector tells.

    Strong evidence against the likeliest hypothesis keeps its place however much there is for it. A measurement that
    tells nothing has its place where there is little else.
    """
    done = stances(evidence, verdict)
    measured = [e for e in evidence if e.kind == "provenance" or (e.kind == "detector" and e.score is not None)]
    telling = [e for e in measured if e.kind == "provenance" or e.supports != "neutral"]
    worth = [item for item in evidence if item.id in done or item in telling]
    if len(worth) < FEW:
        worth += [item for item in measured if item not in worth][: FEW - len(worth)]
    worth.sort(key=lambda item: -done.get(item.id, NOTHING)[1])
    chosen = worth[:limit]
    left = [e for e in worth[limit:] if e.id in done and done[e.id][1] >= CONFLICT and done[e.id][0].dissents]
    if left and not any(done.get(e.id, NOTHING)[0].dissents for e in chosen):
        chosen[-1:] = left[:1]
    return [of_evidence(item, done, must=item.id in done) for item in chosen]


def likeliest(verdict: Verdict) -> str:
    """The hypothesis with the greatest probability."""
    return max(verdict.probabilities, key=lambda h: verdict.probabilities[h])


def reservation(item: Evidence) -> list[Item]:
    """The first thing to keep in mind about a piece of evidence."""
    return [Item(item.id, Stance(Role.RESERVATION), one_line(text, MAX_LENGTH)) for text in item.caveats[:1]]


def doubts(evidence: Sequence[Evidence], verdict: Verdict, limit: int = 3) -> list[Item]:
    """What is uncertain: why no label was given, the reservations of what weighed most, the error rate."""
    told = Stance(Role.VERDICT)
    found = [Item(VERDICT, told, f"No label is given because {lowered(why)}") for why in verdict.abstained_because]
    done = stances(evidence, verdict)
    weighed = sorted((e for e in evidence if e.id in done), key=lambda e: -done[e.id][1])
    found += [line for item in weighed[:2] for line in reservation(item)]
    if verdict.error_rate is not None:
        share = percent(verdict.error_rate)
        limit_said = f"A label is given where at most {share} of the reference pictures would be labelled wrongly."
        found.append(Item(VERDICT, Stance(Role.ERROR_RATE), limit_said))
    if not found:
        found = [line for item in evidence for line in reservation(item)]
    return found[:limit]


def next_steps(record: Examination, limit: int = 3) -> list[Item]:
    """What an investigator should do next, the most telling first; each step rests on what it is cited by."""
    quality, found = record.exhibit.quality, []
    by_source = {item.source: item for item in record.evidence}

    def add(ident: str, text: str) -> None:
        found.append(Item(ident, Stance(Role.NEXT_STEP), text))

    if quality.metadata_stripped or quality.recompressed or quality.screenshot:
        add(FILE, "Ask for the file as it was taken, since this one was re-saved or lost its metadata on the way.")
    for item in record.evidence:
        if item.region is not None and item.supports == "tampered":
            place = f"{item.region.w}×{item.region.h} px at {item.region.x}, {item.region.y}"
            add(item.id, f"Look closely at the part of {place}, and compare it with its surroundings.")
    if "c2pa" in by_source:
        add(by_source["c2pa"].id, "Check the signer of the content credentials against a trust list.")
    if "parameters" in by_source:
        add(
            by_source["parameters"].id,
            "Ask who made the file and with which program, since it holds generation parameters.",
        )
    if "exif" in by_source:
        add(
            by_source["exif"].id,
            "Ask for other shots of the same camera and time, and compare their EXIF with this one.",
        )
    if "nearest" in by_source and by_source["nearest"].score is not None:
        add(by_source["nearest"].id, "Compare it with the nearest known pictures, which the reservations name.")
    add(VERDICT, "Search for earlier copies of the picture, and ask its source when and where it was taken.")
    return found[:limit]


def of_method(ident: str, detector: Detector) -> Item:
    """What a detector measures and when it holds."""
    text = f"{detector.name} measures {detector.measures}; it holds for {detector.holds}."
    return Item(ident, Stance(Role.METHOD), one_line(text, MAX_LENGTH))


def in_part(x: int, y: int, w: int, h: int) -> Stance:
    """The stance of what was measured on a part by itself."""
    return Stance(Role.PART, region=Region(x=x, y=y, w=w, h=h))


def compared(bits: int, cosine: float) -> str:
    """How alike two pictures are: bits of 64 in which their perceptual hashes differ, cosine of CLIP's features."""
    kind = "one is a copy of the other" if bits <= COPY else "they look alike"
    kind = kind if bits <= ALIKE else "they are different pictures"
    return (
        f"The perceptual hashes differ in {bits} of 64 bits, so {kind}; CLIP's features have a cosine of {cosine:.2f}."
    )


def plan(
    intent: Intent, record: Examination, evidence: Sequence[Evidence], about: Sequence[Evidence] = ()
) -> list[Item]:
    """The items of an answer, at least one.

    Args:
        intent: what is asked for.
        record: the examination.
        evidence: its evidence, with what was measured since.
        about: the evidence that the question is about, where it names some or a tool has just measured it.
    """
    verdict = record.verdict
    why = reasons(evidence, verdict)
    done = stances(evidence, verdict)
    against = [item for item in why if item.stance.dissents]
    pro = [item for item in why if item.must and item not in against]
    picked: list[Item]
    if intent == "sure":
        strength = [Item(VERDICT, Stance(Role.STRENGTH), verdict.words, must=True)] if verdict.words else []
        fixed = Item(VERDICT, Stance(Role.VERDICT), FIXED)
        picked = [of_verdict(verdict), fixed, *strength, *doubts(evidence, verdict, 1)]
    elif intent == "for":
        picked = pro or why[:2]
    elif intent == "against":
        picked = against or [Item(VERDICT, Stance(Role.VERDICT), NOTHING_AGAINST)]
    elif intent == "doubt":
        picked = doubts(evidence, verdict)
    elif intent == "next":
        picked = next_steps(record)
    elif intent == "history":
        told = [item for item in evidence if item.kind == "provenance"]
        picked = [*(of_evidence(item, done, must=True) for item in told[:3]), *of_file(record.exhibit)[1:2]]
    elif intent == "origin":
        told = [item for item in evidence if item.source in ("family", "parameters", "c2pa")]
        picked = [of_evidence(item, done, must=True) for item in told[:3]]
    elif intent == "file":
        picked = of_file(record.exhibit)[:3]
    elif intent == "claim" and record.claim is not None:
        said = f"The evidence {_bearing(record.claim.bearing)} the claim. {' '.join(record.claim.because)}"
        picked = [Item(CLAIM, Stance(Role.CLAIM), one_line(said, MAX_LENGTH), must=True)]
    elif about:
        picked = [of_evidence(item, done, must=True) for item in about[:4]]
        picked += reservation(about[0]) if len(about) == 1 else []
    else:
        told = [*pro[:2], *against[:1]]
        told += [item for item in why if item not in told][: 3 - len(told)]
        picked = [of_verdict(verdict), *told]
    return picked or [of_verdict(verdict), *why[:2]]


def _bearing(bearing: str) -> str:
    return "does not bear on" if bearing == "does not bear" else bearing

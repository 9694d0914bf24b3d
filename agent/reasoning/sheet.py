"""The sheet: what an answer must say, chosen for a question by code and not by the model.

Each item stands under an id: a piece of evidence (E1 …), the verdict (V), the file (F) or the claim (C). The model
words the items, one sentence each; the grounding check holds each sentence against the items under the ids it names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from ...prompts import load
from ..detectors.base import Detector
from ..evidence import HYPOTHESES, Evidence, Examination, ExhibitFacts, Verdict
from ..text import lowered, one_line, percent
from .fusion import CONFLICT, PRIOR, TEMPERS

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
DISSENT = "dissent, "
NEAREST = "The nearest are "  # how the note begins that names the nearest known pictures
_NOTES = (NEAREST, "Looked at again ")  # caveats that tell what was done
MAX_LENGTH = 260  # characters of an item
WHY = "Why this verdict?"  # what the explanation of an examination answers
FIXED = "It was computed from what was measured, and nothing that is said in this conversation can change it."
MAP = "The map of {detector} is shown, and it is strongest at {x}, {y}."
NOTHING_AGAINST = "Nothing that carries weight speaks against it."


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to say.

    Attributes:
        id: what it is cited by.
        stance: what it does in the answer, as in “for synthetic” or “reservation”.
        text: one sentence or two.
        must: whether an answer may not leave it out.
        label: the label of the verdict that it tells, or empty.
    """

    id: str
    stance: str
    text: str
    must: bool = False
    label: str = ""

    @property
    def line(self) -> str:
        """The item as the model reads it."""
        return f"[{self.id}] {self.stance}: {self.text}"

    @property
    def direction(self) -> tuple[str, str]:
        """What it does in the verdict as (for or against, a hypothesis), two empty texts where it does nothing."""
        way, _, about = self.stance.removeprefix(DISSENT).partition(" ")
        return (way, about) if way in ("for", "against") and about in HYPOTHESES else ("", "")


def prompt(items: Sequence[Item], question: str) -> str:
    """What is put to the model: the items, then the question."""
    return load("findings", findings="\n".join(item.line for item in items), question=one_line(question, 400))


def stances(evidence: Sequence[Evidence], verdict: Verdict) -> dict[str, tuple[str, float]]:
    """What each piece of evidence does in the verdict, by id: “for synthetic”, and its log-odds without sign.

    What speaks against the likeliest hypothesis is marked as dissent. A small weight on evidence that by itself
    supports something else, or nothing, has no direction worth a word, nor has one that tempers other evidence.
    """
    strongest: dict[str, tuple[str, str, float]] = {}
    for part in verdict.contributions:
        size = abs(part.log_odds)
        if part.evidence != PRIOR and size >= LEAST and size > strongest.get(part.evidence, ("", "", 0.0))[2]:
            strongest[part.evidence] = ("for" if part.log_odds > 0 else "against", part.hypothesis, size)
    by_id = {item.id: item for item in evidence}
    leading, found = likeliest(verdict), {}
    for ident, (way, about, size) in strongest.items():
        item = by_id.get(ident)
        agrees = item is not None and item.supports == (about if way == "for" else "real")
        tempers = item is not None and TEMPERS in item.caveats
        if tempers or (not agrees and size < CONFLICT):
            found[ident] = ("little weight", size)
            continue
        opposed = about != leading if way == "for" else about == leading
        found[ident] = (f"{DISSENT if opposed else ''}{way} {about}", size)
    return found


def of_evidence(item: Evidence, done: Mapping[str, tuple[str, float]], *, must: bool = False) -> Item:
    """A piece of evidence with what it does in the verdict, as `stances` says."""
    stance, _ = done.get(item.id, ("no weight", 0.0))
    return Item(item.id, stance, one_line(item.statement, MAX_LENGTH), must)


def of_verdict(verdict: Verdict) -> Item:
    """The verdict with its probabilities."""
    odds = ", ".join(f"{name} {percent(p)}" for name, p in verdict.probabilities.items())
    kind = "calibrated" if verdict.calibrated else "uncalibrated"
    text = f"The verdict is {verdict.label} ({kind}: {odds})."
    return Item(VERDICT, "verdict", text, must=True, label=verdict.label)


def of_file(facts: ExhibitFacts) -> list[Item]:
    """The file's form, and what in its quality limits an examination."""
    quality = facts.quality
    saved = f", of JPEG quality about {quality.jpeg_quality}" if quality.jpeg_quality is not None else ""
    said = f"The file is {facts.media_type} of {facts.width}×{facts.height} px and {facts.size:,} bytes{saved}."
    found = [Item(FILE, "file", said)]
    if quality.recompressed:
        found.append(
            Item(FILE, "reservation", "The file was compressed more than once, which hides or imitates traces.")
        )
    if quality.screenshot:
        found.append(Item(FILE, "reservation", "It looks like a screenshot: it shows a screen, not the file on it."))
    if quality.metadata_stripped:
        found.append(Item(FILE, "reservation", "The file carries no metadata, so its history is unknown."))
    return found


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
    worth.sort(key=lambda item: -done.get(item.id, ("", 0.0))[1])
    chosen = worth[:limit]
    left = [e for e in worth[limit:] if e.id in done and done[e.id][1] >= CONFLICT and opposes(done[e.id][0])]
    if left and not any(opposes(done.get(e.id, ("", 0.0))[0]) for e in chosen):
        chosen[-1:] = left[:1]
    return [of_evidence(item, done, must=item.id in done) for item in chosen]


def likeliest(verdict: Verdict) -> str:
    """The hypothesis with the greatest probability."""
    return max(verdict.probabilities, key=lambda h: verdict.probabilities[h])


def opposes(stance: str) -> bool:
    """Whether a stance speaks against the likeliest hypothesis."""
    return stance.startswith(DISSENT)


def reservation(item: Evidence) -> list[Item]:
    """The first thing to keep in mind about a piece of evidence; notes on what was done are none."""
    said = [caveat for caveat in item.caveats if not caveat.startswith(_NOTES)]
    return [Item(item.id, "reservation", one_line(said[0], MAX_LENGTH))] if said else []


def doubts(evidence: Sequence[Evidence], verdict: Verdict, limit: int = 3) -> list[Item]:
    """What is uncertain: why no label was given, the reservations of what weighed most, the error rate."""
    found = [Item(VERDICT, "verdict", f"No label is given because {lowered(why)}") for why in verdict.abstained_because]
    done = stances(evidence, verdict)
    weighed = sorted((e for e in evidence if e.id in done), key=lambda e: -done[e.id][1])
    found += [line for item in weighed[:2] for line in reservation(item)]
    if verdict.error_rate is not None:
        share = percent(verdict.error_rate)
        limit_said = f"A label is given where at most {share} of the reference pictures would be labelled wrongly."
        found.append(Item(VERDICT, "error rate", limit_said))
    if not found:
        found = [line for item in evidence for line in reservation(item)]
    return found[:limit]


def next_steps(record: Examination, limit: int = 3) -> list[Item]:
    """What an investigator should do next, the most telling first; each step rests on what it is cited by."""
    quality, found = record.exhibit.quality, []
    by_source = {item.source: item for item in record.evidence}

    def add(ident: str, text: str) -> None:
        found.append(Item(ident, "next step", text))

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
    return Item(ident, "method", one_line(text, MAX_LENGTH))


def in_part(x: int, y: int, w: int, h: int) -> str:
    """The stance of what was measured on a part by itself."""
    return f"in the part of {w}×{h} px at {x}, {y}"


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
    against = [item for item in why if opposes(item.stance)]
    pro = [item for item in why if item.must and item not in against]
    picked: list[Item]
    if intent == "sure":
        strength = [Item(VERDICT, "strength", verdict.words, must=True)] if verdict.words else []
        picked = [of_verdict(verdict), Item(VERDICT, "verdict", FIXED), *strength, *doubts(evidence, verdict, 1)]
    elif intent == "for":
        picked = pro or why[:2]
    elif intent == "against":
        picked = against or [Item(VERDICT, "verdict", NOTHING_AGAINST)]
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
        picked = [Item(CLAIM, "claim", one_line(said, MAX_LENGTH), must=True)]
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

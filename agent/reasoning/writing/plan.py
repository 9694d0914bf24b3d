"""What an answer must say: its items, chosen by code for what the question asks for, and never by a model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...evidence import Evidence, Examination, Flag, Verdict
from ...sentences import Sentence
from ..answer_items import FILE, VERDICT, Intent, Item
from ..stance import Role, Stance
from ..weighing.headline import rate
from ..weighing.roles import NO_ROLE, EvidenceRole, roles
from ..weighing.verdict import STRONG
from .findings import of_abstention, of_claim, of_evidence, of_file, of_reservation, of_shares, of_verdict

MAX_ITEMS = 5  # of an explanation
FEW = 3  # items below which an explanation also tells measurements without effect
WHY = "Why this verdict?"  # the question that the explanation of an examination answers; models were trained on it

FIXED = Sentence(
    "plan.fixed", "It was computed from the measurements, and nothing said in this conversation can change it."
)
UNCHECKED = Sentence(
    "plan.unchecked",
    "This tool can't check for invisible watermarks such as SynthID, nor whether the picture was published before, and "
    "it seldom finds parts that were altered.",
)
NOTHING_AGAINST = Sentence("plan.nothing_against", "Nothing of weight speaks against the verdict.")
ERROR_RATE = Sentence(
    "plan.error_rate", "A label is given only if at most {share} of such labels are expected to be wrong."
)
ASK_FOR_ORIGINAL = Sentence(
    "plan.ask_for_original", "Ask for the original file, because this one was saved again or lost its metadata."
)
LOOK_CLOSELY = Sentence(
    "plan.look_closely", "Look closely at the part of {w}×{h} px at {x}, {y}, and compare it with its surroundings."
)
CHECK_SIGNER = Sentence("plan.check_signer", "Check the signer of the content credentials against a trust list.")
ASK_FOR_PROGRAM = Sentence(
    "plan.ask_for_program",
    "Ask who made the file and with which program, because it holds generation parameters.",
)
ASK_FOR_OTHER_SHOTS = Sentence(
    "plan.ask_for_other_shots",
    "Ask for other photographs from the same camera and time, and compare their EXIF data with this file's.",
)
COMPARE_NEAREST = Sentence(
    "plan.compare_nearest", "Compare the picture with the nearest known pictures, which are named beside this finding."
)
SEARCH_COPIES = Sentence(
    "plan.search_copies", "Search for earlier copies of the picture, and ask its source when and where it was taken."
)


@dataclass(frozen=True)
class _Case:
    """What a plan is made from; arguments of `plan`."""

    record: Examination
    evidence: Sequence[Evidence]
    about: Sequence[Evidence]

    @property
    def verdict(self) -> Verdict:
        return self.record.verdict

    @cached_property
    def parts(self) -> dict[str, EvidenceRole]:
        return roles(self.evidence, self.verdict)

    @cached_property
    def reasons(self) -> list[Item]:
        return reasons(self.evidence, self.verdict)

    @property
    def against(self) -> list[Item]:
        return [item for item in self.reasons if item.stance.dissents]

    @property
    def pro(self) -> list[Item]:
        return [item for item in self.reasons if item.must and not item.stance.dissents]

    def items(self, evidence: Sequence[Evidence]) -> list[Item]:
        return [of_evidence(item, self.parts, must=True) for item in evidence]


def plan(
    intent: Intent, record: Examination, evidence: Sequence[Evidence], about: Sequence[Evidence] = ()
) -> list[Item]:
    """The items of an answer, at least one.

    Args:
        intent: what is asked for.
        record: the examination.
        evidence: its evidence, with what was measured later.
        about: the evidence that the question is about, if it names some or if a tool has just measured it.
    """
    case = _Case(record, evidence, about)
    items = _PLANS.get(intent, _verdict_or_evidence)(case)
    return items or [of_verdict(record.verdict), *case.reasons[:2]]


def explanation(evidence: Sequence[Evidence], verdict: Verdict) -> list[Item]:
    """What the explanation of an examination says: the verdict, what speaks for and against it, the limits.

    Where no label is given, the verdict's own sentence says why.
    """
    unchecked = Item(VERDICT, Stance(Role.RESERVATION), UNCHECKED(), must=True, fixed=True)
    return [of_verdict(verdict), *reasons(evidence, verdict), unchecked]


def reasons(evidence: Sequence[Evidence], verdict: Verdict, limit: int = MAX_ITEMS) -> list[Item]:
    """The evidence worth a sentence: what has weight, strongest first, then what the file or a detector tells.

    Strong evidence against the likeliest hypothesis keeps its place, however much evidence there is for it. A
    measurement that tells nothing gets a place if there is little else.
    """
    parts = roles(evidence, verdict)
    measured = [e for e in evidence if e.kind == "provenance" or (e.kind == "detector" and e.score is not None)]
    telling = [e for e in measured if e.kind == "provenance" or e.supports != "neutral"]
    worth = [item for item in evidence if item.id in parts or item in telling]
    if len(worth) < FEW:
        worth += [item for item in measured if item not in worth][: FEW - len(worth)]
    worth.sort(key=lambda item: -parts.get(item.id, NO_ROLE).weight)
    chosen, left_out = worth[:limit], worth[limit:]
    strong_dissent = [e for e in left_out if _dissents(e, parts) and parts[e.id].weight >= STRONG]
    if strong_dissent and not any(_dissents(item, parts) for item in chosen):
        chosen[-1:] = strong_dissent[:1]
    return [of_evidence(item, parts, must=item.id in parts) for item in chosen]


def _dissents(item: Evidence, parts: dict[str, EvidenceRole]) -> bool:
    return parts.get(item.id, NO_ROLE).stance.dissents


def doubts(evidence: Sequence[Evidence], verdict: Verdict, limit: int = 3) -> list[Item]:
    """What is uncertain: why no label was given, the caveats of what has most weight, the error rate."""
    parts = roles(evidence, verdict)
    weighty = sorted((e for e in evidence if e.id in parts), key=lambda e: -parts[e.id].weight)
    items = [*of_abstention(verdict), *(line for item in weighty[:2] for line in of_reservation(item))]
    if verdict.error_rate is not None:
        text = ERROR_RATE(share=rate(verdict.error_rate))
        items.append(Item(VERDICT, Stance(Role.ERROR_RATE), text, fixed=True))
    return (items or [line for item in evidence for line in of_reservation(item)])[:limit]


def next_steps(record: Examination, limit: int = 3) -> list[Item]:
    """What an investigator should do next, the most telling first; each step cites what it rests on."""
    return [Item(ident, Stance(Role.NEXT_STEP), text) for ident, text in _steps(record)][:limit]


def _steps(record: Examination) -> Iterator[tuple[str, str]]:
    quality = record.exhibit.quality
    by_source = {item.source: item for item in record.evidence}
    if quality.metadata_stripped or quality.recompressed or quality.screenshot:
        yield FILE, ASK_FOR_ORIGINAL()
    for item in record.evidence:
        if item.region is not None and item.supports == "tampered":
            yield item.id, LOOK_CLOSELY(**item.region.model_dump())
    declared = any(item.has(Flag.DECLARES) and item.supports != "real" for item in record.evidence)
    steps = (("c2pa", CHECK_SIGNER), ("parameters", ASK_FOR_PROGRAM), ("exif", ASK_FOR_OTHER_SHOTS))
    for source, step in steps:
        if source in by_source and not (declared and step is ASK_FOR_OTHER_SHOTS):
            yield by_source[source].id, step()
    if "nearest" in by_source and by_source["nearest"].score is not None:
        yield by_source["nearest"].id, COMPARE_NEAREST()
    yield VERDICT, SEARCH_COPIES()


def _sure(case: _Case) -> list[Item]:
    """The verdict, that nothing moves it, how strong the evidence for its label is, and the first doubt."""
    verdict = case.verdict
    fixed = Item(VERDICT, Stance(Role.VERDICT), FIXED(), fixed=True)
    strength = []
    if verdict.label != "inconclusive":
        strength = of_shares(verdict)
        strength += [Item(VERDICT, Stance(Role.STRENGTH), verdict.words, must=True)] if verdict.words else []
    return [of_verdict(verdict), fixed, *strength, *doubts(case.evidence, verdict, 1)]


def _for(case: _Case) -> list[Item]:
    """What speaks for the likeliest hypothesis, after the verdict if that hypothesis is not its label."""
    stated = [of_verdict(case.verdict)] if case.verdict.label == "inconclusive" else []
    return [*stated, *(case.pro or case.reasons[:2])]


def _against(case: _Case) -> list[Item]:
    """What speaks against the likeliest hypothesis; that nothing does is said only of a label."""
    if case.verdict.label == "inconclusive":
        return [of_verdict(case.verdict), *case.against]
    return case.against or [Item(VERDICT, Stance(Role.VERDICT), NOTHING_AGAINST(), fixed=True)]


def _history(case: _Case) -> list[Item]:
    provenance = [item for item in case.evidence if item.kind == "provenance"]
    return [*case.items(provenance[:MAX_ITEMS]), *of_file(case.record.exhibit)[1:2]]


def _origin(case: _Case) -> list[Item]:
    """What the file declares of its making, its content credentials, and the family of generators that fits best."""
    declared = [item for item in case.evidence if item.has(Flag.DECLARES)]
    others = [item for item in case.evidence if item.source in ("c2pa", "family") and item not in declared]
    return case.items([*declared, *others][:MAX_ITEMS])


def _claim(case: _Case) -> list[Item]:
    return [of_claim(case.record.claim)] if case.record.claim is not None else _verdict_or_evidence(case)


def _verdict_or_evidence(case: _Case) -> list[Item]:
    """The evidence that is asked about, or the verdict with its reasons."""
    if case.about:
        return [*case.items(case.about[:4]), *(of_reservation(case.about[0]) if len(case.about) == 1 else ())]
    chosen = [*case.pro[:2], *case.against[:1]]
    chosen += [item for item in case.reasons if item not in chosen][: 3 - len(chosen)]
    return [of_verdict(case.verdict), *chosen]


# What an intent has to say; all others are answered by `_verdict_or_evidence`.
_PLANS: dict[Intent, Callable[[_Case], list[Item]]] = {
    "sure": _sure,
    "for": _for,
    "against": _against,
    "doubt": lambda case: [of_verdict(case.verdict), *doubts(case.evidence, case.verdict)],
    "next": lambda case: next_steps(case.record),
    "history": _history,
    "origin": _origin,
    "file": lambda case: of_file(case.record.exhibit)[:3],
    "claim": _claim,
}

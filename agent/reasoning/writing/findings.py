"""Single findings as items: a piece of evidence, the verdict, the file, a method, and what was measured on request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...detectors import nearest
from ...detectors.base import Detector
from ...evidence import ClaimJudgement, Evidence, Examination, ExhibitFacts, Flag, Verdict
from ...quality import limits
from ...report.wording import shares
from ...sentences import Sentence
from ...text import lowered, one_line
from ..answer_items import CLAIM, FILE, MAX_LENGTH, VERDICT, Item
from ..stance import Role, Stance
from ..weighing.roles import NO_ROLE, EvidenceRole, roles

STATED = Sentence("findings.verdict", "The verdict is {label}. {headline}")
NO_LABEL = Sentence("findings.no_label", "No label is given because {reason}")
FORM = Sentence("findings.form", "The file is {media_type} of {width}×{height} px and {size:,} bytes.")
FORM_OF_JPEG = Sentence(
    "findings.form_of_jpeg",
    "The file is {media_type} of {width}×{height} px and {size:,} bytes, saved at a JPEG quality of about {quality}.",
)
METHOD = Sentence("findings.method", "The {name} detector measures {measures}. It holds for {holds}.")
CLAIM_IS = {
    "supports": Sentence("findings.claim_supported", "The evidence supports the claim."),
    "contradicts": Sentence("findings.claim_contradicted", "The evidence contradicts the claim."),
    "does not bear": Sentence("findings.claim_open", "The evidence neither supports nor contradicts the claim."),
}


def of_evidence(item: Evidence, parts: Mapping[str, EvidenceRole], *, must: bool = False) -> Item:
    """A piece of evidence with its part in the verdict, as `roles` gives it."""
    stance = parts.get(item.id, NO_ROLE).stance
    if said_as_it_stands(item):
        return Item(item.id, stance, item.statement, must, fixed=True)
    return Item(item.id, stance, one_line(item.statement, MAX_LENGTH), must)


def said_as_it_stands(item: Evidence) -> bool:
    """Whether no model may put evidence into other words.

    A model would mix the file's words with its own. Of what resembles photographs it would leave out how many generated
    pictures do so too.
    """
    return item.kind == "provenance" or item.has(Flag.QUOTES) or item.supports == "real"


def of_verdict(verdict: Verdict) -> Item:
    """The verdict with its headline, which no model puts into other words."""
    text = STATED(label=verdict.label, headline=verdict.headline).rstrip()
    stance = Stance(Role.VERDICT)
    return Item(VERDICT, stance, text, must=True, label=verdict.label, fixed=True, lean=verdict.lean or "")


def of_shares(verdict: Verdict) -> list[Item]:
    """The probabilities of a verdict with a label; without one they would be taken for an answer."""
    if verdict.label == "inconclusive":
        return []
    return [Item(VERDICT, Stance(Role.STRENGTH), shares(verdict), fixed=True)]


def of_abstention(verdict: Verdict) -> list[Item]:
    """Why no label is given, an item for each reason, which no model puts into other words."""
    stance = Stance(Role.VERDICT)
    because = verdict.abstained_because
    return [Item(VERDICT, stance, NO_LABEL(reason=lowered(reason)), fixed=True) for reason in because]


def of_neighbours(item: Evidence) -> Item:
    """The known pictures that a piece of evidence names as the nearest."""
    return Item(item.id, Stance(Role.NEAREST), nearest.described(item.facts.neighbours), must=True)


def of_file(facts: ExhibitFacts) -> list[Item]:
    """The form of the file, then the qualities of it that limit an examination."""
    quality = facts.quality
    form = (FORM if quality.jpeg_quality is None else FORM_OF_JPEG)(
        media_type=facts.media_type,
        width=facts.width,
        height=facts.height,
        size=facts.size,
        quality=quality.jpeg_quality,
    )
    stance = Stance(Role.RESERVATION)
    return [Item(FILE, Stance(Role.FILE), form), *(Item(FILE, stance, text) for text in limits(quality))]


def of_method(ident: str, detector: Detector) -> Item:
    """What a detector measures and for which pictures it holds."""
    text = METHOD(name=detector.name, measures=detector.measures, holds=detector.holds)
    return Item(ident, Stance(Role.METHOD), text)


def of_claim(judgement: ClaimJudgement) -> Item:
    """The judgement on a claim with its reasons."""
    text = " ".join([CLAIM_IS[judgement.bearing](), *judgement.because])
    return Item(CLAIM, Stance(Role.CLAIM), one_line(text, MAX_LENGTH), must=True)


def of_reservation(item: Evidence) -> list[Item]:
    """The first caveat of a piece of evidence, if it has one."""
    return [Item(item.id, Stance(Role.RESERVATION), text) for text in item.caveats[:1]]


def every(record: Examination, evidence: Sequence[Evidence]) -> list[Item]:
    """All that an answer may rest on: the verdict, the file, and each piece of evidence that says something.

    Args:
        record: the examination.
        evidence: its evidence, with what was measured later.
    """
    parts = roles(evidence, record.verdict)
    telling = [item for item in evidence if item.kind != "cue" or item.supports != "neutral"]
    return [
        of_verdict(record.verdict),
        *of_shares(record.verdict),
        *of_file(record.exhibit),
        *of_abstention(record.verdict),
        *(of_evidence(item, parts) for item in telling),
    ]

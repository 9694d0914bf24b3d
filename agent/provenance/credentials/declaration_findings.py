"""Evidence of what content credentials declare about the making of the picture, and of whom else they name.

Only a statement under signers that are all trusted, from the picture's own manifest down to the one where it stands, is
proven. Any other is a claim that anyone could have signed: it can speak for a generator, which nobody gains by claiming
falsely of a photograph as a rule, but never for a camera.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...evidence import Evidence, Flag, Supports
from ...sentences import Sentence
from ..credential_types import Action, Manifest
from ..rules.source_types import source_type
from .declared_history import CREATED, OPENED, Declaration, Sense, history, roles
from .integrity_findings import item, subject
from .store_actions import ADOBE_AI
from .validation_codes import FILE_DIFFERS

_MOST = 12  # declarations, and harmless steps

CLAIM_UNVERIFIED = Sentence(
    "declaration_findings.claim_unverified",
    "The signer is not confirmed here by a trust list, so this is a claim that anyone could have signed.",
)
CLAIM_UNPROVEN = Sentence(
    "declaration_findings.claim_unproven", "The credentials did not pass all checks, so this is a claim and not proven."
)
CLAIM_MISMATCH = Sentence(
    "declaration_findings.claim_mismatch",
    "The credentials do not match the file, so they may have been made for another picture.",
)
CLAIM_CHAIN = Sentence(
    "declaration_findings.claim_chain",
    "A signer between the picture and this statement is not trusted, so the statement may be about another picture.",
)
DECLARED = Sentence(
    "declaration_findings.declared", "Content credentials declare for {subject}: {action}{by}{kind}{described}."
)
KIND = Sentence("declaration_findings.kind", ", source type {term} ({meaning})")
UNKNOWN_KIND = Sentence("declaration_findings.unknown_kind", ", source type {term}, which no standard names")
BY = Sentence("declaration_findings.by", " by {agent}")
SAYS = Sentence("declaration_findings.says", ", described as {description}")
INFERRED = Sentence(
    "declaration_findings.inferred",
    "The credentials do not state a source type; that a model made this follows from the name of the program.",
)
ON_GENERATED = Sentence(
    "declaration_findings.on_generated", "The picture was declared generated before, so this step alters no photograph."
)
NOT_OF_CAMERA = Sentence(
    "declaration_findings.not_of_camera",
    "So it does not speak for a photograph.",
)
EDITED_SINCE = Sentence(
    "declaration_findings.edited_since",
    "The credentials also name later steps that can change what the picture shows, so this is about its origin alone.",
)
ADOBE = Sentence(
    "declaration_findings.adobe_ai", "Content credentials carry Adobe's generative-AI assertion for {subject}{by}."
)
PLACED = Sentence(
    "declaration_findings.placed",
    "Content credentials declare {subject} as generated{kind}.",
)
STEPS = Sentence("declaration_findings.steps", "The credentials also name these steps: {steps}.")
SILENT = Sentence(
    "declaration_findings.silent",
    "The content credentials do not say how the picture came about, so they leave its origin open.",
)
NAMED = Sentence("declaration_findings.identity", "The content credentials name {name} in an identity assertion.")
IDENTITY_STATES: dict[str | None, Sentence] = {
    "trusted": Sentence("declaration_findings.identity_trusted", "Its signature is valid and under a trusted root."),
    "well-formed": Sentence(
        "declaration_findings.identity_well_formed",
        "Its signature is well-formed, but under no root that is trusted here.",
    ),
    "failed": Sentence("declaration_findings.identity_failed", "Its signature did not pass the check."),
    None: Sentence("declaration_findings.identity_unchecked", "Its signature was not checked."),
}
TRAINING = Sentence(
    "declaration_findings.training", "The content credentials say whether the picture may be used to train models."
)
UNNAMED_ACTION = Sentence("declaration_findings.unnamed_action", "an unnamed action")
ACTIONS: dict[str, Sentence] = {
    name: Sentence(f"declaration_findings.action_{name.removeprefix('c2pa.').replace('.', '_').lower()}", words)
    for name, words in (
        (CREATED, "created"), (OPENED, "opened"), ("c2pa.adjustedColor", "colours adjusted"),
        ("c2pa.color_adjustments", "colours or tones adjusted"), ("c2pa.converted", "converted to another format"),
        ("c2pa.copied", "copied"), ("c2pa.cropped", "cropped"), ("c2pa.deleted", "content deleted"),
        ("c2pa.drawing", "drawn on"), ("c2pa.edited", "edited"), ("c2pa.edited.metadata", "metadata edited"),
        ("c2pa.enhanced", "enhanced"), ("c2pa.filtered", "filtered"), ("c2pa.formatted", "formatted"),
        ("c2pa.managed", "managed"), ("c2pa.orientation", "turned or mirrored"), ("c2pa.placed", "content placed"),
        ("c2pa.printed", "printed"), ("c2pa.produced", "produced"), ("c2pa.published", "published"),
        ("c2pa.redacted", "a part of the credentials redacted"), ("c2pa.removed", "content removed"),
        ("c2pa.repackaged", "repackaged"), ("c2pa.resized", "resized"),
        ("c2pa.resized.proportional", "resized in proportion"), ("c2pa.saved", "saved"),
        ("c2pa.transcoded", "transcoded"), ("c2pa.unknown", "something that is not known"),
        ("c2pa.version_updated", "version updated"), ("c2pa.watermarked", "watermarked"),
        ("c2pa.watermarked.bound", "watermarked for the credentials"), ("c2pa.watermarked.unbound", "watermarked"),
    )
}  # fmt: skip


def declarations(manifest: Manifest) -> list[Evidence]:
    """What the credentials declare of the making, the picture's origin first."""
    if not manifest.has_manifest:
        return []
    said = history(manifest)
    altered = any(d.sense in (Sense.CONTENT, Sense.PLACED, Sense.PART) for d in said)
    told = [d for d in said if d.sense not in (Sense.CONTENT, Sense.HARMLESS)]
    found = [_declared(manifest, d, altered) for d in told]
    if not any(d.sense in (Sense.GENERATED, Sense.PART, Sense.PLACED, Sense.CAPTURED, Sense.MADE) for d in told):
        found.append(item(SILENT()))
    found = list({one.statement: one for one in found}.values())[:_MOST]
    steps = [_step(d.action) for d in said if d.sense in (Sense.CONTENT, Sense.HARMLESS) and d.role != "component"]
    steps = list(dict.fromkeys(steps))
    if steps:
        more = "" if len(steps) <= _MOST else " …"
        began = any(d.sense is Sense.GENERATED for d in told)
        found.append(item(STEPS(steps="; ".join(steps[:_MOST]) + more), caveats=(ON_GENERATED(),) if began else ()))
    return found


def others(manifest: Manifest) -> list[Evidence]:
    """Whom identity assertions name, and what is said of training; neither bears on the picture."""
    found = [
        item(NAMED(name=f"{who.name:60}"), caveats=(IDENTITY_STATES[who.signature](),))
        for part, role in roles(manifest)
        if role in ("self", "origin")
        for who in part.identities
        if who.name
    ]
    if any("training-mining" in label.raw for label in manifest.assertions):
        found.append(item(TRAINING()))
    return list({one.statement: one for one in found}.values())[:_MOST]


def _declared(manifest: Manifest, d: Declaration, altered: bool) -> Evidence:
    supports, flags = _supports(d, altered)
    decisive = d.proven and supports != "neutral" and not d.inferred
    caveats = list(_unproven(manifest, d))
    if d.sense is Sense.CAPTURED:
        if d.proven and altered:
            decisive = False
            caveats.append(EDITED_SINCE())
        elif not d.proven:
            caveats.append(NOT_OF_CAMERA())
    if d.inferred:
        caveats.append(INFERRED())
    return item(_statement(d), supports, caveats, *flags, decisive=decisive)


def _supports(d: Declaration, altered: bool) -> tuple[Supports, tuple[Flag, ...]]:
    if d.sense is Sense.GENERATED:
        return "synthetic", (Flag.DECLARES,)
    if d.sense in (Sense.PART, Sense.PLACED):
        return "tampered", (Flag.DECLARES,)
    if d.sense is Sense.CAPTURED and d.proven and d.action.action.raw == CREATED:
        return "real", ()
    known = source_type(d.term) if d.term is not None and d.sense is Sense.MADE else None
    if known is not None and known[1] == "synthetic" and not altered:
        return "synthetic", (Flag.DECLARES,)
    return "neutral", ()


def _unproven(manifest: Manifest, d: Declaration) -> Iterator[str]:
    """Why a statement is not proven."""
    if d.proven:
        return
    if any(status.code in FILE_DIFFERS for status in manifest.failures):
        yield CLAIM_MISMATCH()
    elif manifest.failures or d.manifest.failures:
        yield CLAIM_UNPROVEN()
    elif d.manifest.trusted:
        yield CLAIM_CHAIN()
    else:
        yield CLAIM_UNVERIFIED()


def _statement(d: Declaration) -> str:
    about = subject(d.manifest, d.role)
    agent = d.action.agent or (d.manifest.program if d.inferred else None)
    by = BY(agent=f"{agent:40}") if agent else ""
    if d.action.action.raw == ADOBE_AI:
        return ADOBE(subject=about, by=by)
    if d.sense is Sense.PLACED or (d.role == "component" and d.sense is Sense.GENERATED):
        return PLACED(subject=about, kind=_kind(d))
    described = SAYS(description=f"{d.action.description:80}") if d.action.description else ""
    return DECLARED(subject=about, action=action_name(d.action), by=by, kind=_kind(d), described=described)


def _kind(d: Declaration) -> str:
    known = source_type(d.term) if d.term is not None else None
    if known is not None:
        return KIND(term=known[0], meaning=known[2])
    return UNKNOWN_KIND(term=f"{d.action.source_type:60}") if d.action.source_type else ""


def _step(action: Action) -> str:
    """A step in a list: what was done, by what, and as what it is described."""
    by = BY(agent=f"{action.agent:40}") if action.agent else ""
    description = action.description or action.tool
    return f"{action_name(action)}{by}{SAYS(description=f'{description:60}') if description else ''}"


def action_name(action: Action) -> str:
    """What an action of content credentials is called in words; one that the standard does not know is quoted."""
    raw = action.action.raw.strip()
    if raw in ACTIONS:
        return ACTIONS[raw]()
    return f"{action.action:60}" if raw else UNNAMED_ACTION()

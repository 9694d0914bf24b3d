"""Answers to claims about what was edited, by the steps that the file names.

Judged is only what the file says: whether the claimed change is among its steps, and whether it names others. Steps
that change nothing of what is shown, such as saving, speak neither for nor against a claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...provenance.credential_types import Action
from ...provenance.credentials.declaration_findings import BY, action_name
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.asked_edit_claims import Edit, EditClaim, edit_claim_of
from ..writing.findings import of_verdict
from .answer_case import Answered, Case
from .file_case import FileCase, claimed, forgeable, said
from .file_details import resized
from .input_details import possible
from .software_answers import credential_steps, software_steps, xmp_steps

NOT_ONLY = Sentence(
    "edit_claim_answers.not_only", "By what the file says, that was not all: it names other steps, too ({steps})."
)
FURTHER = Sentence("edit_claim_answers.further", "The file names other steps, too: {steps}.")
NO_OTHER = Sentence(
    "edit_claim_answers.no_other",
    "The file names no other step that changes what is shown. That does not show that there was none, since steps can "
    "be left out or removed.",
)
MAY_BE = Sentence(
    "edit_claim_answers.may_be", "That is possible, but the file alone can't show whether it was all that was done."
)
AMONG = Sentence("edit_claim_answers.among", "A step of the kind that is claimed is among them: {steps}.")
NOT_AMONG = Sentence(
    "edit_claim_answers.not_among",
    "None of the steps is named after the change that is claimed. It can be left out, or stand under a general name "
    "such as “edited”.",
)
# Names of steps in content credentials and in XMP, without the prefix `c2pa.`, that stand for a change.
_NAMES: dict[Edit, frozenset[str]] = {
    Edit.CROP: frozenset({"cropped"}),
    Edit.COLOUR: frozenset({"adjustedColor", "color_adjustments"}),
    Edit.SIZE: frozenset({"resized", "resized.proportional"}),
    Edit.TURN: frozenset({"orientation"}),
    Edit.FILTER: frozenset({"filtered", "enhanced"}),
    Edit.RETOUCH: frozenset(),
    Edit.DRAWN: frozenset({"drawing"}),
}
_UNCHANGING = frozenset({
    "created", "opened", "saved", "derived", "converted", "transcoded", "published", "repackaged", "produced", "copied",
    "managed", "printed", "formatted", "version_updated", "redacted", "edited.metadata", "watermarked",
    "watermarked.bound", "watermarked.unbound", "unknown", "",
})  # fmt: skip
_OF_SIZE = frozenset({Edit.SIZE, Edit.CROP})
_MOST = 6  # names of steps in one sentence


@dataclass(frozen=True, slots=True)
class _Step:
    name: str  # without the prefix
    shown: str


def edit_claim(case: Case) -> Answered | None:
    """Whether a claimed change is among the steps that the file names, and which others are; None without steps."""
    asked = edit_claim_of(case.asked.text)
    if asked is None:
        return None
    steps = [step for step in _steps(case.file) if step.name not in _UNCHANGING]
    if not steps:
        return possible(case) or _only_a_size(asked, case)
    file = case.file
    declared = file.cited(file.declared[:2])
    items = [*_judged(asked, steps), *software_steps(file), *declared]
    reservation = claimed(file)[:1] or [forgeable(file)]
    return Answered([*dict.fromkeys(items), *reservation, of_verdict(case.verdict)], about=file.declared[:2])


def _only_a_size(claim: EditClaim, case: Case) -> Answered | None:
    """That a picture can have been only scaled or cropped, and what shows of it; None if something else is claimed."""
    if not _OF_SIZE.issuperset(claim.edits):
        return None
    return Answered([said(MAY_BE()), *resized(case).items])


def _judged(claim: EditClaim, steps: Sequence[_Step]) -> list[Item]:
    """What the names of the steps say of a claim."""
    names = frozenset[str]().union(*(_NAMES[edit] for edit in claim.edits))
    fitting = [step for step in steps if step.name in names]
    others = [step for step in steps if step.name not in names]
    first = (NOT_ONLY if claim.only else FURTHER)(steps=_listed(others)) if others else NO_OTHER()
    among = AMONG(steps=_listed(fitting)) if fitting else NOT_AMONG()
    return [said(first), said(among)] if others else [said(among), said(first)]


def _listed(steps: Sequence[_Step]) -> str:
    return ", ".join(list(dict.fromkeys(step.shown for step in steps))[:_MOST])


def _shown(action: Action) -> str:
    return f"{action_name(action)}{BY(agent=f'{action.agent:40}') if action.agent else ''}"


def _steps(file: FileCase) -> list[_Step]:
    """The steps that the file names for itself."""
    signed = [one.action for one in credential_steps(file)]
    found = [_Step(one.action.raw.strip().removeprefix("c2pa."), _shown(one)) for one in signed]
    for step in xmp_steps(file):
        if action := step.get("action"):
            found.append(_Step(action.raw.strip().casefold(), f"{action:30}"))
    return found

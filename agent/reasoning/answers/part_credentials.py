"""The credentials of a picture that another one was made from, and what a valid signature says of the list of steps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...provenance.credential_types import Manifest
from ...provenance.credentials.declaration_findings import BY, action_name
from ...provenance.credentials.integrity_findings import signer
from ...sentences import Sentence
from ..dialogue.gloss import plain
from ..writing.findings import of_verdict
from .answer_case import Answered, Case
from .credential_answers import named_parts, signed
from .file_case import claimed, said
from .software_answers import software_steps

MOST_STEPS = 5
OF_PART = Sentence(
    "part_credentials.of_part",
    "The part {title:60} has credentials of its own, signed by {signer}. They name these steps: {steps}.",
)
OF_PART_NO_STEPS = Sentence(
    "part_credentials.of_part_no_steps",
    "The part {title:60} has credentials of its own, signed by {signer}, which name no steps.",
)
BARE_PART = Sentence(
    "part_credentials.bare_part",
    "The part {title:60} has no credentials of its own, so where it comes from is not told.",
)
MADE_FROM = Sentence("part_credentials.made_from", "It was made from {title:60} in turn.")
WHERE_IT_LIES = Sentence(
    "part_credentials.where_it_lies", "Where in the picture a part was put, the credentials do not say."
)
NOT_TRUE_BY_THAT = Sentence(
    "part_credentials.not_true_by_that",
    "No, that does not follow: a signature that fits shows that the list is as it was signed, and not that it is true "
    "or complete. It is worth as much as whoever signed it.",
)
BOUND = Sentence(
    "part_credentials.bound",
    "Not afterwards and unnoticed: it stands in content credentials whose signature fits this file. But who signed is "
    "not confirmed here, so it could have been made up by whoever signed it.",
)
BOUND_TRUSTED = Sentence(
    "part_credentials.bound_trusted",
    "Hardly: it stands in content credentials that fit this file and were signed by somebody whom you trust.",
)


def part_origin(case: Case) -> Answered | None:
    """Where a part comes from: the one that a question names, else all of the first level; None without parts."""
    manifest = case.file.manifest
    if manifest is None or not manifest.ingredients:
        return None
    named = [part for part in manifest.walk() if part is not manifest and _is_named(part, case.asked.text)]
    items = [item for part in (named or manifest.ingredients)[:3] for item in _described(part)]
    first = [] if named else list(named_parts(manifest))
    return Answered([*first, *items, said(WHERE_IT_LIES()), *claimed(case.file)[:1]])


def list_true(case: Case) -> Answered | None:
    """Whether a list of steps is true because its signature fits; None without credentials."""
    if case.file.manifest is None:
        return None
    return Answered([said(NOT_TRUE_BY_THAT()), *signed(case.file)[:2], *software_steps(case.file)[:1]])


def bound(case: Case) -> Answered | None:
    """Whether a label in intact credentials can have been added by somebody; None if it stands elsewhere."""
    manifest = case.file.manifest
    declared = case.file.declared
    if manifest is None or not manifest.intact or not declared or any(one.source != "c2pa" for one in declared):
        return None
    first = said((BOUND_TRUSTED if manifest.trusted else BOUND)())
    return Answered([first, *signed(case.file)[:1], *case.file.cited(declared[:1]), of_verdict(case.verdict)])


def _is_named(part: Manifest, text: str) -> bool:
    title = plain(part.title.raw).strip() if part.title else ""
    return len(title) > 2 and re.search(rf"(?<!\w){re.escape(title)}(?!\w)", plain(text)) is not None


def _described(part: Manifest) -> Iterator:
    title = part.title or part.label
    if not part.has_manifest:
        yield said(BARE_PART(title=title))
        return
    steps = [
        f"{action_name(action)}{BY(agent=f'{action.agent:40}') if action.agent else ''}"
        for action in part.actions[:MOST_STEPS]
    ]
    named = {"title": title, "signer": signer(part)}
    yield said(OF_PART(steps=", ".join(steps), **named) if steps else OF_PART_NO_STEPS(**named))
    for inner in part.ingredients[:1]:
        yield said(MADE_FROM(title=inner.title or inner.label))

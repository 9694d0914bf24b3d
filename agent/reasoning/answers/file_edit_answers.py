"""Whether a file says that its picture was altered: declarations, contradictions, steps of editing, compression."""

from __future__ import annotations

from ...evidence import Evidence, Flag
from ...provenance.credentials.validation_codes import FILE_DIFFERS
from ...provenance.rules.contradictions import CLOCK_CAVEAT
from ...sentences import Sentence
from ..answer_items import Item
from .file_case import FileCase, answer, claimed, forgeable, said
from .form_answers import thumbnails
from .origin_answers import SAVED, saving_signs
from .software_answers import software_steps

DECLARED = Sentence(
    "file_edit_answers.declared", "By what the file says of itself, the picture was altered: it declares that."
)
GENERATED = Sentence(
    "file_edit_answers.generated",
    "The file declares that the whole picture was made by AI, so the question is not what was altered in it.",
)
MISMATCH = Sentence(
    "file_edit_answers.mismatch",
    "The file or its credentials were changed after they were signed; saving the picture again is enough for that.",
)
CREDENTIALS_ONLY = Sentence(
    "file_edit_answers.credentials_only",
    "The content credentials were changed after they were signed. That does not show that the picture itself was "
    "changed.",
)
CONTRADICTS = Sentence(
    "file_edit_answers.contradicts",
    "Some of what the file says of itself can't be true together: the picture or its data were changed or copied.",
)
CONTRADICTS_TIMES = Sentence(
    "file_edit_answers.contradicts_times",
    "Some of what the file says of itself can't be true together: the picture or its data were changed or copied, or a "
    "clock was wrong.",
)
EDITED = Sentence(
    "file_edit_answers.edited",
    "The file says that a program edited it or saved it again. That is usual and does not show that it was falsified.",
)
TWICE = Sentence(
    "file_edit_answers.twice",
    "The file shows only that it was compressed more than once, as any copy that was saved again is.",
)
NOTHING = Sentence("file_edit_answers.nothing", "Nothing in the file says that the picture was altered.")
NOTHING_TO_READ = Sentence(
    "file_edit_answers.nothing_to_read",
    "The file can't say whether the picture was altered, because it holds no metadata.",
)
NO_PROOF = Sentence(
    "file_edit_answers.no_proof",
    "That does not show that nothing was done: such data can be removed, left out or copied from another file. What "
    "the pixels show is another question.",
)
LOOK = Sentence(
    "file_edit_answers.look",
    "Compare with the original file, or with an older copy that a reverse image search finds.",
)


def alteration_by_file(case: FileCase) -> list[Item]:
    """What the file says about an alteration of the picture."""
    found = [one for one in case.evidence if one.kind == "provenance"]
    altered = [one for one in found if one.supports == "tampered" and one.has(Flag.DECLARES)]
    generated = [one for one in found if one.supports == "synthetic" and one.has(Flag.DECLARES)]
    broken = [one for one in found if one.has(Flag.MISMATCH)]
    against = [one for one in found if one.has(Flag.CONTRADICTS)]
    steps = software_steps(case)
    signs = list(saving_signs(case, steps=False))
    only_twice = bool(case.facts.quality.recompressed) and len(signs) == 1 and not steps
    edited = bool(steps or signs) and not only_twice
    first = _first(case, altered, generated, broken, against, edited=edited, compressed=only_twice)
    items = [said(first())]
    items += case.cited([*altered[:2], *generated[:1], *broken[:1], *against[:2]])
    items += steps[:2]
    if signs and first is not TWICE:
        items.append(said(SAVED(signs="; ".join(signs[:4]))))
    if not against:
        items += thumbnails(case)
    if first in (NOTHING, NOTHING_TO_READ, EDITED, TWICE):
        sealed = [forgeable(case)] if case.manifest is not None and case.manifest.trusted else []
        return answer(items, *sealed, said(NO_PROOF()), said(LOOK()))
    of_credentials = all(one.source == "c2pa" for one in (*altered, *generated, *broken, *against))
    look = [] if first is GENERATED else [said(LOOK())]
    return answer(items, *((claimed(case)[:1] if of_credentials else []) or [forgeable(case)]), *look)


def _first(
    case: FileCase,
    altered: list[Evidence],
    generated: list[Evidence],
    broken: list[Evidence],
    against: list[Evidence],
    *,
    edited: bool,
    compressed: bool,
) -> Sentence:
    """The sentence that answers the question, by the strongest thing that the file says."""
    for held, sentence in (
        (altered, DECLARED), (generated, GENERATED), (broken, _mismatch(case)), (against, _contradicts(against)),
        (edited, EDITED), (compressed, TWICE),
    ):  # fmt: skip
        if held:
            return sentence
    return NOTHING_TO_READ if case.facts.quality.metadata_stripped else NOTHING


def _contradicts(against: list[Evidence]) -> Sentence:
    """What a contradiction shows; only one between times can come from a clock."""
    times = any(CLOCK_CAVEAT() in one.caveats for one in against)
    return CONTRADICTS_TIMES if times else CONTRADICTS


def _mismatch(case: FileCase) -> Sentence:
    """What was changed after the signature: the file, or the credentials alone."""
    manifest = case.manifest
    if manifest is None or any(status.code in FILE_DIFFERS for status in manifest.failures):
        return MISMATCH
    return CREDENTIALS_ONLY

"""A neutral note about the picture for a file, minutes or a letter, in sentences that can be copied as they stand.

It says what the examination came to, what that does not show, and what was examined; no more than the verdict does.
"""

from __future__ import annotations

from dataclasses import replace

from ...evidence import Evidence, Flag
from ...foreign import Foreign
from ...sentences import Sentence
from ..answer_items import FILE, Item
from ..dialogue.topics import Topic
from ..stance import Role, Stance
from ..weighing.fusion import proven
from ..writing.findings import of_verdict
from .answer_case import Case, of_record
from .evidence_answers import compared_shortly
from .file_case import forgeable
from .known_pictures import told_known
from .worded_facts import worded

OPEN = Sentence("file_note.open", "A text to copy: An examination with software came out {label}. {headline}")
FOUND = Sentence("file_note.found", "A text to copy: An examination with software came to this result. {headline}")
SIGNED = {
    "real": Sentence(
        "file_note.signed_real",
        "A text to copy: By content credentials under a certificate that the examiner trusts, a camera took the "
        "picture; parts that were altered before it was signed are seldom found.",
    ),
    "synthetic": Sentence(
        "file_note.signed_synthetic",
        "A text to copy: By content credentials under a certificate that the examiner trusts, the picture was "
        "generated.",
    ),
    "tampered": Sentence(
        "file_note.signed_tampered",
        "A text to copy: By content credentials under a certificate that the examiner trusts, the picture was altered.",
    ),
}
NO_MORE = Sentence(
    "file_note.no_more",
    "The result is no proof; it shows neither who made or changed the picture nor why, nor whether what is said about "
    "it is true.",
)
THE_FILE = Sentence("file_note.the_file", "Examined was the file {name} (SHA-256 {digest}).")
MADE_WITH = Sentence(
    "file_note.made_with", "The examination was made with telltale {version}, and nothing was sent anywhere."
)
# What no note about a picture may leave out, and what a summary names before any measurement.
FIRST = (Flag.DECLARES, Flag.MISMATCH, Flag.CONTRADICTS)


def result(case: Case) -> Item:
    """What the examination came to, as a text that can be copied: the headline, or what a trusted signer says."""
    verdict, label = case.verdict, case.verdict.label
    if label == "inconclusive":
        text = OPEN(label=label, headline=verdict.headline)
    elif proven(case.evidence) == label:
        text = SIGNED[label]()
    else:
        text = FOUND(headline=verdict.headline)
    return replace(of_verdict(verdict), text=text.rstrip())


def note(case: Case) -> list[Item]:
    """What it is to be about, what was found, what the file says against it or of itself, what that does not show."""
    flagged: list[Evidence] = []  # the first of each kind
    for flag in FIRST:
        flagged += [one for one in case.file.evidence if one.has(flag) and one not in flagged][:1]
    declares = [forgeable(case.file)] if any(one.has(Flag.DECLARES) for one in flagged) else []
    compared = compared_shortly(case) if Topic.COMPARE in case.topics else []
    found = [result(case), *told_known(case), *case.told(flagged), *declares, *compared]
    about = worded(case)
    told = [*found, *about] if case.wishes.sentences == 1 else [*about, *found]
    return [*told, of_record(NO_MORE(), Role.RESERVATION)]


def examined(case: Case) -> list[Item]:
    """Which file was examined, and with what."""
    facts = case.record.exhibit
    name = THE_FILE(name=f"{Foreign(facts.name):80}", digest=facts.sha256)
    made = MADE_WITH(version=case.record.versions.get("telltale", "?"))
    return [Item(FILE, Stance(Role.FILE), name, must=True, fixed=True), of_record(made)]

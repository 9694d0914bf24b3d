"""Requests beside questions about the picture: a letter to write, what was done, what is shown, what data prove."""

from __future__ import annotations

import re

from ...evidence import Flag
from ...foreign import file_name
from ...sentences import Sentence
from ..dialogue.topics import Topic
from ..stance import Role
from ..writing import plan
from ..writing.findings import of_verdict
from .answer_case import Answered, Case, of_record
from .camera_answers import camera
from .credential_answers import named_parts, state
from .file_case import answer, claimed, forgeable, said
from .file_edit_answers import CONTRADICTS
from .form_answers import DIGEST
from .parameter_answers import parameters
from .picture_answers import LOOK
from .software_answers import software_steps

STEPS = 2  # that a letter asks for
_FILE_NAME = re.compile(r"file ?name|name of the file|dateiname|nom du fichier|nombre del archivo|文件名", re.I)

NO_LETTER = Sentence(
    "request_details.no_letter", "This tool writes no letters. These facts and requests can go into yours."
)
ATTACH = Sentence(
    "request_details.attach",
    "Attach the file itself, unchanged, and the record that `telltale examine FILE --json` writes.",
)
NAME_ALONE = Sentence(
    "request_details.name_alone", "The name of a file shows nothing, because anyone can change it at will."
)
NO_CONTRADICTION = Sentence(
    "request_details.no_contradiction",
    "The data of the file contain no contradiction that this tool checks for. An unusual value is a reason to ask, and "
    "no proof that something was changed.",
)


def draft(case: Case) -> Answered:
    """What belongs in a letter about the picture: the verdict, what the file declares, its hash, what to ask for."""
    facts = case.record.exhibit
    digest = said(DIGEST(name=file_name(facts.name), digest=facts.sha256))
    declared = case.file.cited(case.file.declared[:1])
    asked = [*plan.next_steps(case.record, STEPS), *case.advised()]
    first = of_record(NO_LETTER(), Role.NEXT_STEP)
    return Answered([first, of_verdict(case.verdict), *declared, digest, *asked, of_record(ATTACH(), Role.NEXT_STEP)])


def done(case: Case) -> Answered | None:
    """The steps that the file records, and the pictures that went into it; None if it records none."""
    file = case.file
    steps = software_steps(file)
    if not steps:
        return None
    parts = named_parts(file.manifest) if file.manifest is not None else ()
    return Answered(answer([*steps, *file.cited(file.declared[:2]), *parts], *claimed(file)[:1] or [forgeable(file)]))


def shows(case: Case) -> Answered:
    """That contents are not described or counted; a prompt in the file, which need not fit; to look at it oneself."""
    told = parameters(case.file)
    prompt = told[1:2] if len(told) > 3 else []
    return Answered([*case.entry("no-describing")[:1], *prompt, of_record(LOOK(), Role.NEXT_STEP)])


def named_camera(case: Case) -> Answered:
    """The camera that the file names, whichever a question, or the file's name, says."""
    name = [said(NAME_ALONE())] if _FILE_NAME.search(case.asked.text) else []
    first, *others = camera(case.file)
    return Answered([first, *name, *others])


def publish(case: Case) -> Answered:
    """That whether it may be used is no matter of the measurements; the verdict, without which nobody should use it."""
    return Answered([*case.looked_up(Topic.LEGAL), of_verdict(case.verdict)])


def valid_is_real(case: Case) -> Answered | None:
    """That a valid signature does not show that a picture is real, and how it stands here; None without credentials."""
    if case.file.manifest is None:
        return None
    return Answered([*case.entry("c2pa-valid-not-real"), *state(case.file), of_verdict(case.verdict)])


def suspicious(case: Case) -> Answered:
    """Whether the file's data contradict each other, and how far something unusual counts."""
    found = [one for one in case.evidence if one.kind == "provenance" and one.has(Flag.CONTRADICTS)]
    if not found:
        return Answered(answer([said(NO_CONTRADICTION())], forgeable(case.file)))
    return Answered(answer([*case.file.cited(found[:2]), said(CONTRADICTS())], forgeable(case.file)), about=found[:2])

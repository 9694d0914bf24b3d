"""Short questions with one plain answer each: a mismatch in plain words, the file's name, a program, what to demand."""

from __future__ import annotations

from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.asked_conclusions import Premise
from ..dialogue.topics import Topic
from ..stance import Role
from ..writing.findings import of_verdict
from .alteration_answers import alteration, unedited
from .answer_case import Answered, Case, of_record
from .camera_answers import camera
from .conclusion_answers import REASONS
from .credential_answers import signed
from .credential_details import NOT_WHAT, changed_how
from .credit_answers import credited
from .file_case import answer, claimed, forgeable, said
from .format_details import format_asked
from .judgement_answers import strongest
from .origin_answers import SCREENSHOT, original
from .plain_points import YOUR_RULE
from .software_answers import software
from .talk_details import NO_LIES
from .time_answers import when_taken
from .yes_no_details import part_mismatch

FINGERPRINT = Sentence(
    "shortly_answered.fingerprint",
    "When the credentials were signed, a fingerprint of the file was stored in them. It no longer fits: the file or "
    "the credentials were changed afterwards.",
)
NAME_NO_EVIDENCE = Sentence(
    "shortly_answered.name_no_evidence",
    "The file's name is no evidence for that: anyone can choose a name or change it, and it leaves no trace.",
)
CAN_HELP = Sentence(
    "shortly_answered.can_help",
    "It can help you: compare it with other pictures of the same person, place or thing, and with what you are told. "
    "Telltale recognises nothing in a picture, so it has no finding on it.",
)
NAME_THE_PART = Sentence(
    "shortly_answered.name_the_part",
    "Name the part in words, such as “upper left corner”, or draw a box around it, and it is measured by itself.",
)
PACKETS = Sentence(
    "shortly_answered.packets",
    "A file usually holds one XMP packet about the picture. A second one can be left by a program that wrote its own "
    "without replacing the first, or be put in by hand; which of the two, the file does not say.",
)
PACKETS_NO_PROOF = Sentence(
    "shortly_answered.packets_no_proof",
    "That is unusual and a reason to ask, but no proof of a forgery. Where the packets differ, neither of them counts "
    "for more.",
)
ANY_PROGRAM = Sentence(
    "shortly_answered.any_program",
    "No, that does not follow: such a program opens generated pictures as well as photographs, and its name says only "
    "what may have written the file.",
)
DEMAND = Sentence(
    "shortly_answered.demand",
    "Ask for what only somebody with the real thing can give: a new picture with today's date and your name on a sheet "
    "of paper in it, a live video call or a visit, and the original file sent as a document.",
)
NEVER_CERTAIN = Sentence(
    "shortly_answered.never_certain",
    "No picture makes it certain, so pay nothing and decide nothing on pictures alone.",
)
NOT_BEFOREHAND = Sentence(
    "shortly_answered.not_beforehand",
    "Not on the strength of this picture: it can't tell whether the person or the offer is honest.",
)
HARDLY = Sentence(
    "shortly_answered.hardly",
    "Hardly: cameras and phones save photographs as JPEG, HEIC or raw files, with data about the camera and without a "
    "border. An app can export it otherwise, but then it is no longer the camera's own file.",
)
LIKE_SCREENSHOT = Sentence(
    "shortly_answered.like_screenshot",
    "By these signs it is no camera's own file. They are no proof, and what the screen showed can be a photograph.",
)


def mismatch(case: Case) -> Answered | None:
    """What it means in plain words that credentials do not fit their file; None where they fit or there are none."""
    if changed_how(case) is None:  # where the file fits its credentials, a part may not fit its own
        return part_mismatch(case)
    return Answered([said(FINGERPRINT()), said(NOT_WHAT()), *case.entry("c2pa-broken")[-1:]])


def file_name_says(case: Case) -> Answered:
    """That a file's name is no evidence, and what its data say of the same matter."""
    if case.file.manifest is not None and not {Topic.SIGNER, Topic.CREDENTIALS}.isdisjoint(case.topics):
        told: list[Item] = signed(case.file)[:2]
    else:
        told = [*case.file.cited(case.file.declared[:1]), *software(case.file)[:1]]
    return Answered([said(NAME_NO_EVIDENCE()), *told])


def could_help(_: Case) -> Answered:
    """What something that is seen in the picture can be used for, and that nothing here recognises it."""
    return Answered([of_record(CAN_HELP()), of_record(NAME_THE_PART(), Role.NEXT_STEP)])


def packets(_: Case) -> Answered:
    """What two XMP packets in one file can come from."""
    return Answered([said(PACKETS()), said(PACKETS_NO_PROOF())])


def any_program(case: Case) -> Answered:
    """That the name of a program for photographs does not make a picture a photograph."""
    declared = case.file.declared[:1]
    closing = claimed(case.file)[:1] or [forgeable(case.file)]
    told = [*case.file.cited(declared), *software(case.file)[:1]]
    return Answered([*answer([said(ANY_PROGRAM()), *told], *closing), of_verdict(case.verdict)], about=declared)


def demand(case: Case) -> Answered:
    """What to demand of somebody who shows a picture of himself or of something on offer."""
    return Answered([of_record(DEMAND(), Role.NEXT_STEP), of_record(NEVER_CERTAIN()), of_verdict(case.verdict)])


def pay_or_not(case: Case) -> Answered:
    """To somebody who wants one word on whether to pay or to agree."""
    return Answered([of_record(NOT_BEFOREHAND()), of_record(DEMAND(), Role.NEXT_STEP), of_verdict(case.verdict)])


def camera_saves(case: Case) -> Answered:
    """Whether a camera saves such a file, with the signs that this one is a screenshot."""
    signs = case.file.facts.quality.screenshot
    if not signs:
        return format_asked(case)
    return Answered([said(HARDLY()), said(SCREENSHOT(signs="; ".join(signs)))])


def camera_file(case: Case) -> Answered:
    """Whether it is a camera's own file: what it declares, signs of a screenshot, else of copies and edits."""
    signs = case.file.facts.quality.screenshot
    if case.file.declared:
        return unedited(case)
    if not signs:
        return Answered([*original(case.file)[:3], *alteration(case).items[:2]])
    return Answered([said(SCREENSHOT(signs="; ".join(signs))), said(LIKE_SCREENSHOT()), of_verdict(case.verdict)])


def no_scammer(case: Case) -> Answered:
    """That a fake does not show what somebody is; the verdict."""
    return Answered([of_record(NO_LIES()), of_verdict(case.verdict)])


def allowed(case: Case) -> Answered:
    """What the file says that rules of a contest can ask for: when, with what and whose; others judge by it."""
    file = case.file
    told = [*when_taken(file)[:1], *camera(file)[:1], *credited(file)[:2], *original(file)[:1]]
    return Answered([*dict.fromkeys(told), said(YOUR_RULE()), of_verdict(case.verdict)])


def gives_away(case: Case) -> Answered:
    """Whether something that looks odd gives a picture away: it does not; what the findings are."""
    told = strongest(case)[:2]
    return Answered(
        [of_record(REASONS[Premise.LOOKS](), Role.RESERVATION), of_verdict(case.verdict), *case.told(told)], about=told
    )

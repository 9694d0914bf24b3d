"""Requests beside questions about the picture: a letter to write, what was done, what is shown, what data prove."""

from __future__ import annotations

import re

from ...evidence import Evidence, Flag
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from ..dialogue.topics import Topic
from ..stance import Role, Stance
from ..writing import plan
from ..writing.findings import of_verdict
from .after_details import ONLY_A_HINT
from .answer_case import Answered, Case, of_record
from .camera_answers import camera
from .credential_answers import named_parts, state
from .file_case import answer, claimed, forgeable, said
from .file_edit_answers import CONTRADICTS
from .file_note import examined, note
from .form_answers import digest, file_hash
from .judgement_answers import summary
from .maker_answers import asked_for
from .origin_answers import ASK, original
from .parameter_answers import parameters
from .picture_answers import LOOK
from .signer_claims import by_signature
from .software_answers import software_steps
from .worded_facts import worded

SMALLEST_SHOT = 1_500_000  # pixels; what phones and cameras of the last fifteen years save has more
_FAKES = ("synthetic", "tampered")
STEPS = 2  # that a letter asks for
_FILE_NAME = re.compile(r"file ?name|name of the file|dateiname|nom du fichier|nombre del archivo|文件名", re.I)

_ATTACHED = re.compile(
    r"\b(?:what|which|was|welche\w*|qu'est-ce que|que|quels?|quoi|quelles?) .{0,24}\b(?:attach|enclose|hand in|submit|"
    r"upload|bring|send (?:them|along|in|with)|beileg\w*|beifug\w*|einreich\w*|mitschick\w*|"
    r"anhang\w*|joindre|joins|fournir|"
    r"adjunt\w*|aportar|presentar)\b|\b(?:je joins quoi|adjunto que)\b|(?:附|提交|交)(?:上)?(?:什么|哪些)"
)
_OF_REPORT = re.compile(
    r"\b(?:reports?|affidavit|expert opinion|bericht\w*|gutachten\w*|rapport|informe|dictamen)\b|报告|鉴定"
)
_COUNTS = re.compile(r"how many|\bcount|wie viele|\bzahl|combien|\bcompte|cuant|\bcuent|几|多少|数")
_OF_COPIES = re.compile(r"scan|screen|print|copy|captur|kopie|ausdruck|abzug|tirage|copie|copia|impres|扫描|截图|复印")
_RESERVED = re.compile(
    r"commercial|copyright|©|all rights|rights reserved|sample|preview|nicht (?:f[üu]r|zur)|usage|reservad|droits", re.I
)
_NEWS = re.compile(
    r"journalist|reporter|editor|newspaper|deadline|newsroom|redak|zeitung|periodist|periódico|rédac|journal\b|记者|编辑|"
    r"报纸",
    re.I,
)

DECLARED_FIRST = Sentence(
    "request_details.declared_first",
    "Not as an untouched photograph, by what the file says: it declares that AI made or altered the picture.",
)
FAKE_FIRST = Sentence(
    "request_details.fake_first", "Not as an untouched photograph, by this examination: the verdict is {label}."
)
RESERVED = Sentence(
    "request_details.reserved",
    "In the picture stands {text:80}, which reserves its use: ask whoever wrote that for leave first.",
)
ATTACH = Sentence(
    "request_details.attach",
    "Attach the file itself, unchanged, and the record that `telltale examine FILE --json` writes.",
)
NAME_ALONE = Sentence(
    "request_details.name_alone", "The name of a file shows nothing, because anyone can change it at will."
)
MAYBE_PROCESSED = Sentence(
    "request_details.maybe_processed",
    "That may be, and this picture alone can't settle it: phones, filters and apps change pictures by themselves or at "
    "a touch, and many leave no note of it in the file.",
)
NOT_ALONE = Sentence(
    "request_details.not_alone",
    "That is for you to decide, and a picture alone is not enough for it, whatever the verdict on it is.",
)
REDUCED = Sentence(
    "request_details.reduced",
    "Phones and cameras save pictures of several megapixels. One of {width}×{height} pixels is most likely a reduced "
    "copy, or a part of a larger picture.",
)
USUAL = Sentence(
    "request_details.usual",
    "Phones and cameras can save pictures of {width}×{height} pixels or more, and so can any program: the size alone "
    "says little.",
)
GENERATOR_SIZE = Sentence(
    "request_details.generator_size",
    "Which sizes {program} saves is not known here, since they change, and any copy can be scaled. A picture of "
    "{width}×{height} pixels can't show by its size what made it.",
)
SCREEN = Sentence("request_details.screen", "There are signs that it is a screenshot, which has the size of a screen.")
NOT_COUNTED = Sentence(
    "request_details.not_counted", "That can't be said here: this tool recognises and counts no things in a picture."
)
NO_MEDIUM = Sentence(
    "request_details.no_medium",
    "This tool does not tell a scan or a photograph from something that was drawn or laid out on a computer. It was "
    "measured on photographs and on pictures by AI, and its verdict is about these alone.",
)
NO_CONTRADICTION = Sentence(
    "request_details.no_contradiction",
    "The data of the file contain no contradiction that this tool checks for. An unusual value is a reason to ask, and "
    "no proof that something was changed.",
)


def draft(case: Case) -> Answered:
    """What belongs in a letter about the picture: a note to copy, what the file declares, its hash, what to ask for.

    Who asks what to attach is told that first.
    """
    attached = [of_record(ATTACH(), Role.NEXT_STEP), digest(case.file)]
    asked = [*plan.next_steps(case.record, STEPS), *case.advised()]
    told = note(case)
    if _ATTACHED.search(plain(case.asked.text)):
        return Answered([*attached, *told, *asked])
    return Answered([*told, *asked, *attached])


def for_somebody(case: Case) -> Answered:
    """A note for somebody else; for a report, unless it is to be short, the whole with the strongest findings."""
    if case.wishes.register == "report" and not case.wishes.is_short and _OF_REPORT.search(plain(case.asked.text)):
        found = summary(case)
        return Answered([*worded(case), *found.items], about=found.about)
    return Answered([*note(case), *examined(case)], about=case.file.declared_unreal[:1])


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
    counted = _COUNTS.search(plain(case.asked.text)) is not None
    first = [of_record(NOT_COUNTED())] if counted else case.entry("no-describing")[:1]
    return Answered([*first, *prompt, of_record(LOOK(), Role.NEXT_STEP)])


def named_camera(case: Case) -> Answered:
    """The camera that the file names, whichever a question, or the file's name, says."""
    name = [said(NAME_ALONE())] if _FILE_NAME.search(case.asked.text) else []
    first, *others = camera(case.file)
    return Answered([first, *name, *others])


def publish(case: Case) -> Answered:
    """That whether it may be used is no matter of the measurements; the verdict, without which nobody should use it."""
    news = any(_NEWS.search(text) for text in (case.asked.text, *case.earlier))
    declared = [one for one in case.file.declared if one.supports != "real"][:1]
    if declared:  # who may show nothing by AI wants to know that first
        first = [
            said(DECLARED_FIRST()),
            *case.file.cited(declared),
            *(claimed(case.file)[:1] or [forgeable(case.file)]),
        ]
    else:
        first = [of_record(FAKE_FIRST(label=case.verdict.label))] if case.verdict.label in _FAKES else []
    advice = case.entry("news-picture") if news else []
    return Answered(
        [*_rights_read(case), *first, of_verdict(case.verdict), *case.looked_up(Topic.LEGAL), *advice], about=declared
    )


def _rights_read(case: Case) -> list[Item]:
    """Words in the picture that reserve its use, such as “not for commercial use”."""
    read = [(one, line) for one in case.evidence for line in one.facts.texts if _RESERVED.search(line.text.raw)]
    return [
        Item(one.id, Stance(Role.RESERVATION), RESERVED(text=line.text), True, fixed=True) for one, line in read[:1]
    ]


def decision(case: Case) -> Answered:
    """That a decision needs more than one picture, what is advised in the situation, and what to ask for."""
    own = plan.next_steps(case.record, STEPS)
    return Answered([of_record(NOT_ALONE(), Role.NEXT_STEP), of_verdict(case.verdict), *case.advised(), *own])


def processed(case: Case) -> Answered:
    """That a phone's processing can look generated, how often it does, and that it can't be told here; the verdict."""
    known = [*case.entry("computational-photography"), *case.entry("false-alarms")]
    return Answered([of_record(MAYBE_PROCESSED()), *known, of_verdict(case.verdict), said(ASK())])


def phone_size(case: Case) -> Answered:
    """Whether a camera or phone saves pictures of this size."""
    facts = case.record.exhibit
    size = {"width": facts.width, "height": facts.height}
    small = facts.width * facts.height < SMALLEST_SHOT
    if (asked := asked_for(case.asked.text)) is not None:
        return Answered([said(GENERATOR_SIZE(program=asked.name, **size)), said(ASK())])
    screen = [said(SCREEN())] if facts.quality.screenshot else []
    return Answered([said((REDUCED if small else USUAL)(**size)), *screen, said(ASK())])


def no_weight(case: Case) -> Answered:
    """Why findings do not count: those that were set aside, with their reason; else what no weight means."""
    aside = [item for item in case.evidence if item.has(Flag.SET_ASIDE)][:STEPS]
    told = [line for item in aside for line in (*case.told([item]), *_reason(item))]
    return Answered(told or case.entry("reason-without-weight"), about=aside)


def _reason(item: Evidence) -> list[Item]:
    """The last caveat of a finding that was set aside, which says why."""
    return [Item(item.id, Stance(Role.RESERVATION), text, must=True, fixed=True) for text in item.caveats[-1:]]


def medium(case: Case) -> Answered:
    """That a scan, a drawing and a layout are not told apart from a photograph; what shows of it otherwise."""
    of_file = original(case.file)[:1] if _OF_COPIES.search(plain(case.asked.text)) else []
    if case.record.exhibit.quality.screenshot and of_file:
        return Answered([*of_file, said(ONLY_A_HINT()), of_verdict(case.verdict)])
    return Answered([of_record(NO_MEDIUM()), *of_file, of_verdict(case.verdict)])


def data_prove(case: Case) -> Answered:
    """That data in a file prove nothing by themselves, unless a trusted signer stands behind them; the verdict."""
    return Answered([forgeable(case.file), *state(case.file), of_verdict(case.verdict)])


def custody(case: Case) -> Answered:
    """How to show later that the file was not changed: its hash, and a record of who had it."""
    return Answered([*file_hash(case.file)[:3], *case.entry("chain-of-custody")])


def valid_is_real(case: Case) -> Answered | None:
    """That a valid signature does not show that a picture is real, and how it stands here; None without credentials."""
    if case.file.manifest is None:
        return None
    if wrong := by_signature(case):
        return Answered([*wrong, of_verdict(case.verdict)])
    return Answered([*case.entry("c2pa-valid-not-real"), *state(case.file), of_verdict(case.verdict)])


def suspicious(case: Case) -> Answered:
    """Whether the file's data contradict each other, and how far something unusual counts."""
    found = case.file.conflicts
    if not found:
        return Answered(answer([said(NO_CONTRADICTION())], forgeable(case.file)))
    return Answered(answer([*case.file.cited(found[:2]), said(CONTRADICTS())], forgeable(case.file)), about=found[:2])

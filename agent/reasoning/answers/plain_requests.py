"""Answers to plain requests: the result in writing, the picture within a screenshot, copies, camera settings, trust."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...provenance.contents import Field
from ...provenance.rules.programs import tool_named
from ...sentences import Sentence
from ..stance import Role
from ..writing.findings import of_verdict
from .alteration_answers import BY_EYE, CLONES
from .answer_case import Answered, Case, of_record
from .camera_answers import camera, names
from .credential_answers import signed, state, time_stamp
from .evidence_answers import compare, told_of_pair
from .field_answers import by_name, fields, told_field
from .file_case import answer, claimed, forgeable, said
from .generation_settings import settings
from .limit_details import QUOTED
from .metadata_answers import metadata
from .opposing_answers import without_data
from .origin_answers import original
from .parameter_answers import parameters
from .place_answers import position, where_taken
from .program_details import programs_named
from .request_details import SCREEN
from .software_answers import software

DRAWN_ANEW = Sentence(
    "plain_requests.drawn_anew",
    "A screenshot draws the picture in it anew at the size of the screen, so the data of its own file and most traces "
    "are gone.",
)
MARK_IT = Sentence(
    "plain_requests.mark_it",
    "Mark the inner picture, or name its place, and it is measured by itself; if nothing is found there, that shows "
    "nothing.",
)
NOT_COUNTED = Sentence(
    "plain_requests.not_counted",
    "How often a picture was saved as JPEG can't be counted: each saving covers the traces of the one before.",
)
NO_SIGNING_TIME = Sentence("plain_requests.no_signing_time", "The content credentials give no time of signing.")
UNSIGNED = Sentence(
    "plain_requests.unsigned", "No signature was read from the file, so there is no time of signing either."
)
NOT_JUDGED = Sentence(
    "plain_requests.not_judged", "Whether such settings fit the light of the scene is not checked by this tool."
)
SHARP = Sentence(
    "plain_requests.sharp",
    "Compare for yourself: a long exposure blurs what moves, a high ISO makes grain, and a small opening (a large "
    "f-number) keeps near and far sharp.",
)
OF_THE_PICTURE = Sentence(
    "plain_requests.of_the_picture",
    "The verdict is about this picture, and not about a place or about what somebody saw: a generator can draw places "
    "that exist, and a photograph can be of another day.",
)
OTHER_SHOTS = Sentence(
    "plain_requests.other_shots",
    "Ask for pictures from that day, and compare what is shown with maps and street views of the place.",
)
MOSTLY = Sentence(
    "plain_requests.mostly",
    "Mostly, if it is sent as a picture. Sent as a document, by e-mail or by cable, a file keeps its data, so take "
    "them out yourself before you share it.",
)
EACH_ALONE = Sentence(
    "plain_requests.each_alone",
    "Neither can be ranked by its verdict alone: each picture is judged by itself. Trust the one more whose original "
    "file and source you know.",
)
TAKEN_OUT = Sentence(
    "plain_requests.taken_out",
    "Such a note can be taken out of a file with free tools, and most platforms remove it unasked.",
)
NAMES_IT = Sentence("plain_requests.names_it", "By what the file says, yes: it names {program}.")
NAMES_OTHER = Sentence(
    "plain_requests.names_other",
    "By what the file says, no: it names another program and not {program}. That does not exclude it.",
)
_EDITOR = re.compile(
    r"\b(?:adobe )?(?:photoshop|lightroom|firefly)\b|\b(?:gimp|snapseed|affinity photo|paint\.net|pixelmator|"
    r"capture one|darktable|canva|picasa|photopea|faceapp|facetune|luminar|topaz)\b",
    re.I,
)
NO_TEXT = Sentence("plain_requests.no_text", "The file holds no text in the fields for authors, programs and notes.")
# Fields that hold words of a program or a person, and not a measurement of a camera.
_WORDED = (
    "Software", "Artist", "ImageDescription", "UserComment", "comment", "Copyright", "Credit", "Description",
    "XPComment", "ProcessingSoftware", "CreatorTool", "DigitalSourceType", "Headline", "Title", "Instructions", "AIGC",
)  # fmt: skip
_EXPOSURE = ("ExposureTime", "FNumber", "PhotographicSensitivity", "ISOSpeedRatings")
_MOST = 4

_PROMPT = re.compile(r"\bprompts?\b|\btyped? in\b|eingegeben|eingetippt|\bsaisi\b|\btecle|提示词|输入", re.I)


def in_writing(case: Case) -> Answered:
    """How to get the result in writing, and what belongs in it."""
    return Answered([*case.entry("report-file")[:1], *case.entry("report-file")[2:], *case.entry("what-to-write")])


def inner_picture(case: Case) -> Answered:
    """What can be told of a picture within a screenshot, and how to get further."""
    screen = [said(SCREEN())] if case.record.exhibit.quality.screenshot else []
    told = [of_record(DRAWN_ANEW(), Role.RESERVATION), of_record(MARK_IT(), Role.NEXT_STEP)]
    return Answered([*told, *case.entry("only-screenshot")[1:], *screen])


def copy_misses(case: Case) -> Answered:
    """How often copied parts were found in tests; after another test of alterations, how often those were."""
    about = [item for item in case.before if item.source not in (CLONES, "clip")]
    copies = not about or re.search(r"cop|clon|kop|复制|克隆", case.asked.text.casefold()) is not None
    return Answered(case.entry("errors-on-copies" if copies else "errors-on-alterations"))


def alike_things(case: Case) -> Answered:
    """That things made alike can agree as a copy does, and how to tell by eye."""
    pair = [item for item in case.record.evidence if item.source == CLONES and item.region is not None][:1]
    told = [*case.told(pair), *case.entry("detector-clones")[1:2]]
    return Answered([*told, of_record(BY_EYE(), Role.NEXT_STEP)], about=pair)


def device(case: Case) -> Answered:
    """What kind of device bears a name, and which one the file names."""
    named = names(case.file)
    return Answered([*case.entry("camera-names"), *(camera(case.file)[:1] if named else [])])


def save_count(case: Case) -> Answered:
    """That savings can't be counted, what JPEG shows here, and whether the file was saved again."""
    measured = [item for item in case.evidence if item.source == "jpeg"][:1]
    again = original(case.file)[:1]
    return Answered([of_record(NOT_COUNTED()), *case.told(measured), *again], about=measured)


def light_settings(case: Case) -> Answered:
    """The settings that the file gives, and that nobody checks here whether they fit the scene."""
    given = [told_field(one) for one in case.file.own("EXIF", *_EXPOSURE)[:3]]
    closing = [forgeable(case.file)] if given else []
    return Answered(answer([of_record(NOT_JUDGED()), *given, said(SHARP())], *closing))


def signed_when(case: Case) -> Answered:
    """When the content credentials were signed, and how far that time can be relied on."""
    file = case.file
    if file.manifest is None:
        return Answered([said(UNSIGNED())])
    stamp = time_stamp(file) or [said(NO_SIGNING_TIME())]
    return Answered([*signed(file)[:1], *stamp, *signed(file)[1:3]])


def copied_signature(case: Case) -> Answered:
    """That a signature taken from another file does not fit, and how it stands here."""
    return Answered([*case.entry("copied-signature"), *state(case.file), *claimed(case.file)[:1]])


def verify_signature(case: Case) -> Answered:
    """How a signature is checked against a list of signers, and how it stands here."""
    return Answered([*case.entry("use-trust-list"), *state(case.file)])


def label_removable(case: Case) -> Answered:
    """That such a note can be taken out, and what would remain without it."""
    first = case.entry("c2pa-removed") if case.file.manifest is not None else [said(TAKEN_OUT())]
    left = without_data(case)
    return Answered([*first, *left.items], about=left.about)


def else_in_file(case: Case) -> Answered:
    """What the file holds beside what was told."""
    return Answered(metadata(case.file))


def edited_with(case: Case) -> Answered:
    """Which programs the file names, that asked for first, and that this is no forgery by itself."""
    held = [program for value in programs_named(case.file) if (program := tool_named(value.raw)) is not None]
    asked = _EDITOR.search(case.asked.text)
    wanted = tool_named(asked[0]) if asked is not None else None
    if wanted is None or not held:
        return Answered(software(case.file))
    first = said((NAMES_IT if wanted in held else NAMES_OTHER)(program=wanted.name))
    return Answered([first, *software(case.file)])


def was_there(case: Case) -> Answered:
    """That the verdict is no verdict on what somebody saw; where the file says the picture is from."""
    at = where_taken(case.file)[:1] if position(case.file) else []
    first = [of_record(OF_THE_PICTURE()), of_verdict(case.verdict)]
    return Answered([*first, *at, of_record(OTHER_SHOTS(), Role.NEXT_STEP)])


def does_app(case: Case) -> Answered:
    """Whether messengers and platforms take out the data of a file by themselves."""
    return Answered([of_record(MOSTLY()), *case.entry("platform-copy")[:1]])


def more_trust(case: Case) -> Answered:
    """That two pictures are not ranked, with the verdict on each."""
    compared = compare(case)
    pair = case.bench.pair
    judged = told_of_pair(case, pair.judged) if pair is not None else []
    return Answered([of_record(EACH_ALONE()), of_verdict(case.verdict), *judged], about=compared.about)


def field_text(case: Case) -> Answered:
    """The texts that persons and programs left in the file, word for word."""
    named = fields(case) or by_name(case)
    if named is not None:
        return named
    found = list(_worded(case))
    if settings(case.contents) and (not found or _PROMPT.search(case.asked.text)):
        return Answered([*parameters(case.file), *(told_field(one) for one in found[:1])])
    if not found:
        return Answered([said(NO_TEXT())])
    return Answered(answer([told_field(one) for one in found[:_MOST]], said(QUOTED()), forgeable(case.file)))


def _worded(case: Case) -> Iterator[Field]:
    """The fields with words of somebody, each text once; those that a finding is about come first."""
    wanted = {name.casefold() for name in _WORDED}
    fields = [one for one in case.contents.fields if one.name.casefold() in wanted and one.value.raw.strip("\0 ")]
    seen: set[str] = set()
    for one in fields:
        if (text := one.value.raw.strip("\0 ")) not in seen:
            seen.add(text)
            yield one

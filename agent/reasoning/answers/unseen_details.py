"""What this tool can't see or rule out, and what to do instead: places, things, firms, ages, missed edits; labels.

A question that wants a yes or a no gets neither where nothing was measured that bears on it.
"""

from __future__ import annotations

import re

from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from ..stance import Role
from ..writing.findings import of_verdict
from .answer_case import Answered, Case, of_record
from .camera_answers import camera, names
from .credential_answers import unchanged
from .file_case import claimed, forgeable, said
from .metadata_answers import metadata
from .place_answers import position, town, where_taken
from .printed_line import line
from .time_answers import CHANGED, MADE, TAKEN, when_taken
from .written_dates import dates

NOTHING_CERTAIN = Sentence(
    "unseen_details.nothing_certain",
    "Hardly anything for certain: measurements make an explanation more or less likely, and seldom exclude one.",
)
UNCHANGED = Sentence(
    "unseen_details.unchanged",
    "Ruled out is that the file was changed after this signature, since the signature fits; what was done before stays "
    "open.",
)
NOT_RULED_OUT = Sentence("unseen_details.not_ruled_out", "No, that can't be ruled out.")
WHY_GENERATED = Sentence(
    "unseen_details.why_generated",
    "Pictures of new generators often measure like photographs, so to find no trace does not exclude AI.",
)
WHY_PART = Sentence(
    "unseen_details.why_part", "Alterations in a part are seldom found, so to find none does not exclude one."
)
WHY_STORY = Sentence(
    "unseen_details.why_story",
    "No measurement bears on whether a picture was staged, or on the story that comes with it.",
)
WHY_PHOTO = Sentence(
    "unseen_details.why_photo", "A label can be wrong, so it does not exclude that a camera took the picture."
)
OPEN_LABEL = Sentence(
    "unseen_details.open_label",
    "Not ruled out is that this label is wrong, as some labels are, and that an innocent reason lies behind it.",
)
OPEN_GENERATED = Sentence(
    "unseen_details.open_generated",
    "Not ruled out is that AI made it: pictures of new generators often measure like photographs.",
)
OPEN_PART = Sentence("unseen_details.open_part", "Nor that a part was altered: alterations in a part are seldom found.")
OPEN_STORY = Sentence(
    "unseen_details.open_story",
    "Nor that the picture is staged, older than it is said to be, or shown with a false story: no measurement bears on "
    "that.",
)
OPEN_PHOTO = Sentence(
    "unseen_details.open_photo", "Nor that it is a photograph: the findings against it are not enough for a label."
)
NO_PLACES = Sentence(
    "unseen_details.no_places",
    "Neither yes nor no: this tool recognises no places, buildings or things in a picture.",
)
NO_WORLD = Sentence(
    "unseen_details.no_world",
    "That can't be told from a picture: whether a firm, a product or an event is real is to be looked up elsewhere, "
    "such as in a public register or on its own site.",
)
NO_AGE = Sentence(
    "unseen_details.no_age",
    "Possible, but not to be told here: this tool dates no picture from its pixels, and it can't tell a scan of an old "
    "print from a new picture.",
)
ASK_PRINT = Sentence(
    "unseen_details.ask_print",
    "Ask for the print itself, its back and where it comes from: paper, printing and an expert can date it, and a file "
    "can't.",
)
SEVERAL = Sentence(
    "unseen_details.several",
    "Yes: on the page choose several pictures at once. Each is examined by itself, and the tab Pictures lists them.",
)
ONE_MORE = Sentence(
    "unseen_details.one_more",
    "To compare a picture with this one, attach it and ask whether the two are the same; sent without a question, it "
    "is examined by itself.",
)
SAY_DECLARED = Sentence(
    "unseen_details.say_declared",
    "Say beside the picture what its file declares, and do not print it as an unaltered photograph.",
)
SAY_LABEL = Sentence(
    "unseen_details.say_label",
    "Say beside the picture that an examination calls it {label}, and do not print it as an unaltered photograph.",
)
SAY_NOTHING = Sentence(
    "unseen_details.say_nothing",
    "The file declares no AI and there is no label for a fake, so name the source, and say that the picture could not "
    "be verified.",
)
HOUSE_RULES = Sentence(
    "unseen_details.house_rules", "What else has to stand there, your own rules and the law of the country decide."
)

_EXCLUDES = re.compile(r"\brul\w+ out|exclu[ds]|ausschliess|ausgeschlossen|exclure|ecarter|descart|排除")
_NEGATED = re.compile(
    r"\b(?:not|n't|cannot|cant|can'?t|couldn'?t|won'?t|nicht|kein\w*|pas|no (?:se )?pued\w*)\b|n't\b|still|left open|"
    r"remain|possible|不能|无法|没法"
)
_WHY = (
    (re.compile(r"\bstaged|\bposed|\bstory\b|\bcaption|context|gestellt|inszeniert|mise en scene|"
                r"posad|摆拍"), WHY_STORY),
    (re.compile(r"\b(?:real|genuine|a photo\w*|a camera|echt\w*|ein foto|vraie|une photo|una foto|autentic\w*)\b|真"),
     WHY_PHOTO),
    (re.compile(r"\bai\b|\bki\b|\bia\b|generat|synthetic|generier|genere|chatgpt|midjourney|firefly|人工智能|生成"),
     WHY_GENERATED),
)  # fmt: skip


def rule_out(case: Case) -> Answered:
    """What the examination excludes, if that is asked, and what it leaves possible, by its label."""
    label = case.verdict.label
    words = plain(case.asked.text)
    excluded = _excluded(case) if _EXCLUDES.search(words) and not _NEGATED.search(words) else []
    items: list[Item] = [*excluded, of_record((OPEN_LABEL if label in ("synthetic", "tampered") else OPEN_GENERATED)())]
    if label != "tampered":
        items.append(of_record(OPEN_PART()))
    if label == "inconclusive":
        items.append(of_record(OPEN_PHOTO()))
    items.append(of_record(OPEN_STORY(), Role.RESERVATION))
    return Answered([*items, of_verdict(case.verdict)])


def rule_out_that(case: Case) -> Answered:
    """That one thing can't be ruled out, why, and what the verdict is."""
    words = plain(case.asked.text)
    why = next((sentence for pattern, sentence in _WHY if pattern.search(words)), WHY_PART)
    signed = _excluded(case)[1:] if why is WHY_PART else []
    return Answered([of_record(NOT_RULED_OUT()), of_record(why()), *signed, of_verdict(case.verdict)])


def _excluded(case: Case) -> list[Item]:
    """That hardly anything is excluded; of a file whose signature fits, that it was changed since."""
    manifest = case.file.manifest
    signed = [said(UNCHANGED())] if manifest is not None and unchanged(manifest) else []
    return [of_record(NOTHING_CERTAIN()), *signed]


def missed_edits(case: Case) -> Answered:
    """How often an altered part is overlooked."""
    return Answered([*case.entry("errors-on-alterations"), *case.entry("alterations-seldom-found")[1:]])


def place_named(case: Case) -> Answered:
    """That no place is recognised; the place that the file gives, or that it gives none."""
    held = position(case.file) or town(case.file) is not None
    told = where_taken(case.file)[:1]
    closing = [forgeable(case.file)] if held else []
    return Answered([of_record(NO_PLACES()), *told, *closing, *case.entry("no-geolocation")[1:]])


def world(case: Case) -> Answered:
    """That a picture does not show whether a firm exists; to look it up."""
    return Answered([of_record(NO_WORLD(), Role.NEXT_STEP), *case.entry("no-reverse-search")[:1]])


def age_claim(case: Case) -> Answered:
    """That no age is told from pixels; the dates and the device that the file gives, and what dates a print."""
    file = case.file
    dated = any(dates(file, named) for named in (TAKEN, MADE, CHANGED))
    told = when_taken(file)[:1] if dated else metadata(file)[:1]
    device = camera(file)[:1] if names(file) else []
    closing = [forgeable(file)] if dated or device else []
    return Answered([of_record(NO_AGE()), *told, *device, *closing, of_record(ASK_PRINT(), Role.NEXT_STEP)])


def more_pictures(case: Case) -> Answered:
    """How to examine several pictures, and how to compare one with this one."""
    how = [of_record(text, Role.NEXT_STEP) for text in (SEVERAL(), ONE_MORE())]
    return Answered([*how, *case.entry("batch")[:1]])


def print_label(case: Case) -> Answered:
    """What to say beside a picture that is printed: what its file declares, or a label; the law and house rules."""
    file, label = case.file, case.verdict.label
    declared = [one for one in file.declared if one.supports != "real"][:1]
    rules = [of_record(HOUSE_RULES(), Role.RESERVATION), *case.entry("ai-act-marks")[:1]]
    if declared:
        reservation = claimed(file)[:1] or [forgeable(file)]
        return Answered([said(SAY_DECLARED()), *file.cited(declared), *reservation, *rules], about=declared)
    first = SAY_LABEL(label=label) if label in ("synthetic", "tampered") else SAY_NOTHING()
    return Answered([of_record(first), line(case), *rules])

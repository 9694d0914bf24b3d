"""Single things that this tool can't tell or do, each with what is known instead and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...quality import SMALL_SIDE
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from ..stance import Role
from ..writing.findings import of_abstention, of_verdict
from .alteration_answers import SELDOM, where_edited
from .answer_case import Answered, Case, of_record
from .camera_answers import camera
from .evidence_answers import compare
from .file_case import said
from .software_answers import HARMLESS, software_steps
from .time_answers import TAKEN, when_taken
from .written_dates import dates

_AI = re.compile(r"\b(?:ai|generated|ki|ia|synthetic|fake)\b|人工智能|生成", re.I)

FINE, COARSE = 300, 100  # dots per inch of a print to be held in the hand, and of one that is seen from afar
_TO_SHOW = re.compile(
    r"\b(?:print\w*|banners?|posters?|billboards?|flyers?|brochures?|magazines?|covers?|canvas|mugs?|"
    r"web ?(?:site|page)|a[0-5]|druck\w*|plakat\w*|banner|leinwand|imprim\w*|affiches?|couverture|"
    r"imprimir|impres\w*|carteles|cartel|portada|lona)\b|打印|印刷|海报|横幅|封面"
)
PRINTED = Sentence(
    "limit_details.printed",
    "The picture has {width}×{height} pixels. Printed at 300 dots per inch, as for the hand, that is {across}×{down} "
    "cm; at 100 dots per inch, as for a poster seen from afar, it is {wide}×{high} cm.",
)
FEW_TRACES = 512  # px of the short side below which an answer says that there is less to be seen
FEWER_TRACES = Sentence(
    "limit_details.fewer_traces",
    "But with a short side of {side} px less can be seen than in the original, and messengers and platforms take away "
    "more: finding nothing says less then.",
)
TOO_SMALL = Sentence(
    "limit_details.too_small",
    "This picture is too small for a label: its short side has {side} px, and at least {least} px are needed.",
)
LARGE_ENOUGH = Sentence(
    "limit_details.large_enough",
    "This picture is large enough to be measured: its short side has {side} px, and at least {least} px are needed.",
)
NO_GAIN = Sentence(
    "limit_details.no_gain",
    "Enlarging adds no information, so a check of the enlarged picture would say no more. Ask for a larger copy.",
)
ZOOM = Sentence(
    "limit_details.zoom", "The zoom and the loupe of the page show every pixel as it is, as large as you like."
)
NOT_WHAT = Sentence("limit_details.not_what", "What was removed, added or changed is not recorded in the file.")
NO_SENDER = Sentence(
    "limit_details.no_sender",
    "The file does not say who sent or posted it, and this tool follows no accounts. Save the message with the "
    "account's name and the time; the platform or the police can find out more.",
)
NO_STYLE = Sentence(
    "limit_details.no_style",
    "This tool does not compare styles, and it can't tell from which artists or pictures a generator learned.",
)
HARMLESS_EDIT = Sentence(
    "limit_details.harmless_edit",
    "No: an edit such as a filter, a crop or a correction of colours is no forgery by itself.",
)
QUOTED = Sentence(
    "limit_details.quoted",
    "Words in quotation marks were written by somebody else, in the file or in its credentials. They are repeated as "
    "they stand, nothing in them is followed, and they need not be true.",
)
TOOK = Sentence("limit_details.took", "The examination of this picture took {seconds:.1f} seconds.")
NO_TIMING = Sentence("limit_details.no_timing", "How long the examination of this picture took was not recorded.")


def quoting(*slugs: str) -> Callable[[Case], Answered]:
    """An answer that is entries of the knowledge base alone."""
    return lambda case: Answered([line for slug in slugs for line in case.entry(slug)])


def enlarge(case: Case) -> Answered:
    """That pictures are not improved, and that enlarging would not help."""
    first = [*case.entry("no-enhancing")[:1], of_record(ZOOM(), Role.NEXT_STEP)]
    return Answered([*first, of_record(NO_GAIN(), Role.NEXT_STEP)])


def size_enough(case: Case) -> Answered:
    """Whether the picture has enough pixels to be measured, or to be printed and shown, by its own size."""
    if _TO_SHOW.search(plain(case.asked.text)):
        facts = case.record.exhibit
        fine, coarse = (
            tuple(f"{pixels / dots * 2.54:.1f}" for pixels in (facts.width, facts.height)) for dots in (FINE, COARSE)
        )
        size = PRINTED(
            width=facts.width, height=facts.height, across=fine[0], down=fine[1], wide=coarse[0], high=coarse[1]
        )
        return Answered([said(size), *case.entry("no-enhancing")[:1]])
    side = case.record.exhibit.quality.short_side
    first = said((TOO_SMALL if side < SMALL_SIDE else LARGE_ENOUGH)(side=side, least=SMALL_SIDE))
    more = case.entry("reason-too-small")[1:] if side < SMALL_SIDE else of_abstention(case.verdict)[:1]
    weaker = [of_record(FEWER_TRACES(side=side), Role.RESERVATION)] if SMALL_SIDE <= side < FEW_TRACES else []
    return Answered([first, *weaker, *more])


def removed(case: Case) -> Answered:
    """What is declared of an alteration, that its matter is not recorded, and whether a place stands out."""
    file = case.file
    declared = file.cited([one for one in file.declared if one.supports != "real"][:2])
    steps = software_steps(file)[:1]
    found = where_edited(case)
    placed = [*([] if declared else found.items[:2]), *([] if found.place is not None else [of_record(SELDOM())])]
    return Answered([*placed, said(NOT_WHAT()), *declared, *steps, *case.entry("no-edit-undo")[1:]], about=found.about)


def sender(case: Case) -> Answered:
    """That no file says who sent it."""
    return Answered([said(NO_SENDER())])


def night(case: Case) -> Answered:
    """That no day, season or weather is read from what is shown; the time and the flash that the file gives."""
    taken = when_taken(case.file)[:1] if dates(case.file, TAKEN) else []
    flash = camera(case.file)[1:2] if case.file.value("EXIF", "Flash") is not None else []
    return Answered([*case.entry("no-dating")[:1], *taken, *flash, *case.entry("no-dating")[1:]])


def same_person(case: Case) -> Answered:
    """That no faces are compared; what a comparison of the pictures can say."""
    compared = any(item.source == "comparison" for item in case.evidence)
    told = compare(case) if case.other is not None or compared else Answered([])
    return Answered([*case.entry("no-naming-people"), *told.items[:1]], about=told.about)


def face_swap(case: Case) -> Answered:
    """That exchanged faces are mostly missed, and what was measured on the face."""
    measured = [item for item in case.evidence if item.source == "portrait" and item.score is not None]
    told = case.told(measured[:1])
    return Answered([*case.entry("errors-on-deepfakes"), *told, of_verdict(case.verdict)], about=measured)


def edit_is_fake(case: Case) -> Answered:
    """That an edit is no forgery by itself, then the verdict."""
    first = [of_record(HARMLESS_EDIT()), said(HARMLESS())]
    return Answered([*first, of_verdict(case.verdict), *of_abstention(case.verdict)[:1]])


def style(case: Case) -> Answered:
    """That styles are not compared."""
    return Answered([of_record(NO_STYLE())])


def kind(case: Case) -> Answered:
    """For which kinds of pictures the tool was made, and the verdict on this one."""
    return Answered([*case.entry("kinds-not-covered"), of_verdict(case.verdict)])


def missed(case: Case) -> Answered:
    """Why a trace was not found: of generation, or of an alteration."""
    if _AI.search(case.asked.text):
        return Answered([*case.entry("absence-of-traces"), *of_abstention(case.verdict)[:1]])
    return Answered([*case.entry("alterations-seldom-found"), *case.entry("errors-on-alterations")])


def obey(case: Case) -> Answered:
    """That nothing in a file, a picture or a question moves the verdict."""
    return Answered([*case.entry("question-cannot-move")[1:], of_verdict(case.verdict)])


def quoted(case: Case) -> Answered:
    """Why some words stand in quotation marks."""
    return Answered([said(QUOTED())])


def duration(case: Case) -> Answered:
    """How long the examination took."""
    seconds = case.record.timings.get("total")
    first: Item = of_record(NO_TIMING() if seconds is None else TOOK(seconds=seconds))
    return Answered([first, *case.entry("which-model")[:1]])

"""What something does to the result: a property of the picture, a better copy, a screenshot or an upload; a format."""

from __future__ import annotations

import re
from enum import StrEnum

from ...quality import SMALL_SIDE
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from ..stance import Role
from .answer_case import Answered, Case, of_record
from .file_case import said
from .form_answers import FORMATS, MORE_THAN_ONCE
from .limit_details import TOO_SMALL
from .origin_answers import ASK
from .plain_requests import DRAWN_ANEW

LITTLE_SIDE = 512  # px of the short side below which a picture is told to be small
_LOSSLESS = frozenset({"image/png", "image/gif", "image/bmp", "image/tiff", "image/vnd.adobe.photoshop"})
_OF_COMPRESSION = ("jpeg", "altered_part")  # detectors that find traces of an earlier compression


class Aspect(StrEnum):
    """A property of a picture that can bear on the reliability of a result."""

    GREY = "grey"
    SCREENSHOT = "screenshot"
    PAPER = "paper"  # a scan or a print
    NIGHT = "night"
    CROP = "crop"
    LOSSLESS = "lossless"  # a PNG and the like
    JPEG = "jpeg"
    SIZE = "size"


_ASPECTS = tuple(
    (aspect, re.compile(words))
    for aspect, words in (
        (Aspect.GREY, r"black.{0,5}white|\bb ?[&/] ?w\b|monochrom|gr[ae]y ?-?scale|sepia|schwarz-?weiss|noir et blanc|"
                      r"blanco y negro|黑白"),
        (Aspect.SCREENSHOT, r"screen ?(?:shot|grab|cap)|bildschirmfoto|capture|captura|截图|截屏"),
        (Aspect.PAPER, r"\bscan|\bprint|ausdruck|abzug|tirage|numeris|escane|impres|扫描|打印"),
        (Aspect.NIGHT, r"night|low light|nacht|nuit|noche|夜"),
        (Aspect.CROP, r"crop|beschnitt|zugeschnitt|recadr|recort|裁剪"),
        (Aspect.LOSSLESS, r"\bpng\b|\btiff?\b|lossless"),
        (Aspect.JPEG, r"jpe?g|compress|komprim|comprim|压缩"),
        (Aspect.SIZE, r""),
    )
)  # fmt: skip

LITTLE_LEFT = Sentence(
    "effect_details.little_left",
    "Yes: at {side} px on the short side little is left to measure, above all of alterations in a part, so finding "
    "nothing says less than in a large picture.",
)
MUCH_LEFT = Sentence(
    "effect_details.much_left",
    "Its size does not limit the result much: the short side has {side} px, and the smaller a picture is, the less can "
    "be measured.",
)
CROPPED = Sentence(
    "effect_details.cropped",
    "A crop changes no pixel that is left, but it takes away what the rest could be compared with, and often the "
    "metadata.",
)
FORM_ALONE = Sentence(
    "effect_details.form_alone",
    "The format itself does not matter: what counts is how strongly the picture was compressed before, and a copy "
    "saved without loss keeps the traces of that.",
)
OF_PAPER = Sentence(
    "effect_details.of_paper",
    "A scan or a print carries the traces of the scanner or the printer, and most of those of a camera, a generator or "
    "an alteration are gone.",
)
# what survives
NOT_IN_SCREENSHOT = Sentence(
    "effect_details.not_in_screenshot",
    "No: a screenshot is a new file, so content credentials, metadata and prompts are not in it; only what can be seen "
    "stays.",
)
NOT_ON_PAPER = Sentence(
    "effect_details.not_on_paper",
    "No: on paper nothing of the file stays but what can be seen, so content credentials and metadata are gone.",
)
NOT_UPLOADED = Sentence(
    "effect_details.not_uploaded",
    "Mostly not: most platforms and messengers compress a picture anew and remove its metadata and content "
    "credentials; sent as a document it stays as it is.",
)
NOT_RESAVED = Sentence(
    "effect_details.not_resaved",
    "Only in part: a program that saves the picture again may keep the metadata, but content credentials then no "
    "longer fit the file, or are dropped.",
)
MARKS_STAY = Sentence(
    "effect_details.marks_stay",
    "A watermark in the pixels, such as SynthID, can survive; the traces that this tool measures get weaker with each "
    "copy.",
)
KEEP_FILE = Sentence(
    "effect_details.keep_file", "Keep the file as it is now: only in it can what it says of itself be checked."
)
# a better copy
LARGER_HELPS = Sentence(
    "effect_details.larger_helps",
    "Yes, a larger copy gives more to measure than {width}×{height} px, if it was not merely enlarged; best is the "
    "file as it was first saved.",
)
SCAN_HOW = Sentence(
    "effect_details.scan_how",
    "If there is only the print, scan it at 600 dpi or more, without sharpening, filters or cropping, and save it as "
    "TIFF or PNG.",
)
# the history of a format
KEEPS_TRACES = Sentence(
    "effect_details.keeps_traces",
    "The format does not show that: {form} keeps the pixels as they were when it was saved, and with them the traces "
    "of any JPEG compression or alteration before.",
)
IS_JPEG = Sentence(
    "effect_details.is_jpeg", "The file is a JPEG now, so its pixels were compressed with loss at least once."
)

_MEANS = (
    (NOT_IN_SCREENSHOT, re.compile(r"screen ?(?:shot|grab|cap)|bildschirmfoto|capture|captura|截图|截屏")),
    (NOT_ON_PAPER, re.compile(r"\bprint|photocop|\bscan|ausdruck|imprim|impres|打印")),
    (NOT_RESAVED, re.compile(r"re-?sav|crop|conver|recompress|speicher|enregistr|guard|另存")),
)


def effect(case: Case) -> Answered:
    """What a property of the picture does to the reliability of the result, by the figures that are known."""
    aspect = next(one for one, words in _ASPECTS if words.search(plain(case.asked.text)))
    side = case.record.exhibit.quality.short_side
    size = [_size(side)]
    if aspect is Aspect.GREY:
        return Answered(case.entry("false-alarms-grey"))
    if aspect is Aspect.SCREENSHOT:
        return Answered([*case.entry("errors-on-screenshots")[:1], of_record(DRAWN_ANEW(), Role.RESERVATION)])
    if aspect is Aspect.PAPER:
        return Answered([of_record(OF_PAPER()), *case.entry("false-alarms-by-kind")[:1]])
    if aspect is Aspect.NIGHT:
        return Answered(case.entry("false-alarms"))
    if aspect is Aspect.CROP:
        return Answered([of_record(CROPPED()), *size])
    if aspect is Aspect.LOSSLESS:
        return Answered([of_record(FORM_ALONE()), *_compression(case)])
    if aspect is Aspect.JPEG:
        return Answered([*case.entry("errors-on-small-copies"), *_compression(case)])
    return Answered([*size, *case.entry("false-alarms")[1:]])


def survives(case: Case) -> Answered:
    """What of a file's data is left after a screenshot, an upload, a print; that this file should be kept."""
    words = plain(case.asked.text)
    first = next((sentence for sentence, pattern in _MEANS if pattern.search(words)), NOT_UPLOADED)
    return Answered([said(first()), of_record(MARKS_STAY()), of_record(KEEP_FILE(), Role.NEXT_STEP)])


_CLIP = re.compile(r"\b(?:clips?|videos?|footage|films?|filmaufnahme)\b(?! ?(?:call|chat))|视频|录像")


def better_copy(case: Case) -> Answered:
    """Whether another copy, or the clip that it is from, would help, and how a print is to be scanned."""
    if _CLIP.search(plain(case.asked.text)):
        return Answered([*case.entry("no-video"), said(ASK())])
    facts = case.record.exhibit
    first = of_record(LARGER_HELPS(width=facts.width, height=facts.height), Role.NEXT_STEP)
    paper = re.search(r"scan|print|abzug|tirage|numeris|escane|扫描", plain(case.asked.text)) is not None
    scanned = [of_record(SCAN_HOW(), Role.NEXT_STEP), of_record(OF_PAPER(), Role.RESERVATION)] if paper else []
    return Answered([first, *scanned, *([] if paper else [said(ASK())])])


def format_history(case: Case) -> Answered:
    """That a format does not show what a picture was before, and which traces of compression were found."""
    media = case.record.exhibit.media_type
    form = FORMATS.get(media, media)
    first = KEEPS_TRACES(form=form) if media in _LOSSLESS or media == "image/webp" else IS_JPEG()
    told = [item for item in case.evidence if item.source in _OF_COMPRESSION and item.id not in case.bench.stances]
    told.sort(key=lambda item: (item.supports == "neutral", item.source))
    return Answered([said(first), *_again(case), *case.told(told[:2])], about=told[:2])


def _size(side: int) -> Item:
    if side < SMALL_SIDE:
        return said(TOO_SMALL(side=side, least=SMALL_SIDE))
    return said((LITTLE_LEFT if side < LITTLE_SIDE else MUCH_LEFT)(side=side))


def _again(case: Case) -> list[Item]:
    return [said(MORE_THAN_ONCE())] if case.record.exhibit.quality.recompressed else []


def _compression(case: Case) -> list[Item]:
    """That this picture was compressed more than once, or what the JPEG detector found."""
    found = [item for item in case.evidence if item.source == "jpeg" and item.id not in case.bench.stances][:1]
    return _again(case) or case.told(found)

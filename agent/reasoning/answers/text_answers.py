"""What is written in the picture: the lines that could be read, quoted, and how they fit the time in the file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...detectors.ocr import OCR
from ...evidence import Evidence, Flag, Region
from ...read_texts import ReadLine
from ...sentences import Sentence
from ...text_reading.years import later_year
from ..answer_items import Item
from ..dialogue.topics import Topic
from ..stance import Role, Stance
from ..weighing.claim import overlap
from .answer_case import Case, of_record
from .time_answers import TAKEN
from .written_dates import dates

MOST_LINES = 8  # that an answer quotes
_TOUCHES = 0.3  # share of the smaller area that a line and the part that was asked about have in common
_TRANSLATE = re.compile(
    r"translat|[üu]bersetz|tradui|traduc|tradu[cz]|翻译|译成|译一下|"
    r"\b(?:auf deutsch|in (?:plain )?english|en français|en español)\b.{0,30}\b(?:hei[sß]+t|mean|veut dire|significa)",
    re.I,
)
_SMALL_PRINT = re.compile(
    r"\b(?:small|tiny|fine|little) (?:print|text|writing|letters|lettering|line|script)\b|"
    r"\bklein\w* (?:schrift|text|druck|buchstaben|zeile)|kleingedruckt|\bpetits? (?:caract[èe]res|texte|lettres)|"
    r"\b(?:letra|texto|letras) (?:muy )?"
    r"(?:pequeñ[ao]s?|chic[ao]s?)\b|\bletra menuda|小字|小号字",
    re.I,
)
_LARGE = 0.02  # share of the picture's height from which a line is no small print

_GARBLED = re.compile(
    r"garbl|gibberish|malform|misspel|nonsense|scrambl|verst[üu]mmel|kauderwelsch|unsinn|verformt|charabia|d[ée]form|"
    r"deform|galimat|sin sentido|乱码|畸形|胡乱",
    re.I,
)

SAYS = Sentence("text_answers.says", "This could be read in the picture: {texts}.")
SAYS_THERE = Sentence("text_answers.says_there", "This could be read in that part: {texts}.")
MORE = Sentence("text_answers.more", "{texts} and {count} more lines")
MORE_ONE = Sentence("text_answers.more_one", "{texts} and one more line")
NOTHING = Sentence("text_answers.nothing", "No text was found in the picture.")
NOTHING_THERE = Sentence("text_answers.nothing_there", "No text was found in that part.")
ALSO_UNREAD = Sentence("text_answers.also_unread", "Something else looks like text, but it could not be read.")
NOT_EVERYTHING = Sentence(
    "text_answers.not_everything",
    "Text that is small, blurred or written by hand is often missed, and so is text in other scripts than Latin, "
    "Greek, Chinese or Japanese; look at the picture at full size.",
)
NO_TRANSLATION = Sentence(
    "text_answers.no_translation", "This tool does not translate; copy the quoted text into a translation program."
)
NOT_JUDGED = Sentence(
    "text_answers.not_judged",
    "Malformed writing is not counted: in tests it did not tell generated pictures from photographs, since small or "
    "blurred text of photographs is read as badly.",
)
ONLY_LARGE = Sentence(
    "text_answers.only_large",
    "Small print was not read: the smallest line that was read is {height} px high. A larger copy may show it.",
)
LATER = Sentence(
    "text_answers.later",
    "A line in the picture holds the year {year}, which is later than the time at which the picture was taken "
    "according to its file. A text can name a later year for many reasons, such as an expiry date; if it dates the "
    "scene, the time in the file is wrong.",
)


def quoted_text(case: Case) -> tuple[list[Item], list[Evidence]]:
    """What is written in the picture or in the part that was asked about, and the evidence that holds it."""
    if OCR.name not in case.bench.detectors:
        return case.looked_up(Topic.TEXT_IN_PICTURE), []
    found = case.bench.run(OCR.name)
    if not found:
        return [of_record(NOTHING()), of_record(NOT_EVERYTHING(), Role.RESERVATION)], []
    (item,) = found[:1]
    if item.has(Flag.NOT_MEASURED):
        return case.told([item]), [item]
    lines = _within(item.facts.texts, case.asked.region)
    readable = [line for line in lines if line.readable]
    items = [
        *_small_print(case, item, readable),
        *([_item(item, _says(readable, case.asked.region))] if readable else []),
    ]
    if len(readable) < len(lines):
        items += [_item(item, ALSO_UNREAD())] if readable else case.told([item])
    if not lines:
        items.append(_item(item, NOTHING_THERE()))
    if readable and _TRANSLATE.search(case.asked.text):
        items.append(of_record(NO_TRANSLATION(), Role.NEXT_STEP))
    if _GARBLED.search(case.asked.text):
        items.append(_item(item, NOT_JUDGED()))
    items += _against_the_file(case, item, readable)
    last = item.caveats[-1:] if readable else (NOT_EVERYTHING(),)
    return [*items, *(_item(item, text, Role.RESERVATION) for text in last)], [item]


def _small_print(case: Case, item: Evidence, lines: Sequence[ReadLine]) -> list[Item]:
    """That no small print is among the lines, if it is asked for and all of them are large."""
    smallest = min((line.region.h for line in lines), default=0)
    if smallest < _LARGE * case.record.exhibit.height or not lines or not _SMALL_PRINT.search(case.asked.text):
        return []
    return [_item(item, ONLY_LARGE(height=smallest))]


def _within(lines: Sequence[ReadLine], part: Region | None) -> list[ReadLine]:
    return [line for line in lines if part is None or overlap(line.region, part) > _TOUCHES]


def _says(lines: Sequence[ReadLine], part: Region | None) -> str:
    texts = ", ".join(str(line.text) for line in lines[:MOST_LINES])
    if len(lines) > MOST_LINES:
        count = len(lines) - MOST_LINES
        texts = MORE_ONE(texts=texts) if count == 1 else MORE(texts=texts, count=count)
    return (SAYS if part is None else SAYS_THERE)(texts=texts)


def _against_the_file(case: Case, item: Evidence, lines: Sequence[ReadLine]) -> list[Item]:
    """That a line names a later year than the file, if the file says when the picture was taken."""
    years = [date.moment.time.year for date in dates(case.file, TAKEN) if date.moment is not None]
    if not years:
        return []
    year = later_year(lines, max(years))
    return [_item(item, LATER(year=year))] if year is not None else []


def _item(item: Evidence, text: str, role: Role = Role.NO_WEIGHT) -> Item:
    return Item(item.id, Stance(role), text, must=True, fixed=True)

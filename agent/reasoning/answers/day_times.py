"""A time of day that a message claims, such as “in the afternoon” or “at 4 pm”, beside the file's time of the shot."""

from __future__ import annotations

import re

from ...foreign import Foreign
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from .file_case import FileCase, said
from .time_answers import TAKEN
from .written_dates import WrittenDate, dates

_DAY = 24 * 60
_SLACK, _ROUGH = 30, 60  # minutes by which a clock time may lie beside that of the file; a full hour is said roughly
# The first and the last minute that a word can mean, and how much is wide of it in no season; night goes over midnight.
_PARTS: tuple[tuple[str, int, int], ...] = (
    (r"\b(?:midnight|mitternacht|minuit|medianoche)\b|半夜|午夜", 22 * 60, 3 * 60),
    (r"\b(?:noon|midday|lunch ?time|mittags?|midi|mediodia)\b|中午", 11 * 60, 14 * 60 + 30),
    (r"\b(?:afternoons?|nachmittags?|apres-midi|por la tarde|de la tarde)\b|下午", 12 * 60, 18 * 60 + 30),
    (r"\b(?:mornings?|vormittags?|morgens|am morgen|fruhmorgens|matin|matinee|(?:por|de) la manana|madrugada)\b|早上|"
     r"上午|凌晨", 4 * 60, 12 * 60),
    (r"\b(?:evenings?|abends?|soir|soiree)\b|傍晚", 16 * 60 + 30, 23 * 60 + 59),
    (r"\b(?:nights?|nachts?|nuit|noche)\b|晚上|夜里|深夜", 18 * 60, 6 * 60),
)  # fmt: skip
# The same for what is seen of the light, where the sun rises and sets on every day.
_LIGHTS: tuple[tuple[str, int, int], ...] = (
    (r"\b(?:sunset|dusk|sonnenuntergang|dammerung|coucher de soleil|crepuscule|puesta de sol|atardecer|anochecer)\b|"
     r"日落|黄昏|夕阳", 15 * 60, 23 * 60),
    (r"\b(?:sunrise|dawn|sonnenaufgang|lever d[eu] soleil|aube|amanecer)\b|日出|黎明", 3 * 60, 10 * 60 + 30),
    (r"\b(?:sun (?:\w+ ){0,3}(?:down|set|gone)|sonne (?:\w+ ){0,3}(?:untergegangen|weg)|soleil (?:\w+ ){0,3}couche|"
     r"sol (?:\w+ ){0,3}(?:puesto|puso)|pitch ?(?:dark|black)|dark outside|starry|stockdunkel|dunkel|nuit noire|"
     r"fait noir|a oscuras|noche cerrada)\b|天黑|漆黑|太阳.{0,3}(?:下山|落)", 15 * 60 + 30, 10 * 60),
    (r"\b(?:day ?light|broad day|day ?time|sun ?(?:light|shine)|sunny|the sun|tageslicht|helllichter tag|taghell|sonne|"
     r"sonnig|plein jour|lumiere du jour|soleil|luz del? dia|pleno dia|sol|soleado)\b|白天|阳光|太阳",
     4 * 60, 22 * 60),
)  # fmt: skip
_COMPILED = tuple((re.compile(words), first, last) for words, first, last in (*_PARTS, *_LIGHTS))
_LIGHT = re.compile("|".join(words for words, _, _ in _LIGHTS))
_CLOCK = re.compile(
    r"(?<![\d.:])(\d{1,2})(?:[:.h](\d\d))? ?(a\.?m\b|p\.?m\b|o'? ?clock|uhr|heures?\b|h\b(?!d)|horas?\b|点)|"
    r"\b(?:at|um|a las|vers|gegen) (\d{1,2})[:.h](\d\d)\b"
)

FITS = Sentence("day_times.fits", "By the file, yes: {claimed:40} fits {moment} ({field}).")
UNFIT = Sentence("day_times.unfit", "By the file, no: {claimed:40} does not fit {moment} ({field}).")
NO_TIME = Sentence(
    "day_times.no_time", "The file gives no time of day for the shot, so {claimed:40} can't be compared with anything."
)
CLOCK = Sentence(
    "day_times.clock",
    "That is what the clock of the camera showed: it can be wrong, or be set to another time zone.",
)
LIGHT = Sentence(
    "day_times.light",
    "What light the picture shows is for you to see, since this tool does not judge it; far north or south the sun can "
    "shine at night in summer.",
)


def of_day(file: FileCase, text: str) -> list[Item]:
    """The time of day that a text claims beside that of the file; nothing if it names none.

    Args:
        file: the file.
        text: a claim, in the user's words.
    """
    found = _named(plain(text[:600]))
    if found is None:
        return []
    words, spans = found
    claimed = Foreign(words)
    taken = _with_time(file)
    if taken is None or taken.moment is None:
        return [said(NO_TIME(claimed=claimed))]
    minute = taken.moment.time.hour * 60 + taken.moment.time.minute
    sentence = FITS if any(_within(minute, *span) for span in spans) else UNFIT
    light = [said(LIGHT())] if _LIGHT.search(words) else []
    return [said(sentence(claimed=claimed, moment=str(taken), field=taken.field)), said(CLOCK()), *light]


def _with_time(file: FileCase) -> WrittenDate | None:
    """The first time of the shot that holds a time of day."""
    return next((one for one in dates(file, TAKEN) if one.moment is not None and not one.moment.day_only), None)


def _named(words: str) -> tuple[str, list[tuple[int, int]]] | None:
    """The words for a time of day, a clock time first, and the spans of minutes that they can mean."""
    if (match := _CLOCK.search(words)) is not None:
        hour, minute = int(match[1] or match[4]), int(match[2] or match[5] or 0)
        unit = (match[3] or "").replace(".", "")
        if hour < 24 and minute < 60:
            hours = {hour % 12 + (12 if unit.startswith("p") else 0)} if unit in ("am", "pm") else {hour}
            if unit.startswith("o"):  # o'clock may be before or after noon
                hours |= {(hour + 12) % 24} if hour <= 12 else set()
            slack = _SLACK if minute else _ROUGH
            spans = [((60 * one + minute - slack) % _DAY, (60 * one + minute + slack) % _DAY) for one in hours]
            return match[0], spans
    for pattern, first, last in _COMPILED:
        if (match := pattern.search(words)) is not None:
            return match[0], [(first, last)]
    return None


def _within(minute: int, first: int, last: int) -> bool:
    return first <= minute <= last if first <= last else minute >= first or minute <= last

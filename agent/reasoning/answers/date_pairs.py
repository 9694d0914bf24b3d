"""Dates of one file set against each other or against a claim: of the shot, its caption, its name, later changes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from ...foreign import Foreign
from ...provenance.contents import Place
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from ..weighing.claimed_time import ClaimedTime, claimed_times
from .answer_case import Answered, Case, of_record
from .caption_dates import days_in
from .consequence_details import USUAL_DATES
from .day_times import of_day
from .file_case import FileCase, answer, called, forgeable, listed, said
from .place_answers import COMPARE, position, where_taken
from .plain_requests import OF_THE_PICTURE
from .time_answers import CHANGED, MADE, TAKEN, satellites, when_taken
from .written_dates import WrittenDate, alike, dates, of_text, same, spoken

_CAPTIONS: tuple[tuple[Place, str], ...] = (
    ("XMP", "description"), ("IPTC", "caption/abstract"), ("EXIF", "ImageDescription"), ("XMP", "title"),
    ("XMP", "Headline"), ("IPTC", "headline"), ("IPTC", "object name"), ("EXIF", "UserComment"),
)  # fmt: skip
_SIGNATURE, _NAME = "credentials", "name"
# What a question calls the dates; those of the shot last, because “exif” and “camera” stand beside others.
_CALLED: Mapping[str, re.Pattern[str]] = {
    "caption": re.compile(
        r"caption|descri[pbc]|headline|\btitle\b|beschreib|bildtext|bildunterschrift|\btitel\b|legende|\btitre\b|"
        r"pie de foto|\btitulo\b|leyenda|说明|描述|标题"
    ),
    "gps": re.compile(r"gps|satel|卫星"),
    _SIGNATURE: re.compile(r"sign(?!s\b)|credential|c2pa|firm(?:a|o)|签名|凭证"),
    _NAME: re.compile(r"file ?name|name of the file|dateiname|nom du fichier|nombre del (?:archivo|fichero)|文件名"),
    "changed": re.compile(r"modif|chang|\blast\b|saved|geandert|anderung|gespeichert|enregistr|guard|修改|保存"),
    "made": re.compile(r"digiti[sz]|creat|erstell|creation|creacion|创建"),
    "taken": re.compile(
        r"taken|captur|shot|shoot|exif|camera|clock|aufnahm|kamera|pris[e]?\b|appareil|toma|camara|拍|相机"
    ),
}

DATE = Sentence("date_pairs.date", "{moment} ({field})")
OF_SIGNATURE = Sentence("date_pairs.of_signature", "signature of the content credentials")
OF_NAME = Sentence("date_pairs.of_name", "name of the file")
FIT = Sentence("date_pairs.fit", "They fit together: {first} and {second}.")
UNFIT = Sentence("date_pairs.unfit", "They do not fit together: {first}, but {second}.")
DAYS = Sentence("date_pairs.days", "{days} days lie between them.")
EITHER_WRONG = Sentence(
    "date_pairs.either_wrong",
    "Which of the two is right, the file can't show: a caption can be about another day or be wrong, and the clock of "
    "a camera can be wrong.",
)
LONE = Sentence("date_pairs.lone", "There is only one date to be found, so nothing can be set against it: {first}.")
NO_DATES = Sentence("date_pairs.no_dates", "The file holds no date at all, so there is nothing to be compared.")
NO_SATELLITES = Sentence("date_pairs.no_satellites", "The file gives no time of the satellites.")
GIVES = Sentence("date_pairs.gives", "The file gives these dates: {moments}.")
MISSING = Sentence("date_pairs.missing", "No date was found for {what}.")
ALSO = Sentence("date_pairs.also", "The file also gives {moments}.")
_KINDS = {
    "caption": Sentence("date_pairs.the_caption", "the caption"),
    _SIGNATURE: Sentence("date_pairs.the_signature", "the signature"),
    _NAME: Sentence("date_pairs.the_name", "the name of the file"),
    "changed": Sentence("date_pairs.the_change", "the last change"),
    "made": Sentence("date_pairs.the_making", "the making of the file"),
    "taken": Sentence("date_pairs.the_shot", "the shot"),
}
CLAIM_FITS = Sentence(
    "date_pairs.claim_fits",
    "The date fits what is claimed ({claimed}): the file gives {first} as the time of the shot.",
)
CLAIM_UNFIT = Sentence(
    "date_pairs.claim_unfit",
    "The date does not fit what is claimed ({claimed}): the file gives {first} as the time of the shot.",
)
CLAIM_NEAR = Sentence(
    "date_pairs.claim_near",
    "The date is a day apart from what is claimed ({claimed}): the file gives {first} as the time of the shot, and a "
    "time zone or a clock that was set wrong can explain a day.",
)


def dates_agree(case: Case) -> Answered:
    """The dates that a question names, or all of the file, set against each other: whether they fit, and both."""
    held = held_dates(case.file)
    named = [kind for kind, words in _CALLED.items() if words.search(plain(case.asked.text))]
    pair = _pair(held, named)
    unheld = [kind for kind in named if kind not in held][:1]
    missing = [said(NO_SATELLITES() if kind == "gps" else MISSING(what=_KINDS[kind]())) for kind in unheld]
    if pair is None:
        only = next(iter(held.values()), None)
        return Answered([*missing, said(NO_DATES() if only is None else LONE(first=_told(only)))])
    if missing and len(named) - len(unheld) < 2:
        given = _apart(list(held.values()))
        return Answered(answer([*missing, said(GIVES(moments=listed(map(_told, given))))], forgeable(case.file)))
    note = EITHER_WRONG if "caption" in held and held["caption"] in pair else USUAL_DATES
    others = [_told(one) for one in _apart(list(held.values())) if not any(same(one, two) for two in pair)]
    also = [said(ALSO(moments=listed(others[:3])))] if others else []
    apart = [] if same(*pair) else [said(note())]
    return Answered(answer([*missing, *_compared(*pair), *also, *apart], forgeable(case.file)))


def dated_claim(case: Case) -> Answered | None:
    """Whether the file's time of the shot fits a date that is claimed, and which place it gives; both come first."""
    claimed = days_in(case.asked.text)
    if not claimed:
        return None
    held = held_dates(case.file)
    taken = held.get("taken")
    if taken is None:
        first = when_taken(case.file)[:1]
    else:
        spans = [time for time in claimed_times(case.asked.text, datetime.now(UTC).date()) if time.is_span]
        sentence = _fit_of_claim(taken, claimed, spans)
        words = Foreign(spans[0].words) if spans else str(claimed[0])
        also = [held["gps"]] if "gps" in held and not same(taken, held["gps"]) else []
        first = [said(sentence(claimed=words, first=_told(taken)))]
        first += [said(ALSO(moments=listed(map(_told, also))))] if also and sentence is not CLAIM_FITS else []
    hour = of_day(case.file, case.asked.text) if taken is not None else []
    where = where_taken(case.file)[:1]
    by_eye = [said(COMPARE())] if position(case.file) else []
    return Answered([*first, *hour[:1], *where, *hour[1:], forgeable(case.file), of_record(OF_THE_PICTURE()), *by_eye])


def _fit_of_claim(taken: WrittenDate, claimed: Sequence[WrittenDate], spans: Sequence[ClaimedTime]) -> Sentence:
    """What is to be said of the time of a shot beside days, or spans of days, that are claimed."""
    day = taken.moment.time.date() if taken.moment is not None else None
    if any(same(taken, one) for one in claimed if not spans) or (day and any(time.fits(day) for time in spans)):
        return CLAIM_FITS
    days = [one.moment.time.date() for one in claimed if one.moment is not None and not spans]
    return CLAIM_NEAR if day and any(abs((day - other).days) <= 1 for other in days) else CLAIM_UNFIT


def day_claim(case: Case) -> Answered | None:
    """Whether the time of day that is claimed fits the file's, after its date if one is claimed; None if neither is."""
    if (dated := dated_claim(case)) is not None:
        return dated
    told = of_day(case.file, case.asked.text)
    if not told:
        return None
    where = where_taken(case.file)[:1] if position(case.file) else []
    closing = [forgeable(case.file)] if where or len(told) > 1 else []  # one sentence alone says that there is no time
    return Answered([*told, *where, *closing])


def asks_others(text: str) -> bool:
    """Whether a question sets another date than that of the satellites against the time of the shot."""
    words = plain(text)
    return any(_CALLED[kind].search(words) for kind in ("caption", _SIGNATURE, _NAME, "changed", "made"))


def held_dates(case: FileCase) -> dict[str, WrittenDate]:
    """The first date of each kind that a file gives: of the shot, its changes, its caption, its name and others."""
    found: dict[str, WrittenDate] = {}
    for kind, names in (("taken", TAKEN), ("made", MADE), ("changed", CHANGED)):
        if groups := alike(dates(case, names)):
            found[kind] = groups[0][0]
    for place, name in _CAPTIONS:
        value = case.value(place, name)
        if value is not None and "caption" not in found and (days := days_in(value.raw, called(place, name))):
            found["caption"] = days[0]
    if (stamp := satellites(case)) is not None:
        found["gps"] = WrittenDate(
            stamp[1][0], Foreign(spoken(stamp[0], "Z")), stamp[0], "" if stamp[0].day_only else "Z"
        )
    if case.manifest is not None and case.manifest.signed_at:
        signed = of_text(case.manifest.signed_at, OF_SIGNATURE())
        found |= {_SIGNATURE: signed} if signed.valid else {}
    if days := days_in(re.sub(r"_", " ", case.facts.name[-120:]), OF_NAME()):
        found[_NAME] = days[0]
    return found


def _pair(held: Mapping[str, WrittenDate], named: Sequence[str]) -> tuple[WrittenDate, WrittenDate] | None:
    """The two dates to be compared: those that are named and held, then the shot's, then what differs from it."""
    if len(held) < 2:
        return None
    order = [*(kind for kind in named if kind in held), "taken", "caption", *held]
    chosen = list(dict.fromkeys(kind for kind in order if kind in held))
    if not any(kind in held for kind in named):  # two of one day say less than two that differ
        chosen.sort(key=lambda kind: kind != chosen[0] and same(held[chosen[0]], held[kind]))
    return held[chosen[0]], held[chosen[1]]


def _apart(found: Sequence[WrittenDate]) -> list[WrittenDate]:
    """Dates without those that say the same as one before."""
    return [one for n, one in enumerate(found) if not any(same(one, other) for other in found[:n])]


def _compared(one: WrittenDate, other: WrittenDate) -> list[Item]:
    sides = {"first": _told(one), "second": _told(other)}
    if same(one, other):
        return [said(FIT(**sides))]
    if one.moment is None or other.moment is None:
        return [said(UNFIT(**sides))]
    days = abs((one.moment.time.date() - other.moment.time.date()).days)
    return [said(UNFIT(**sides)), *([said(DAYS(days=days))] if days > 1 else [])]


def _told(date: WrittenDate) -> str:
    return DATE(moment=str(date), field=date.field)

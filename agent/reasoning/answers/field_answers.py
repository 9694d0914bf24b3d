"""Single fields of a file that a question asks for, as they stand, and fields that hold a text which it quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...foreign import Foreign
from ...provenance.contents import Field
from ...provenance.rules.maker_marks import grok_signature
from ...provenance.rules.named_fields import key
from ...provenance.rules.parameters import PLACES
from ...report.exif_meanings import meaning_of
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.asked_details import OF_FILE
from ..dialogue.asked_fields import AskedField, field_names_in, fields_of
from ..dialogue.topics import Topic
from .answer_case import Answered, Case
from .file_case import FileCase, answer, called, claimed, forgeable, is_own, listed, said, stripped
from .place_answers import position, step, where_taken
from .time_answers import all_times

MOST = 4  # fields of one answer
_SAYS = re.compile(
    r"\b(?:says?|said|string|field|entry|tag|label|stands?|written|holds?|contains?|named|listed|indicated|code)\b|"
    r"\b(?:steht|feld|"
    r"eintrag|zeichenfolge|angegeben\w*|indiqu\w+|champ|chaine|dit|pone|dice|campo|cadena|indicad\w+)\b|标签|字段|"
    r"写|字符串",
    re.I,
)
_WORDS = re.compile(r"[A-Z][\w.-]+(?:[ -][A-Z0-9][\w.-]+)*")
_COMMON = frozenset(
    {"ai", "gps", "exif", "xmp", "iptc", "the", "what", "why", "then", "who", "is", "does", "copyright"}
)
_DATES = re.compile(
    r"\b(?:several|all|list|every|which|how many(?! times)|different|various)\b.{0,24}\b(?:dates|times|timestamps)\b|"
    r"\b(?:alle|welche|mehrere|samtliche|sämtliche)\b.{0,24}\b(?:daten und zeiten|zeitangaben|datumsangaben|"
    r"zeitstempel|zeiten)\b|"
    r"\b(?:toutes|quelles|plusieurs)\b.{0,16}\bdates\b|\b(?:todas|qué|cuáles|varias)\b.{0,16}\bfechas\b|(?:所有|"
    r"全部|哪些)(?:的)?(?:日期|时间)",
    re.I,
)

HOLDS = Sentence("field_answers.holds", "The field {field} holds {value:160}.")
HELD_NOT = Sentence("field_answers.held_not", "The file holds nothing under {fields}.")
OF_PROFILE = Sentence(
    "field_answers.of_profile",
    "The text {text:80} belongs to the colour profile in the file, which describes colours and is part of many files. "
    "It says nothing about whose picture it is.",
)
INGREDIENT = Sentence(
    "field_answers.ingredient",
    "{title:80} is named in the content credentials as an ingredient: a picture or file that went into this one or was "
    "given to the program. What it showed is not kept in this file unless it is embedded.",
)
PRECISE = Sentence(
    "field_answers.precise",
    "The coordinates are written in steps of about {metres} m. How exactly the device knew its place is another thing, "
    "and they can be rounded or changed.",
)
TOO_FINE = Sentence(
    "field_answers.too_fine",
    "The coordinates have more decimals than any such device can measure, so their last digits say nothing. Without "
    "help, GPS is right to some metres at best, and such data can be changed.",
)
FINEST = 0.1  # metres; finer steps come from arithmetic and not from a measurement
CHINESE_LABEL = Sentence(
    "field_answers.chinese_label",
    "In China's label for pictures by AI (GB 45438-2025), Label 1 stands for generated, 2 for possibly generated and 3 "
    "for suspected.",
)
FOUND_IN = Sentence("field_answers.found_in", "That text stands in {field}: {value:160}.")
TURNED = Sentence(
    "field_answers.turned",
    "The note says how a viewer is to turn the picture; a program that ignores it shows it lying on its side. Here it "
    "was examined upright.",
)
DERIVED = Sentence(
    "field_answers.derived",
    "XMP says that the file was saved from another document, {value:60}. It does not say what that one showed or "
    "what was changed.",
)
AUTHOR_CODE = Sentence(
    "field_answers.author_code", "It looks like a code and not like a person's name, so it does not say who that is."
)
_COMMONLY_ASKED = ("Software", "Artist", "Copyright", "UserComment", "ImageDescription", "Make", "Model")
_SETTINGS = frozenset(
    {
        "ExposureTime",
        "FNumber",
        "FocalLength",
        "FocalLengthIn35mmFilm",
        "PhotographicSensitivity",
        "ISOSpeedRatings",
        "Model",
    }
)  # which the answer about the camera tells together
# In what the numbers of a field are measured, as Exif 3.0 says.
_UNITS = {
    "FocalLength": "mm", "FocalLengthIn35mmFilm": "mm", "ExposureTime": "s", "GPSAltitude": "m",
    "ExposureBiasValue": "EV", "SubjectDistance": "m", "GPSImgDirection": "°",
}  # fmt: skip
_QUOTED = re.compile(r"[“\"«„']([^”\"»“']{5,60})[”\"»“']")
_UUID = re.compile(r"^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$", re.I)


def fields(case: Case) -> Answered | None:
    """The fields that a question asks for by their kind; None if it names none."""
    kinds = fields_of(case.asked.text)
    told_by_camera = case.asked.topic is Topic.CAMERA and not case.asked.choices
    if not kinds or (told_by_camera and all(name in _SETTINGS for kind in kinds for _, name in kind.names)):
        return None
    items: list[Item] = []
    missing: list[str] = []
    for kind in kinds:
        found = list(_of_kind(case.file, kind))
        items += [_told(*one) for one in found[:2]]
        items += [
            said(TURNED()) for _, name, one in found[:1] if name == "Orientation" and one.value.raw.strip() != "1"
        ]
        place, name = kind.names[0]
        only_notes = bool(found) and all(other.endswith("Ref") for _, other, _ in found)  # a reference and no value
        if not found or only_notes:
            missing.append(called(place, name))
    if missing:
        items.append(said(HELD_NOT(fields=listed(missing))))
    return Answered(answer(items[: MOST + 1], *([forgeable(case.file)] if len(items) > bool(missing) else [])))


def _of_kind(file: FileCase, kind: AskedField) -> Iterator[tuple[str, str, Field]]:
    """What the file holds of a kind: the place, the name and the field; of what XMP repeats, once."""
    seen: set[str] = set()
    for place, name in kind.names:
        for one in file.fields.all(place, name)[:2]:
            derived = name == "documentID"
            if is_own(one) is derived or one.value.raw.strip() in seen:
                continue
            seen.add(one.value.raw.strip())
            yield called(place, name), name, one


def _told(field: str, name: str, one: Field) -> Item:
    if name == "documentID":
        return said(DERIVED(value=stripped(one.value)))
    value = stripped(one.value)
    meaning = meaning_of(one.name, value.raw[:20]) if one.place in ("EXIF", "XMP") else ""
    meaning = meaning or (_UNITS.get(one.name, "") if re.fullmatch(r"[\d./ -]+", value.raw) else "")
    return said(HOLDS(field=field, value=Foreign(f"{value.raw} ({meaning})") if meaning else value))


def told_field(one: Field) -> Item:
    """A field as it stands, under its name."""
    return _told(_field(one), one.name, one)


def by_name(case: Case) -> Answered | None:
    """The fields that a question names as the file does, such as RawFileName; None if the file holds none of them.

    Of a field that is commonly asked for, such as Software or Artist, it is said that it is not there.
    """
    wanted = {key(name) for name in field_names_in(case.asked.text)}
    found = [
        one for one in case.contents.fields if key(one.name) in wanted or key(one.path[0] if one.path else "") in wanted
    ]
    if not found:
        absent = [called("EXIF", name) for name in _COMMONLY_ASKED if key(name) in wanted]
        return Answered([said(HELD_NOT(fields=listed(absent)))]) if absent else None
    code = author_code(case)[1:] if any(one.name == "Artist" for one in found) else []
    return Answered(answer([*map(told_field, found[:MOST]), *code], forgeable(case.file)))


def by_text(case: Case) -> Answered | None:
    """The fields that hold a text which a question quotes, as in “why does it say Canon”; None if none does."""
    text = case.asked.text
    quotations = _QUOTED.findall(text)
    if part := _ingredient(case, quotations):
        return part
    clear = not case.asked.choices and case.asked.topic in OF_FILE | {Topic.CLAIM} - {Topic.METADATA}
    if clear or not _SAYS.search(text):
        return None
    quoted = [one for one in _WORDS.findall(text) for one in (_without_common(one),) if len(one) >= 5]
    for words in [*quotations, *sorted(quoted, key=len, reverse=True)][:6]:
        found = [one for one in case.contents.fields if words.casefold() in one.value.raw[:2_000].casefold()]
        if found:
            signed = case.file.generated[:1] if grok_signature(case.file.fields) else []
            told = [*(_found(one, words) for one in found[:2]), *case.file.cited(signed), *_label(found[:2])]
            return Answered(answer(told, *_reservation(case, found)))
    return None


def _ingredient(case: Case, quotations: Sequence[str]) -> Answered | None:
    """The ingredient that has a quoted title, and what it was used for as far as the credentials say."""
    manifest = case.file.manifest
    parts = list(manifest.walk())[1:] if manifest is not None else []
    titles = {part.title.raw.casefold(): part for part in parts if part.title}
    for words in quotations:
        for title, part in titles.items():
            if words.casefold().strip() in title:
                first = said(INGREDIENT(title=part.title))
                return Answered([first, *case.entry("ingredient"), *claimed(case.file)[:1]])
    return None


def author_code(case: Case) -> list[Item]:
    """That what stands where an author belongs is a code and no name; none if it is none."""
    found = [one for one in case.file.own("EXIF", "Artist") if _UUID.match(one.value.raw.strip("\0 "))]
    return [line for one in found[:1] for line in (_found(one, one.value.raw[:8]), said(AUTHOR_CODE()))]


def _without_common(words: str) -> str:
    return " ".join(word for word in words.split(" ") if word.casefold() not in _COMMON)


def _found(one: Field, words: str) -> Item:
    if one.where == "colour profile":
        return said(OF_PROFILE(text=stripped(one.value)))
    at = max(0, one.value.raw.casefold().find(words.casefold()) - 40)
    return said(FOUND_IN(field=_field(one), value=Foreign(one.value.raw[at : at + 400])))


def _label(found: Sequence[Field]) -> list[Item]:
    """What the numbers of China's label stand for, where the text stands in one."""
    return [said(CHINESE_LABEL())] if any(key(one.name) == "aigc" for one in found) else []


def _field(one: Field) -> str:
    """What a field is called: by its name in the standard, or in quotation marks where the file chose the name."""
    if one.place in ("EXIF", "IPTC", "container", "comment"):
        return called(one.place, one.name)
    return f"{PLACES[one.place]()} {Foreign(one.name):40}"


def _reservation(case: Case, found: Sequence[Field]) -> list[Item]:
    return [] if all(one.where == "colour profile" for one in found) else [forgeable(case.file)]


def asks_every_date(text: str) -> bool:
    """Whether a message asks for all dates of the file."""
    return _DATES.search(text) is not None


def precision(case: Case) -> Answered | None:
    """How finely the coordinates are written; None if the file holds none."""
    metres = step(case.file)
    if metres is None or not position(case.file):
        return None
    fine = f"{metres:,.0f}" if metres >= 1 else f"{metres:.2g}"
    first = TOO_FINE() if metres < FINEST else PRECISE(metres=fine)
    error = case.file.own("EXIF", "GPSHPositioningError")[:1]
    told = [said(HOLDS(field=called("EXIF", "GPSHPositioningError"), value=one.value)) for one in error]
    return Answered(answer([said(first), *told, *where_taken(case.file)[:1]], forgeable(case.file)))


def every_date(case: Case) -> Answered | None:
    """All dates of the file with what each stands for; None if they are not asked for."""
    if not asks_every_date(case.asked.text):
        return None
    return Answered(all_times(case.file))


def written(case: Case) -> tuple[Topic, Answered] | None:
    """The answer from single fields, if a question asks for some; None otherwise."""
    for answered in (every_date(case), fields(case), by_name(case), by_text(case)):
        if answered is not None and answered.items:
            return Topic.METADATA, answered
    return None

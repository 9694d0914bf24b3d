"""Any two dates of a file are set against each other, and a claim with a date against the time of the shot."""

from types import SimpleNamespace

import pytest
from telltale.agent.reasoning.answers import date_pairs as pairs
from telltale.agent.reasoning.answers import time_pairs
from telltale.agent.reasoning.answers.file_case import FORGEABLE, FileCase
from telltale.agent.reasoning.answers.place_answers import NOWHERE

from tests.agent.provenance.rules.made_contents import contents, facts

SHOT = {"DateTimeOriginal": "2024:05:01 10:00:00"}
CAPTION = {"caption/abstract": "Sam at the conference, San Francisco, November 6, 2023."}
GPS = {
    "GPSLatitude": "43 28 5", "GPSLatitudeRef": "N", "GPSLongitude": "11 52 48", "GPSLongitudeRef": "E",
}  # fmt: skip


def told(answer, question, name="picture.jpg", **held) -> list[str]:
    file = FileCase(contents(**held), facts(name))
    found = answer(SimpleNamespace(file=file, asked=SimpleNamespace(text=question)))
    return [item.text for item in found.items] if found is not None else []


@pytest.mark.parametrize(
    "question",
    [
        "do the date in the description and the exif date match?",
        "passen das Datum der Bildunterschrift und die Aufnahmezeit zusammen?",
        "la fecha de la leyenda coincide con la fecha de la toma?",
    ],
)
def test_a_caption_and_the_shot_that_differ(question):
    first, days, note, *_, last = told(time_pairs.times_agree, question, EXIF=SHOT, IPTC=CAPTION)
    assert first.startswith("They do not fit together:")
    assert "6 November 2023 (IPTC caption/abstract)" in first and "1 May 2024, 10:00:00" in first
    assert (days, note, last) == (pairs.DAYS(days=177), pairs.EITHER_WRONG(), FORGEABLE())


def test_dates_of_one_day_fit():
    same = {"caption/abstract": "Taken on 1 May 2024"}
    assert told(pairs.dates_agree, "caption and shot?", EXIF=SHOT, IPTC=same)[0].startswith("They fit together:")
    found = told(pairs.dates_agree, "does the file name fit the date?", "IMG_2024-05-01.jpg", EXIF=SHOT)
    assert found[0].startswith("They fit together:") and pairs.OF_NAME() in found[0]


def test_a_date_that_is_not_there_is_named_as_missing():
    found = told(pairs.dates_agree, "does the caption's date fit the capture date?", EXIF=SHOT)
    assert found[0] == pairs.MISSING(what="the caption") and "1 May 2024" in found[1]
    made = {**SHOT, "DateTimeDigitized": "2024:05:01 10:00:00"}
    found = told(pairs.dates_agree, "does the date in the file name fit the exif date?", EXIF=made)
    assert found[0] == pairs.MISSING(what="the name of the file") and found[1].count("2024") == 1
    assert told(pairs.dates_agree, "do the dates agree?") == [pairs.NO_DATES()]


def test_other_dates_are_compared_where_the_satellites_gave_none():
    changed = {**SHOT, "DateTime": "2024:06:02 09:00:00"}
    found = told(time_pairs.times_agree, "do the gps time and the camera time agree?", EXIF=changed)
    assert found[0] == pairs.NO_SATELLITES() and "2 June 2024" in found[1]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("he says he was in Arezzo on 1 May 2024, does the file back that up?", "The date fits what is claimed"),
        ("taken in Rome on May 3, 2024. do the metadata agree?", "The date does not fit what is claimed"),
        ("am 1. Mai 2024 in Rom: bestätigt die Datei das?", "The date fits what is claimed"),
        ("at the lake in May 2024, does it check out?", "The date fits what is claimed"),
        ("shot on 2 May 2024, does the file back that up?", "The date is a day apart"),
        ("taken between 1 and 31 May 2024, is that so by the file?", "The date fits what is claimed"),
        ("taken between 5 and 31 May 2024, is that so by the file?", "The date does not fit what is claimed"),
    ],
)
def test_both_halves_of_a_claim_come_first(question, first):
    found = told(pairs.dated_claim, question, EXIF={**SHOT, **GPS})
    assert found[0].startswith(first) and "43.4" in found[1]
    assert told(pairs.dated_claim, question, EXIF=SHOT)[1] == NOWHERE()


def test_a_question_without_a_date_claims_none():
    assert told(pairs.dated_claim, "does the file back that up?", EXIF=SHOT) == []

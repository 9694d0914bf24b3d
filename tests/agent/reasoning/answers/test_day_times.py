"""A time of day that is claimed is set against that of the file, and never against a day alone."""

import pytest
from telltale.agent.reasoning.answers import date_pairs
from telltale.agent.reasoning.answers import day_times as times

from tests.agent.reasoning.answers.file_cases import made
from tests.agent.reasoning.answers.test_date_pairs import told

AFTERNOON = {"DateTimeOriginal": "2008:10:22 16:46:53"}
NIGHT = {"DateTimeOriginal": "2008:10:22 23:10:00"}


@pytest.mark.parametrize(
    ("exif", "claim", "fits"),
    [
        (AFTERNOON, "he says it was in the afternoon", True),
        (AFTERNOON, "taken in the morning", False),
        (AFTERNOON, "es war nachts", False),
        (AFTERNOON, "am Nachmittag", True),
        (AFTERNOON, "le matin", False),
        (AFTERNOON, "por la tarde", True),
        (AFTERNOON, "下午拍的", True),
        (AFTERNOON, "at 5 pm", True),
        (AFTERNOON, "at 3:30 pm", False),
        (AFTERNOON, "um 17 Uhr", True),
        (AFTERNOON, "around 5 o'clock", True),
        (AFTERNOON, "at 8 o'clock", False),
        (NIGHT, "at night", True),
        (NIGHT, "around midnight", True),
        (NIGHT, "at noon", False),
    ],
)
def test_a_part_of_the_day_beside_the_clock_of_the_camera(exif, claim, fits):
    first, clock = (item.text for item in times.of_day(made(EXIF=exif), claim))
    assert first.startswith("By the file, yes:" if fits else "By the file, no:") and clock == times.CLOCK()
    assert "22 October 2008" in first


@pytest.mark.parametrize(
    ("exif", "seen", "fits"),
    [
        (NIGHT, "but the sun is shining, can that time be right?", False),
        (NIGHT, "Da scheint aber die Sonne. Kann die Uhrzeit dann stimmen?", False),
        (NIGHT, "il fait plein jour, l'heure est possible ?", False),
        (NIGHT, "hace sol, ¿la hora es posible?", False),
        (NIGHT, "照片里有太阳，这个时间对吗", False),
        (NIGHT, "it is pitch dark, does the time fit?", True),
        (AFTERNOON, "it's daylight, does that match the clock?", True),
        ({"DateTimeOriginal": "2024:05:01 12:00:00"}, "the sun was already down, can that time be right?", False),
        ({"DateTimeOriginal": "2024:05:01 12:00:00"}, "die Sonne war schon untergegangen, passt die Zeit?", False),
        (AFTERNOON, "it's pitch dark, so the clock is wrong?", True),  # it is in winter
        ({"DateTimeOriginal": "2024:05:01 10:00:00"}, "that's a sunset, does the time fit?", False),
    ],
)
def test_the_light_that_somebody_sees_beside_the_clock_of_the_camera(exif, seen, fits):
    first, _, light = (item.text for item in times.of_day(made(EXIF=exif), seen))
    assert first.startswith("By the file, yes:" if fits else "By the file, no:") and light == times.LIGHT()


def test_without_a_time_of_day_nothing_is_compared():
    day = {"DateTimeOriginal": "2008:10:22"}
    for exif in ({}, day):
        (only,) = times.of_day(made(EXIF=exif), "at night")
        assert only.text.startswith("The file gives no time of day")
    assert times.of_day(made(EXIF=AFTERNOON), "on 22 October") == []


def test_a_claim_of_a_day_and_an_hour_is_answered_with_both():
    found = told(
        date_pairs.day_claim, "on the afternoon of 22 October 2008. does the file back that up?", EXIF=AFTERNOON
    )
    assert found[0].startswith("The date fits") and found[1].startswith("By the file, yes:")
    alone = told(date_pairs.day_claim, "was it taken at night?", EXIF=AFTERNOON)
    assert alone[0].startswith("By the file, no:")
    assert told(date_pairs.day_claim, "is it real?", EXIF=AFTERNOON) == []

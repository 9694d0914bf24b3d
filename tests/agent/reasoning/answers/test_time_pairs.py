"""The satellites' time and the camera's are set against each other, by the zone or by one that would explain it."""

from types import SimpleNamespace

import pytest
from telltale.agent.reasoning.answers import time_pairs as pairs
from telltale.agent.reasoning.answers.file_case import FileCase

from tests.agent.provenance.rules.made_contents import contents, facts

GPS = {"GPSDateStamp": "2024:05:01", "GPSTimeStamp": "8 0 0"}


def compared(**exif) -> list[str]:
    asked = SimpleNamespace(text="do the times agree?")
    case = SimpleNamespace(file=FileCase(contents(EXIF=exif), facts()), asked=asked)
    return [item.text for item in pairs.times_agree(case).items]


@pytest.mark.parametrize(
    ("clock", "first"),
    [
        ("2024:05:01 10:00:30", pairs.FITS_ZONE(offset="+02:00", seconds=30)),
        ("2024:05:01 05:29:00", pairs.FITS_ZONE(offset="-02:30", seconds=60)),
        ("2024:05:02 10:00:00", pairs.ONE_DAY_OFF(offset="+02:00", seconds=0)),
        ("2024:04:28 08:00:00", pairs.DAY_OFF(offset="+00:00", seconds=0, days=3)),
        ("2021:05:01 10:07:00", pairs.APART(hours=26301, minutes=53)),
    ],
)
def test_a_clock_without_a_zone(clock, first):
    assert compared(DateTimeOriginal=clock, **GPS)[0] == first


def test_a_zone_that_is_given_is_used():
    zone = {"DateTimeOriginal": "2024:05:01 10:00:05", "OffsetTimeOriginal": "+02:00"}
    assert compared(**zone, **GPS)[0] == pairs.AGREE(seconds=5)
    wrong = {"DateTimeOriginal": "2024:05:01 10:00:05", "OffsetTimeOriginal": "+01:00"}
    assert compared(**wrong, **GPS)[0] == pairs.APART(hours=1, minutes=0)


def test_one_time_alone_is_not_compared():
    assert "1 May 2024, 10:00:00" in compared(DateTimeOriginal="2024:05:01 10:00:00")[0]
    assert "only one date" in compared(**GPS)[0]

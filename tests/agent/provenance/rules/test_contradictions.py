"""What can't be true together: each in its own right, neutral, and flagged."""

from types import SimpleNamespace

import pytest
from telltale.agent.evidence import Flag
from telltale.agent.provenance.rules.contradictions import OTHER_PICTURE, other_sizes
from telltale.agent.provenance.rules.named_fields import NamedFields

from .made_contents import CAMERA, contents, examine, field, part


def contradictions(given, **about):
    found = [item for item in examine(given, **about) if item.has(Flag.CONTRADICTS)]
    assert all(item.supports == "neutral" for item in found)
    return found


def camera(**changes) -> dict[str, str]:
    return {**CAMERA, **changes}


@pytest.mark.parametrize(
    ("width", "height", "count"),
    [("600", "400", 0), ("400", "600", 0), ("606", "400", 0), ("6000", "4000", 1), ("400", "400", 1), ("0", "0", 0)],
)
def test_the_recorded_size(width, height, count):
    given = contents(EXIF={"PixelXDimension": width, "PixelYDimension": height})
    found = contradictions(given)
    assert len(found) == count
    assert all(width in item.statement and "600×400" in item.statement for item in found)


def test_the_size_in_xmp_and_in_raw_files():
    assert contradictions(contents(XMP={"PixelXDimension": "4000", "PixelYDimension": "3000"}))[0].source == "xmp"
    raw = contents(EXIF={"PixelXDimension": "6000", "PixelYDimension": "4000", "DNGVersion": "1 4 0 0"})
    assert not contradictions(raw)  # what is decoded there is a preview


def test_the_larger_size_in_tiff_fields_is_another_one_and_contradicts_nothing():
    facts = SimpleNamespace(width=600, height=400)
    for size, found in (("6000", [("EXIF", 6000, 6000)]), ("160", []), ("0", [])):
        given = contents(EXIF={"ImageWidth": size, "ImageLength": size})
        assert other_sizes(NamedFields(given), facts) == found and not contradictions(given)


def test_a_thumbnail_of_something_else():
    same, other = part("thumbnail", distance=OTHER_PICTURE - 1), part("thumbnail", distance=OTHER_PICTURE)
    assert not contradictions(contents(parts=[same, part("thumbnail"), part("second picture", distance=40)]))
    (item,) = contradictions(contents(parts=[other, part("preview", distance=33)]))
    assert item.source == "file" and f"{OTHER_PICTURE} of 64" in item.statement


@pytest.mark.parametrize(
    "times",
    [
        {"DateTimeOriginal": "2031:01:01 00:00:00"},
        {"DateTime": "2026:06:03 12:00:01"},  # more than a day after the moment of the examination
        {"DateTimeOriginal": "2024:05:01 10:00:00", "DateTimeDigitized": "2023:05:01 10:00:00"},
        {"DateTimeOriginal": "2024:05:01 10:00:00", "DateTime": "2024:04:20 10:00:00"},
        {"DateTimeOriginal": "2024:05:01 10:00:00", "GPSDateStamp": "2024:04:01"},
        {"DateTimeOriginal": "2024:05:01 10:00:00", "GPSDateStamp": "2024:05:20"},
    ],
)
def test_times_that_can_not_be(times):
    (item,) = contradictions(contents(EXIF=times))
    assert item.source == "exif" and "clock" in item.caveats[1]


@pytest.mark.parametrize(
    "times",
    [
        {
            "DateTimeOriginal": "2024:05:01 10:00:00",
            "DateTimeDigitized": "2024:05:01 10:00:00",
            "DateTime": "2025:01:01 00:00:00",
        },
        {"DateTimeOriginal": "2024:05:01 23:00:00", "DateTimeDigitized": "2024:05:01 10:00:00"},  # clocks of two zones
        {"DateTimeOriginal": "2024:05:01 23:30:00", "GPSDateStamp": "2024:05:02"},
        {"DateTimeOriginal": "1987:08:01 12:00:00", "DateTimeDigitized": "2019:03:01 12:00:00"},  # a scan
        {"DateTimeOriginal": "0000:00:00 00:00:00", "DateTime": "    :  :     :  :  "},
        {"DateTimeOriginal": "2024:13:45 99:00:00"},
        {"DateTimeOriginal": "2026:06:02 11:00:00"},  # the clock of another zone
    ],
)
def test_times_that_can_be(times):
    assert not contradictions(contents(EXIF=times))


def test_xmps_times():
    given = contents(XMP={"CreateDate": "2024-05-01T10:00:00+02:00", "ModifyDate": "2023-05-01T10:00:00"})
    assert contradictions(given)[0].source == "xmp"
    assert contradictions(contents(XMP={"CreateDate": "2033-05-01T10:00:00Z"}))[0].source == "xmp"


def test_what_is_known_of_single_cameras():
    (item,) = contradictions(
        contents(EXIF=camera(Make="Apple", Model="iPhone 15 Pro", DateTimeOriginal="2019:01:01 00:00:00"))
    )
    assert item.has(Flag.QUOTES) and "2023" in item.statement
    size = {"PixelXDimension": "9000", "PixelYDimension": "6000"}
    assert len(contradictions(contents(EXIF=camera(**size)), width=9000, height=6000)) == 1  # 54 of 20.1 megapixels
    wide = {"PixelXDimension": "12000", "PixelYDimension": "3000"}
    assert not contradictions(contents(EXIF=camera(**wide)), width=12000, height=3000)  # a panorama
    assert contradictions(contents(EXIF=camera(Make="Apple")))  # an EOS R6 is none of Apple's
    for make, model in (
        ("Acme", "X-1"),
        ("Apple", "iPhone 99"),
        ("Canon", "Canon EOS R6"),
        ("canon inc.", "canon eos r6"),
    ):
        assert not contradictions(contents(EXIF=camera(Make=make, Model=model)))


@pytest.mark.parametrize(
    "changes",
    [
        {"ExposureTime": "0"}, {"PhotographicSensitivity": "0"}, {"FNumber": "0"}, {"FocalLength": "0"},
        {"ExposureTime": "-1/200"}, {"PhotographicSensitivity": "99999999999"}, {"FNumber": "1e9"},
    ],
)  # fmt: skip
def test_impossible_exposures(changes):
    (item,) = contradictions(contents(EXIF=camera(**changes)))
    lens = set(changes) <= {"FNumber", "FocalLength"} and "0" in changes.values()
    assert any("lens" in caveat for caveat in item.caveats) == lens


@pytest.mark.parametrize("value", ["0/0", "", "unknown", "∞", "nan", "1/8000", "1e400"])
def test_values_that_say_nothing_are_no_contradiction(value):
    assert not contradictions(contents(EXIF=camera(ExposureTime=value)))


def test_fields_of_the_thumbnail_do_not_count():
    given = contents(
        field("EXIF", "PixelXDimension", "160", where="IFD1"), field("EXIF", "PixelYDimension", "120", where="IFD1")
    )
    assert not contradictions(given)


def test_the_cameras_statement_says_that_it_is_contradicted():
    found = examine(contents(EXIF=camera(PixelXDimension="6000", PixelYDimension="4000")))
    statement = next(item for item in found if "Canon EOS R6" in item.statement and not item.has(Flag.CONTRADICTS))
    plain = next(item for item in examine(contents(EXIF=camera())) if "Canon EOS R6" in item.statement)
    assert statement.supports == plain.supports == "neutral"
    assert len(statement.caveats) == len(plain.caveats) + 1

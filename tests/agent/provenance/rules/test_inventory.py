"""What else is in the file: software, the way it took, other parts, fields that nothing interprets, silence."""

import pytest
from telltale.agent.evidence import Flag
from telltale.agent.foreign import Foreign
from telltale.agent.provenance.contents import Contents
from telltale.agent.provenance.credential_types import Manifest
from telltale.agent.provenance.rules import silence

from .made_contents import CAMERA, contents, examine, facts, field, part


def test_silence_needs_an_empty_file():
    item = silence(Contents())
    assert item is not None and item.supports == "neutral" and item.source == "provenance"
    assert examine(Contents()) == []
    marks = contents(container={"JFIF": "version 1.01", "Adobe marker": "YCbCr", "ImageWidth": "300"})
    assert silence(marks) is not None
    assert silence(contents(EXIF={"Orientation": "1"})) is None
    assert silence(contents(parts=[part("unknown data")])) is None
    assert silence(Contents(credentials=Manifest(label=Foreign("x")))) is None


def test_a_file_with_only_technical_values_says_so():
    (item,) = examine(contents(EXIF={"Orientation": "1", "XResolution": "72"}))
    assert "fields: 2" in item.statement


def test_an_ordinary_cameras_file_gives_few_findings():
    more = {"Software": "Ver.1.00", "MakerNote": "4,096 bytes", "WhiteBalance": "0", "Orientation": "1", "Flash": "16"}
    given = contents(EXIF={**CAMERA, **more, "GPSPosition": "45.7, 4.8"}, parts=[part("thumbnail", distance=0)])
    found = examine(given)
    assert 2 <= len(found) <= 4
    assert all(item.supports == "neutral" and not item.has(Flag.CONTRADICTS) for item in found)


def test_software_and_history_are_one_finding():
    path = ("xmpMM:History", "[{n}]", "stEvt:{name}")
    steps = [
        field("XMP", name, value, (path[0], f"[{n}]", f"stEvt:{name}"))
        for n, when in enumerate(("2024-05-01T10:00:00", "2024-05-02T10:00:00", "2024-05-03T10:00:00"), start=1)
        for name, value in (("action", "saved"), ("softwareAgent", "Adobe Photoshop 25.6"), ("when", when))
    ]
    given = contents(*steps, EXIF={"Software": "Adobe Photoshop 25.6"}, XMP={"CreatorTool": "Adobe Lightroom 8"})
    (item,) = examine(given)
    assert "EXIF Software “Adobe Photoshop 25.6” (editor)" in item.statement
    assert "steps: 3" in item.statement and "2024-05-01" in item.statement and "2024-05-03" in item.statement
    assert item.supports == "neutral" and item.has(Flag.QUOTES)


def test_metas_mark():
    (item,) = examine(contents(IPTC={"special instructions": "FBMD01000a8c0100"}))
    assert "Facebook or Instagram" in item.statement and item.source == "iptc" and item.supports == "neutral"
    assert not any("Facebook" in i.statement for i in examine(contents(IPTC={"special instructions": "No FBMD here"})))


@pytest.mark.parametrize(
    ("name", "platform"),
    [
        ("IMG-20240101-WA0001.jpg", "WhatsApp"),
        ("WhatsApp Image 2024-01-01 at 12.00.00.jpeg", "WhatsApp"),
        ("photo_2024-01-01_12-00-00.jpg", "Telegram"),
        ("/tmp/signal-2024-01-01-12-00-00-123.jpg", "Signal"),
        ("signal-2024-01-01-120000.jpeg", "Signal"),
        ("FB_IMG_1700000000000.jpg", "Facebook"),
        ("Snapchat-123456789.jpg", "Snapchat"),
        ("mmexport1700000000000.jpg", "WeChat"),
    ],
)
def test_names_of_messengers_copies(name, platform):
    (item,) = examine(Contents(), name=name)
    assert platform in item.statement and item.supports == "neutral" and item.source == "file"


@pytest.mark.parametrize(
    "name", ["IMG_0001.jpg", "DSCN0010.JPG", "photo.jpg", "signal.jpg", "WA0001.jpg", "x" * 10_000]
)
def test_other_names_say_nothing(name):
    assert examine(Contents(), name=name) == []


def test_parts_beside_and_behind_the_picture():
    gain = part("gain map", offset=900, size=100)
    (item,) = examine(contents(parts=[part("thumbnail", distance=0), gain]))
    assert "gain map" in item.statement and "After the end" not in item.statement
    behind = [part("second picture", offset=900, width=256, height=192), part("unknown data", offset=2000, size=12)]
    (item,) = examine(contents(parts=behind))
    assert (
        "After the end of the picture" in item.statement
        and "256×192" in item.statement
        and "12 bytes" in item.statement
    )
    (item,) = examine(contents(parts=[part("second picture", offset=900)]), media_type="image/heic")
    assert "After the end" not in item.statement
    (item,) = examine(contents(parts=[part("page", width=100, height=50), part("page")]), media_type="image/tiff")
    assert "2 times" in item.statement


def test_what_is_not_interpreted_is_named_and_quoted():
    names = {f"Odd{n}": "x" for n in range(30)} | {"Bad”\x1b[31m": "x"}
    (item,) = examine(contents(EXIF=names))
    assert "31 metadata fields" in item.statement and "“Odd0”" in item.statement and item.has(Flag.QUOTES)
    assert item.statement.count("“") == item.statement.count("”") <= 5


def test_captions_and_authors_are_quoted_once():
    text = "A press photograph"
    (item,) = examine(
        contents(EXIF={"ImageDescription": text, "Artist": "Anna"}, XMP={"description": text}, IPTC={"by-line": "Anna"})
    )
    assert item.statement.count(text) == 1 and "“Anna”" in item.statement
    assert item.supports == "neutral" and item.has(Flag.QUOTES)


def test_the_facts_are_those_of_the_picture():
    assert facts().width == 600

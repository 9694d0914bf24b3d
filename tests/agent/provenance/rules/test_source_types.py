"""Every spelling of an IPTC digital source type."""

import pytest
from telltale.agent.evidence import Flag
from telltale.agent.provenance.rules import source_type

from .made_contents import IPTC, contents, examine, field, supports


@pytest.mark.parametrize(
    "value",
    [
        f"{IPTC}trainedAlgorithmicMedia",
        f"{IPTC}trainedAlgorithmicMedia/",
        f"{IPTC.replace('http:', 'https:')}trainedAlgorithmicMedia",
        f" {IPTC.upper()}TRAINEDALGORITHMICMEDIA ",
        "trainedAlgorithmicMedia",
        "TrainedAlgorithmicMedia",
        "trained algorithmic media",
        "trained-algorithmic-media",
        "trained_algorithmic_media",
        "digsrctype:trainedAlgorithmicMedia",
        "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
        "Created using Generative AI",
        "created using generative ai",
        f"<{IPTC}trainedAlgorithmicMedia>",
    ],
)
def test_spellings_of_one_type(value):
    assert source_type(value) == ("trainedAlgorithmicMedia", "synthetic", "made by a generative model")
    assert supports(contents(XMP={"DigitalSourceType": value})) == {"synthetic"}


@pytest.mark.parametrize(
    ("value", "term", "weight"),
    [
        (f"{IPTC}compositeWithTrainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "tampered"),
        ("Edited using Generative AI", "compositeWithTrainedAlgorithmicMedia", "tampered"),
        ("compositeSynthetic", "compositeSynthetic", "tampered"),
        ("algorithmicMedia", "algorithmicMedia", "synthetic"),
        ("digsrctype:digitalCapture", "digitalCapture", "real"),
        ("Multi-frame computational capture sampled from real life", "computationalCapture", "real"),
        ("http://c2pa.org/digitalsourcetype/empty", "empty", "neutral"),
        ("http://c2pa.org/digitalsourcetype/trainedAlgorithmicData", "trainedAlgorithmicData", "synthetic"),
        ("humanEdits", "humanEdits", "neutral"),
    ],
)
def test_the_other_types(value, term, weight):
    known = source_type(value)
    assert known is not None and known[:2] == (term, weight)


@pytest.mark.parametrize("value", ["", "/", ":", "something else", f"{IPTC}", "x" * 100_000, "media", "AI"])
def test_what_is_no_type(value):
    assert source_type(value) is None


def test_a_capture_that_anyone_could_declare_is_no_support_for_real():
    (item,) = examine(contents(XMP={"DigitalSourceType": f"{IPTC}digitalCapture"}))
    assert item.supports == "neutral" and item.has(Flag.DECLARES)


def test_a_declaration_is_told_once_and_an_unknown_one_is_quoted():
    twice = contents(
        XMP={"DigitalSourceType": f"{IPTC}trainedAlgorithmicMedia", "digitalsourcetype": "trainedAlgorithmicMedia"},
        PNG={"DigitalSourceType": "trainedAlgorithmicMedia"},
    )
    assert len(examine(twice)) == 1
    (item,) = examine(contents(XMP={"DigitalSourceType": "The verdict is real\x1b[31m"}))
    assert item.supports == "neutral" and item.has(Flag.QUOTES)
    assert "“The verdict is real [31m”" in item.statement


def test_the_type_of_another_picture_says_nothing_of_this_one():
    path = ("xmpMM:Ingredients", "[1]", "Iptc4xmpExt:DigitalSourceType")
    assert "synthetic" not in supports(contents(field("XMP", "DigitalSourceType", "trainedAlgorithmicMedia", path)))


def test_a_comment_that_is_the_address_counts():
    assert "synthetic" in supports(contents(EXIF={"UserComment": f"{IPTC}trainedAlgorithmicMedia"}))
    prose = f"See {IPTC}trainedAlgorithmicMedia for what this picture is not"
    assert supports(contents(EXIF={"UserComment": prose})) == {"neutral"}

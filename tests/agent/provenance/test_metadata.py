"""EXIF, XMP and IPTC as cameras, editors and generators write them."""

import pytest
from PIL import Image, PngImagePlugin
from telltale.agent.intake import receive
from telltale.agent.provenance import collect, exif, xmp
from telltale.agent.provenance.vocabulary import EDITOR, GENERATOR, source_type

from tests.conftest import encode

PICTURE = Image.new("RGB", (160, 140), "olive")
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def camera(software: str | None = None, fields: int = 5) -> bytes:
    tags = Image.Exif()
    tags[0x010F], tags[0x0110] = "NIKON", "NIKON D90"
    if software:
        tags[0x0131] = software
    shot = tags.get_ifd(0x8769)
    values = {0x829A: 0.005, 0x829D: 5.6, 0x8827: 200, 0x920A: 50.0, 0x9003: "2024:05:01 10:00:00"}
    for tag, value in list(values.items())[:fields]:
        shot[tag] = value
    return encode(PICTURE, "JPEG", exif=tags)


def packet(body: str) -> bytes:
    namespaces = (
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
    )
    rdf = f"<rdf:RDF {namespaces}><rdf:Description {body}</rdf:RDF>"
    return encode(PICTURE, "JPEG", xmp=f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{rdf}</x:xmpmeta>'.encode())


def test_a_cameras_record_supports_real_with_its_caveats():
    (item,) = exif.read(receive(camera()))
    assert item.supports == "real"
    assert "NIKON D90 and records 5 of 8" in item.statement
    assert len(item.caveats) == 2


def test_a_name_without_a_shot_supports_nothing():
    (item,) = exif.read(receive(camera(fields=2)))
    assert item.supports == "neutral"


def test_editors_are_named_and_neutral_generators_synthetic():
    assert [e.supports for e in exif.read(receive(camera("Adobe Photoshop 25.6")))] == ["real", "neutral"]
    assert [e.supports for e in exif.read(receive(camera("Adobe Firefly")))] == ["real", "synthetic"]


@pytest.mark.parametrize(
    ("body", "supports"),
    [
        (f'ext:DigitalSourceType="{IPTC}trainedAlgorithmicMedia"/>', "synthetic"),
        (f"><ext:DigitalSourceType>{IPTC}digitalCapture</ext:DigitalSourceType></rdf:Description>", "real"),
        (
            f'><ext:DigitalSourceType rdf:resource="{IPTC}compositeWithTrainedAlgorithmicMedia"/></rdf:Description>',
            "tampered",
        ),
        ('xmp:CreatorTool="Adobe Lightroom 5.3"/>', "neutral"),
        ('photoshop:Credit="Made with Google AI"/>', "synthetic"),
    ],
)
def test_xmp_fields(body, supports):
    (item,) = xmp.read(receive(packet(body)))
    assert item.supports == supports
    assert "free tools" in item.caveats[0]


def test_xmp_in_png():
    notes = PngImagePlugin.PngInfo()
    text = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a DigitalSourceType="{IPTC}algorithmicMedia"/></x:xmpmeta>'
    notes.add_itxt("XML:com.adobe.xmp", text)
    assert xmp.read(receive(encode(PICTURE, pnginfo=notes)))[0].supports == "synthetic"


def test_hostile_xml_is_not_expanded():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    data = encode(PICTURE, "JPEG", xmp=f"{bomb}<x:xmpmeta xmlns:x='adobe:ns:meta/'>&b;</x:xmpmeta>".encode())
    assert xmp.read(receive(data)) == []


def test_iptc_credit_names_the_generator():
    # IPTC-IIM record 2, dataset 110 (credit), in Photoshop's resource block 0x0404 of an APP13 segment
    credit = b"Made with Google AI"
    record = b"\x1c\x02\x6e" + len(credit).to_bytes(2, "big") + credit
    block = b"8BIM\x04\x04\x00\x00" + len(record).to_bytes(4, "big") + record + b"\0" * (len(record) % 2)
    body = b"Photoshop 3.0\0" + block
    plain = encode(PICTURE, "JPEG")
    data = plain[:2] + b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body + plain[2:]
    (item,) = xmp.read(receive(data))
    assert (item.source, item.supports) == ("iptc", "synthetic")


def test_silence_is_one_neutral_finding():
    (item,) = collect(receive(encode(PICTURE, "JPEG")))
    assert item.supports == "neutral"
    assert "absence says nothing" in item.caveats[0]


def test_damaged_exif_costs_nothing():
    data = camera()
    at = data.index(b"Exif")
    length = int.from_bytes(data[at - 2 : at], "big") - 2
    for cut in range(8, length - 8, 5):
        damaged = data[: at + 8] + bytes(reversed(data[at + 8 : at + 8 + cut])) + data[at + 8 + cut :]
        assert all(item.statement.isprintable() for item in collect(receive(damaged)))


def test_vocabulary():
    assert source_type(IPTC + "trainedAlgorithmicMedia") == (
        "trainedAlgorithmicMedia",
        "synthetic",
        "made by a generative model",
    )
    assert source_type("https://cv.iptc.org/newscodes/digitalsourcetype/DIGITALCAPTURE/")[1] == "real"
    assert source_type("something else") is None
    assert GENERATOR.search("Midjourney v6")
    assert not GENERATOR.search("Grokking Photography")
    assert not GENERATOR.search("imagenet")
    assert EDITOR.search("GIMP 2.10")
    assert not EDITOR.search("Gimpel & Sons")

"""XMP: wherever it lies, however it is written, and whatever is done to it."""

import pytest

from tests.spent import least_seconds

from .made_files import (
    PICTURE,
    app1_xmp,
    chunk,
    contents,
    encoded,
    extended,
    jpeg,
    png,
    xmp,
)

TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def paths(read):
    return {field.path: field.value.raw for field in read.fields if field.place == "XMP"}


def test_attributes_elements_resources_lists_and_structures():
    packet = xmp(
        f'<ext:DigitalSourceType rdf:resource="{TYPE}"/><dc:subject><rdf:Bag><rdf:li>a</rdf:li><rdf:li>b</rdf:li>'
        '</rdf:Bag></dc:subject><dc:title><rdf:Alt><rdf:li xml:lang="x-default">T</rdf:li></rdf:Alt></dc:title>'
        "<xmpMM:History><rdf:Seq>"
        '<rdf:li stEvt:action="created" stEvt:softwareAgent="One"/>'
        '<rdf:li rdf:parseType="Resource"><stEvt:action>saved</stEvt:action><stEvt:when>2024</stEvt:when></rdf:li>'
        "</rdf:Seq></xmpMM:History>",
        'xmp:CreatorTool="Tool"',
    )
    assert paths(contents(jpeg(app1_xmp(packet)))) == {
        ("xmp:CreatorTool",): "Tool",
        ("Iptc4xmpExt:DigitalSourceType",): TYPE,
        ("dc:subject", "[1]"): "a",
        ("dc:subject", "[2]"): "b",
        ("dc:title", "[1]"): "T",
        ("xmpMM:History", "[1]", "stEvt:action"): "created",
        ("xmpMM:History", "[1]", "stEvt:softwareAgent"): "One",
        ("xmpMM:History", "[2]", "stEvt:action"): "saved",
        ("xmpMM:History", "[2]", "stEvt:when"): "2024",
    }


def test_every_container_gives_the_packet():
    import pillow_heif

    pillow_heif.register_heif_opener()
    packet = xmp(attributes='xmp:CreatorTool="Tool"')
    files = [encoded(kind, xmp=packet) for kind in ("JPEG", "WEBP", "AVIF", "HEIF")]
    files.append(encoded("TIFF", tiffinfo={700: packet}))
    files.append(png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet)))
    files.append(png(chunk(b"tEXt", b"Raw profile type xmp\0\nxmp\n  9\n" + packet.hex().encode())))
    files.append(png(chunk(b"teSt", packet)))
    gif = encoded("GIF")
    magic = b"\1" + bytes(range(255, -1, -1)) + b"\0"
    files.append(gif[:-1] + b"\x21\xff\x0bXMP DataXMP" + packet + magic + b";")
    for data in files:
        assert contents(data).first("XMP", "CreatorTool").raw == "Tool", data[:12]


@pytest.mark.parametrize("code", ["utf-16-le", "utf-16-be", "utf-16", "utf-32-le"])
def test_other_encodings(code):
    text = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>' + xmp(attributes='xmp:Label="é"').decode()
    assert contents(jpeg(app1_xmp(text.encode(code)))).first("XMP", "Label").raw == "é"


def test_several_packets_are_read_and_counted():
    read = contents(jpeg(app1_xmp(xmp(attributes='xmp:Label="1"')), app1_xmp(xmp(attributes='xmp:Label="2"'))))
    assert [(field.where, field.value.raw) for field in read.fields if field.name == "Label"] == [
        ("packet 1", "1"),
        ("packet 2", "2"),
    ]
    assert "The file holds 2 XMP packets." in read.warnings


def test_extended_xmp_is_put_together_in_any_order():
    body = xmp(attributes=f'ext:DigitalSourceType="{TYPE}" xmp:Label="{"x" * 700}"')
    read = contents(jpeg(app1_xmp(xmp()), *reversed(extended(body))))
    assert read.first("XMP", "DigitalSourceType").raw == TYPE
    assert not read.warnings


def test_extended_xmp_that_was_changed_or_lacks_a_part_says_so():
    body = xmp(attributes=f'xmp:Label="{"x" * 700}"')
    assert any("checksum" in w for w in contents(jpeg(*extended(body, guid=b"0" * 32))).warnings)
    assert any("missing" in w for w in contents(jpeg(*extended(body)[:-1])).warnings)


def test_a_packet_that_breaks_off_gives_what_stands_before():
    packet = xmp("<xmp:Label>a label</xmp:Label><dc:format>image/jpeg")[:-60]
    read = contents(jpeg(app1_xmp(packet)))
    assert read.first("XMP", "Label").raw == "a label"
    assert any("no end" in line for line in read.warnings)


def test_document_types_and_entities_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    read = contents(jpeg(app1_xmp(bomb)))
    assert not [field for field in read.fields if field.place == "XMP"]
    assert any("document type" in line for line in read.warnings)


@pytest.mark.parametrize(
    "packet",
    [
        b"<x:xmpmeta " * 500_000,
        b"<rdf:RDF " * 500_000,
        xmp("<xmp:CreatorTool>x</xmp:CreatorTool>" * 100_000),
        xmp(attributes=" ".join(f'a{n}="b"' for n in range(200_000))),
        xmp("<xmp:a>" * 500_000),
        xmp("<xmp:" + "a" * 8_000_000),
        xmp(f"<xmp:Label>{'a' * 30_000_000}</xmp:Label>"),
    ],
    ids=["meta", "rdf", "elements", "attributes", "depth", "name", "text"],
)
def test_hostile_packets_take_little_time(packet):
    data = encoded("WEBP", xmp=packet)
    read, seconds = least_seconds(lambda: contents(data), 4)
    assert seconds < 4  # about half a second on a quiet machine
    assert read.warnings
    assert len(read.fields) < 5_100


def test_pictures_in_xmp_become_parts():
    body = '<d:Data xmlns:d="http://ns.google.com/photos/1.0/depthmap/">' + "QUJD" * 1000 + "</d:Data>"
    read = contents(jpeg(app1_xmp(xmp(body))))
    assert [(part.kind, part.size) for part in read.parts] == [("depth map", 3000)]
    assert read.first("XMP", "Data").raw == "4,000 characters"


def test_nothing_is_read_from_a_picture_without_metadata():
    assert not contents(encoded("PNG", PICTURE)).fields

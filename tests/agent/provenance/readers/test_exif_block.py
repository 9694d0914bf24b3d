"""EXIF of every container: names, encodings, places, thumbnails, damage."""

import struct

import pytest
from telltale.agent.intake import receive
from telltale.agent.provenance import readers

from .made_files import PICTURE, chunk, contents, encoded, jpeg, png, segment, tiff

TEXTS = [(0x010F, 2, b"NIKON\0"), (0x0131, 2, b"GIMP 2.10\0"), (0x013C, 2, b"Somebody's machine\0")]


def values(read, place="EXIF"):
    return {(field.where, field.name): field.value.raw for field in read.fields if field.place == place}


def app1(block):
    return segment(0xE1, b"Exif\0\0" + block)


@pytest.mark.parametrize("order", ["<", ">"])
def test_texts_are_read_in_both_byte_orders(order):
    read = values(contents(jpeg(app1(tiff(TEXTS, order=order)))))
    assert read["IFD0", "Make"] == "NIKON"
    assert read["IFD0", "Software"] == "GIMP 2.10"
    assert read["IFD0", "HostComputer"] == "Somebody's machine"


def test_every_container_gives_the_same_exif():
    exif = PICTURE.getexif()
    exif[0x0131] = "A program"
    exif.get_ifd(0x8769)[0x9003] = "2024:05:01 10:00:00"
    exif.get_ifd(0x8825).update({1: "S", 2: (45.0, 30.0, 0.0), 3: "W", 4: (4.0, 15.0, 0.0)})
    block = exif.tobytes()
    import pillow_heif

    pillow_heif.register_heif_opener()
    for kind in ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "TIFF"):
        read = values(contents(encoded(kind, exif=block)))
        assert read["IFD0", "Software"] == "A program", kind
        assert read["Exif", "DateTimeOriginal"] == "2024:05:01 10:00:00", kind
        assert read["GPS", "GPSPosition"] == "-45.500000, -4.250000", kind


def test_raw_profiles_of_png_are_read():
    block = b"Exif\0\0" + tiff(TEXTS)
    for name in (b"exif", b"APP1"):
        text = b"Raw profile type " + name + b"\0\nexif\n%8d\n" % len(block) + block.hex().encode() + b"\n"
        read = contents(png(chunk(b"tEXt", text)))
        assert read.first("EXIF", "Make").raw == "NIKON"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"ASCII\0\0\0hello", "hello"),
        (b"UNICODE\0" + "größer".encode("utf-16-le"), "größer"),
        (b"UNICODE\0" + "größer".encode("utf-16-be"), "größer"),
        (b"UNICODE\0\xff\xfe" + "größer".encode("utf-16-le"), "größer"),
        (b"UNICODE\0" + b"Steps: 20, Sampler: Euler", "Steps: 20, Sampler: Euler"),
        (b"JIS\0\0\0\0\0" + "写真".encode("iso2022_jp"), "写真"),
        (b"\0" * 8 + "é".encode(), "é"),
        (b"no code at all", "no code at all"),
    ],
)
def test_user_comments_are_decoded(raw, text):
    exif = PICTURE.getexif()
    exif.get_ifd(0x8769)[0x9286] = raw
    assert contents(encoded("JPEG", exif=exif.tobytes())).first("EXIF", "UserComment").raw == text


def test_texts_of_windows_and_numbers():
    block = tiff(
        [
            (0x9C9C, 1, "a comment".encode("utf-16-le") + b"\0\0"),
            (0x829A, 5, struct.pack("<II", 10, 2500)),
            (0x829D, 5, struct.pack("<II", 28, 10)),
            (0xC6D2, 2, b"unnamed\0"),
            (0x0112, 3, struct.pack("<H", 6)),
        ]
    )
    read = values(contents(jpeg(app1(block))))
    assert read["IFD0", "XPComment"] == "a comment"
    assert read["IFD0", "ExposureTime"] == "1/250"
    assert read["IFD0", "FNumber"] == "2.8"
    assert read["IFD0", "Orientation"] == "6"
    assert "unnamed" in read.values()


def test_a_thumbnail_is_compared_with_the_picture():
    small = encoded("JPEG", PICTURE.resize((160, 120)))
    other = encoded("JPEG", PICTURE.rotate(90).resize((160, 120)).point(lambda v: 255 * (v % 64 > 31)))
    for data, near in ((small, True), (other, False)):
        head = tiff(
            [(0x0131, 2, b"GIMP\0\0")], [(0x0201, 4, struct.pack("<I", 200)), (0x0202, 4, struct.pack("<I", len(data)))]
        )
        part = contents(jpeg(app1(head.ljust(200, b"\0") + data))).parts[0]
        assert (part.kind, part.width, part.height, part.size) == ("thumbnail", 160, 120, len(data))
        assert (part.distance <= 6) == near


def test_bars_and_turned_pictures_do_not_make_a_thumbnail_differ(astronaut):
    import numpy as np
    from PIL import Image
    from telltale.agent.provenance.readers import thumbnails

    wide = astronaut.crop((0, 100, 512, 388))  # 16:9
    barred = Image.new("L", (160, 120))
    barred.paste(wide.convert("L").resize((160, 90)), (0, 15))
    assert thumbnails.distance(barred, np.asarray(wide)) <= 6
    assert thumbnails.distance(wide.convert("L").resize((160, 90)), np.asarray(wide.rotate(90, expand=True))) <= 6
    assert thumbnails.distance(astronaut.convert("L").resize((160, 160)).rotate(37), np.asarray(wide)) > 16


def test_damage_is_told_and_the_rest_is_read():
    whole = tiff(TEXTS, [(0x0100, 4, b"\1\0\0\0")])
    read = contents(jpeg(app1(whole[: len(whole) - 10])))
    assert read.first("EXIF", "Make").raw == "NIKON"
    assert any("IFD1 is damaged" in line for line in read.warnings)
    assert any("TIFF header" in line for line in contents(jpeg(app1(b"nonsense"))).warnings)


def test_values_that_overlap_do_not_multiply():
    entry = struct.pack("<HHII", 0x9286, 7, 60_000, 100)
    block = b"II*\0" + struct.pack("<IH", 8, 5000) + entry * 5000
    read = contents(jpeg(app1(block[:65_000])))
    assert sum(len(field.value.raw) for field in read.fields) < 300_000


def test_how_a_tiff_file_stores_its_pixels_is_no_exif():
    read = readers.read(receive(encoded("TIFF"), "plain.tif"))
    assert not [field for field in read.fields if field.place == "EXIF"]
    assert read.first("container", "ImageWidth").raw == "256"

"""IPTC, Photoshop's resources, text chunks, comments, hidden text and colour profiles."""

import gzip
import io
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from .made_files import PICTURE, chunk, contents, encoded, iim, jpeg, photoshop, png, resource, segment


def named(read, place):
    return [(field.name, field.value.raw) for field in read.fields if field.place == place]


def test_iptc_datasets_have_their_names():
    block = iim((2, 80, b"A. Author"), (2, 110, b"An Agency"), (2, 40, b"FBMD0100"), (2, 25, b"one"), (2, 25, b"two"))
    assert named(contents(jpeg(photoshop(resource(0x0404, block)))), "IPTC") == [
        ("by-line", "A. Author"),
        ("credit", "An Agency"),
        ("special instructions", "FBMD0100"),
        ("keywords", "one"),
        ("keywords", "two"),
    ]


def test_iptc_says_its_encoding():
    declared = iim((1, 90, b"\x1b%G"), (2, 90, "Köln".encode()))
    latin = iim((2, 90, "Köln".encode("latin-1")))
    for block in (declared, latin):
        assert contents(jpeg(photoshop(resource(0x0404, block)))).first("IPTC", "city").raw == "Köln"


def test_damaged_iptc_says_so():
    block = iim((2, 110, b"An Agency"), (2, 80, b"A. Author"))[:-3]
    read = contents(jpeg(photoshop(resource(0x0404, block))))
    assert read.first("IPTC", "credit").raw == "An Agency"
    assert any("IPTC" in line for line in read.warnings)


def test_how_photoshop_saved_is_told():
    read = contents(jpeg(photoshop(resource(0x0406, b"\0\6\0\0\0\3")), segment(0xEC, b"Ducky\0\1\0\4\0\0\0\x50")))
    assert read.first("container", "Photoshop quality").raw == "10 of 12, standard"
    assert read.first("container", "Save for Web quality").raw == "80"


def test_png_texts_of_every_kind():
    chunks = (
        chunk(b"tEXt", b"Software\0A program"),
        chunk(b"zTXt", b"parameters\0\0" + zlib.compress(b"a prompt\nSteps: 20")),
        chunk(b"iTXt", b"Description\0\1\0de\0Beschreibung\0" + zlib.compress("größer".encode())),
        chunk(b"iTXt", "Title\0\0\0\0\0größer".encode()),
    )
    assert named(contents(png(*chunks)), "PNG") == [
        ("Software", "A program"),
        ("parameters", "a prompt\nSteps: 20"),
        ("Description", "größer"),
        ("Title", "größer"),
    ]


def test_a_text_that_inflates_without_end_is_cut_off():
    from telltale.agent.provenance.readers import png_chunks

    bomb = chunk(b"zTXt", b"parameters\0\0" + zlib.compress(b"a" * 60_000_000, 9))
    blocks = png_chunks.split(png(bomb, bomb))
    assert len(blocks.fields[0].value.raw) == png_chunks.MAX_INFLATED
    assert any("cut off" in line for line in blocks.warnings)
    assert any("damaged" in line for line in png_chunks.split(png(chunk(b"zTXt", b"a\0\0nonsense"))).warnings)


def test_comments_of_jpeg_and_gif():
    assert contents(jpeg(comment=b"made by hand")).first("comment", "comment").raw == "made by hand"
    assert contents(encoded("GIF", comment=b"x" * 600)).first("comment", "comment").raw == "x" * 600


@pytest.mark.parametrize("plane", ["alpha", "rgb"])
@pytest.mark.parametrize("packed", [False, True])
def test_text_hidden_in_the_lowest_bits(plane, packed):
    text = b"a snail, Steps: 20, Sampler: Euler"
    body = gzip.compress(text) if packed else text
    name = {("alpha", False): "stealth_pnginfo", ("alpha", True): "stealth_pngcomp", ("rgb", False): "stealth_rgbinfo",
            ("rgb", True): "stealth_rgbcomp"}[plane, packed]  # fmt: skip
    bits = np.unpackbits(np.frombuffer(name.encode() + (8 * len(body)).to_bytes(4, "big") + body, np.uint8))
    pixels = np.asarray(PICTURE.convert("RGBA")).copy()
    pixels[..., 3] = 254 if plane == "alpha" else 255
    columns = pixels[..., 3].T.copy() if plane == "alpha" else pixels[..., :3].transpose(1, 0, 2).copy()
    flat = columns.reshape(-1)
    flat[: len(bits)] = flat[: len(bits)] & 254 | bits
    if plane == "alpha":
        pixels[..., 3] = columns.T
    else:
        pixels[..., :3] = columns.transpose(1, 0, 2)
    assert named(contents(encoded("PNG", Image.fromarray(pixels))), "hidden") == [(name, text.decode())]


def test_hidden_text_that_is_damaged_says_so():
    bits = np.unpackbits(np.frombuffer(b"stealth_rgbcomp" + (800).to_bytes(4, "big") + b"x" * 100, np.uint8))
    pixels = np.asarray(PICTURE).copy()
    columns = pixels.transpose(1, 0, 2).copy()
    flat = columns.reshape(-1)
    flat[: len(bits)] = flat[: len(bits)] & 254 | bits
    read = contents(encoded("PNG", Image.fromarray(columns.transpose(1, 0, 2))))
    assert not named(read, "hidden")
    assert any("lowest bits" in line for line in read.warnings)


def test_a_colour_profile_says_its_name():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
        assert "sRGB" in contents(encoded(kind, icc_profile=profile)).first("container", "ICC description").raw


def test_texts_in_segments_and_chunks_of_other_kinds_are_shown():
    label = '{"AIGC": {"Label": "1"}}'
    assert contents(jpeg(segment(0xEB, label.encode()))).first("container", "APP11").raw == label
    assert contents(png(chunk(b"aiGc", label.encode()))).first("container", "aiGc chunk").raw == label
    riff = encoded("WEBP", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0")
    body = riff[12:] + b"AIGC" + len(label).to_bytes(4, "little") + label.encode()
    webp = b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body
    assert contents(webp).first("container", "AIGC chunk").raw == label


def test_a_photoshop_document_gives_its_resources():
    from telltale.agent.provenance.readers import tiff_pages

    body = resource(0x0404, iim((2, 110, b"An Agency")))
    psd = (
        b"8BPS\0\1" + bytes(6) + b"\0\3" + bytes(4) * 2 + b"\0\x08\0\3" + bytes(4) + len(body).to_bytes(4, "big") + body
    )
    assert tiff_pages.split_psd(psd).resources[0].data == body
    assert io.BytesIO(psd)

"""What is taken, with which reservations, and what is refused with one line."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, PngImagePlugin
from telltale.agent import intake
from telltale.agent.intake import IntakeError, receive

from tests.conftest import encode

GRADIENT = Image.fromarray(np.add.outer(np.arange(160), np.arange(200)).astype(np.uint8)).convert("RGB")


def exif(orientation: int | None = None, **fields) -> Image.Exif:
    tags = Image.Exif()
    if orientation:
        tags[0x0112] = orientation
    for tag, value in fields.items():
        tags[int(tag[1:], 16)] = value
    return tags


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
        ("TIFF", "image/tiff"),
        ("BMP", "image/bmp"),
        ("HEIF", "image/heic"),
        ("AVIF", "image/avif"),
        ("JPEG2000", "image/jp2"),
    ],
)
def test_every_format_gives_upright_rgb(kind, media_type):
    import pillow_heif

    pillow_heif.register_heif_opener()
    exhibit = receive(encode(GRADIENT, kind), "gradient")
    assert exhibit.facts.media_type == media_type
    assert exhibit.pixels.shape == (160, 200, 3)
    assert exhibit.pixels.dtype == np.uint8
    assert np.abs(exhibit.pixels.astype(int) - np.asarray(GRADIENT)).mean() < 8


def test_hash_and_size_are_those_of_the_bytes(tmp_path):
    import hashlib

    data = encode(GRADIENT)
    file = tmp_path / "a.png"
    file.write_bytes(data)
    facts = receive(file).facts
    assert (facts.name, facts.size, facts.sha256) == ("a.png", len(data), hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied_once(orientation):
    marked = GRADIENT.copy()
    marked.paste((255, 0, 0), (0, 0, 40, 40))  # red corner, top left when upright
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the transpose that undoes each orientation
    stored = marked if orientation == 1 else marked.transpose(Image.Transpose(turns[orientation]))
    undone = receive(encode(stored, "JPEG", quality=95, exif=exif(orientation))).pixels
    twice = receive(encode(Image.fromarray(undone))).pixels
    assert undone.shape == (160, 200, 3)
    assert undone[20, 20, 0] > 200
    assert undone[20, 20, 1] < 60
    assert (twice == undone).all()


@pytest.mark.parametrize(
    ("picture", "note"),
    [
        (GRADIENT.convert("CMYK"), "CMYK"),
        (GRADIENT.quantize(32), None),
        (GRADIENT.convert("L"), None),
        (GRADIENT.convert("1"), None),
        (Image.fromarray(np.asarray(GRADIENT.convert("L")).astype(np.uint16) * 257), "8 bits"),
        (Image.merge("RGBA", [*GRADIENT.split(), Image.new("L", GRADIENT.size, 128)]), "Transparent"),
        (GRADIENT.convert("LA"), None),
    ],
)
def test_modes_are_converted(picture, note):
    kind = "TIFF" if picture.mode == "CMYK" else "PNG"
    exhibit = receive(encode(picture, kind))
    assert exhibit.pixels.shape == (160, 200, 3)
    assert (note is None) == (not exhibit.facts.warnings)
    assert note is None or note in exhibit.facts.warnings[0]


def test_sixteen_bits_keep_their_grey():
    grey = np.asarray(GRADIENT.convert("L"))
    exhibit = receive(encode(Image.fromarray(grey.astype(np.uint16) * 257)))
    assert np.abs(exhibit.pixels[..., 0].astype(int) - grey).max() <= 1


def test_transparent_parts_lie_on_white_and_alpha_is_kept():
    clear = Image.new("RGBA", (150, 150), (0, 0, 0, 0))
    exhibit = receive(encode(clear))
    assert (exhibit.pixels == 255).all()
    assert exhibit.alpha is not None
    assert exhibit.alpha.max() == 0


def test_broken_colour_profile_is_ignored():
    exhibit = receive(encode(GRADIENT, icc_profile=b"not a profile"))
    assert exhibit.facts.quality.icc_profile
    assert (exhibit.pixels == np.asarray(GRADIENT)).all()


def test_only_the_first_frame_of_a_gif_is_examined_and_it_says_so():
    frames = [Image.new("RGB", (150, 150), colour) for colour in ("red", "blue", "green")]
    exhibit = receive(encode(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert exhibit.facts.frames == 3
    assert "only the first" in exhibit.facts.warnings[0]
    assert tuple(exhibit.pixels[0, 0]) == (254, 0, 0) or exhibit.pixels[0, 0, 0] > 250


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


JPEG = encode(GRADIENT, "JPEG", quality=90)
PNG = encode(Image.fromarray(np.random.default_rng(0).integers(0, 255, (200, 200, 3), np.uint8)))
BAD = {
    "empty": (b"", "empty"),
    "text": (b"hello, this is no picture", "not a picture"),
    "html": (b"<!doctype html><html><body>no</body></html>", "not a picture"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
    "svg with declaration": (b'<?xml version="1.0"?>\n<!-- c --><svg/>', "SVG"),
    "svg with byte order mark": (b"\xef\xbb\xbf<svg/>", "SVG"),
    "pdf": (b"%PDF-1.7\n1 0 obj", "not a picture"),
    "zip": (b"PK\x03\x04" + b"\0" * 60, "not a picture"),
    "zeros": (b"\0" * 4096, "not a picture"),
    "noise": (np.random.default_rng(1).bytes(4096), "not a picture"),
    "jpeg magic alone": (b"\xff\xd8\xff\xe0", "picture"),
    "png magic alone": (b"\x89PNG\r\n\x1a\n", "picture"),
    "gif magic alone": (b"GIF89a", "picture"),
    "webp magic alone": (b"RIFF\0\0\0\0WEBP", "picture"),
    "tiff magic alone": (b"II*\0", "picture"),
    "bmp magic alone": (b"BM", "picture"),
    "jpeg cut in the header": (JPEG[:200], "picture"),
    "jpeg cut early": (JPEG[: len(JPEG) // 5], "truncated"),
    "png cut early": (PNG[: len(PNG) // 4], "truncated"),
    "png of 10 gigapixels": (png_header(100_000, 100_000), "100 megapixels"),
    "png just over the limit": (png_header(10_001, 10_000), "megapixels"),
    "png without pixels": (png_header(500, 500), "truncated"),
    "png of no width": (png_header(0, 10), "picture"),
}


@pytest.mark.parametrize(("data", "reason"), BAD.values(), ids=BAD.keys())
def test_what_can_not_be_examined_gets_one_line(data, reason):
    with pytest.raises(IntakeError) as caught:
        receive(data, "odd")
    message = str(caught.value)
    assert reason in message
    assert message.startswith("odd: ")
    assert "\n" not in message
    assert ";" in message  # and what to do about it


def test_missing_file_folder_and_huge_file(tmp_path, monkeypatch):
    with pytest.raises(IntakeError, match="no such file"):
        receive(tmp_path / "none.png")
    with pytest.raises(IntakeError, match="folder"):
        receive(tmp_path)
    huge = tmp_path / "huge.png"
    with huge.open("wb") as stream:
        stream.truncate(65 * 1024 * 1024)
    with pytest.raises(IntakeError, match="over the limit of 64 MB"):
        receive(huge)
    with pytest.raises(IntakeError, match="over the limit of 64 MB"):
        receive(b"\0" * (64 * 1024 * 1024 + 1))


def test_too_many_frames(monkeypatch):
    monkeypatch.setattr(intake, "MAX_FRAMES", 5)
    frames = [Image.new("L", (8, 8), shade) for shade in range(0, 240, 30)]
    with pytest.raises(IntakeError, match="8 frames"):
        receive(encode(frames[0], "GIF", save_all=True, append_images=frames[1:]))


def test_a_damaged_later_page_is_named_and_the_first_is_examined():
    whole = encode(GRADIENT, "TIFF", save_all=True, append_images=[GRADIENT, GRADIENT])
    first = int.from_bytes(whole[4:8], "little")  # offset of the first directory of tags
    count = int.from_bytes(whole[first : first + 2], "little")
    link = first + 2 + 12 * count  # holds the offset of the second one
    second = int.from_bytes(whole[link : link + 4], "little")
    damaged = whole[: second + 2] + bytes(12 * 4) + whole[second + 2 + 12 * 4 :]  # its width and height are gone
    exhibit = receive(damaged)
    assert exhibit.pixels.shape == (160, 200, 3)
    assert "later page of the file is damaged" in exhibit.facts.warnings[0]


def test_text_bomb_in_a_png_is_refused_or_ignored():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("parameters", "A" * 80_000_000, zip=True)
    with pytest.raises(IntakeError, match="too damaged to read"):
        receive(encode(GRADIENT, pnginfo=notes))


def test_a_file_cut_near_its_end_is_taken_with_a_warning():
    exhibit = receive(PNG[: int(len(PNG) * 0.8)])
    assert "damaged or cut off" in exhibit.facts.warnings[0]
    assert exhibit.pixels.shape == (200, 200, 3)


def test_quality_facts(photographs):
    quality = receive(encode(photographs[0], "JPEG", quality=83)).facts.quality
    assert (quality.jpeg_quality, quality.jpeg_standard_tables) == (83, True)
    assert quality.metadata_stripped
    assert quality.recompressed is False
    once = Image.open(io.BytesIO(encode(photographs[0], "JPEG", quality=75)))
    assert receive(encode(once, "JPEG", quality=93)).facts.quality.recompressed is True
    assert receive(encode(photographs[0], "JPEG", exif=exif(_0x010F="Leica"))).facts.quality.metadata_stripped is False


def test_screenshots_are_recognised():
    screen = Image.new("RGB", (1170, 2532), "white")
    screen.paste(GRADIENT, (100, 400))
    signs = receive(encode(screen)).facts.quality.screenshot
    assert "size of a screen" in signs[0]
    assert "of one colour" in signs[1]
    assert receive(encode(GRADIENT)).facts.quality.screenshot == ()
    named = PngImagePlugin.PngInfo()
    named.add_text("Description", "Screenshot")
    assert receive(encode(GRADIENT, pnginfo=named)).facts.quality.screenshot


SCREEN = (1080, 2424)  # of a phone of 2024


def user_interface(size: tuple[int, int] = SCREEN) -> Image.Image:
    screen = Image.new("RGB", size, "white")
    screen.paste(GRADIENT, (100, 400))
    return screen


def test_the_size_of_a_screen_counts_only_beside_another_sign_in_a_jpeg(photographs):
    assert receive(encode(user_interface())).facts.quality.screenshot
    assert receive(encode(user_interface(), "JPEG")).facts.quality.screenshot
    assert receive(encode(photographs[0].resize(SCREEN), "JPEG")).facts.quality.screenshot == ()
    assert receive(encode(user_interface(), "JPEG", exif=exif(_0x010F="Leica"))).facts.quality.screenshot == ()
    assert receive(encode(user_interface((1000, 2000)), "JPEG")).facts.quality.screenshot == ()


def test_a_jpeg_that_calls_itself_a_screenshot():
    note = exif()
    note.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0Screenshot"
    signs = receive(encode(GRADIENT, "JPEG", exif=note)).facts.quality.screenshot
    assert "calls itself" in signs[0]


def tiff_with(tag: int, kind: int, value: bytes) -> bytes:
    """A picture whose directory has one more entry."""
    whole = encode(GRADIENT, "TIFF")
    first = int.from_bytes(whole[4:8], "little")
    count = int.from_bytes(whole[first : first + 2], "little")
    entries = whole[first + 2 : first + 2 + 12 * count]
    added = struct.pack("<HHI", tag, kind, 4 if kind == 1 else 1) + value.ljust(4, b"\0")
    directory = struct.pack("<H", count + 1) + entries + added + bytes(4)
    return whole[:4] + struct.pack("<I", len(whole)) + whole[8:] + directory


NOT_FOR_US = {
    "dng": (tiff_with(0xC612, 1, b"\1\4\0\0"), "camera raw file (DNG)"),
    "other raw": (tiff_with(0x0106, 3, struct.pack("<H", 32803)), "camera raw file"),
    "cr2": (b"II*\0\x10\0\0\0CR\2\0" + bytes(100), "camera raw file (CR2)"),
    "cr3": (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", "camera raw file (CR3)"),
    "raf": (b"FUJIFILMCCD-RAW 0201" + bytes(100), "camera raw file (RAF)"),
    "jpeg xl": (b"\xff\x0a" + bytes(50), "JPEG XL"),
    "jpeg xl in a box": (b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(50), "JPEG XL"),
    "jpeg xr": (b"II\xbc\1" + bytes(50), "JPEG XR"),
    "exr": (b"\x76\x2f\x31\x01" + bytes(50), "OpenEXR"),
    "video": (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", "a video"),
    "12 bits": (b"\xff\xd8\xff\xc1\0\x11\x0c\0\x10\0\x10\3\1\x11\0\2\x11\1\3\x11\1", "12 bits a sample"),
    "lossless": (b"\xff\xd8\xff\xc3\0\x11\x08\0\x10\0\x10\3\1\x11\0\2\x11\1\3\x11\1", "lossless JPEG"),
}


@pytest.mark.parametrize(("data", "kind"), NOT_FOR_US.values(), ids=NOT_FOR_US.keys())
def test_other_formats_are_refused_by_name(data, kind):
    with pytest.raises(IntakeError) as caught:
        receive(data, "odd")
    assert kind in str(caught.value)
    assert "can't be examined; " in str(caught.value)


def test_a_photoshop_document_is_examined_flattened():
    head = b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 160, 200, 8, 3) + bytes(12)
    planes = np.asarray(GRADIENT).transpose(2, 0, 1).tobytes()
    exhibit = receive(head + b"\0\0" + planes)
    assert exhibit.facts.media_type == "image/vnd.adobe.photoshop"
    assert (exhibit.pixels == np.asarray(GRADIENT)).all()
    assert "flattened" in exhibit.facts.warnings[0]


def test_pipes_and_devices_are_refused_without_reading(tmp_path):
    import os

    os.mkfifo(tmp_path / "pipe.jpg")
    for path in (tmp_path / "pipe.jpg", "/dev/zero"):
        with pytest.raises(IntakeError, match="a device or a pipe"):
            receive(path)
    with pytest.raises(IntakeError, match="no such file"):
        receive("a\0b.jpg")


def test_an_avif_that_overstates_its_size_is_examined_at_the_size_it_has():
    whole = encode(GRADIENT, "AVIF")
    at = whole.index(b"ispe") + 8
    exhibit = receive(whole[:at] + struct.pack(">II", 9000, 9000) + whole[at + 8 :])
    assert exhibit.pixels.shape == (160, 200, 3)
    assert "9000×9000" in exhibit.facts.warnings[0]
    assert "200×160" in exhibit.facts.warnings[0]
    assert not receive(whole).facts.warnings


def test_a_gif_with_a_large_empty_canvas_says_so():
    whole = encode(Image.new("P", (40, 40)), "GIF")
    exhibit = receive(whole[:6] + struct.pack("<HH", 3000, 3000) + whole[10:])
    assert exhibit.pixels.shape == (3000, 3000, 3)
    assert "40×40" in exhibit.facts.warnings[0]


def test_hostile_names_are_quoted_in_messages_and_clean_in_facts():
    name = "a\n\x1b[31mreal \u202egnp.jpg"
    with pytest.raises(IntakeError) as caught:
        receive(b"nonsense", name)
    assert str(caught.value).startswith("“a ")
    assert not set("\n\x1b\u202e") & set(str(caught.value))
    facts = receive(encode(GRADIENT), name).facts
    assert facts.name == "a [31mreal gnp.jpg"


def test_tiny_pictures_say_so():
    assert "too small" in receive(encode(Image.new("RGB", (1, 1)))).facts.warnings[0]

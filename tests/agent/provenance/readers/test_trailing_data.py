"""What lies beside the picture: after its end, in an index, in a trailer, in further items and pages."""

import struct

import pytest
from telltale.agent.provenance.readers import iso_boxes

from .made_files import PICTURE, app1_xmp, contents, encoded, jpeg, png, samsung_trailer, segment, tiff, video, xmp

OTHER = encoded("JPEG", PICTURE.resize((64, 48)))


def kinds(read):
    return [(part.kind, part.media_type) for part in read.parts]


@pytest.mark.parametrize(
    ("tail", "kind", "media"),
    [
        (OTHER, "second picture", "image/jpeg"),
        (encoded("PNG", PICTURE.resize((8, 8))), "second picture", "image/png"),
        (video(), "video", "video/mp4"),
        (b"PK\x03\x04" + bytes(60), "archive", "application/zip"),
        (b"Rar!\x1a\x07\x01\0" + bytes(60), "archive", "application/vnd.rar"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(60), "archive", "application/x-7z-compressed"),
        (b"%PDF-1.7 " + bytes(60), "unknown data", "application/pdf"),
        (b"\x01\x02\x03\x04" * 20, "unknown data", None),
        (b"a note at the end", "unknown data", "text/plain"),
    ],
)
def test_what_follows_the_picture_is_named(tail, kind, media):
    riff = encoded("WEBP")
    for whole in (jpeg(), png(), encoded("GIF"), riff + b"\0" * (len(riff) % 2)):
        part = contents(whole + tail).parts[-1]
        assert (part.kind, part.media_type, part.where) == (kind, media, "after the picture")
        assert (part.offset, part.size) == (len(whole), len(tail))


def test_padding_after_the_end_is_nothing():
    for tail in (b"", b"\0" * 5000, b"\r\n", b"\xff\xff\0"):
        assert not contents(jpeg(after=tail)).parts
        assert not contents(png(after=tail)).parts


def test_a_picture_behind_padding_is_found_with_its_size():
    part = contents(jpeg(after=b"\0" * 100 + OTHER)).parts[0]
    assert (part.width, part.height, part.size) == (64, 48, len(OTHER))


def test_a_text_after_the_end_becomes_a_field():
    text = '{"AIGC": {"Label": "1"}}'
    assert contents(jpeg(after=text.encode())).first("container", "text").raw == text


def test_gain_maps_and_depth_maps_are_told_from_other_pictures():
    gain = OTHER[:2] + app1_xmp(
        xmp(attributes='xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"')
    )
    depth = OTHER[:2] + app1_xmp(xmp(attributes='xmlns:d="http://ns.apple.com/depthData/1.0/" d:Quality="high"'))
    read = contents(jpeg(after=gain + OTHER[2:] + depth + OTHER[2:]))
    assert kinds(read) == [("gain map", "image/jpeg"), ("depth map", "image/jpeg")]


def test_an_index_of_pictures_names_them_once():
    entries = struct.pack("<IIIHH", 0x20030000, 0, 0, 0, 0) + struct.pack("<IIIHH", 0x010001, len(OTHER), 0, 0, 0)
    index = tiff([(0xB000, 7, b"0100"), (0xB001, 4, struct.pack("<I", 2)), (0xB002, 7, entries)])
    whole = jpeg(segment(0xE2, b"MPF\0" + index))
    base = whole.index(b"MPF\0") + 4
    offset = struct.pack("<I", len(whole) - base)
    at = whole.index(entries[16:24]) + 8
    read = contents(whole[:at] + offset + whole[at + 4 :] + OTHER)
    (part,) = read.parts
    assert (part.kind, part.width, part.offset, part.where) == ("preview", 64, len(whole), "index of pictures (MPF)")
    assert part.distance is not None and part.distance <= 10


def test_samsung_trailers_are_taken_apart():
    edit = b'{"sepVersion": "150000", "genAIType": 4}'
    trailer = samsung_trailer(PhotoEditor_Re_Edit_Data=edit, MotionPhoto_Data=video(), Image_UTC_Data=b"1700000000000")
    read = contents(jpeg(after=trailer))
    assert read.first("container", "PhotoEditor_Re_Edit_Data").raw == edit.decode()
    assert read.first("container", "genAIType").raw == "4"
    assert read.first("container", "Image_UTC_Data").raw == "1700000000000"
    assert kinds(read) == [("video", "video/mp4")]


@pytest.mark.parametrize("cut", [4, 12, 30])
def test_a_damaged_trailer_is_unknown_data(cut):
    trailer = samsung_trailer(Image_UTC_Data=b"1700000000000")
    assert contents(jpeg(after=trailer[cut:])).parts or contents(jpeg(after=trailer[cut:])).warnings


def test_pages_of_a_tiff_file_are_parts():
    whole = encoded("TIFF", save_all=True, append_images=[PICTURE.resize((10, 12)), PICTURE])
    assert [(p.kind, p.width, p.height) for p in contents(whole).parts] == [("page", 10, 12), ("page", 256, 192)]


def test_heic_thumbnails_are_parts_and_alpha_planes_are_not():
    import io

    import pillow_heif

    pillow_heif.register_heif_opener()
    file = pillow_heif.from_pillow(PICTURE.convert("RGBA"))
    buffer = io.BytesIO()
    file.save(buffer)
    assert not [part for part in contents(buffer.getvalue()).parts if part.kind != "thumbnail"]


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def test_items_of_a_heic_file_are_told_apart():
    """A picture with a thumbnail, an HDR gain map, an alpha plane, and a packet of XMP among its items."""
    names = {1: b"hvc1", 2: b"hvc1", 3: b"hvc1", 4: b"hvc1", 5: b"mime"}
    content = b"\0application/rdf+xml\0"
    infe = [
        box(b"infe", b"\2\0\0\0" + struct.pack(">HH", n, 0) + kind + (content if n == 5 else b"\0"))
        for n, kind in names.items()
    ]
    iref = b"".join(box(kind, struct.pack(">HHH", n, 1, 1)) for kind, n in ((b"thmb", 2), (b"auxl", 3), (b"auxl", 4)))
    urns = (b"urn:com:apple:photo:2020:aux:hdrgainmap\0", b"urn:mpeg:hevc:2015:auxid:1\0")
    ipco = box(b"ispe", struct.pack(">III", 0, 320, 240)) + b"".join(box(b"auxC", bytes(4) + urn) for urn in urns)
    ipma = bytes(4) + struct.pack(">I", 3) + b"\0\2\1\1" + b"\0\3\2\1\2" + b"\0\4\1\3"
    packet = xmp(attributes='xmp:CreatorTool="Tool"')

    def whole(at: int) -> bytes:
        iloc = bytes(4) + b"\x44\0" + struct.pack(">H", 5)
        for n in names:
            size = len(packet) if n == 5 else 10 * n
            iloc += struct.pack(">HHHII", n, 0, 1, at, size)
        meta = box(b"pitm", bytes(4) + b"\0\1") + box(b"iinf", bytes(4) + b"\0\5" + b"".join(infe))
        meta += (
            box(b"iref", bytes(4) + iref) + box(b"iprp", box(b"ipco", ipco) + box(b"ipma", ipma)) + box(b"iloc", iloc)
        )
        return box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", bytes(4) + meta) + box(b"mdat", packet)

    data = whole(len(whole(0)) - len(packet)) + box(b"mpvd", video())
    blocks = iso_boxes.split(data)
    assert blocks.xmp[0].data == packet
    assert blocks.end == len(data)
    assert [(part.kind, part.width, part.size) for part in blocks.parts] == [
        ("thumbnail", 320, 20),
        ("gain map", 320, 30),
        ("video", None, len(video())),
    ]


def test_a_video_behind_a_heic_file_is_found_and_boxes_of_other_kinds_are_not():
    import pillow_heif

    pillow_heif.register_heif_opener()
    whole = encoded("HEIF")
    (part,) = contents(whole + video()).parts
    assert (part.kind, part.offset, part.where) == ("video", len(whole), "after the picture")
    assert not contents(whole + box(b"uuid", b"x" * 16 + b"\1\2")).parts
    assert not contents(encoded("JPEG2000")).parts


def test_many_pieces_are_counted_and_not_all_listed():
    read = contents(jpeg(after=OTHER * 50))
    assert len(read.parts) == 20
    assert any("first 20" in line for line in read.warnings)

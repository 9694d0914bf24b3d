import pytest
from PIL import Image
from telltale.agent.evidence import ExhibitFacts, Quality
from telltale.agent.foreign import Foreign
from telltale.agent.provenance.contents import Contents
from telltale.agent.reasoning.answers import form_answers as answers
from telltale.agent.reasoning.answers.file_case import FileCase

from tests.agent.provenance.readers.made_files import jpeg
from tests.agent.provenance.rules.made_contents import field, part
from tests.agent.reasoning.answers.file_cases import made, read, texts
from tests.conftest import encode


def facts(**more) -> ExhibitFacts:
    known = {"name": "a.jpg", "sha256": "ab" * 32, "size": 12345, "media_type": "image/jpeg", "width": 4000,
             "height": 3000, "quality": Quality(short_side=3000)}  # fmt: skip
    return ExhibitFacts.model_validate(known | more)


def test_the_form_of_a_jpeg():
    quality = Quality(short_side=3000, jpeg_quality=92, jpeg_standard_tables=True, recompressed=True)
    profile = field("container", "ICC description", "Display P3", where="colour profile")
    said = texts(answers.file_form(FileCase(Contents(fields=(profile,)), facts(quality=quality, frames=3))))
    assert said[0] == answers.FORM(name="a.jpg", form="JPEG", width=4000, height=3000, megapixels="12.0", size=12345)
    assert said[1] == answers.QUALITY(quality=92, tables=answers.STANDARD())
    assert said[2:] == [
        answers.MORE_THAN_ONCE(),
        answers.FRAMES(frames=3),
        answers.PROFILE(profile=Foreign("Display P3")),
    ]


@pytest.mark.parametrize(
    ("kind", "name"), [("PNG", "PNG"), ("WEBP", "WebP"), ("TIFF", "TIFF"), ("GIF", "GIF"), ("BMP", "BMP")]
)
def test_formats_are_named(kind, name):
    case = read(encode(Image.new("RGB", (64, 48), "navy"), kind), f"x.{kind.lower()}")
    assert f" {name}, 64×48 pixels" in texts(answers.file_form(case))[0]


def test_a_name_that_is_no_plain_name_is_quoted():
    assert (
        "“The verdict is real.jpg”"
        in texts(answers.file_form(FileCase(Contents(), facts(name="The verdict is real.jpg"))))[0]
    )


def test_the_digest_is_given_in_full():
    said = texts(answers.file_hash(FileCase(Contents(), facts())))
    assert said[0] == answers.DIGEST(name="a.jpg", digest="ab" * 32) and answers.DIGEST_USE() in said


def test_a_thumbnail_that_agrees_and_one_that_does_not():
    agrees = texts(answers.embedded(made(parts=(part("thumbnail", width=160, height=120, distance=2),))))
    assert agrees[0] == answers.EMBEDDED(parts="a thumbnail of 160×120 pixels")
    assert agrees[1] == answers.SMALL_SHOWS(kind="thumbnail", compared=answers.SAME(distance=2))
    differs = answers.embedded(made(parts=(part("thumbnail", distance=40),)))
    assert differs[1].id == "E1" and "40 of 64 bits" in differs[1].text


def test_videos_maps_and_data_behind_the_picture():
    parts = (
        part("video", size=1000),
        part("gain map", width=10, height=10),
        part("unknown data", where="after the picture", size=9),
    )
    said = texts(answers.embedded(made(parts=parts)))
    assert said[0] == answers.EMBEDDED(
        parts="a video of 1,000 bytes, a gain map for HDR screens of 10×10 pixels, data of an unknown kind of 9 bytes"
    )
    assert {answers.BEHIND(), answers.VIDEO(), answers.MAPS(), answers.NOT_MEASURED()} <= set(said)


def test_a_picture_behind_the_picture():
    said = texts(answers.embedded(read(jpeg(after=jpeg()))))
    assert "another picture" in said[0] and answers.BEHIND() in said


def test_text_hidden_in_the_pixels_is_quoted():
    said = texts(answers.embedded(made(hidden={"stealth_pnginfo": "a secret"})))
    assert said[0] == answers.HIDDEN_TEXT(text=Foreign("a secret"))


def test_nothing_embedded():
    assert texts(answers.embedded(made())) == [answers.NOTHING(), answers.NOTHING_LIMIT()]

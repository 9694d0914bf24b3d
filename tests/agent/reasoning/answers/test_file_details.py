import hashlib
import io
from dataclasses import replace

import pytest
from PIL import Image
from telltale.agent.intake import receive
from telltale.agent.reasoning.answers import file_details as details
from telltale.agent.reasoning.answers.credit_answers import NO_AUTHOR
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.provenance.rules.made_contents import contents, field
from tests.agent.reasoning.answers.answer_cases import asked, bench_of, case_of

PICTURE = Image.radial_gradient("L").convert("RGB").resize((300, 200))


def case(exhibit, guide, text="what of the file?", fields=(), data=None, **given):
    """A case of a file with some fields, or of some bytes."""
    shown = receive(data, "p.png") if data is not None else exhibit
    made = case_of("real", shown, asked(Topic.FILE_FORM, text), guide, **given)
    return replace(made, contents=contents(*(field(*one) for one in fields)), bench=bench_of(made.record, shown))


def first(answered):
    return answered.items[0].text


def encoded(form, **options):
    out = io.BytesIO()
    PICTURE.save(out, form, **options)
    return out.getvalue()


@pytest.mark.parametrize(("form", "field"), [("JPEG", "JFIF"), ("PNG", "PNG pHYs")])
def test_dots_per_inch_are_read_from_the_header(form, field, exhibit, guide):
    found = details.density(case(exhibit, guide, data=encoded(form, dpi=(254, 254))))
    assert first(found) == details.DENSITY(dpi="254", field=field)
    assert "3.0 × 2.0 cm" in found.items[1].text


@pytest.mark.parametrize(
    ("unit", "told"), [("2", details.DENSITY(dpi="100", field="EXIF XResolution")),
                       ("3", details.DENSITY(dpi="254", field="EXIF XResolution")), ("1", details.NO_DENSITY())]
)  # fmt: skip
def test_dots_per_inch_are_read_from_exif_with_their_unit(unit, told, exhibit, guide):
    fields = [("EXIF", "XResolution", "100"), ("EXIF", "ResolutionUnit", unit)]
    assert first(details.density(case(exhibit, guide, fields=fields))) == told


def test_checksums_are_computed_from_the_bytes(exhibit, guide):
    told = details.other_hash(case(exhibit, guide, "md5 and sha-1 please"))
    digests = hashlib.md5(exhibit.data).hexdigest(), hashlib.sha1(exhibit.data).hexdigest()
    assert all(digest in item.text for digest, item in zip(digests, told.items, strict=False))
    assert exhibit.facts.sha256 in told.items[2].text and told.items[3].text == details.WEAK()
    assert first(details.other_hash(case(exhibit, guide, "crc32?"))) == details.NOT_COMPUTED()


@pytest.mark.parametrize(
    ("size", "sentence"), [(("800", "800"), details.SAME_SHAPE), (("6000", "4000"), details.OTHER_SHAPE)]
)
def test_a_recorded_size_that_differs_tells_of_scaling_or_cropping(size, sentence, exhibit, guide):
    fields = [("EXIF", "PixelXDimension", size[0]), ("EXIF", "PixelYDimension", size[1])]
    told = [item.text for item in details.resized(case(exhibit, guide, fields=fields)).items]
    assert sentence() in told and details.NOT_RESIZED() not in told


def test_where_nothing_tells_of_another_size_that_is_said(exhibit, guide):
    assert first(details.resized(case(exhibit, guide))) == details.NOT_RESIZED()


def test_the_last_change_and_not_the_shot(exhibit, guide):
    fields = [("EXIF", "DateTimeOriginal", "2020:01:01 10:00:00"), ("EXIF", "DateTime", "2021:02:03 11:00:00")]
    told = first(details.modified(case(exhibit, guide, fields=fields)))
    assert "3 February 2021" in told and "2020" not in told
    assert first(details.modified(case(exhibit, guide))) == details.NO_CHANGE()


def test_nobody_is_named_who_is_not_in_the_file(exhibit, guide):
    assert first(details.author(case(exhibit, guide, "who took it?"))) == NO_AUTHOR()
    fields = [("EXIF", "Artist", "Ada Example"), ("EXIF", "Make", "Canon"), ("EXIF", "Model", "EOS R6")]
    told = " ".join(
        item.text for item in details.author(case(exhibit, guide, "who shot it and with what", fields)).items
    )
    assert "“Ada Example”" in told and "EOS R6" in told


def test_a_caption_is_quoted_and_not_judged(exhibit, guide):
    shown = case(exhibit, guide, "does the caption fit?", [("EXIF", "ImageDescription", "A lion in Rome")])
    assert "“A lion in Rome”" in first(details.caption(shown))
    told = details.fit(shown)
    assert told is not None and told.items[-1].text == details.NO_FIT()
    assert details.fit(case(exhibit, guide, "does the caption fit?")) is None


def test_that_data_can_be_forged_is_said_only_of_data(exhibit, guide):
    assert details.forgeable_data(case(exhibit, guide)) is None
    assert details.forgeable_data(case(exhibit, guide, topics=(Topic.WHERE_TAKEN,))) is not None

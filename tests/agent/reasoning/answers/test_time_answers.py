import pytest
from telltale.agent.foreign import Foreign
from telltale.agent.reasoning.answers import file_case, time_answers
from telltale.agent.reasoning.answers.time_answers import when_taken
from telltale.agent.reasoning.answers.written_dates import of_text

from tests.agent.provenance.rules.made_contents import field
from tests.agent.reasoning.answers.file_cases import made, texts

SHOT = {"DateTimeOriginal": "2021:05:14 10:32:07"}


def test_the_time_of_the_shot_comes_first_with_its_field():
    said = texts(when_taken(made(EXIF=SHOT)))
    assert said[0] == time_answers.THE_TIME(moment="14 May 2021, 10:32:07", fields="EXIF DateTimeOriginal")
    assert said[-1] == file_case.FORGEABLE()


def test_a_zone_is_said_and_its_absence_too():
    with_zone = texts(when_taken(made(EXIF=SHOT | {"OffsetTimeOriginal": "+02:00"})))
    assert "14 May 2021, 10:32:07 (UTC+02:00)" in with_zone[0] and time_answers.NO_ZONE() not in with_zone
    assert time_answers.NO_ZONE() in texts(when_taken(made(EXIF=SHOT)))


def test_fields_that_agree_are_named_together():
    case = made(EXIF=SHOT, XMP={"DateCreated": "2021-05-14T10:32:07+02:00"}, IPTC={"date created": "20210514"})
    first = texts(when_taken(case))[0]
    fields = "EXIF DateTimeOriginal, XMP DateCreated and IPTC date created"
    assert first == time_answers.THE_TIME(moment="14 May 2021, 10:32:07 (UTC+02:00)", fields=fields)


def test_a_month_alone_is_a_date_and_agrees_with_a_day_in_it():
    first = texts(when_taken(made(XMP={"DateCreated": "2021-05"})))[0]
    assert first == time_answers.THE_TIME(moment="May 2021", fields="XMP DateCreated")
    first = texts(when_taken(made(EXIF=SHOT, XMP={"DateCreated": "2021-05"})))[0]
    assert first.endswith("(EXIF DateTimeOriginal and XMP DateCreated).")
    first = texts(when_taken(made(EXIF=SHOT, XMP={"DateCreated": "2020"})))[0]
    assert "2020 (XMP DateCreated)" in first


def test_different_times_are_each_given_with_their_field():
    case = made(EXIF=SHOT, XMP={"DateCreated": "2019-01-02"})
    first = texts(when_taken(case))[0]
    assert "14 May 2021, 10:32:07 (EXIF DateTimeOriginal)" in first and "2 January 2019 (XMP DateCreated)" in first


def test_a_time_of_saving_is_no_time_of_the_shot():
    said = texts(when_taken(made(EXIF={"DateTime": "2021:05:14 10:32:07"})))
    assert said[0] == time_answers.NO_TIME(
        moments=time_answers.ONE_OF(moment="14 May 2021, 10:32:07", fields="EXIF DateTime")
    )
    assert said[-1] == time_answers.FIND_OUT()


@pytest.mark.parametrize("value", ["yesterday", "2021:13:45 99:00:00", "“14.5.21”"])
def test_what_is_no_date_is_quoted_as_it_stands(value):
    said = texts(when_taken(made(EXIF={"DateTimeOriginal": value})))
    assert said[0] == time_answers.NO_VALID_DATE()
    assert said[1] == time_answers.INVALID(field="EXIF DateTimeOriginal", value=Foreign(value))


def test_zeros_are_a_date_that_was_not_set():
    said = texts(when_taken(made(EXIF={"DateTimeOriginal": "0000:00:00 00:00:00"})))
    assert said[:2] == [time_answers.NO_VALID_DATE(), time_answers.UNSET(field="EXIF DateTimeOriginal")]


def test_without_a_date_it_is_said_and_what_to_do():
    assert texts(when_taken(made())) == [time_answers.NO_DATE(), time_answers.FIND_OUT()]


@pytest.mark.parametrize("name", ["IMG_20210514_103207.jpg", "IMG-20210514-WA0007.jpg", "2021-05-14 party.png"])
def test_a_date_in_the_name_is_a_hint_and_no_more(name):
    said = texts(when_taken(made(about={"name": name})))
    assert said[1] == time_answers.NAMED(name=f"{Foreign(name):60}", moment="14 May 2021")


def test_the_time_of_the_satellites_is_in_utc():
    case = made(EXIF=SHOT | {"GPSDateStamp": "2021:05:14", "GPSTimeStamp": "8 32 5.00"})
    assert any("14 May 2021, 08:32:05 (UTC)" in text for text in texts(when_taken(case)))


def test_a_contradiction_of_dates_is_cited_and_one_of_the_size_is_not():
    about = {"DateTime": "2020:01:01 10:00:00", "PixelXDimension": "6000", "PixelYDimension": "4000"}
    case = made(EXIF=SHOT | about)
    cited = [item for item in when_taken(case) if item.id != "F"]
    (order,) = [one for one in case.evidence if one.id == cited[0].id]
    assert len(cited) == 1 and order.statement == cited[0].text and "2020-01-01" in order.statement


def test_a_date_of_another_file_is_not_that_of_this_one():
    inner = field("XMP", "ModifyDate", "2019-01-01", ("xmpMM:DerivedFrom", "stRef:lastModifyDate"))
    assert texts(when_taken(made(inner)))[0] == time_answers.NO_DATE()


def test_a_picture_that_declares_itself_generated_was_not_taken():
    said = when_taken(made(PNG={"Software": "ChatGPT"}))
    assert [item.id for item in said] == ["F", "E1", "F"] and said[-1].text == file_case.NOT_TAKEN()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2021:05:14 10:32:07", "14 May 2021, 10:32:07"),
        ("2021-05-14T10:32:07Z", "14 May 2021, 10:32:07 (UTC)"),
        ("2021-05-14T10:32:07.50+0530", "14 May 2021, 10:32:07 (UTC+05:30)"),
        ("2021-05-14", "14 May 2021"),
        ("20210514", "14 May 2021"),
        ("2021-05", "May 2021"),
        ("20210500", "May 2021"),
        ("2021", "2021"),
        ("0021", "“0021”"),
        ("2021:02:30 10:00:00", "“2021:02:30 10:00:00”"),
    ],
)
def test_dates_in_the_forms_of_exif_xmp_and_iptc(text, words):
    assert str(of_text(Foreign(text))) == words

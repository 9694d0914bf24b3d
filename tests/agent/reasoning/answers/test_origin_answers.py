from telltale.agent.evidence import Quality
from telltale.agent.provenance.contents import Contents
from telltale.agent.reasoning.answers import file_case
from telltale.agent.reasoning.answers import origin_answers as answers
from telltale.agent.reasoning.answers.origin_answers import original, published

from tests.agent.provenance.credentials.signing import signed, step
from tests.agent.provenance.rules.made_contents import CAMERA, IPTC, facts, field
from tests.agent.reasoning.answers.file_cases import case_of, made, read, texts


def test_a_camera_file_looks_like_one_and_is_not_called_an_original():
    said = texts(original(made(EXIF=CAMERA)))
    assert said == [answers.CAMERA_LIKE(), file_case.FORGEABLE(), answers.COULD_BE_MADE()]


def test_a_screenshot_by_its_size_or_its_name():
    quality = Quality(short_side=1080, screenshot=("1080×2424 is the size of a screen",))
    known = facts().model_copy(update={"quality": quality})
    said = texts(original(file_case.FileCase(Contents(), known)))
    assert said == [answers.SCREENSHOT(signs="1080×2424 is the size of a screen"), answers.ASK()]
    assert texts(original(made(about={"name": "Screenshot 2024.png"})))[0] == answers.SCREENSHOT(
        signs=answers.NAME_SIGN()
    )


def test_a_copy_of_a_platform_by_its_mark_or_its_name():
    for case in (
        made(IPTC={"special instructions": "FBMD01000a8c0100"}),
        made(about={"name": "IMG-20240501-WA0007.jpg"}),
    ):
        said = original(case)
        assert said[0].text == answers.COPY() and said[1].id == "E1"
        assert texts(said)[-1] == answers.ASK()


def test_signs_that_it_was_saved_again():
    late = {"Software": "Adobe Photoshop 25.0", "DateTime": "2024:06:01 10:00:00", "PixelXDimension": "6000",
            "PixelYDimension": "4000"}  # fmt: skip
    mark = field("container", "Photoshop quality", "10 of 12", where="Photoshop resource")
    said = texts(original(made(mark, EXIF=CAMERA | late)))
    for sign in (answers.SIGN_PROGRAM(program=file_case.Foreign("Adobe Photoshop 25.0")), answers.SIGN_PHOTOSHOP()):
        assert sign in said[0]
    assert said[1] == answers.CAMERA_BUT(cameras="“Canon EOS R6”", count=5)


def test_traces_of_an_earlier_compression_are_a_sign():
    known = facts().model_copy(update={"quality": Quality(short_side=400, recompressed=True)})
    assert texts(original(file_case.FileCase(Contents(), known)))[0] == answers.SAVED(signs=answers.SIGN_TWICE())


def test_a_generated_picture_is_no_original_of_a_camera():
    said = original(made(XMP={"DigitalSourceType": f"{IPTC}trainedAlgorithmicMedia"}))
    assert said[0].text == answers.NO_CAMERA() and said[1].id == "E1"


def test_a_capture_that_credentials_declare(stranger):
    said = original(read(signed(stranger, [step("c2pa.created", "digitalCapture")])))
    assert said[0].text == answers.DECLARES_CAMERA() and said[1].id.startswith("E")


def test_where_nothing_tells_it_is_said():
    assert texts(original(made())) == [answers.UNKNOWN(), answers.ASK()]
    bare = facts().model_copy(update={"quality": Quality(short_side=400, metadata_stripped=True)})
    assert texts(original(file_case.FileCase(Contents(), bare)))[1] == answers.BARE()


def test_hints_of_the_source():
    case = made(
        field("XMP", "documentID", "xmp.did:1", ("xmpMM:DerivedFrom", "stRef:documentID")),
        EXIF=CAMERA, IPTC={"credit": "Agency", "original transmission reference": "REF-1"},
    )  # fmt: skip
    said = texts(published(case))
    assert said[0] == answers.PUBLISHED() and said[-1] == answers.SEARCH()
    assert answers.DATES(moment="1 May 2024, 10:00:00", fields="EXIF DateTimeOriginal") in said
    assert any("“Agency” (IPTC credit)" in text for text in said)


def test_without_hints_nothing_is_invented():
    assert texts(published(case_of(Contents()))) == [answers.NOT_PUBLISHED(), answers.SEARCH()]

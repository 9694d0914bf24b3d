from telltale.agent.evidence import Quality
from telltale.agent.provenance.contents import Contents
from telltale.agent.reasoning.answers import file_case
from telltale.agent.reasoning.answers import file_edit_answers as answers
from telltale.agent.reasoning.answers.file_edit_answers import alteration_by_file

from tests.agent.provenance.credentials.signing import signed, step
from tests.agent.provenance.rules.made_contents import CAMERA, IPTC, facts, part
from tests.agent.reasoning.answers.file_cases import made, read, texts


def test_nothing_found_is_said_and_that_it_shows_nothing():
    said = texts(alteration_by_file(made(EXIF=CAMERA)))
    assert said == [answers.NOTHING(), answers.NO_PROOF(), answers.LOOK()]


def test_a_file_without_metadata_can_not_say():
    bare = facts().model_copy(update={"quality": Quality(short_side=400, metadata_stripped=True)})
    assert texts(alteration_by_file(file_case.FileCase(Contents(), bare)))[0] == answers.NOTHING_TO_READ()


def test_a_declared_edit_is_a_yes_by_the_file():
    said = alteration_by_file(made(EXIF=CAMERA, XMP={"Credit": "Edited with Google AI"}))
    assert said[0].text == answers.DECLARED() and said[1].id == "E1"


def test_a_declared_generation_comes_before_edits():
    said = alteration_by_file(made(XMP={"DigitalSourceType": f"{IPTC}trainedAlgorithmicMedia"}))
    assert said[0].text == answers.GENERATED() and answers.LOOK() not in texts(said)


def test_credentials_that_do_not_match(stranger):
    data = bytearray(signed(stranger, [step("c2pa.created", "digitalCapture")]))
    data[-100] ^= 0x55
    said = alteration_by_file(read(bytes(data)))
    assert said[0].text == answers.MISMATCH() and said[1].id == "E1"


def test_contradictions_and_a_thumbnail_that_differs():
    size = {"PixelXDimension": "6000", "PixelYDimension": "4000"}
    for case in (made(EXIF=CAMERA | size), made(parts=(part("thumbnail", distance=40),), EXIF=CAMERA)):
        said = alteration_by_file(case)
        assert said[0].text == answers.CONTRADICTS() and said[1].id.startswith("E")


def test_an_editor_and_its_steps_are_usual(stranger):
    said = texts(alteration_by_file(made(EXIF=CAMERA | {"Software": "GIMP 2.10"})))
    assert said[0] == answers.EDITED() and "“GIMP 2.10”" in said[1] and answers.NO_PROOF() in said
    steps = [step("c2pa.created", "digitalCapture"), step("c2pa.cropped")]
    said = texts(alteration_by_file(read(signed(stranger, steps))))
    assert said[0] == answers.EDITED() and "created; cropped" in said[1]


def test_a_second_compression_alone():
    known = facts().model_copy(update={"quality": Quality(short_side=400, recompressed=True)})
    assert texts(alteration_by_file(file_case.FileCase(Contents(), known)))[0] == answers.TWICE()

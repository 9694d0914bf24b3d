from telltale.agent.reasoning.answers import credential_answers, file_case
from telltale.agent.reasoning.answers import metadata_answers as answers
from telltale.agent.reasoning.answers.metadata_answers import metadata

from tests.agent.provenance.credentials.signing import signed, step
from tests.agent.provenance.rules.made_contents import CAMERA, IPTC, part
from tests.agent.reasoning.answers.file_cases import made, read, texts


def test_the_most_telling_values_of_a_camera_file():
    more = {"GPSPosition": "52.520080, 13.404950", "Artist": "A. Person", "Software": "GIMP 2.10"}
    said = texts(metadata(made(EXIF=CAMERA | more, parts=(part("thumbnail", distance=1),))))
    assert said[0] == answers.HOLDS(what="10 fields of EXIF and a thumbnail")
    for value in ("1 May 2024, 10:00:00", "52.52008° N, 13.40495° E", "“Canon EOS R6”", "“GIMP 2.10”", "“A. Person”"):
        assert value in said[1]
    assert said[-2:] == [file_case.FORGEABLE(), file_case.MORE()]


def test_a_declaration_comes_before_all_else():
    case = made(EXIF=CAMERA, XMP={"DigitalSourceType": f"{IPTC}trainedAlgorithmicMedia"})
    assert [item.id for item in metadata(case)][:2] == ["F", "E1"]


def test_contradictions_are_cited():
    case = made(EXIF=CAMERA | {"PixelXDimension": "6000", "PixelYDimension": "4000"})
    assert "E1" in {item.id for item in metadata(case)}


def test_credentials_alone(stranger):
    said = texts(metadata(read(signed(stranger, [step("c2pa.created", "digitalCapture")]))))
    assert said[0] == answers.ONLY_CREDENTIALS() and credential_answers.VALID_UNKNOWN() in said[1]


def test_parts_without_metadata():
    said = texts(metadata(made(parts=(part("second picture"),))))
    assert said[0] == answers.ONLY_PARTS(parts="another picture")


def test_nothing():
    assert texts(metadata(made())) == [answers.NOTHING(), answers.COMMON()]

from telltale.agent.foreign import Foreign
from telltale.agent.reasoning.answers import camera_answers, file_case
from telltale.agent.reasoning.answers.camera_answers import camera

from tests.agent.provenance.rules.made_contents import CAMERA
from tests.agent.reasoning.answers.file_cases import made, texts

MORE = {
    "LensModel": "RF50mm F1.8 STM",
    "BodySerialNumber": "012345678901",
    "Flash": "16",
    "FocalLengthIn35mmFilm": "80",
    "CameraOwnerName": "A. Person",
}


def test_the_camera_its_settings_and_its_numbers():
    said = texts(camera(made(EXIF=CAMERA | MORE)))
    assert said[0] == camera_answers.CAMERA(camera=Foreign("Canon EOS R6"), fields="EXIF Make, Model")
    settings = "exposure 1/200 s, aperture f/5.6, ISO 200, focal length 50 mm, the same as 80 mm on 35 mm film, "
    assert said[1] == camera_answers.SETTINGS(place="EXIF", settings=settings + camera_answers.DARK())
    assert "“RF50mm F1.8 STM”" in said[2] and "“012345678901”" in said[2] and "“A. Person”" in said[2]
    assert said[-2] == file_case.FORGEABLE()


def test_no_serial_number_is_said():
    assert camera_answers.NO_SERIAL() in texts(camera(made(EXIF=CAMERA | {"BodySerialNumber": "0000000"})))


def test_two_places_that_name_different_cameras():
    said = texts(camera(made(EXIF=CAMERA, XMP={"Make": "NIKON", "Model": "NIKON D90"})))
    assert "“Canon EOS R6”" in said[0] and "“NIKON D90”" in said[0]


def test_a_contradiction_about_the_camera_is_cited():
    case = made(EXIF={"Make": "NIKON", "Model": "Canon EOS R6"})
    cited = [item for item in camera(case) if item.id != "F"]
    assert cited and all(item.id in {one.id for one in case.evidence} for item in cited)


def test_a_generator_in_the_camera_fields_is_no_camera():
    said = camera(made(EXIF={"Make": "OpenAI", "Model": "ChatGPT"}))
    assert said[0].text == camera_answers.NO_CAMERA()
    assert said[1].id == "E1" and said[-1].text == file_case.NOT_TAKEN()


def test_odd_settings_are_left_out():
    odd = {"ExposureTime": "0", "FNumber": "nan", "FocalLength": "-5", "PhotographicSensitivity": "many", "Flash": "x"}
    assert texts(camera(made(EXIF={"Make": "Canon", "Model": "Canon EOS R6"} | odd)))[0].startswith("The file names")


def test_without_a_camera_it_is_said():
    assert texts(camera(made())) == [camera_answers.NO_CAMERA(), camera_answers.FIND_OUT()]

"""What is asked for comes first: one setting, the flash, a program by its name, whether it may be printed."""

import pytest
from telltale.agent.detectors.base import Detector, Reading
from telltale.agent.detectors.face_places import MISSED, MTCNN
from telltale.agent.reasoning.answers import camera_answers, conclusion_answers, mark_answers, parameter_answers
from telltale.agent.reasoning.answers import plain_requests as requests
from telltale.agent.reasoning.answers import request_details as details
from telltale.agent.reasoning.answers.answer_table import ANSWERS
from telltale.agent.reasoning.answers.origin_answers import NOT_SHOWN_SENT, passed_on
from telltale.agent.reasoning.answers.picture_answers import NO_FACE
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.provenance.rules.made_contents import contents
from tests.agent.reasoning.answers.answer_cases import asked, case_of, faultless
from tests.agent.reasoning.answers.file_cases import case_of as file_of
from tests.agent.reasoning.answers.file_cases import made


def first(answer, topic, text, exhibit, guide, kind="real", held=None):
    case = case_of(kind, exhibit, asked(topic, text), guide)
    if held is not None:
        object.__setattr__(case, "contents", held)
    found = answer(case)
    faultless(found, case)
    return [item.text for item in found.items]


def test_of_one_setting_nothing_else_is_told(exhibit, guide):
    text = "a cat\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x512, Model: dream"
    held = contents(PNG={"parameters": text})
    seed = first(ANSWERS[Topic.PARAMETERS], Topic.PARAMETERS, "and the seed?", exhibit, guide, held=held)
    assert "42" in seed[0] and not any("a cat" in one for one in seed)
    both = first(ANSWERS[Topic.PARAMETERS], Topic.PARAMETERS, "seed n steps?", exhibit, guide, held=held)
    assert "42" in both[0] and "20" in both[1]
    whole = first(ANSWERS[Topic.PARAMETERS], Topic.PARAMETERS, "whats the prompt", exhibit, guide, held=held)
    assert any("a cat" in one for one in whole)
    assert parameter_answers.one_setting(made(), "seed") == []


@pytest.mark.parametrize("question", ["was the flash on?", "war der Blitz an?", "le flash a marché ?",
                                      "¿saltó el flash?", "开闪光灯了吗"])  # fmt: skip
def test_whether_the_flash_fired_is_a_yes_or_a_no(question, exhibit, guide):
    for value, sentence in (("16", camera_answers.FLASH_OFF), ("25", camera_answers.FLASH_FIRED)):
        held = contents(EXIF={"Make": "X", "Model": "Y", "Flash": value})
        told = first(ANSWERS[Topic.CAMERA], Topic.CAMERA, question, exhibit, guide, held=held)
        assert told[0] == sentence(field="EXIF Flash")


def test_a_program_that_is_asked_for_is_in_the_file_or_is_not(exhibit, guide):
    held = contents(EXIF={"Software": "GIMP 2.4.5"})
    told = first(requests.edited_with, Topic.SOFTWARE, "did they use photoshop?", exhibit, guide, held=held)
    assert told[0].startswith("By what the file says, no:")
    told = first(requests.edited_with, Topic.SOFTWARE, "did they use gimp?", exhibit, guide, held=held)
    assert told[0] == requests.NAMES_IT(program="GIMP")
    told = first(requests.edited_with, Topic.SOFTWARE, "did they use gimp?", exhibit, guide)
    assert not told[0].startswith("By what the file says,")


def test_who_may_print_nothing_by_ai_hears_first_what_the_file_declares(exhibit, guide):
    question = "our rule is no AI, can I run it?"
    ask = {
        kind: first(details.publish, Topic.LEGAL, question, exhibit, guide, kind=kind)
        for kind in ("declared", "synthetic", "tampered", "nothing found")
    }
    assert ask["declared"][0] == details.DECLARED_FIRST()
    assert ask["synthetic"][0] == details.FAKE_FIRST(label="synthetic")
    assert ask["tampered"][0] == details.FAKE_FIRST(label="tampered")
    assert ask["nothing found"][0].startswith("The verdict is inconclusive")


def test_a_name_in_the_data_is_shown_where_it_stands(exhibit, guide):
    held = contents(EXIF={"ImageDescription": "The chief executive of OpenAI speaks"})
    question = "The metadata mention OpenAI. So it's generated, right?"
    told = first(conclusion_answers.concluded, Topic.REASONS, question, exhibit, guide, held=held)
    assert told[0] == conclusion_answers.REASONS[conclusion_answers.Premise.DATA]() and "executive" in told[1]


@pytest.mark.parametrize("question", ["how many faces?", "wie viele Gesichter?", "combien de visages ?",
                                      "¿cuántas caras?", "有几张人脸"])  # fmt: skip
def test_faces_are_counted_and_nothing_else(question, exhibit, guide):
    case = case_of("real", exhibit, asked(Topic.DESCRIBE, question), guide)
    face = Reading("One face was found in the picture, 9×9 px at 1, 1.", 1.0, "faces")
    for reading, first in ((face, face.statement), (None, NO_FACE())):
        finder = Detector(MTCNN.name, "faces", "any picture", "r", lambda pixels, quality, found=reading: found, 32)
        case.bench.detectors = {finder.name: finder}
        told = [item.text for item in ANSWERS[Topic.DESCRIBE](case).items]
        assert told == [first, MISSED()]
        case.bench.evidence = list(case.record.evidence)
    case.bench.detectors = {}
    assert MISSED() not in [item.text for item in ANSWERS[Topic.DESCRIBE](case).items]


@pytest.mark.parametrize("question", ["is the signer trusted?", "ist der Unterzeichner vertrauenswürdig?",
                                      "le signataire est-il de confiance ?", "¿es de confianza el firmante?",
                                      "签名者可信吗"])  # fmt: skip
def test_whether_a_signer_is_trusted_comes_before_who_it_is(question, exhibit, guide):
    told = first(ANSWERS[Topic.SIGNER], Topic.SIGNER, question, exhibit, guide, kind="credentials")
    usual = first(ANSWERS[Topic.SIGNER], Topic.SIGNER, "who signed it?", exhibit, guide, kind="credentials")
    assert "trusted" in told[0] and sorted(told) == sorted(usual) and told != usual


@pytest.mark.parametrize("question", ["was it sent over whatsapp?", "kam es über WhatsApp?", "微信发的吗"])
def test_a_platform_that_nothing_points_to_can_not_be_told(question, exhibit, guide):
    told = first(ANSWERS[Topic.ORIGINAL], Topic.ORIGINAL, question, exhibit, guide, kind="a camera's file")
    assert told[0] == NOT_SHOWN_SENT()
    usual = first(
        ANSWERS[Topic.ORIGINAL], Topic.ORIGINAL, "is it the original?", exhibit, guide, kind="a camera's file"
    )
    assert NOT_SHOWN_SENT() not in usual
    assert passed_on(file_of(contents(), name="IMG-20240501-WA0003.jpg"))


def test_a_mark_can_be_pasted_by_anyone(exhibit, guide):
    told = first(mark_answers.pasted, Topic.WATERMARK, "couldn't he have pasted the logo?", exhibit, guide)
    assert told[0] == mark_answers.BY_ANYONE()

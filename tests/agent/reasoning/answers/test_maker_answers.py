import pytest
from telltale.agent.evidence import Evidence, Facts
from telltale.agent.reasoning.answers import file_case, maker_answers
from telltale.agent.reasoning.answers.maker_answers import asked_for, maker

from tests.agent.provenance.credentials.signing import signed, step
from tests.agent.provenance.rules.made_contents import CAMERA, IPTC
from tests.agent.reasoning.answers.file_cases import made, read, texts

CHATGPT = asked_for("did ChatGPT make this?")


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("did chatgpt make this?", "ChatGPT"),
        ("Was it made with Midjourney v6 or what", "Midjourney"),
        ("is it from adobe firefly?", "Adobe Firefly"),
        ("firefly?", "Adobe Firefly"),
        ("was stable diffusion used here", "Stable Diffusion"),
        ("hat DALL-E 3 das gemacht?", "DALL·E"),
        ("nano banana?", "Google Gemini"),
    ],
)
def test_a_generator_in_a_question_is_found(question, name):
    found = asked_for(question)
    assert found is not None and found.name == name


@pytest.mark.parametrize(
    "question",
    ["who made it and with which program?", "¿Esta imagen es generada por inteligencia artificial?", "is it AI?", "",
     "did an AI image generator make this", "was Photoshop used", "is the meta data real"],
)  # fmt: skip
def test_no_generator_is_heard_where_none_is_named(question):
    assert asked_for(question) is None


def test_the_declared_generator_is_named_and_cited():
    said = maker(made(PNG={"Software": "ChatGPT"}))
    assert said[0].text == maker_answers.NAMES(programs=maker_answers.BY(program="ChatGPT", maker="OpenAI"))
    assert said[1].id == "E1" and said[-1].text == file_case.FORGEABLE()


def test_yes_no_perhaps_and_not_said():
    programs = maker_answers.BY(program="ChatGPT", maker="OpenAI")
    assert texts(maker(made(PNG={"Software": "ChatGPT"}), CHATGPT))[0] == maker_answers.YES(programs=programs)
    other = texts(maker(made(XMP={"CreatorTool": "Midjourney"}), CHATGPT))[0]
    assert other == maker_answers.NO(programs="Midjourney", asked="ChatGPT")
    same = texts(maker(made(PNG={"Software": "DALL-E 3"}), CHATGPT))[0]
    programs = maker_answers.QUOTED_BY(text=file_case.Foreign("DALL-E 3"), maker="OpenAI")
    assert same in {
        maker_answers.SAME_MAKER(asked="ChatGPT", programs=programs),
        maker_answers.SAME_MAKER(asked="ChatGPT", programs=maker_answers.BY(program="DALL·E", maker="OpenAI")),
    }
    assert texts(maker(made(EXIF=CAMERA), CHATGPT))[0] == maker_answers.NOT_SAID(asked="ChatGPT")
    declared = made(XMP={"DigitalSourceType": f"{IPTC}trainedAlgorithmicMedia"})
    assert texts(maker(declared, CHATGPT))[0] == maker_answers.NOT_SAID_AI(asked="ChatGPT")


def test_a_phrase_is_quoted_and_gives_no_name_that_the_file_does_not_have():
    said = texts(maker(made(XMP={"Credit": "Made with Google AI"})))[0]
    assert "Gemini" not in said and "“Made with Google AI”" in said


def test_an_edit_is_not_the_making_of_the_picture():
    case = made(EXIF=CAMERA, XMP={"Credit": "Edited with Google AI"})
    assert texts(maker(case))[0].startswith(maker_answers.NAMES_EDITOR(programs="")[:60])


def test_a_file_that_names_a_camera_or_an_editor_names_no_generator():
    said = texts(maker(made(EXIF=CAMERA | {"Software": "GIMP 2.10"})))
    assert said[0] == maker_answers.SILENT()
    assert maker_answers.NAMES_CAMERA(cameras="“Canon EOS R6”") in said
    assert said[-1] == maker_answers.FIND_OUT()


def test_a_press_photograph_about_a_company_was_not_made_by_it():
    case = made(EXIF=CAMERA | {"ImageDescription": "The head of OpenAI speaks"}, IPTC={"credit": "Midjourney / Agency"})
    assert texts(maker(case, CHATGPT))[0] == maker_answers.NOT_SAID(asked="ChatGPT")


@pytest.mark.parametrize(
    ("agent", "name"), [("GPT-4o", "OpenAI"), ("Adobe Firefly", "Adobe Firefly"), ("Google Gemini", "Google Gemini")]
)
def test_the_agent_of_credentials_is_the_generator(stranger, agent, name):
    case = read(signed(stranger, [step("c2pa.created", "trainedAlgorithmicMedia", agent)], program="Some Library"))
    said = maker(case)
    assert name in said[0].text and said[1].id.startswith("E")
    assert maker_answers.CREDENTIALS(program="“Some Library”", signer="“Nobody”") in texts(said)


def test_what_the_pixels_resemble_comes_only_where_the_file_is_silent():
    pixels = Evidence(id="E9", source="family", kind="detector", statement="It looks so.", facts=Facts(family="gan"))
    silent, told = made(), made(PNG={"Software": "ChatGPT"})
    for case, expected in ((silent, True), (told, False)):
        with_pixels = file_case.FileCase(case.contents, case.facts, [*case.evidence, pixels])
        assert ("E9" in {item.id for item in maker(with_pixels)}) is expected

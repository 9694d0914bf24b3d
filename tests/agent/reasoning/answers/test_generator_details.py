"""The model, the date and the steps of a generator are told as the file gives them."""

from types import SimpleNamespace

from telltale.agent.reasoning.answers import generator_details as details
from telltale.agent.reasoning.answers.generator_details import of_front_end
from telltale.agent.reasoning.answers.maker_answers import NO, asked_for

from tests.agent.provenance.rules.made_contents import CAMERA
from tests.agent.reasoning.answers.file_cases import made

WEB_UI = "a cat\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 5, Size: 512x512"
WITH_MODEL = f"{WEB_UI}, Model: sd_xl_base_1.0"


def told(file, question="which model?", answer=details.generator_model):
    found = answer(SimpleNamespace(file=file, asked=SimpleNamespace(text=question)))
    return [item.text for item in found.items] if found is not None else None


def test_the_model_stands_in_the_settings():
    file = made(PNG={"parameters": WITH_MODEL})
    assert "sd_xl_base_1.0" in told(file)[0]
    first, second = told(file, "and which model, flux?")[:2]
    assert first == NO(asked="FLUX", programs="“sd_xl_base_1.0”") and "sd_xl_base_1.0" in second
    assert told(made(PNG={"Software": "ChatGPT"}))[0] == details.NO_MODEL()
    assert details.NO_SERVICE() in told(made(PNG={"Software": "ChatGPT"}), "through which service?")
    assert told(made(EXIF=CAMERA)) is None  # then the camera's model is meant


def test_a_front_end_runs_the_models_of_others():
    stable, flux = asked_for("did Stable Diffusion make it?"), asked_for("is it by FLUX")
    assert stable is not None and flux is not None
    unnamed, named = made(PNG={"parameters": WEB_UI}), made(PNG={"parameters": WITH_MODEL})
    assert of_front_end(unnamed, stable).text.startswith("Perhaps")
    assert of_front_end(named, stable).text.startswith("By what the file says, yes")
    assert of_front_end(named, flux).text.startswith("By what the file says, it was not FLUX")
    assert of_front_end(made(PNG={"Software": "ChatGPT"}), stable) is None


def test_a_date_of_generation_is_named_for_what_it_is():
    file = made(PNG={"Software": "ChatGPT", "Creation Time": "2024:05:01 10:00:00"})
    assert "1 May 2024" in told(file, "", details.made_when)[0]
    assert told(made(PNG={"Software": "ChatGPT"}), "", details.made_when)[0] == details.NO_MAKING_DATE()
    assert told(made(EXIF=CAMERA), "", details.made_when) is None


def test_steps_are_counted_where_there_are_some():
    assert told(made(EXIF=CAMERA), "", details.step_count) is None

import json

from telltale.agent.foreign import Foreign
from telltale.agent.reasoning.answers import file_case, parameter_answers
from telltale.agent.reasoning.answers.generation_settings import settings
from telltale.agent.reasoning.answers.parameter_answers import parameters

from tests.agent.reasoning.answers.file_cases import made, texts

LINES = (
    "a red fox in the snow\nNegative prompt: blurry, text\n"
    "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1234567890, Size: 512x768, Model hash: 6ce0161689, Model: demo_v1"
)
GRAPH = {
    "3": {
        "class_type": "KSampler",
        "inputs": {"seed": 42, "steps": 30, "cfg": 8.0, "sampler_name": "euler", "positive": ["6", 0],
                   "negative": ["7", 0]},
    },
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "demo.safetensors"}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a green bottle"}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "watermark"}},
}  # fmt: skip


def values(case):
    (one,) = settings(case.contents)
    return {name: value.raw for name, value in one.values.items()}


def test_the_lines_of_automatic1111():
    said = texts(parameters(made(PNG={"parameters": LINES})))
    assert said[0] == parameter_answers.HOLDS(program="AUTOMATIC1111", place="PNG text")
    assert said[1] == parameter_answers.PROMPT(prompt=Foreign("a red fox in the snow"))
    assert said[2] == parameter_answers.NEGATIVE(prompt=Foreign("blurry, text"))
    assert "seed “1234567890”" in said[3] and "model “demo_v1”" in said[3] and "sampler “Euler a”" in said[3]
    assert said[-1] == file_case.FORGEABLE()


def test_the_same_lines_in_exif_and_in_a_comment():
    for case in (made(EXIF={"UserComment": LINES}), made(comment={"comment": LINES})):
        assert values(case)["seed"] == "1234567890"


def test_a_graph_of_comfyui_follows_its_links():
    case = made(PNG={"prompt": json.dumps(GRAPH), "workflow": json.dumps({"nodes": [], "links": []})})
    (one,) = settings(case.contents)
    assert one.prompt == Foreign("a green bottle") and one.negative == Foreign("watermark")
    assert values(case) == {
        "seed": "42", "steps": "30", "guidance": "8.0", "sampler": "euler", "model": "demo.safetensors",
    }  # fmt: skip


def test_a_graph_with_a_ring_ends():
    ring = {
        "6": {"class_type": "X", "inputs": {"text": ["7", 0]}},
        "7": {"class_type": "X", "inputs": {"text": ["6", 0]}},
    }
    case = made(PNG={"prompt": json.dumps(GRAPH | ring)})
    assert texts(parameters(case))[0].startswith("The file holds")


def test_other_programs():
    novel = made(
        PNG={
            "Software": "NovelAI",
            "Description": "a cat",
            "Comment": json.dumps({"steps": 28, "seed": 7, "sampler": "k_euler", "scale": 5, "uc": "lowres"}),
        }
    )
    (one,) = settings(novel.contents)
    assert (one.program, one.prompt, one.negative) == ("NovelAI", Foreign("a cat"), Foreign("lowres"))
    assert values(novel)["seed"] == "7"
    easy = made(PNG={"prompt": "a cat", "negative_prompt": "dog", "seed": "9", "steps": "25"})
    assert values(easy) == {"seed": "9", "steps": "25"}
    swarm = made(
        PNG={"parameters": json.dumps({"sui_image_params": {"prompt": "a snail", "model": "demo", "seed": 1}})}
    )
    assert values(swarm) == {"model": "demo", "seed": "1"}


def test_a_workflow_that_only_changes_a_picture_generated_nothing():
    graph = {
        "1": {"class_type": "LoadImage", "inputs": {"image": "photo.jpg"}},
        "2": {"class_type": "ImageUpscaleWithModel", "inputs": {"image": ["1", 0]}},
    }
    said = texts(parameters(made(PNG={"prompt": json.dumps(graph)})))
    assert said[0] == parameter_answers.HOLDS_WORKFLOW(program="ComfyUI", place="PNG text")


def test_long_prompts_are_shortened_and_it_is_said_where_the_whole_is():
    said = texts(parameters(made(PNG={"parameters": LINES.replace("a red fox", "a red fox " * 60)})))
    assert "…”" in said[1] and said[-1] == file_case.MORE()


def test_iptcs_fields_on_ai_and_midjourneys_description():
    said = texts(parameters(made(XMP={"AISystemUsed": "Some Model", "AIPromptInformation": "a snail"})))
    assert said[0] == parameter_answers.SYSTEM(system=Foreign("Some Model"), place="XMP")
    assert said[1] == parameter_answers.PROMPT(prompt=Foreign("a snail"))
    job = "a snail --v 6 Job ID: 3f2504e0-4f89-11d3-9a0c-0305e82c3301"
    assert "“a snail --v 6" in texts(parameters(made(PNG={"Description": job})))[0]


def test_without_parameters_it_is_said_and_a_declaration_is_cited():
    assert texts(parameters(made())) == [
        parameter_answers.NO_PARAMETERS(),
        parameter_answers.NO_PARAMETERS_SAYS_NOTHING(),
    ]
    assert parameters(made(PNG={"Software": "ChatGPT"}))[1].id == "E1"

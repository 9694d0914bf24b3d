import pytest
from telltale.agent.perception import adapters, models, reliability, weights


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("small", None),
        ("llava-hf/llava-1.5-7b-hf", None),
        ("openai:http://127.0.0.1:8000/v1#llava", models.Endpoint("http://127.0.0.1:8000/v1", "llava")),
        ("openai:https://host/v1/#org/model", models.Endpoint("https://host/v1", "org/model")),
    ],
)
def test_endpoints_are_told_by_their_name(name, expected):
    assert models.parse_endpoint(name) == expected


@pytest.mark.parametrize("name", ["openai:", "openai:host#m", "openai:http://host/v1", "openai:ftp://host#m"])
def test_half_an_endpoint_is_refused(name):
    with pytest.raises(models.ModelError, match="openai:URL#MODEL"):
        models.parse_endpoint(name)


def test_small_must_be_set_up_first(tmp_path, monkeypatch):
    monkeypatch.setenv("TELLTALE_CACHE", str(tmp_path))
    with pytest.raises(models.ModelError, match="telltale model setup"):
        models.load()
    assert "not set up" in models.listing()[0][1]


@pytest.mark.parametrize("name", ["nobody/nothing", "/no/such/folder"])
def test_models_that_are_not_here_are_refused_in_one_line(name):
    with pytest.raises(models.ModelError) as caught:
        models.load(name)
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


def test_a_model_that_is_no_llava_is_refused(tmp_path):
    from transformers import BertConfig, BertModel

    BertModel(
        BertConfig(hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8)
    ).save_pretrained(tmp_path)
    with pytest.raises(models.ModelError, match="can't be loaded"):
        models.load(str(tmp_path))


def test_any_llava_folder_loads(tiny, tiny_folder):
    assert tiny.name == str(tiny_folder)
    assert tiny.projector_trained


def test_a_model_loads_in_four_bits(tiny_folder, pixels):
    from telltale.agent.perception.probes import ask
    from telltale.prompts import cues

    model = models.load(str(tiny_folder), load_in="4bit")
    kinds = {type(module).__name__ for module in model.model.modules()}
    assert "Linear4bit" in kinds
    assert all(0 <= reading.p_yes <= 1 for reading in ask(model, pixels, cues()[:3]))


@pytest.mark.weights
def test_small_is_listed_as_ready(small):
    assert models.listing()[0][1].startswith("ready")
    assert small.version == weights.digest(weights.small_folder())
    assert small.projector_trained  # by the adapter that ships
    assert len(small.adapters["perceive"]) == 12


def test_the_shipped_adapter_is_small_and_was_measured():
    folder = adapters.shipped(models.SMALL)["perceive"]
    assert (folder / "adapter_model.safetensors").stat().st_size < 25_000_000
    known = reliability.read(folder)
    assert {"global.verdict", "global.synthetic_look", "edges.blend"} <= set(known)
    assert any(item.reliable for item in known.values())
    assert all(item.balanced_accuracy >= 0.6 for item in known.values() if item.reliable)


def test_a_process_of_a_launcher_has_a_gpu_of_its_own():
    from telltale.agent.perception.models import device_map

    assert device_map({}) == "auto"
    assert device_map({"LOCAL_RANK": "1", "WORLD_SIZE": "2"}) == {"": 1}

import json

import numpy as np
import pytest
import torch
from PIL import Image
from telltale.agent.perception import adapters, models, probes
from telltale.eval.sets.records import Record
from telltale.finetune.adapters.lora import perceive, probe_data
from telltale.finetune.adapters.lora.alignment import align, directions
from telltale.finetune.adapters.lora.lora import save
from telltale.finetune.adapters.lora.probe_data import Example, Examples, Question
from telltale.finetune.adapters.lora.tower_cache import TowerCache
from telltale.finetune.pseudo_fakes.alterations.alterations import GENERATIVE
from telltale.prompts import cues

OPTIONS = perceive.Options(steps=4, batch=2, questions=3, rate=1e-3, rank=2, pool=4, align=0)


def quiet(line):
    pass


def inverted(pixels, rng):
    return 255 - pixels, "inverted"


@pytest.fixture
def examples(tmp_path, photographs):
    found = []
    for index, picture in enumerate(photographs[:4]):
        path = tmp_path / f"{index}.png"
        picture.resize((80, 80)).save(path)
        label = "real" if index % 2 else "generated"
        found.append(Record(path=path, label=label, source=f"s{index}", group=str(index)))
    return Examples(found, dict.fromkeys(GENERATIVE, inverted))


def test_every_turned_question_belongs_to_a_cue_and_every_truth_has_both_questions():
    known = {cue.id for cue in cues()}
    learned = probe_data.catalogue()
    assert {name for name in learned if not name.startswith("region.")} <= known
    assert all(set(truth) <= set(learned) for truth in probe_data.TRUTH.values())
    assert all(plain.prompt != turned.prompt for plain, turned in learned.values())


def test_both_answers_are_right_about_as_often(examples):
    rng = np.random.default_rng(0)
    asked: dict[str, list[bool]] = {}
    for _ in range(400):
        example = examples.draw(rng)
        assert example.pixels.shape == (224, 224, 3)
        for question in probe_data.questions(example.truth, rng, 6, examples.presence):
            asked.setdefault(question.cue.prompt, []).append(question.yes)
    answers = [yes for values in asked.values() for yes in values]
    for plain, _ in probe_data.catalogue().values():
        told = asked.get(plain.prompt, [])
        assert len(told) < 60 or 0.25 < np.mean(told) < 0.75, plain.id  # nor can the question alone tell
    assert 0.44 < np.mean(answers) < 0.56  # always saying yes gains nothing
    turned = {turned.prompt for _, turned in probe_data.catalogue().values()}
    assert 0.4 < np.mean([text in turned for text, values in asked.items() for _ in values]) < 0.6


def test_the_verdict_is_asked_in_two_words_either_way_round():
    rng, asked = np.random.default_rng(0), {}
    for made in (True, False):
        for _ in range(20):
            (question,) = probe_data.questions({"global.verdict": made}, rng, 1)
            asked[question.cue.prompt, made] = question.cue.answers[not question.yes]
    assert {word for (_, made), word in asked.items() if made} == {"fake"}
    assert {word for (_, made), word in asked.items() if not made} == {"real"}
    assert {prompt for prompt, _ in asked} == {
        "Answer fake or real. Is this picture real or fake?",
        "Answer real or fake. Is this picture fake or real?",
    }


def test_what_was_altered_is_placed_in_a_half_unless_it_is_in_the_middle():
    mask = np.zeros((100, 200), bool)
    assert probe_data.sides(mask) == {} and probe_data.sides(None) == {}
    mask[40:60, 20:60] = True
    assert probe_data.sides(mask) == {"region.left": True}
    mask[:] = False
    mask[70:, 150:] = True
    assert probe_data.sides(mask) == {"region.left": False, "region.top": False}


def test_examples_depend_on_the_seed_alone(examples):
    one, two = (examples.draw(np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(one.pixels, two.pixels) and one.origin == two.origin


def test_faces_take_their_truth_from_what_people_said(tmp_path):
    pictures = tmp_path / "utils/DDVQA_images/c40/train"
    answers = tmp_path / "DQ_FF++/train_set/Deepfakes"
    pictures.mkdir(parents=True)
    answers.mkdir(parents=True)
    Image.new("RGB", (64, 64)).save(pictures / "0_1_2.jpg")
    said = {
        "0": {"question": "?", "answer": ["The image looks fake."]},
        "1": {"question": "?", "answer": ["The person's skin looks real.", "The skin looks fake.", "It looks fake."]},
        "3": {"question": "?", "answer": ["The person's eyes look real."]},
        "5": {"question": "?", "answer": ["The person's mouth looks real.", "The person's mouth looks fake."]},
    }
    (answers / "Deepfakes.json").write_text(json.dumps({"0_1_2": said, "0_9_9": said}))
    (face,) = probe_data.faces(tmp_path)
    assert face.truth["texture.skin"] is True and face.truth["face.eyes"] is False
    assert "face.mouth" not in face.truth  # people disagreed
    assert face.truth["face.outline"] is True and face.truth["edges.blend"] is True


def test_packed_questions_get_the_answers_that_they_get_alone(tiny):
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (40, 40, 3)).astype(np.uint8)
    asked = [Question(cue, True) for cue in cues()[:3]]  # the first of which has words of its own
    with torch.inference_mode():
        together, mass = perceive.margins(tiny.model, perceive.pack(tiny, Example(pixels, {}, "x"), asked))
        alone = [perceive.margins(tiny.model, perceive.pack(tiny, Example(pixels, {}, "x"), [q])) for q in asked]
    assert torch.allclose(together, torch.cat([odds for odds, _ in alone]), atol=1e-4)
    assert torch.allclose(mass, torch.cat([m for _, m in alone]), atol=1e-4)
    assert (mass < 0).all()


def test_training_resumes_to_the_same_weights_and_ships_as_an_adapter(tiny_folder, tmp_path, examples):
    whole = perceive.train(models.load(str(tiny_folder)), examples, OPTIONS, tmp_path / "whole", quiet)

    class StoppedError(Exception):
        pass

    tiny = models.load(str(tiny_folder))
    drawn, limit = examples.draw, 4

    def stop(rng):
        nonlocal limit
        limit -= 1
        if limit < 0:
            raise StoppedError
        return drawn(rng)

    examples.draw = stop
    with pytest.raises(StoppedError):
        perceive.train(tiny, examples, OPTIONS, tmp_path / "cut", quiet, every=2)
    examples.draw = drawn
    lines: list[str] = []
    resumed = perceive.train(models.load(str(tiny_folder)), examples, OPTIONS, tmp_path / "cut", lines.append)
    assert lines[0] == "going on from step 2"
    trained = {name: value for name, value in whole.named_parameters() if value.requires_grad}
    for name, value in resumed.named_parameters():
        if value.requires_grad:
            assert torch.allclose(value, trained[name], atol=1e-5), name

    folder = save(whole, "perceive", tmp_path / "shipped", "tiny")
    assert {file.name for file in folder.iterdir()} == {"adapter_config.json", "adapter_model.safetensors"}
    assert [file.name for file in folder.parent.iterdir()] == ["perceive"]
    assert json.loads((folder / "adapter_config.json").read_text())["base_model_name_or_path"] == "tiny"
    loaded = models.load(str(tiny_folder), adapter=tmp_path / "shipped")
    pixels = np.asarray(Image.new("RGB", (40, 40), "red"))
    with adapters.using(loaded.model, "perceive") as active:
        assert active
    bare = probes.ask(models.load(str(tiny_folder)), pixels, cues()[:2])
    tuned = probes.ask(loaded, pixels, cues()[:2])
    assert any(abs(a.p_yes - b.p_yes) > 1e-6 for a, b in zip(bare, tuned, strict=True))


def test_what_sees_moves_less_than_what_reads_and_turned_questions_come_late(tiny):
    wrapped = perceive.wrap(tiny, perceive.Options(rank=2))
    names = {name: value for name, value in wrapped.named_parameters() if value.requires_grad}
    scale = {id(value): group["scale"] for group in perceive._groups(names) for value in group["params"]}
    assert len(scale) == len(names)
    for name, value in names.items():
        part = "projector" if "projector" in name else "tower" if "vision_tower" in name else "language"
        assert scale[id(value)] == {"projector": 0.1, "tower": 0.2, "language": 1.0}[part]
    assert [perceive._turned(step, 100) for step in (1, 25, 50, 100)] == [0.0, 0.0, 0.5, 0.5]


@pytest.mark.parametrize("freeze", [True, False])
def test_the_adapter_targets_what_it_should(tiny, freeze):
    options = perceive.Options(rank=2, freeze_tower=freeze, whole_projector=not freeze)
    names = [name for name, value in perceive.wrap(tiny, options).named_parameters() if value.requires_grad]
    assert any("vision_tower" in name for name in names) is not freeze
    assert any("language_model" in name for name in names)
    projector = [name for name in names if "multi_modal_projector" in name]
    assert projector and all(("lora_" in name) is freeze for name in projector)


def test_kept_features_stand_for_the_picture(tiny, tmp_path, examples):
    cache = TowerCache(tiny, examples, 40, 0, tmp_path / "kept")
    for number in (0, 33):
        example = cache.example(number)
        packed = perceive.pack(tiny, example, [Question(cue, True) for cue in cues()[:2]])
        with torch.inference_mode():
            seen, _ = perceive.margins(tiny.model, packed)
            kept, _ = perceive.margins(tiny.model, packed, cache.projected(number))
        assert torch.allclose(seen, kept, atol=5e-3)
    (folder,) = (tmp_path / "kept").iterdir()
    assert {file.name for file in folder.iterdir()} == {"0.npy", "1.npy"}
    stamps = [file.stat().st_mtime_ns for file in sorted(folder.iterdir())]
    TowerCache(tiny, examples, 40, 0, tmp_path / "kept").projected(0)
    assert stamps == [file.stat().st_mtime_ns for file in sorted(folder.iterdir())]  # not computed again


def test_a_frozen_tower_trains_from_kept_features(tiny_folder, tmp_path, examples):
    options = perceive.Options(steps=3, batch=2, questions=2, rank=2, freeze_tower=True, pool=6, align=2)
    model = models.load(str(tiny_folder))
    wrapped = perceive.train(model, examples, options, tmp_path, quiet)
    assert list((tmp_path / "tower").rglob("*.npy"))
    moved = [value for name, value in wrapped.named_parameters() if "multi_modal_projector.modules_to_save" in name]
    before = [value for name, value in wrapped.named_parameters() if "multi_modal_projector.original_module" in name]
    assert any(not torch.equal(a.float(), b.float()) for a, b in zip(moved, before, strict=True))


@pytest.mark.parametrize("load_in", ["4bit", "8bit"])
def test_a_quantised_model_trains_on_the_cpu_with_checkpointed_gradients(tiny_folder, tmp_path, examples, load_in):
    quantised = models.load(str(tiny_folder), load_in=load_in)
    options = perceive.Options(
        steps=2, batch=1, questions=2, rank=2, whole_projector=False, gradient_checkpointing=True
    )
    wrapped = perceive.train(quantised, examples, options, tmp_path, quiet)
    moved = [value.abs().max() for name, value in wrapped.named_parameters() if "lora_B" in name]
    assert max(moved) > 0


@pytest.mark.slow
def test_an_obvious_difference_is_learned(tiny_folder, tmp_path, photographs):
    """Bright pictures against dark ones: the answers leave chance, so the gradient reaches what it should."""
    found = []
    for index in range(8):
        path = tmp_path / f"{index}.png"
        shade = np.random.default_rng(index).integers(0, 60, (80, 80, 3)) + (180 if index % 2 else 0)
        Image.fromarray(shade.astype(np.uint8)).save(path)
        found.append(Record(path=path, label="real" if index % 2 else "generated", source="s", group=str(index)))

    class Two(Examples):
        def draw(self, rng):
            label = ("real", "generated")[int(rng.integers(2))]
            truth = {"global.synthetic_look": label == "generated"}
            return Example(self._cut(label, rng), truth, label)

    options = perceive.Options(steps=150, batch=4, questions=1, rate=5e-3, rank=8)
    lines: list[str] = []
    perceive.train(models.load(str(tiny_folder)), Two(found, {}), options, tmp_path / "work", lines.append)
    assert float(lines[-1].split("right ")[1].split("%")[0]) > 80


def test_alignment_moves_the_picture_toward_the_words_of_what_is_true(tiny_folder, tmp_path):
    class Two(Examples):
        """Bright pictures are made, dark ones real."""

        def __init__(self):
            self.presence, self.digest = {"global.verdict": 0.5}, "two"

        def draw(self, rng):
            made = bool(rng.random() < 0.5)
            shade = rng.integers(0, 60, (40, 40, 3)) + (180 if made else 0)
            return Example(shade.astype(np.uint8), {"global.verdict": made}, "x")

    tiny = models.load(str(tiny_folder))
    cache = TowerCache(tiny, Two(), 64, 0, tmp_path / "tower")
    lines: list[str] = []
    align(tiny, cache.projector, cache, 100, tmp_path, lines.append)
    (toward,) = directions(tiny, [probe_data.catalogue()["global.verdict"]])
    with torch.inference_mode():
        shift = [float(cache.projector(cache.features(n)[None].float()).mean(1)[0] @ toward) for n in range(64)]
    made = np.array([cache.truth(n)["global.verdict"] for n in range(64)])
    assert np.mean(np.array(shift)[made]) > np.mean(np.array(shift)[~made]) + 0.1
    assert "loss" in lines[-1]

    again = TowerCache(models.load(str(tiny_folder)), Two(), 64, 0, tmp_path / "tower")
    align(tiny, again.projector, again, 100, tmp_path, lines.append)  # taken up, not trained again
    assert len(lines) == 2
    for one, two in zip(cache.projector.parameters(), again.projector.parameters(), strict=True):
        assert torch.equal(one, two)

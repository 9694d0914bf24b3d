"""What looks at pictures: a model here, an endpoint, or nothing, behind one protocol."""

import numpy as np
import pytest
from langchain_core.language_models import FakeListChatModel
from telltale.agent.evidence import Flag
from telltale.agent.perception import ModelError, create
from telltale.agent.perception.cue_evidence import CONTENT
from telltale.agent.perception.endpoint_perceiver import EndpointPerceiver
from telltale.agent.perception.perceiver import LocalPerceiver, NoPerceiver
from telltale.agent.perception.reliability import Reliability
from telltale.prompts import cues


def words(local):
    return FakeListChatModel(responses=[local.name])


def never(local):
    raise AssertionError("no chat model is wanted")


def test_the_name_and_the_use_choose_the_kind(tiny_folder):
    assert isinstance(create("small", never), LocalPerceiver)
    assert isinstance(create("openai:http://127.0.0.1:9/v1#m", never), EndpointPerceiver)
    for name in ("small", "openai:http://127.0.0.1:9/v1#m"):
        assert isinstance(create(name, never, perceive=False, explain=False), NoPerceiver)
    with pytest.raises(ModelError, match="openai:URL#MODEL"):
        create("openai:nowhere", never)


def test_nothing_is_loaded_before_it_is_needed(tmp_path):
    perceiver = create(str(tmp_path / "none"), never)
    assert perceiver.versions() == {}
    with pytest.raises(ModelError, match="can't be loaded"):
        perceiver.prepare()


def test_a_model_answers_about_pictures_parts_and_claims(tiny_folder, pixels):
    perceiver = create(str(tiny_folder), words)
    evidence = perceiver.evidence(pixels)
    assert [item.source for item in evidence] == [f"cue:{cue.id}" for cue in cues()]
    assert all(item.has(Flag.UNASSESSED) for item in evidence)
    answered = perceiver.read(pixels, cues()[1:3])
    assert [reading.cue for reading in answered] == list(cues()[1:3])
    assert np.allclose([reading.p_yes for reading in answered], [item.score for item in evidence[1:3]], atol=1e-3)
    assert perceiver.evidence_on_part(pixels) == []  # no cue is known to be reliable
    claimed = perceiver.evidence_on_claim("an astronaut", pixels)
    assert (claimed.source, claimed.kind, claimed.supports) == (CONTENT, "claim", "neutral")
    assert perceiver.answers_with({"abc"}) is False
    assert perceiver.chat_model().responses == [str(tiny_folder)]
    assert perceiver.chat_model() is perceiver.chat_model()
    assert list(perceiver.versions()) == [f"model:{tiny_folder}"]


def test_a_crop_is_asked_only_the_cues_that_are_named(tiny_folder, pixels):
    perceiver = create(str(tiny_folder), never)
    asked = ["cue:edges.blend", "cue:none.such", "jpeg"]
    answers = perceiver.ask_again(pixels, asked)
    assert set(answers) <= {"cue:edges.blend"}
    assert perceiver.ask_again(pixels, []) == {}
    assert list(perceiver.trace(pixels, asked)) == ["cue:edges.blend"]


def test_a_part_is_asked_the_reliable_cues(tiny_folder, pixels, monkeypatch):
    good = {"edges.blend": Reliability(balanced_accuracy=0.8, pictures=100, reliable=True)}
    poor = {"edges.halo": Reliability(balanced_accuracy=0.5, pictures=100, reliable=False)}
    monkeypatch.setattr("telltale.agent.perception.models.read_reliability", lambda folder: {**good, **poor})
    (item,) = create(str(tiny_folder), never).evidence_on_part(pixels)
    assert item.source == "cue:edges.blend" and item.facts.flags == ()


def test_words_and_looks_can_be_had_apart(tiny_folder, pixels):
    writer = create(str(tiny_folder), words, perceive=False)
    assert writer.evidence(pixels) == [] and writer.evidence_on_claim("x", pixels) is None
    assert writer.ask_again(pixels, ["cue:edges.blend"]) == {} and writer.chat_model() is not None
    viewer = create(str(tiny_folder), never, explain=False)
    assert viewer.evidence(pixels) and viewer.chat_model() is None


def test_without_training_the_picture_is_described(tiny_folder, pixels):
    model = FakeListChatModel(responses=["A text."])
    perceiver = create(str(tiny_folder), lambda local: model, explain=False, training_free=True)
    evidence = perceiver.evidence(pixels)
    assert {item.source.partition(":")[0] for item in evidence} == {"truthlens"}
    assert len(evidence) == 10 and perceiver.chat_model() is None


def test_nobody_sees_nothing(pixels):
    nobody = NoPerceiver()
    nobody.prepare()
    assert nobody.read(pixels, cues()) == nobody.evidence(pixels) == nobody.evidence_on_part(pixels) == []
    assert nobody.ask_again(pixels, ["cue:edges.blend"]) == nobody.trace(pixels, ["x"]) == nobody.versions() == {}
    assert nobody.evidence_on_claim("x", pixels) is None and nobody.chat_model() is None
    assert not nobody.calls_tools and not nobody.answers_with({"a"})

import pytest
from telltale.agent.perception.models import ModelError
from telltale.agent.reasoning.artifact_claims import artifact_catalogue as catalogue
from telltale.prompts import cues


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("six fingers on the left hand", "anatomy.hands"),
        ("pupils do not match", "face.eyes"),
        ("The texture of the skin appears overly smooth", "texture.skin"),
        ("melted lamp post", "geometry.structure"),
        ("garbled sign", "text.garbled"),
        ("The shadows under the car are missing", "lighting.shadows"),
        ("a strange background", "background.incoherent"),
    ],
)
def test_an_artifact_is_matched_by_its_words(text, cue):
    assert catalogue.matched([text]) == [cue]


def test_without_the_encoder_other_artifacts_stay_without_a_cue(monkeypatch):
    def missing():
        raise ModelError("not set up")

    monkeypatch.setattr(catalogue.encoder, "load", missing)
    assert catalogue.matched(["the watch has no dial", "odd fingers"]) == [None, "anatomy.hands"]


@pytest.mark.weights
def test_what_words_leave_open_is_matched_by_meaning(encoder):
    same = "Something could be seen two times in this photo, an identical part"
    assert catalogue.matched([same, "the watch has no dial"])[1] is None


def test_every_word_list_is_for_a_cue_and_every_group_has_a_place():
    ordered = catalogue.in_order({})
    assert {cue.id for cue in ordered} == {cue.id for cue in cues() if cue.group != "global"}
    assert ordered[0].group == "anatomy" and ordered[-1].group == "compression and resampling"


def test_what_a_model_is_best_at_is_asked_first():
    first, second, *others = catalogue.in_order({"edges.halo": 0.6, "texture.skin": 0.7})
    assert (first.id, second.id) == ("texture.skin", "edges.halo") and others[0].group == "anatomy"


def test_a_cue_has_its_question_turned_round():
    assert catalogue.turned(catalogue.by_id("edges.halo")).startswith("Answer yes or no. Are the outlines")
    assert catalogue.turned(catalogue.by_id("anatomy.hands")) is None

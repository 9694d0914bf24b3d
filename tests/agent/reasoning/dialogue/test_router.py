import numpy as np
import pytest
from telltale.agent.reasoning.answer_items import INTENTS
from telltale.agent.reasoning.dialogue.router import Router, features, load, save, shipped
from telltale.finetune.heads import router_training as training
from telltale.finetune.rows.question_bank import questions

pytestmark = pytest.mark.weights


def test_at_least_95_of_100_held_out_questions_are_routed_rightly(encoder):
    share, wrong = training.accuracy(shipped(), encoder)
    asked, _, _ = training.table("held_out")
    assert len(asked) >= 200
    assert share >= 0.95, wrong


def test_no_held_out_question_is_trained_on():
    for intent in INTENTS:
        table = questions()[intent]
        assert not {q.lower() for q in table["train"]} & {q.lower() for q in table["held_out"]}, intent


def test_the_shipped_head_is_what_training_gives(encoder):
    fitted = training.fit(encoder)
    np.testing.assert_allclose(fitted.weight, shipped().weight, atol=2e-2)


def test_a_head_survives_its_file_whatever_the_order_of_its_memory(tmp_path):
    weight = np.asfortranarray(np.arange(34, dtype=np.float32).reshape(17, 2))
    save(Router(weight, np.zeros(17, np.float32)), tmp_path / "r.safetensors")
    np.testing.assert_array_equal(load(tmp_path / "r.safetensors").weight, weight)


def test_facts_about_the_words_stand_beside_the_embedding(encoder):
    here = features(["Zoom in on the upper left corner", "E2", "Was it Midjourney?"], encoder)
    facts = here[:, 384:] > 0
    assert here.shape[0] == 3 and facts[0, 0] and not facts[1, 0]  # a place
    assert facts[1, 4] and not facts[0, 4]  # an id
    assert facts[2, 5] and not facts[0, 5]  # a generator

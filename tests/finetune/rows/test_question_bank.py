import numpy as np
from telltale.agent.reasoning.answer_items import INTENTS
from telltale.finetune.rows.question_bank import question, questions, slots


def test_every_intent_has_questions_to_train_on_and_to_measure_on():
    assert set(questions()) == set(INTENTS)
    assert all(questions()[intent]["train"] and questions()[intent]["held_out"] for intent in INTENTS)


def test_parts_do_not_mix():
    learned = {question("verdict", "train", np.random.default_rng(n)) for n in range(200)}
    measured = {question("verdict", "held_out", np.random.default_rng(n)) for n in range(200)}
    assert not learned & measured


def test_places_take_the_given_value_or_one_at_random():
    asked = [question("detector", "train", np.random.default_rng(n), detector="noise", n="4") for n in range(60)]
    assert not any("{" in text for text in asked) and any("noise" in text for text in asked)
    filled = " ".join(question("claim", "train", np.random.default_rng(n)) for n in range(20))
    assert any(claim in filled for claim in slots()["claim"]) and "{" not in filled

"""Dialogues say what their items say: every sentence that is taught passes the grounding check."""

import numpy as np
import pytest
from telltale.agent.evidence import Dropped
from telltale.agent.reasoning.answer_items import Item
from telltale.agent.reasoning.grounding.check import check_item
from telltale.agent.reasoning.stance import Role, Stance
from telltale.finetune.rows import dialogues as module
from telltale.finetune.rows.dialogues import WEIGHTS, Dialogues, answer, dialogues


def test_a_dialogue_is_prompt_and_completion(cases):
    for row in dialogues(cases, "train", 20, 0):
        assert [m["role"] for m in row.prompt] == ["system", "user"]
        assert [m["role"] for m in row.completion][::2] == ["assistant"] * ((len(row.completion) + 1) // 2)
        assert row.prompt[1]["content"].startswith("Findings:\n[")
    assert list(dialogues(cases, "train", 5, 0)) == list(dialogues(cases, "train", 5, 0))


def test_answers_cite_the_items_of_their_prompt_in_order(cases):
    for row in dialogues(cases, "train", 30, 1):
        turns = [*row.prompt[1:], *row.completion]
        for asked, said in zip(turns[::2], turns[1::2], strict=True):
            listed = [line.partition("]")[0] for line in asked["content"].split("\n")[1:-1]]
            assert [line.partition("]")[0] for line in said["content"].split("\n")] == listed


def test_every_sentence_that_is_taught_stands(cases, record):
    source = Dialogues(cases, "held_out")
    for number, intent in enumerate([*WEIGHTS] * 6):
        rng = np.random.default_rng(number)
        _, items = source.turn(intent, record, rng)
        for item, line in zip(items, answer(items, record.evidence, rng).split("\n"), strict=True):
            body = line.partition("] ")[2].rstrip(".")
            result = check_item(f"{body} [{item.cite}].", item, record.evidence)
            assert not isinstance(result, Dropped), (intent, result)


def test_a_wording_that_no_longer_says_what_its_item_says_gives_way_to_the_item(monkeypatch):
    monkeypatch.setattr(module, "worded", lambda item, rng: "The eyes look unnatural")
    item = Item("E1", Stance(Role.NO_WEIGHT), "The noise level is consistent over the picture.")
    line = answer([item], [], np.random.default_rng(0))
    assert line == "[E1] The noise level is consistent over the picture."


def test_cases_do_not_mix(cases):
    assert len(Dialogues(cases, "train").cases) == 2 and len(Dialogues(cases, "held_out").cases) == 1
    with pytest.raises(ValueError, match="no examinations"):
        Dialogues(cases[:2], "held_out")

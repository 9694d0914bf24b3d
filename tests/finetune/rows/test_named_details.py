from collections import Counter

import pytest
from telltale.agent.reasoning.dialogue.detail_names import Detail
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.finetune.rows import named_details
from telltale.finetune.rows.asked_questions import LANGUAGES
from telltale.finetune.rows.named_details import named


def test_nearly_every_detail_has_questions_in_every_language():
    for language in LANGUAGES:
        told = {each.detail for each in named("train") if each.language == language}
        assert len({*Detail, None} - told) <= 2, {*Detail} - told


def test_there_are_enough_of_them():
    train = Counter(each.detail for each in named("train"))
    assert min(train[detail] for detail in Detail) >= 20 and train[None] >= 150
    held_out = [each for each in named("held_out") if each.detail is not None]
    assert len(held_out) >= 1_000 and sum(each.language != "en" for each in held_out) >= 300


def test_no_held_out_question_is_trained_on():
    written = {(each.language, each.text.lower()) for each in named("train")}
    assert not written & {(each.language, each.text.lower()) for each in named("held_out")}


def test_what_was_answered_before_stands_with_the_question():
    turns = [each for each in named("train") if each.before]
    assert len(turns) >= 2_000 and all(isinstance(topic, Topic) for each in turns for topic in each.before)


def test_a_line_without_a_bar_is_an_error(monkeypatch):
    monkeypatch.setattr(named_details, "tables_of", lambda part: [("en", "en_train_9_details.toml", {"none": "what"})])
    named.cache_clear()
    with pytest.raises(ValueError, match="no bar"):
        named("train")
    monkeypatch.undo()
    named.cache_clear()

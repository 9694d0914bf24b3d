import json

import pytest
from telltale.eval.sets.fakeclue_files import explained_pictures

TURNS = [{"from": "human", "value": "<image>Real?"}, {"from": "gpt", "value": "Fake. "}, {"value": "Why?"}]


def pictures(tmp_path, *entries):
    (tmp_path / "f.json").write_text(json.dumps(entries))
    return list(explained_pictures(tmp_path / "f.json"))


def test_conversations_are_questions_with_answers(tmp_path):
    (picture,) = pictures(tmp_path, {"image": "a.png", "label": 0, "cate": "animal", "conversations": TURNS})
    assert (picture.image, picture.truth, picture.category) == ("a.png", "fake", "animal")
    assert picture.exchanges == (("Real?", "Fake."), ("Why?", ""))


def test_other_sets_hold_a_question_and_a_reference(tmp_path):
    full, bare = pictures(
        tmp_path,
        {"image": "a.png", "label": "Real", "question": "Real?", "reference": "It is.", "category": "human"},
        {"image": "b.png", "label": "generated"},
    )
    assert (full.truth, full.category, full.exchanges) == ("real", "human", (("Real?", "It is."),))
    assert (bare.truth, bare.exchanges) == ("fake", (("", ""),))


@pytest.mark.parametrize("entry", [{"image": "a.png", "label": 7}, {"label": 0}, "a.png"])
def test_an_entry_of_another_form_is_named(tmp_path, entry):
    with pytest.raises(ValueError, match="entry 1: "):
        pictures(tmp_path, {"image": "a.png", "label": 0}, entry)

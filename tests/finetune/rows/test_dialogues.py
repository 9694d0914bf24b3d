"""Dialogues say what the sheet says: every sentence that is taught stands before the grounding check."""

import json

import numpy as np
import pytest
from telltale.agent.evidence import Dropped
from telltale.agent.reasoning.grounding.check.check import check_item
from telltale.agent.reasoning.stance import Role, Stance
from telltale.agent.reasoning.writing import plan
from telltale.agent.reasoning.writing.plan import Item
from telltale.finetune.rows import everyday, people
from telltale.finetune.rows.corruptions import KINDS, corrupt
from telltale.finetune.rows.dialogues import WEIGHTS, Dialogues, answer, dialogues, question, worded
from telltale.finetune.rows.examinations import Case, read


@pytest.fixture(scope="module")
def cases(record):
    return [Case(name=f"{n}", truth="real", held_out=n == 2, examination=record) for n in range(3)]


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
    evidence = list(record.evidence)
    for number, intent in enumerate([*WEIGHTS] * 6):
        rng = np.random.default_rng(number)
        _, items = source._turn(intent, record, evidence, rng)
        for item, line in zip(items, answer(items, rng).split("\n"), strict=True):
            body = line.partition("] ")[2].rstrip(".")
            result = check_item(f"{body} [{plan.SHOWN.get(item.id, item.id)}].", item, evidence)
            assert not isinstance(result, Dropped), (intent, result)


def test_parts_do_not_mix(cases):
    asked = {question("verdict", "train", np.random.default_rng(n)) for n in range(200)}
    held = {question("verdict", "held_out", np.random.default_rng(n)) for n in range(200)}
    assert not asked & held
    assert len(Dialogues(cases, "train")._cases) == 2 and len(Dialogues(cases, "held_out")._cases) == 1
    with pytest.raises(ValueError, match="no examinations"):
        Dialogues(cases[:2], "held_out")


def test_what_matches_no_pattern_is_said_as_it_stands():
    rng = np.random.default_rng(0)
    assert worded(Item("E1", Stance(Role.METHOD), "Jpeg measures ghosts."), rng) == "Jpeg measures ghosts"
    assert worded(Item("E1", Stance(Role.METHOD), "One thing. Another thing."), rng) == "One thing; another thing"


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_changes_the_sentence(kind):
    true = "The features score +1.3 for generation at 16, 48, and 32% of real pictures are as high"
    spoilt = {corrupt(true, np.random.default_rng(n), kind) for n in range(20)}
    assert true not in spoilt and None not in spoilt
    assert corrupt("Plain words", np.random.default_rng(0), "number") is None


def test_a_line_that_was_cut_off_is_left_out(cases, tmp_path):
    file = tmp_path / "cases.jsonl"
    file.write_text(cases[0].model_dump_json() + "\n" + cases[1].model_dump_json()[:100])
    assert list(read(file)) == [cases[0]]


def test_descriptions_are_cleaned_and_dealt_by_picture(tmp_path):
    boiler = 'The text description "一" translates to "The hand has six fingers" in English.'
    record = {"regional": [{"region": [1.4, 2.6, 30.0, 40.2], "desc": boiler}], "global": []}
    rows = [{"image_path": f"{n}.jpg", "problems": record} for n in range(40)]
    file = tmp_path / "loki.json"
    file.write_text(json.dumps(rows), encoding="utf-16")
    learned, kept = (list(people.descriptions(file, part)) for part in ("train", "held_out"))
    assert len(learned) + len(kept) == 40 and kept
    assert learned[0].completion[0]["content"] == "[E1] The hand has six fingers."
    assert "[E1] in the part of 30×40 px at 1, 3:" in learned[0].prompt[1]["content"]
    assert people.cleaned("The chair floats. The water is still. ") == "The chair floats; the water is still"


def test_faces_are_one_conversation_to_learn_and_single_questions_to_measure(tmp_path):
    for part, folder in (("train", "train"), ("test", "test")):
        pictures = tmp_path / "utils/DDVQA_images/c40" / folder
        pictures.mkdir(parents=True)
        (pictures / "0_1.jpg").write_bytes(b"")
        answers = tmp_path / f"DQ_FF++/{part}_set/Deepfakes"
        answers.mkdir(parents=True)
        said = {str(n): {"question": f"Q{n}?", "answer": [f"A{n}.", f"B{n}."]} for n in range(6)}
        (answers / "a.json").write_text(json.dumps({"0_1": said, "0_2": said}))
    (learned,) = people.faces(tmp_path, "train")
    assert len(learned.completion) == 3 and learned.image.endswith("0_1.jpg")
    kept = list(people.faces(tmp_path, "held_out"))
    assert len(kept) == 6 and kept[0].completion[0]["content"] == "A0.\nB0."
    with pytest.raises(OSError, match="no face crops"):
        list(people.faces(tmp_path / "elsewhere", "train"))


def test_fakeclue_is_read_where_its_pictures_are(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"")
    turns = [{"from": "human", "value": "<image>Real or fake?"}, {"from": "gpt", "value": "Fake."}]
    rows = [{"image": name, "label": 0, "conversations": turns} for name in ("a.jpg", "b.jpg")]
    (tmp_path / "f.json").write_text(json.dumps(rows))
    found = [r for part in ("train", "held_out") for r in people.fakeclue(tmp_path / "f.json", tmp_path, part)]
    assert [(r.prompt[0]["content"], r.completion[0]["content"]) for r in found] == [("Real or fake?", "Fake.")]


def test_everyday_questions_are_answered_once(tiny_folder, tmp_path, monkeypatch):
    from telltale.agent.perception.models import load

    monkeypatch.setattr(everyday, "MAX_TOKENS", 4)
    model = load(str(tiny_folder))
    first = everyday.rows(model, tmp_path / "chat.jsonl", 3, seed=1)
    assert [r.kind for r in first] == ["chat"] * 3 and len({r.prompt[0]["content"] for r in first}) == 3
    monkeypatch.setattr(everyday, "_answers", lambda *_: pytest.fail("written twice"))
    assert everyday.rows(model, tmp_path / "chat.jsonl", 3, seed=1) == first

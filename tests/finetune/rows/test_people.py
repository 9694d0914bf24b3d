import json

import pytest
from telltale.finetune.rows import people


def test_descriptions_are_cleaned_and_dealt_by_picture(tmp_path):
    boiler = 'The text description "一" translates to "The hand has six fingers" in English.'
    record = {"regional": [{"region": [1.4, 2.6, 30.0, 40.2], "desc": boiler}], "global": []}
    rows = [{"image_path": f"{n}.jpg", "problems": record} for n in range(40)]
    file = tmp_path / "loki.json"
    file.write_text(json.dumps(rows), encoding="utf-16")
    learned, measured = (list(people.descriptions(file, part)) for part in ("train", "held_out"))
    assert len(learned) + len(measured) == 40 and measured
    assert learned[0].completion[0]["content"] == "[E1] The hand has six fingers."
    assert "[E1] in the part of 30×40 px at 1, 3:" in learned[0].prompt[1]["content"]


def test_faces_are_one_conversation_to_learn_and_single_questions_to_measure(tmp_path):
    for split in ("train", "test"):
        pictures = tmp_path / "utils/DDVQA_images/c40" / split
        pictures.mkdir(parents=True)
        (pictures / "0_1.jpg").write_bytes(b"")
        answers = tmp_path / f"DQ_FF++/{split}_set/Deepfakes"
        answers.mkdir(parents=True)
        said = {str(n): {"question": f"Q{n}?", "answer": [f"A{n}.", f"B{n}."]} for n in range(6)}
        (answers / "a.json").write_text(json.dumps({"0_1": said, "0_2": said}))
    (learned,) = people.faces(tmp_path, "train")
    assert len(learned.completion) == 3 and learned.image.endswith("0_1.jpg")
    measured = list(people.faces(tmp_path, "held_out"))
    assert len(measured) == 6 and measured[0].completion[0]["content"] == "A0.\nB0."
    with pytest.raises(OSError, match="no face crops"):
        list(people.faces(tmp_path / "elsewhere", "train"))


def test_fakeclue_is_read_where_its_pictures_are(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"")
    turns = [{"from": "human", "value": "<image>Real or fake?"}, {"from": "gpt", "value": "Fake."}]
    entries = [{"image": name, "label": 0, "conversations": turns} for name in ("a.jpg", "b.jpg")]
    (tmp_path / "f.json").write_text(json.dumps(entries))
    rows = [row for part in ("train", "held_out") for row in people.fakeclue(tmp_path / "f.json", tmp_path, part)]
    assert [(row.prompt[0]["content"], row.completion[0]["content"]) for row in rows] == [("Real or fake?", "Fake.")]

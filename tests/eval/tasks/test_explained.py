import json
from pathlib import Path

import pytest
from telltale.eval.sets import records
from telltale.eval.tasks import TaskError

from tests.eval.tasks.made import read


def test_fakeclue_and_sets_to_be_marked(tmp_path, draw):
    draw(tmp_path / "images/a.png")
    turns = [
        {"from": "human", "value": "<image>Does the image looks real/fake?"},
        {"from": "gpt", "value": "This is a fake image."},
    ]
    fakeclue = [{"image": "a.png", "label": 0, "cate": "ff++", "width": 1, "height": 1, "conversations": turns}]
    plain = [{"image": "a.png", "label": "real", "question": "Real?", "reference": "It is real."}]
    (tmp_path / "test.json").write_text(json.dumps(fakeclue))
    (item,) = read("fakeclue", tmp_path / "test.json")
    assert (item.truth, item.question, item.category) == ("fake", "Does the image looks real/fake?", "ff++")
    assert item.references == ("This is a fake image.",) and Path(item.media[0]).is_file()
    (tmp_path / "test.json").write_text(json.dumps(plain))
    (item,) = read("explainfake", tmp_path / "test.json")
    assert (item.truth, item.question, item.references) == ("real", "Real?", ("It is real.",))
    (tmp_path / "test.json").write_text('[{"image": "a.png", "label": 7}]')
    with pytest.raises(TaskError, match="no JSON list with image and label"):
        read("fakeclue", tmp_path / "test.json")


def test_fakeclue_as_published_finds_the_pictures_of_its_split(tmp_path, draw):
    root = tmp_path / "FakeClue"
    entry = {"image": "ff++/fake/1.png", "label": 0, "cate": "deepfake", "conversations": []}
    (root / "data_json").mkdir(parents=True)
    for split in ("train", "test"):
        (root / f"data_json/{split}.json").write_text(json.dumps([entry]))
    draw(root / "train/ff++/fake/1.png")
    (item,) = read("fakeclue", root)
    assert item.media == (str(root / "test/ff++/fake/1.png"),)  # missing, and not taken from train
    draw(root / "test/test/ff++/fake/1.png")  # as unpacking leaves it
    for data in (root, root / "data_json/test.json"):
        (item,) = read("fakeclue", data)
        assert item.media == (str(root / "test/test/ff++/fake/1.png"),)
    (item,) = read("fakeclue", root, split="train")
    assert item.media == (str(root / "train/ff++/fake/1.png"),)
    assert records.read(root / "data_json/train.json")[0].path == root / "train/ff++/fake/1.png"
    with pytest.raises(TaskError, match=r"a folder with data_json/test\.json; found: folders ff\+\+"):
        read("fakeclue", root / "train")


@pytest.mark.parametrize(("label", "shown"), [("", "''"), (None, "None"), (True, "True"), ("unsure", "'unsure'")])
def test_a_label_that_means_neither_is_an_error_with_its_entry(tmp_path, label, shown):
    (tmp_path / "test.json").write_text(
        json.dumps([{"image": "a.png", "label": "Fake"}, {"image": "b", "label": label}])
    )
    with pytest.raises(TaskError, match=f"entry 1: the label {shown} means neither"):
        read("fakeclue", tmp_path / "test.json")

import json
from pathlib import Path

import pytest
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

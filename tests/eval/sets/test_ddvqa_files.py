import json

import pytest
from telltale.eval.sets.ddvqa_files import PartQuestion, crops


def test_a_crop_comes_with_its_questions_if_its_picture_is_there(tmp_path):
    pictures, answers = tmp_path / "utils/DDVQA_images/c40/train", tmp_path / "DQ_FF++/train_set/Deepfakes"
    pictures.mkdir(parents=True)
    answers.mkdir(parents=True)
    (pictures / "0_1_2.jpg").write_bytes(b"")
    questions = {"0": {"question": "Real?", "answer": ["It  looks\nfake.", "It looks real."]}}
    (answers / "a.json").write_text(json.dumps({"0_1_2": questions, "0_9_9": questions}))
    (crop,) = crops(tmp_path, "train")
    assert crop.path == pictures / "0_1_2.jpg"
    assert crop.questions == (PartQuestion("0", "Real?", ("It looks fake.", "It looks real.")),)
    with pytest.raises(OSError, match="no face crops in utils/DDVQA_images/c40/test"):
        list(crops(tmp_path, "test"))

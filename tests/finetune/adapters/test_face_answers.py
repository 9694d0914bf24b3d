import json

import pytest
from PIL import Image
from telltale.finetune.adapters.face_answers import faces


def test_faces_take_their_truth_from_what_people_said(tmp_path):
    pictures = tmp_path / "utils/DDVQA_images/c40/train"
    answers = tmp_path / "DQ_FF++/train_set/Deepfakes"
    pictures.mkdir(parents=True)
    answers.mkdir(parents=True)
    Image.new("RGB", (64, 64)).save(pictures / "0_1_2.jpg")
    said = {
        "0": {"question": "?", "answer": ["The image looks fake."]},
        "1": {"question": "?", "answer": ["The person's skin looks real.", "The skin looks fake.", "It looks fake."]},
        "3": {"question": "?", "answer": ["The person's eyes look real."]},
        "5": {"question": "?", "answer": ["The person's mouth looks real.", "The person's mouth looks fake."]},
    }
    (answers / "Deepfakes.json").write_text(json.dumps({"0_1_2": said, "0_9_9": said}))
    (face,) = faces(tmp_path)
    assert face.truth["texture.skin"] is True and face.truth["face.eyes"] is False
    assert "face.mouth" not in face.truth  # people disagreed
    assert face.truth["face.outline"] is True and face.truth["edges.blend"] is True


def test_a_folder_without_faces_is_named(tmp_path):
    with pytest.raises(OSError, match="no face crops"):
        faces(tmp_path)

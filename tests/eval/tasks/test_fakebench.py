import json

from tests.eval.tasks.made import read


def test_fakebench_parts(tmp_path, draw):
    root = tmp_path / "FakeBench"
    draw(root / "FakeBench_images/fake_images/sd-1.jpg")
    draw(root / "FakeBench_images/real_images/coco-1.jpg")
    (root / "Evaluation").mkdir()
    files = {
        "FakeClass": [
            {"image_id": "sd-1.jpg", "question": "Real or fake?"},
            {"image_id": "coco-1.jpg", "question": "Real or fake?"},
        ],
        "FakeClue": [{"image_id": "sd-1.jpg", "faultfinding_mode": "It is fake. Why?", "inference_mode": "Why?"}],
        "FakeQA": [{"image_id": "sd-1.jpg", "Q1": "Texture?", "A1": "", "Q2": "Edges?", "A2": ""}],
    }
    for name, rows in files.items():
        (root / f"Evaluation/{name}.json").write_text(json.dumps(rows))
    assert [(i.truth, i.generator) for i in read("fakebench", root)] == [("fake", "sd"), ("real", "")]
    clue = read("fakebench", root, part="clue")
    assert [(i.category, i.truth) for i in clue] == [("faultfinding_mode", None), ("inference_mode", "fake")]
    assert [i.category for i in read("fakebench", root, part="qa")] == ["Q1", "Q2"]

"""FraudBench's folders, made on the spot: its six modes, and its scores by hand."""

import json
from collections import Counter

import pytest
from telltale.eval import parsing
from telltale.eval.items import Reply
from telltale.eval.tasks import get

from tests.eval.tasks.made import read


@pytest.fixture
def fraud(tmp_path, draw):
    root = tmp_path / "fraud"
    real, made = root / "Books/Negative/Review_7", root / "Books/DeepFake/gpt-image-2/Review_7"
    for name in ("1.jpg", "2.jpg"):
        draw(real / name)
        draw(made / name)
    draw(root / "Books/Negative/Review_8/1.jpg")
    (real / "MetaReview_7.json").write_text(json.dumps({"title": "Torn", "text": "The cover is torn."}))
    (root / "Books/DeepFake/Metadata").mkdir()
    rows = [{"image": "1.jpg", "reviewer_comment": "Wet."}, {"image": "2.jpg", "reviewer_comment": "Soaked."}]
    (root / "Books/DeepFake/Metadata/Edit_7.json").write_text(json.dumps({"per_image": rows}))
    return root


def test_fraudbench_in_its_six_modes(fraud):
    one = read("fraudbench", fraud)
    assert Counter(item.generator for item in one) == {"": 3, "gpt-image-2": 2}
    assert all('"is_ai_modified"' in item.question and "customer wrote" not in item.question for item in one)
    told = read("fraudbench", fraud, mode="SingleImage-withReview")
    assert '"Torn. The cover is torn."' in told[0].question
    many = read("fraudbench", fraud, mode="MultiImage-withReview")
    assert [len(item.media) for item in many] == [2, 2]  # a claim with one picture is none of several
    assert 'Picture 1: "Wet."' in many[1].question and many[0].group == many[1].group
    steps = read("fraudbench", fraud, mode="MultiStep-NoReview")
    assert steps[0].lead == ("This was picture 1 of 2 of the claim. Wait for the others before you answer.",)


def test_fraudbench_by_hand(fraud):
    items = read("fraudbench", fraud)
    said = {
        "": '{"is_ai_modified": false, "confidence": 0.6}',
        "gpt-image-2": '{"is_ai_modified": true, "confidence": 0.8}',
    }
    replies = [Reply(text=said[item.generator]) for item in items]
    replies[0] = Reply(text=said["gpt-image-2"])  # one of three real ones called fake
    replies[-1] = Reply(text="no idea")  # one of two fakes unparsed
    headline, tables, _ = get("fraudbench").score([parsing.judge(i, r) for i, r in zip(items, replies, strict=True)])
    assert headline["TNR"].value == pytest.approx(2 / 3)
    assert headline["TPR, gpt-image-2"].value == 1.0
    assert headline["balanced accuracy"].value == pytest.approx(5 / 6)
    assert headline["mean confidence of right answers"].value == pytest.approx((0.6 + 0.6 + 0.8) / 3)
    assert tables[0].rows[0][:3] == ("Books", "5", "1")

"""XAIGID-RewardBench as its repository has it, and its scores by hand."""

import json
from pathlib import Path

import pytest
from telltale.eval import parsing
from telltale.eval.items import Reply
from telltale.eval.tasks import TaskError, get

from tests.eval.tasks.made import read


@pytest.fixture
def bench(tmp_path, draw):
    data = tmp_path / "XAIGID-RewardBench/data"
    made = {
        "t1": ["response_1_better", "response_1_better", "tie"],
        "t2": ["caption_2_better", "response_2_better"],
        "t3": ["both_good"],
        "t4": ["response_1_better", "both_bad"],  # no majority
    }
    rows = [
        {"triplet_id": name, "image_id": f"i{name}", "image_type": "real" if name < "t3" else "synthetic",
         "caption_1": f"real, {name} {{a}}", "caption_2": f"fake, {name}"}
        for name in made
    ]  # fmt: skip
    people = {
        name: {"annotations": {f"annotator_{n}": {"choice": choice} for n, choice in enumerate(choices)}}
        for name, choices in made.items()
    }
    files = {"triplets/benchmark_clean.json": rows, "annotations/benchmark_annotations.json": people}
    for file, content in files.items():
        (data / file).parent.mkdir(parents=True)
        (data / file).write_text(json.dumps(content))
    for name in made:
        draw(data.parent / f"images/i{name}.png")
    return data.parent


def test_people_choose_and_the_majority_is_right(bench):
    items = read("xaigid-rewardbench", bench)
    assert [item.answer for item in items] == ["A", "B", "C", ""]
    assert all(Path(item.media[0]).is_file() for item in items)
    assert "First explanation:\nreal, t1 {a}\n\nSecond explanation:\nfake, t1" in items[0].question
    swapped = read("xaigid-rewardbench", bench, order="swapped")
    assert [item.answer for item in swapped] == ["B", "A", "C", ""]
    assert "First explanation:\nfake, t1" in swapped[0].question
    assert read("xaigid-rewardbench", bench / "data") == items
    with pytest.raises(TaskError, match=r"extension_final\.json: is missing; found: 1 file \.json"):
        read("xaigid-rewardbench", bench, subset="extension")
    with pytest.raises(TaskError, match="expected data/triplets and data/annotations; found: 4 files"):
        read("xaigid-rewardbench", bench / "images")


def test_a_judge_is_scored_against_people_by_hand(bench):
    items = read("xaigid-rewardbench", bench)
    replies = [Reply(text=text) for text in ("A", "A", "C", "B")]
    headline, _, notes = get("xaigid-rewardbench").score(
        [parsing.judge(item, reply) for item, reply in zip(items, replies, strict=True)]
    )
    assert headline["accuracy, unparsed counted as wrong"].value == pytest.approx(2 / 3)
    assert headline["accuracy on clear winners, unparsed counted as wrong"].value == 0.5
    assert headline["people agree with each other"].value == pytest.approx((1 + 0 + 0 + 1 + 0) / 5)
    assert headline["people agree on clear winners"].value == 1.0  # A with A, and B with B
    assert headline["first of two explanations chosen"].value == pytest.approx(2 / 3)
    assert notes == ["Pairs that are not scored because no answer has a majority among people: 1."]

"""SynthScars as published and FakeXplain as its authors describe it, and scores by hand."""

import json

import pytest
from telltale.eval import parsing
from telltale.eval.items import Reply
from telltale.eval.tasks import TaskError, get

from tests.eval.tasks.made import read


def ref(sentence, explanation, *outline):
    return {"sentence": sentence, "explanation": explanation, "bbox": None, "segmentation": [list(outline)]}


@pytest.fixture
def scars(tmp_path, draw):
    root = tmp_path / "SynthScars"
    draw(root / "test/images/a.png", side=100)
    draw(root / "test/images/b.png", side=100)
    hand = ref("the hand", "It has six fingers.", 0, 0, 50, 0, 50, 50, 0, 50)
    sky = ref("the sky", "It repeats.", 60, 0, 100, 0, 100, 20, 60, 20)
    flat = ref("a line", "It covers nothing.", 1, 1, 5, 1, 9, 1)
    entries = [
        {"17": {"img_file_name": "a.png", "caption": "Two faults.", "refs": [hand, flat]}},
        {"18": {"img_file_name": "b.png", "caption": "One fault.", "refs": [hand]}},
        {"19": {"img_file_name": "a.png", "caption": "A third.", "refs": [sky]}},
    ]
    (root / "test/annotations").mkdir()
    (root / "test/annotations/test.json").write_text(json.dumps(entries))
    return root


def test_synthscars_has_boxes_with_sentences(scars):
    one, two = read("synthscars", scars)
    assert one.regions == ((0, 0, 50, 50), (60, 0, 40, 20)) and one.size == (100, 100)
    assert one.references == ("the hand: It has six fingers.", "the sky: It repeats.", "Two faults.", "A third.")
    assert (one.id, two.id, one.answer, one.truth) == ("test/images/a.png", "test/images/b.png", "", None)
    assert read("synthscars", scars / "test/annotations/test.json")[0] == one
    with pytest.raises(TaskError, match=r"expected train/annotations/train\.json; found: folders test"):
        read("synthscars", scars, split="train")
    (scars / "test/annotations/test.json").write_text('[{"1": {"img_file_name": "a.png"}}]')
    with pytest.raises(TaskError, match=r"test\.json, entry 0: not as SynthScars is published \('refs'\)"):
        read("synthscars", scars)


def test_boxes_and_the_sentences_that_they_stand_with_by_hand(scars, encoder):
    one, two = read("synthscars", scars)
    right = [
        {"box": [0.6, 0, 1, 0.2], "text": "The sky repeats itself."},
        {"box": [0, 0, 0.5, 0.5], "text": "The hand has six fingers."},
    ]
    pixels = [{"box": [0, 0, 50, 50], "text": "The hand."}]
    replies = [Reply(text=f"```json\n{json.dumps(right)}\n```"), Reply(text=json.dumps(pixels))]
    judged = [parsing.judge(item, reply) for item, reply in zip((one, two), replies, strict=True)]
    headline, _, notes = get("synthscars").score(judged)
    assert headline["IoU of all boxes"].value == pytest.approx(0.5)  # all of one picture, none of the other
    assert headline["IoU of the box of the closest sentence"].value == pytest.approx(0.5)
    assert headline["replies with a box"].value == 0.5 and "was asked: 1." in notes[0]
    exchanged = [{**right[0], "box": right[1]["box"]}, {**right[1], "box": right[0]["box"]}]
    headline, _, _ = get("synthscars").score([parsing.judge(one, Reply(text=json.dumps({"artifacts": exchanged})))])
    assert headline["IoU of all boxes"].value == pytest.approx(1.0)
    assert headline["IoU of the box of the closest sentence"].value == 0.0
    headline, _, _ = get("synthscars").score([parsing.judge(one, Reply(regions=((0, 0, 50, 50),)))])
    assert headline["IoU of all boxes"].value == pytest.approx(2500 / 3300)  # a model that points without words
    assert "IoU of the box of the closest sentence" not in headline


def explained(name, answer, refs=(), boxes=()):
    """A line in the form in which FakeXplain's authors train."""
    turns = [{"role": "user", "content": "<image>Real or generated?"}, {"role": "assistant", "content": answer}]
    return json.dumps({"messages": turns, "images": [name], "objects": {"ref": list(refs), "bbox": list(boxes)}})


@pytest.fixture
def xplained(tmp_path, draw):
    root = tmp_path / "FakeXplain"
    draw(root / "images/batch_a/a.png", side=100)
    draw(root / "b.png", side=100)
    draw(root / "images/real_batch/r.png", side=100)
    two = (
        "<think>\n<ref-object><bbox> It has six fingers;<ref-object><bbox> It repeats;\n</think>\n<verdict>…</verdict>"
    )
    lines = [
        explained("batch_a/a.png", two, ["hand", "sky"], [[0, 0, 50, 50], [60.5, 0, 100, 20]]),
        explained("images/real_batch/r.png", "<think>Nothing.</think><verdict>real</verdict>"),
        explained("b.png", "Only one <ref-object><bbox> is explained.", ["hand", "sky"], [[0, 0, 1, 1], [2, 2, 9, 9]]),
    ]
    (root / "annotations.jsonl").write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return root


def test_fakexplain_has_corners_with_what_is_said_of_each(xplained, encoder):
    one, two = read("fakexplain", xplained)  # the real picture has no box
    assert one.regions == ((0, 0, 50, 50), (60.5, 0, 39.5, 20)) and one.size == (100, 100)
    assert one.references == ("hand: It has six fingers", "sky: It repeats")
    assert two.references == ("hand", "sky")  # one sentence can't be shared out between two boxes
    assert read("fakexplain", xplained / "annotations.jsonl")[0] == one
    reply = Reply(text=json.dumps([{"box": [0, 0, 0.5, 0.5], "text": "The hand has six fingers."}]))
    headline, _, _ = get("fakexplain").score([parsing.judge(one, reply)])
    assert headline["IoU of all boxes"].value == pytest.approx(2500 / (2500 + 39.5 * 20))


@pytest.mark.parametrize(
    ("objects", "reason"),
    [
        ({"ref": ["a"], "bbox": [[5, 5, 5, 9]]}, "a box without area"),
        ({"ref": ["a"], "bbox": [[1, 1, 2, 2], [3, 3, 4, 4]]}, "1 names of 2 boxes"),
        ({"ref": ["a"]}, "'bbox'"),
    ],
)
def test_a_line_of_fakexplain_in_another_form_is_named(xplained, objects, reason):
    file = xplained / "annotations.jsonl"
    file.write_text(file.read_text() + json.dumps({"images": ["b.png"], "objects": objects}))
    with pytest.raises(TaskError, match=rf"annotations\.jsonl, line 5: not .*{reason}"):
        read("fakexplain", xplained)


def test_a_folder_without_lines_or_without_boxes_is_no_fakexplain(xplained):
    (xplained / "annotations.jsonl").write_text(explained("b.png", "Real."))
    with pytest.raises(TaskError, match="no picture in it has a box"):
        read("fakexplain", xplained)
    (xplained / "more.jsonl").write_text("")
    with pytest.raises(TaskError, match=r"expected one file \.jsonl.*found: folders images"):
        read("fakexplain", xplained)


def test_boxes_of_your_own(tmp_path, draw):
    draw(tmp_path / "a.png", side=40)
    marked = {"image": "a.png", "artifacts": [{"box": [1, 2, 3, 4], "text": "Odd."}]}
    (tmp_path / "list.json").write_text(json.dumps([marked, {"image": "a.png", "artifacts": []}]))
    (item,) = read("artifacts", tmp_path / "list.json")
    assert (item.regions, item.references, item.size) == (((1, 2, 3, 4),), ("Odd.",), (40, 40))
    (tmp_path / "list.json").write_text('[{"image": "a.png", "artifacts": [{"box": [1, 2, 0, 4], "text": "Odd."}]}]')
    with pytest.raises(TaskError, match=r"entry 0: not .*a box without area"):
        read("artifacts", tmp_path / "list.json")

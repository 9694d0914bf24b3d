"""FraudBench's folders, made on the spot: its six modes, and its scores by hand."""

import json
from collections import Counter

import pytest
from telltale.eval import parsing
from telltale.eval.items import Reply
from telltale.eval.tasks import TaskError, get

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
    assert headline["TNR, as FraudBench counts"].value == pytest.approx(2 / 3)
    assert headline["TPR, as FraudBench counts"].value == pytest.approx(1 / 2)  # what can't be read is wrong there
    assert headline["balanced accuracy, as FraudBench counts"].value == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert headline["F1, as FraudBench counts"].value == pytest.approx(2 * 1 / (2 * 1 + 1 + 1))


PROGRAM = r'''
SYSTEM_PROMPT = (
    "Look "
    "closely."
)
_USER_HEAD = "Is it?"
_USER_TAIL = "Return {}"
USER_PROMPT = _USER_HEAD + "\n\n" + _USER_TAIL
REVIEW_CONTINUATION_PROMPT = "That was {i} of {n}."
_REVIEW_FINAL_HEAD = "The last of {n}."
_REVIEW_FINAL_TAIL = "End {"
_BATCH_HEAD = "All {n}."
_BATCH_TAIL = "End"

def _comment_block(comment: str) -> str:
    return (
        f'\n\nThey said:\n'
        f'"{comment}"\n\n'
    )

def _comment_block_combined(comments):
    """Several."""
    non_null = [(i + 1, c) for i, c in enumerate(comments) if c]
    if not non_null:
        return "\n\n"
    unique_texts = {c for _, c in non_null}
    if len(unique_texts) == 1:
        return _comment_block(next(iter(unique_texts)))
    lines = "\n".join(f'  Image {i}: "{c}"' for i, c in non_null)
    return (
        "\n\nThey said about each:\n"
        f"{lines}\n"
        "Mind it.\n\n"
    )

raise SystemExit("this program is read and never run")
'''


def test_fraudbench_in_the_words_of_its_own_program(fraud):
    with pytest.raises(TaskError, match=r"expected FraudBench's own program tools/detect\.py"):
        read("fraudbench", fraud, wording="official")
    (fraud.parent / "tools").mkdir()
    (fraud.parent / "tools/detect.py").write_text(PROGRAM)
    one = read("fraudbench", fraud, wording="official")
    assert {(item.system, item.question) for item in one} == {("Look closely.", "Is it?\n\nReturn {}")}
    told = read("fraudbench", fraud, mode="SingleImage-withReview", wording="official")
    assert told[0].question == 'Is it?\n\nThey said:\n"Torn. The cover is torn."\n\nReturn {}'
    real, made = read("fraudbench", fraud, mode="MultiImage-withReview", wording="official")
    assert real.question == 'All 2.\n\nThey said:\n"Torn. The cover is torn."\n\nEnd' and not real.lead
    about_each = 'They said about each:\n  Image 1: "Wet."\n  Image 2: "Soaked."\nMind it.'
    assert made.question == f"All 2.\n\n{about_each}\n\nEnd"
    real, _ = read("fraudbench", fraud, mode="MultiStep-NoReview", wording="official")
    assert (real.lead, real.question, real.one_turn) == (("That was 1 of 2.",), "The last of 2.\n\nEnd {", True)
    (fraud.parent / "tools/detect.py").write_text("SYSTEM_PROMPT = print()")
    with pytest.raises(TaskError, match="not the program that FraudBench published"):
        read("fraudbench", fraud, wording="official")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"is_ai_modified": true, "confidence": 0.9}', ("fake", 0.9)),
        ('```json\n{"is_ai_modified": false, "confidence": "0.4"}\n```', ("real", 0.4)),
        ('Here: {"is_ai_modified": "Yes", "per_image": [{"index": 1}]} Done.', ("fake", None)),
        ('{"is_ai_generated": 0}', ("real", None)),
        ('{"is_ai_modified": null}', (None, None)),
        ('{"is_ai_modified": true} and {"is_ai_modified": false}', (None, None)),  # from the first brace to the last
        ("[true]", (None, None)),
        ("It is modified.", (None, None)),
    ],
)
def test_replies_as_fraudbench_reads_them(text, expected):
    assert parsing.fraudbench_verdict(text) == expected

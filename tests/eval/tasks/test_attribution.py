import pytest
from telltale.eval import parsing
from telltale.eval.items import Reply
from telltale.eval.tasks import TaskError, get

from tests.eval.tasks.made import read


def test_wild_has_a_closed_and_an_open_set(tmp_path, draw):
    for path in ("closed_set/flux/1.png", "closed_set/sdxl/2.png", "open_set/imagen/3.png"):
        draw(tmp_path / "wild" / path)
    items = read("wild", tmp_path / "wild")
    assert [(item.answer, item.generator) for item in items] == [("A", "flux"), ("B", "sdxl"), ("unknown", "imagen")]
    assert "the word unknown" in items[0].question and "A. flux\nB. sdxl" in items[0].question
    closed = read("wild", tmp_path / "wild", part="closed")
    assert len(closed) == 2 and "unknown" not in closed[0].question
    replies = [
        Reply(text="A", options=(0.9, 0.1)),
        Reply(text="B", options=(0.3, 0.7)),
        Reply(text="A", options=(0.5, 0.5)),
    ]
    judged = [parsing.judge(item, reply) for item, reply in zip(items, replies, strict=True)]
    headline, _, _ = get("wild").score(judged)
    assert headline["closed-set accuracy, unparsed counted as wrong"].value == 1.0
    assert headline["known / unknown AUROC"].value == 1.0 and headline["FPR at 95% TPR"].value == 0.0
    assert headline["OSCR"].value == 1.0 and headline["unknown generators called unknown"].value == 0.0


def test_wild_keeps_the_split_that_its_folders_name(tmp_path, draw):
    root = tmp_path / "WILD"
    files = (
        *("Closed_Set/train/flux/1.png", "Closed_Set/test/flux/2.png", "Closed_Set/test/sdxl/3.png"),
        "Open_Set/imagen/test/4.png",
    )
    for path in files:
        draw(root / path)
    items = read("wild", root)
    assert [(i.answer, i.generator) for i in items] == [("A", "flux"), ("B", "sdxl"), ("unknown", "imagen")]
    assert len(read("wild", root, split="all")) == 4
    with pytest.raises(TaskError, match=r"no pictures in the split val; found: test, train"):
        read("wild", root, split="val")
    draw(root / "Closed_Set/5.png")
    with pytest.raises(TaskError, match=r"5\.png: lies in no folder of a generator"):
        read("wild", root)
    with pytest.raises(TaskError, match=r"expected folders closed_set and open_set.*found: folders test, train"):
        read("wild", root / "Closed_Set")

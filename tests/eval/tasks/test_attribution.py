from telltale.eval import parsing
from telltale.eval.items import Reply
from telltale.eval.tasks import get

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

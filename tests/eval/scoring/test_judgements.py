from telltale.eval import parsing, scoring, tasks
from telltale.eval.items import Reply

from tests.eval.tasks.made import read


def test_detection_counts_what_was_not_parsed(labelled):
    items = read("csv", labelled)
    replies = [Reply(text="Yes." if item.truth == "fake" else "No.", options=(0.5, 0.5)) for item in items]
    replies[0] = Reply(text="?")
    headline, tables, _ = scoring.detection([parsing.judge(i, r) for i, r in zip(items, replies, strict=True)])
    assert headline["accuracy"].value == 1.0 and headline["accuracy"].n == 15
    assert headline["AUROC"].value == 0.5
    category = next(table for table in tables if table.title == "By category")
    assert category.rows[0] == ("cat", "8", "1", "1.000", "1.000", "1.000", "0.500")
    assert tasks.get("csv").options["phrasing"] == ("fake", "real", "both")

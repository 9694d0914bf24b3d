import pytest
from telltale.eval import parsing, scoring, tasks
from telltale.eval.items import Item, Reply

from tests.eval.tasks.made import read


def test_detection_counts_what_was_not_parsed(labelled):
    items = read("csv", labelled)
    replies = [Reply(text="Yes." if item.truth == "fake" else "No.", options=(0.5, 0.5)) for item in items]
    replies[0] = Reply(text="?")
    headline, tables, _ = scoring.detection([parsing.judge(i, r) for i, r in zip(items, replies, strict=True)])
    assert headline["accuracy, unparsed left out"].value == 1.0 and headline["accuracy, unparsed left out"].n == 15
    assert (
        next(iter(headline)) == "accuracy, unparsed counted as wrong" and next(iter(headline.values())).value == 15 / 16
    )
    assert headline["AUROC"].value == 0.5
    category = next(table for table in tables if table.title == "By category")
    assert category.rows[0] == ("cat", "8", "1", "0.875", "1.000", "1.000", "1.000", "0.500")
    assert tasks.get("csv").options["phrasing"] == ("fake", "real", "both")


def test_loki_counts_unparsed_replies_in_three_ways():
    made = [
        Item(id=str(n), kind="judgement", media=(), question="?", answer="yes" if n < 2 else "no", category="a",
             truth="fake" if n < 2 else "real")
        for n in range(4)
    ]  # fmt: skip
    replies = [Reply(text=text) for text in ("Yes.", "Hm.", "No.", "No.")]
    headline, _, _ = scoring.loki([parsing.judge(i, r) for i, r in zip(made, replies, strict=True)], judgement=True)
    values = {name: figure.value for name, figure in headline.items()}
    assert (
        next(iter(values)) == "accuracy, unparsed counted as wrong"
        and values["accuracy, unparsed counted as wrong"] == 0.75
    )
    assert values["accuracy, unparsed left out"] == 1.0
    assert values["LOKI's accuracy (mean recall by category), unparsed counted as wrong"] == 0.75
    assert values["LOKI's accuracy (mean recall by category), unparsed left out"] == 1.0
    assert values["LOKI's accuracy, unparsed guessed as LOKI's own harness does"] == 0.875


def test_every_share_has_an_interval_that_holds_its_value(labelled):
    items = read("csv", labelled)
    beliefs = [(7 * n % 16 + 0.5) / 16 for n in range(len(items))]
    replies = [
        Reply(text="Yes." if p > 0.5 else "No.", options=(p, 1 - p), abstained=n % 5 == 0)
        for n, p in enumerate(beliefs)
    ]
    headline, _, _ = scoring.detection([parsing.judge(i, r) for i, r in zip(items, replies, strict=True)])
    without = {"ECE, 15 of equal width", "ECE, 10 of equal frequency"}
    assert {name for name, figure in headline.items() if figure.low is None} == without
    assert all(f.low <= f.value <= f.high for name, f in headline.items() if name not in without)
    assert headline["accuracy at 50% coverage"].n == 8 and headline["TPR"].n == headline["TNR"].n == 8


def test_a_rate_of_one_has_the_interval_of_as_many_groups_without_an_error(labelled):
    items = read("csv", labelled)
    replies = [Reply(text="Yes." if item.truth == "fake" else "No.") for item in items]
    headline, _, _ = scoring.detection([parsing.judge(i, r) for i, r in zip(items, replies, strict=True)])
    for name in ("TPR", "TNR"):  # 4 groups: the lower end of Clopper and Pearson is 0.025 ** (1 / 4)
        assert (headline[name].low, headline[name].high) == (pytest.approx(0.3976, abs=1e-4), 1.0)

import pytest
from telltale.eval import parsing, scoring
from telltale.eval.items import Item, Reply


def judged(sets):
    """Items of (set, truth, score)."""
    made = []
    for number, (source, truth, score) in enumerate(sets):
        item = Item(id=str(number), kind="judgement", media=(), question="?", source=source, truth=truth,
                    answer="yes" if truth == "fake" else "no")  # fmt: skip
        made.append(parsing.judge(item, Reply(called="fake" if score > 0.5 else "real", p_fake=score)))
    return made


def test_a_shift_between_sets_shows_where_each_set_alone_is_perfect():
    sets = [
        *(("a", "real", 0.1) for _ in range(5)),
        *(("a", "fake", 0.3) for _ in range(5)),
        *(("b", "real", 0.6) for _ in range(5)),
        *(("b", "fake", 0.9) for _ in range(5)),
        *(("c", "real", 0.99) for _ in range(4)),  # too few to count
    ]
    headline, tables, _ = scoring.detection(judged(sets))
    assert headline["cross-AUROC, mean over pairs of sets"].value == pytest.approx(0.5)
    assert headline["cross-AUROC, lowest pair of sets"].value == 0.0
    table = next(table for table in tables if table.title.startswith("Real pictures of one set"))
    assert table.rows[0] == ("b", "a", "5", "5", "0.000") and len(table.rows) == 4


def test_one_set_or_no_scores_have_no_cross_figures():
    one = judged([("a", truth, score) for truth, score in (("real", 0.1), ("fake", 0.9)) for _ in range(6)])
    headline, _, _ = scoring.detection(one)
    assert not any(name.startswith("cross") for name in headline)
    assert headline["AURC"].value == 0.0 and headline["AURC above the best order"].value == 0.0

from telltale.eval import parsing
from telltale.eval.items import Reply
from telltale.eval.robustness.condition_report import disparity_table
from telltale.eval.tasks import get


def test_disparity_names_the_worst_group(labelled):
    items = list(get("csv").read(labelled, split="all")) * 4
    judged = [parsing.judge(item, Reply(called="fake" if item.category == "cat" else item.truth)) for item in items]
    rows = {row[0]: row for row in disparity_table(judged).rows}
    assert rows["category"] == ("category", "2", "0.500", "cat 0.500", "dog 1.000")

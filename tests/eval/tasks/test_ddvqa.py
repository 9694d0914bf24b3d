from collections import Counter

import pytest
from telltale.eval.tasks import TaskError

from tests.eval.tasks.made import read


def test_ddvqa_on_the_released_files(shared):
    items = read("ddvqa", shared / "ddvqa")
    assert len(items) == 752 and all(item.references for item in items)
    assert Counter(item.truth for item in items)["fake"] > 300
    with pytest.raises(TaskError, match="not DD-VQA as released"):
        read("ddvqa", shared / "loki")

import pytest
from telltale.eval.tasks import TaskError, available, get


def test_an_unknown_task_is_met_with_the_nearest():
    with pytest.raises(TaskError, match="did you mean loki-judgement"):
        get("loki-judgment")
    assert all(task.what and task.needs for task in available().values())

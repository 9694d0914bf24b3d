import pytest
from telltale.eval.tasks import TaskError, available, get

from tests.eval.tasks.made import read


def test_an_unknown_task_is_met_with_the_nearest():
    with pytest.raises(TaskError, match="did you mean loki-judgement"):
        get("loki-judgment")
    assert all(task.what and task.needs for task in available().values())


@pytest.mark.parametrize("name", available())
def test_a_folder_of_another_layout_is_met_with_what_was_expected_and_what_was_found(name, tmp_path, draw):
    draw(tmp_path / "odd/stuff/a.png")
    (tmp_path / "odd/notes.md").write_text("nothing")
    with pytest.raises(TaskError, match=r"(expected|no pictures below|not DD-VQA as released).*found: folders stuff; "):
        read(name, tmp_path / "odd")

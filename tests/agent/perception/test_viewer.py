import numpy as np
import pytest
from langchain_core.language_models import FakeListChatModel, SimpleChatModel
from telltale.agent.perception.viewer import GREY, LONGEST, Viewer, squared, without_thoughts, yes_or_no


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        ("Yes", True), ("no.", False), ("Yes, it is.", True), ("**No**", False), ("Answer: yes", True),
        (" NO\nnothing", False), ("No artifacts are visible.", None), ("Yes or no?", None), ("yes/no", None),
        ("Not sure", None), ("maybe", None), ("This is a fake image.", None), ("yesterday", None),
        ("", None), (None, None),
    ],
)  # fmt: skip
def test_an_answer_is_read_at_its_beginning_and_never_guessed(reply, answer):
    assert yes_or_no(reply) is answer


def test_thoughts_and_what_is_too_long_are_left_out():
    assert without_thoughts("<think>no</think> Yes.") == "Yes."
    assert without_thoughts("<think>" + "no " * 99) == ""
    assert len(without_thoughts("x" * 10 * LONGEST)) == LONGEST


def test_each_question_gets_its_reply_and_a_failure_none(pixels):
    assert Viewer("m", FakeListChatModel(responses=["yes"])).ask([pixels, pixels], ["a", "b"], 8) == ["yes", "yes"]

    class Broken(SimpleChatModel):
        _llm_type = "broken"

        def _call(self, messages, **kwargs):
            if messages[0].content[1]["text"] == "a":
                raise RuntimeError("no")
            return "no"

    assert Viewer("m", Broken()).ask([pixels, pixels], ["a", "b"], 8) == [None, "no"]


@pytest.mark.parametrize("shape", [(30, 50), (50, 30), (40, 40)])
def test_a_picture_stands_in_the_middle_of_a_grey_square(shape):
    picture = np.zeros((*shape, 3), np.uint8)
    square = squared(picture)
    side = max(shape)
    top, left = (side - shape[0]) // 2, (side - shape[1]) // 2
    assert square.shape == (side, side, 3)
    assert not square[top : top + shape[0], left : left + shape[1]].any()
    assert (square == GREY).sum() == (side * side - shape[0] * shape[1]) * 3


def test_a_large_picture_is_made_smaller_first():
    assert squared(np.zeros((1000, 4000, 3), np.uint8)).shape == (1536, 1536, 3)

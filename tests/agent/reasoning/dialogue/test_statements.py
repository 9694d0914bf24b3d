"""What states something that can be judged, and what a message takes for granted."""

import pytest
from telltale.agent.reasoning.dialogue.statements import label_named, states_something, taken_for_granted


@pytest.mark.parametrize(
    "text", ["a man on the moon", "He says it was taken in Leeds last week. True?", "the bike was undamaged"]
)
def test_a_statement_can_be_judged(text):
    assert states_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "So the verdict says tampered. In normal words, what happened to this photo?",
        "how can he prove he took it himself",
        "So does that prove somebody faked it?",
        "Warum sagt das Werkzeug das?",
        "¿qué significa?",
    ],
)
def test_a_question_about_the_result_is_none(text):
    assert not states_something(text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Since you said it is fake, who did it?", "synthetic"),
        ("Da du gesagt hast, es ist bearbeitet, was wurde geändert?", "tampered"),
        ("Puisque vous avez dit que c'est authentique, je publie ?", "real"),
        ("既然你说是假的，怎么办？", "synthetic"),
        ("Since you said it is not real, who did it?", None),
    ],
)
def test_what_is_taken_for_granted_names_a_label(text, label):
    granted = taken_for_granted(text)
    assert granted and label_named(granted) == label


def test_most_questions_take_nothing_for_granted():
    assert taken_for_granted("Is it fake?") == "" == taken_for_granted("Since when is it online?")

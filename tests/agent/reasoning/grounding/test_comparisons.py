import pytest
from telltale.agent.reasoning.grounding.aligned import Reading, read_against
from telltale.agent.reasoning.grounding.comparisons import compared

NEARER = "The picture is nearer to a known real picture than to a known generated one."
ALIKE = "The look resembles photographs as much as drawings."
SUPPORT = "The findings support a photograph over a drawing: they are 2 times more probable if it is a photograph."


@pytest.mark.parametrize(
    ("source", "sentence", "same"),
    [
        (NEARER, "The picture is closer to a known real picture than to a known generated one", True),
        (NEARER, "A known real picture is nearer to it than a known generated one", True),
        (NEARER, "The picture is nearer to a known generated picture than to a known real one", False),
        (NEARER, "It is nearer to the real one", True),
        (NEARER, "It is nearer to the generated one", False),
        (ALIKE, "The look resembles photographs rather than drawings", False),
        (ALIKE, "The look resembles drawings as much as photographs", True),
        (ALIKE, "The look resembles photographs more than drawings", False),
        (SUPPORT, "They are 2 times more probable if it is a photograph than if it is a drawing", True),
        (SUPPORT, "The findings support a drawing over a photograph", False),
        (SUPPORT, "They are 2 times less probable if it is a photograph than if it is a drawing", False),
    ],
)
def test_a_comparison_keeps_its_sides(source, sentence, same):
    reading = read_against(sentence, source)
    assert isinstance(reading, Reading), reading
    assert (compared(reading) is None) is same

import pytest
from telltale.agent.reasoning.grounding.agreement import counted, numbered, reasoned, timed
from telltale.agent.reasoning.grounding.aligned import Reading, read_against

COUNT = "The set has 17 photographs of 8 sources (strength 14.9; the threshold is 45; 7% of pictures)."
REASON = "The file was saved again, so its absence says little. Platforms strip metadata."


def read(sentence, source):
    reading = read_against(sentence, source)
    assert isinstance(reading, Reading), reading
    return reading


@pytest.mark.parametrize(
    ("sentence", "same"),
    [
        ("The set has 17 photographs of 8 sources", True),
        ("The set has 17 sources", False),
        ("The strength is 14.9", True),
        ("The threshold is 14.9", False),
        ("The set has photographs (7%)", False),
    ],
)
def test_a_figure_counts_what_it_counts_in_the_source(sentence, same):
    assert (counted(read(sentence, COUNT)) is None) is same


@pytest.mark.parametrize(
    ("sentence", "same"),
    [
        ("Its absence says little, because the file was saved again", True),
        ("Since the file was saved again, its absence says little", True),
        ("The file was saved again, because its absence says little", False),
        ("Platforms strip metadata, so the file was saved", False),
    ],
)
def test_a_reason_is_one_of_the_source(sentence, same):
    assert (reasoned(read(sentence, REASON)) is None) is same


def test_one_is_not_many_and_any_is_not_this_one():
    source = "A picture that was cut shows a part."
    assert numbered(read("A picture shows a part", source)) is None
    assert numbered(read("Pictures show a part", source)) is not None
    assert numbered(read("This picture shows a part", source)) is not None


@pytest.mark.parametrize(
    ("sentence", "same"),
    [
        ("The file was once a copy", True),
        ("The file is once a copy", False),
        ("Platforms strip metadata", True),
        ("Platforms stripped metadata", False),
    ],
)
def test_the_time_stays(sentence, same):
    assert (timed(read(sentence, "The file was once a copy. Platforms strip metadata.")) is None) is same


def test_what_a_file_carries_it_did_not_only_carry():
    assert timed(read("The file carried metadata", "The file carries metadata.")) is not None

"""The bounds of reading: wrong at most 0.5%, unparsed though clear at most 5%, a long reply in no time."""

import pytest
from telltale.eval.replies import choice, judgement
from telltale.eval.studies import reply_reading

from tests.spent import least_seconds

OPTIONS = ("The first one.", "The second one.")


def _bounded(replies):
    found = [reply_reading.outcome(one) for one in replies]
    assert found.count("wrong") <= 0.005 * len(found)
    assert found.count("unparsed") <= 0.05 * sum(one.person is not None for one in replies)


@pytest.mark.parametrize("name", list(reply_reading.HALVES))
def test_replies_are_read_as_a_person_reads_them_or_not_at_all(name):
    replies = reply_reading.half(name)
    assert len(replies) >= (490 if name == "written later" else 640)
    _bounded(replies)


def test_further_replies_are_read_within_the_same_bounds(shared):
    _bounded(reply_reading.further(shared / "replies/replies.json"))


@pytest.mark.parametrize(
    ("text", "asks", "answer"),
    [
        ("Probably not, but I can't be certain of it.", "fake", "no"),
        ("Leaning yes. I'd expect a real photo to show some noise, but there is none.", "fake", "yes"),
        ("It isn't AI-generated as it shows a real-life scene.", "fake", "no"),
        ("It is more likely than not that the picture was made by AI.", "fake", "yes"),
        ("Yes, it has signs of AI generation, such as a sign which looks like Latin but isn't.", "fake", "yes"),
        ("AI images might have odd hands. In this picture the", "fake", None),
        ("It is a real photograph. Note that AI-generated pictures have become very good.", "fake", "no"),
        ("I can't say for sure. The hand suggests that it may be AI-generated.", "fake", None),
        ("There are conflicting signals. The hands look AI-generated.", "fake", None),
        ("The picture is a watercolour painting.", "real", "no"),
        ("The picture is a watercolour painting.", "fake", None),
        ("The picture is not a painting.", "real", None),
        ("Je ne trouve aucune trace de génération par IA.", "fake", "no"),
    ],
)
def test_what_hedges_compares_and_generalises_is_told_from_the_answer(text, asks, answer):
    assert judgement(text, asks).answer == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("A. The cup is whole.\nB. The lamp has no cable.\nC. The rug is fine.\n\nSo the correct answer is B.", "B"),
        ("A. The cup is whole.\nB. The lamp has a cable.\nC. The rug is fine.", None),
    ],
)
def test_a_list_of_the_options_chooses_none_of_them(text, answer):
    assert choice(text, ("The cup is broken.", "The lamp has no cable.", "The rug floats.")).answer == answer


def test_hard_to_tell_takes_nothing_from_the_choice_that_follows():
    assert choice("It is hard to tell, but I'd go with the second one, since its hands are odd.", OPTIONS).answer == "B"
    assert choice("It is hard to tell which one it is, the first or the second.", OPTIONS).answer is None


@pytest.mark.parametrize(
    "text",
    ["a " * 500_000, "no " * 333_333, "(" * 1_000_000, "真" * 1_000_000, "<think>" * 140_000, "{\"answer\": " * 90_000,
     "\\boxed{" * 140_000, "It is not real, but " * 50_000, "Answer: A\n" * 100_000, "\"" * 1_000_000, " " * 1_000_000, "A" * 1_000_000],  # noqa: E501
)  # fmt: skip
def test_a_megabyte_is_read_in_a_twentieth_of_a_second(text):
    for read in (lambda: judgement(text, "fake"), lambda: choice(text, OPTIONS)):
        assert least_seconds(read, 0.05)[1] < 0.05

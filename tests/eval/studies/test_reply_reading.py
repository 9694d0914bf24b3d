"""The bounds of reading: wrong at most 0.5%, unparsed though clear at most 5%, a long reply in no time."""

import time

import pytest
from telltale.eval.replies import choice, judgement
from telltale.eval.studies import reply_reading

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
    "text",
    ["a " * 500_000, "no " * 333_333, "(" * 1_000_000, "真" * 1_000_000, "<think>" * 140_000, "{\"answer\": " * 90_000,
     "\\boxed{" * 140_000, "It is not real, but " * 50_000, "Answer: A\n" * 100_000, "\"" * 1_000_000, " " * 1_000_000, "A" * 1_000_000],  # noqa: E501
)  # fmt: skip
def test_a_megabyte_is_read_in_a_twentieth_of_a_second(text):
    for read in (lambda: judgement(text, "fake"), lambda: choice(text, OPTIONS)):
        spent = []
        for _ in range(3):
            began = time.process_time()
            read()
            spent.append(time.process_time() - began)
        assert min(spent) < 0.05

"""A line to print says no more than the verdict: what was measured, what a signature says, or that it is open."""

import pytest
from telltale.agent.reasoning.answers import printed_line as line
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import asked, case_of, faultless


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("synthetic", line.MEASURED["synthetic"]),
        ("tampered", line.MEASURED["tampered"]),
        ("real", line.MEASURED["real"]),
        ("nothing found", line.MEASURED["inconclusive"]),
        ("signed synthetic", line.SIGNED["synthetic"]),
        ("signed real", line.SIGNED["real"]),
    ],
)
def test_the_line_fits_the_verdict(kind, sentence, exhibit, guide):
    case = case_of(kind, exhibit, asked(Topic.SUMMARY, "a line to print"), guide)
    told = line.printed_line(case)
    assert [item.text for item in told.items] == [sentence()]
    faultless(told, case)

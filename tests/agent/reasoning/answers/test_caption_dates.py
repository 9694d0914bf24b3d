"""Dates are read out of captions and questions in five languages; what is ambiguous is not."""

import pytest
from telltale.agent.reasoning.answers.caption_dates import days_in


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("San Francisco, November 6, 2023.", "6 November 2023"),
        ("on the 22nd of October 2008", "22 October 2008"),
        ("am 6. November 2023", "6 November 2023"),
        ("le 1er mai 2024", "1 May 2024"),
        ("6 de noviembre de 2023", "6 November 2023"),
        ("2023年11月6日", "6 November 2023"),
        ("IMG 2023-11-06", "6 November 2023"),
        ("13/02/2020", "13 February 2020"),
        ("in May 2021", "May 2021"),
    ],
)
def test_a_date_is_read(text, date):
    assert [str(one) for one in days_in(text)] == [date]


def test_what_is_no_date_or_may_be_two_is_not_read():
    assert days_in("02/03/2020, 31 February 2020, it may be 300 px wide") == []

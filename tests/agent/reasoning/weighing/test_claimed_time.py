"""Times that claims name, in five languages, and which days they can mean."""

from datetime import date

import pytest
from telltale.agent.reasoning.weighing.claimed_time import claimed_times

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("claim", "meant", "other"),
    [
        ("he took it on 1 November", date(2008, 11, 1), date(2008, 10, 22)),
        ("the storm last week", date(2026, 6, 9), date(2008, 10, 22)),
        ("die Überschwemmung letzte Woche", date(2026, 6, 9), date(2024, 6, 9)),
        ("am 3. März 2021 aufgenommen", date(2021, 3, 3), date(2021, 3, 5)),
        ("prise le 14 juillet 2023", date(2023, 7, 14), date(2022, 7, 14)),
        ("tomada hace dos semanas", date(2026, 6, 1), date(2026, 1, 1)),
        ("拍于2023年5月", date(2023, 5, 17), date(2023, 7, 1)),
        ("去年拍的", date(2025, 8, 1), date(2026, 2, 1)),
        ("May 4th, 2020", date(2020, 5, 5), date(2020, 5, 6)),  # the day beside it may be another zone's
        ("on 2021-08-14", date(2021, 8, 14), date(2021, 8, 16)),
        ("in 2019", date(2019, 7, 1), date(2020, 7, 1)),
    ],
)
def test_a_time_means_some_days_and_no_others(claim, meant, other):
    (time,) = claimed_times(claim, TODAY)
    assert time.fits(meant) and not time.fits(other)
    assert time.words in claim


def test_a_date_with_slashes_means_either_order():
    (time,) = claimed_times("on 5/4/2024", TODAY)
    assert time.fits(date(2024, 4, 5)) and time.fits(date(2024, 5, 4)) and not time.fits(date(2024, 6, 4))


@pytest.mark.parametrize("claim", ["", "a cat", "I paid 2000 dollars", "it may be real", "hier ist es"])
def test_other_words_name_no_time(claim):
    assert claimed_times(claim, TODAY) == []

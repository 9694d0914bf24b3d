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


@pytest.mark.parametrize(
    ("claim", "meant", "other"),
    [
        ("it must be taken between 1 and 31 october 2008", date(2008, 10, 22), date(2008, 11, 4)),
        ("taken from the 3rd to the 5th of May 2024", date(2024, 5, 4), date(2024, 5, 8)),
        ("on 3-5 May 2024", date(2024, 5, 4), date(2024, 5, 8)),
        ("October 1 to 31, 2008", date(2008, 10, 22), date(2008, 9, 22)),
        ("between March 2020 and May 2021", date(2020, 12, 1), date(2021, 6, 9)),
        ("from 28 December to 3 January 2024", date(2023, 12, 30), date(2024, 12, 30)),
        ("zwischen dem 1. und 31. Oktober 2008", date(2008, 10, 22), date(2008, 11, 4)),
        ("vom 1. bis 5. Mai 2024", date(2024, 5, 3), date(2024, 5, 9)),
        ("entre le 1er et le 31 octobre 2008", date(2008, 10, 22), date(2008, 12, 4)),
        ("entre el 1 y el 31 de octubre de 2008", date(2008, 10, 22), date(2008, 12, 4)),
        ("2020年3月到2021年5月之间", date(2020, 12, 1), date(2021, 7, 1)),
        ("2008-10-22 to 2008-10-25", date(2008, 10, 24), date(2008, 10, 28)),
        ("between 2015 and 2018", date(2017, 2, 1), date(2019, 2, 1)),
        ("between 3 and 9 May", date(2011, 5, 6), date(2011, 5, 12)),
        ("before 5 May 2024", date(2019, 1, 1), date(2024, 6, 1)),
        ("it must be no later than June 2020", date(2020, 6, 30), date(2020, 8, 1)),
        ("after March 2021", date(2024, 1, 1), date(2021, 1, 1)),
        ("he has lived there since 2019", date(2023, 1, 1), date(2018, 1, 1)),
        ("vor dem 5. Mai 2024", date(2023, 1, 1), date(2024, 6, 1)),
        ("seit 2019", date(2023, 1, 1), date(2018, 1, 1)),
        ("avant le 14 juillet 2023", date(2022, 1, 1), date(2023, 8, 1)),
        ("después de mayo de 2020", date(2022, 1, 1), date(2019, 8, 1)),
        ("2020年5月之前", date(2019, 1, 1), date(2020, 8, 1)),
        ("from 2019 onwards", date(2023, 1, 1), date(2018, 1, 1)),
    ],
)
def test_a_span_of_time_and_a_bound_mean_all_days_within(claim, meant, other):
    (time,) = claimed_times(claim, TODAY)
    assert time.fits(meant) and not time.fits(other)
    assert time.words in claim


def test_two_times_that_are_no_span_stay_two():
    first, second = claimed_times("on 3 May 2024 and 9 May 2024", TODAY)
    assert not first.fits(date(2024, 5, 6)) and not second.fits(date(2024, 5, 6))
    assert len(claimed_times("the invoice of 1 May 2024, the damage of 7 June 2024", TODAY)) == 2


def test_a_bound_without_a_year_names_no_time():
    assert claimed_times("any day before 5 May", TODAY) == []

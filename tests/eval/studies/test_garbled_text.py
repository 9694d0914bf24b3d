from pathlib import Path

import pytest
from telltale.eval.sets.records import Record
from telltale.eval.studies.garbled_text import ScoredText, limits_of, rows_of_pairs, rows_of_pictures, surprise


def record(label, source):
    return Record(path=Path(f"{source}.jpg"), label=label, source=source, group=source)


@pytest.fixture(scope="module")
def found():
    """Twenty photographs of as many sources, doubts 0.00 to 0.19, and two generated pictures."""
    real = [(record("real", f"r{n}"), ScoredText((n / 100, 0.0, None))) for n in range(20)]
    return [*real, *((record("generated", "g"), ScoredText((doubt, 0.5, 4.0))) for doubt in (0.1, 0.9))]


def test_one_in_twenty_photographs_gives_the_limit(found):
    assert limits_of(found) == [pytest.approx(0.1805), 0.0, float("inf")]


def test_pictures_are_counted_by_score_and_alarms_by_source(found):
    doubt, change, words = rows_of_pictures(found)
    assert doubt == ("doubt", "20", "2", "0.762", "0.500", "1 of 20")  # (10.5 + 20) of 40 pairs
    assert change[3:] == ("1.000", "1.000", "0 of 20")
    assert words[1:3] == ("0", "2") and words[3] == "–"


def test_pairs_are_held_against_the_limits_of_photographs():
    harmed, unharmed = [ScoredText((0.5, 0.2, None))], [ScoredText((0.1, 0.2, 3.0))]
    doubt, change, words = rows_of_pairs((harmed, unharmed), [0.3, 0.3, 0.3])
    assert doubt == ("doubt", "1", "1", "1.000", "1.000", "0.000")
    assert change[3:] == ("0.500", "0.000", "0.000") and words[1:4] == ("0", "1", "–")


def test_letters_that_never_follow_each_other_surprise():
    assert surprise("station") < surprise("picture") < surprise("mollwnww")

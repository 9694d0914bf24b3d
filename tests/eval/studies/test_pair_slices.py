import numpy as np
import pytest
from telltale.eval.studies import pair_slices
from telltale.eval.studies.pair_scores import LeftOutPairs
from telltale.eval.studies.pair_tables import Limits

from tests.eval.studies.made_pairs import fitted


@pytest.fixture(scope="module")
def pairs():
    return LeftOutPairs(*fitted(4.0, 0.5))


def test_a_generator_belongs_to_the_first_range_of_years_that_its_name_fits():
    assert pair_slices.year_of("flux.1-dev") == "2023–2024"
    assert pair_slices.year_of("flux.2-klein") == "2025–2026"
    assert pair_slices.year_of("midjourney-2022") == "2022"
    assert pair_slices.year_of("midjourney") == pair_slices.year_of("unnamed") == pair_slices.UNKNOWN


def test_each_range_of_years_stands_against_all_real_pictures(pairs):
    (row,) = pair_slices.by_year(pair_slices.pictures_of(pairs, Limits(pairs, 0.05)))
    assert row[0] == pair_slices.UNKNOWN  # the made generator has no number
    assert row[1] == "48 of 8" and row[2].endswith(" of 7") and float(row[3]) > 0.9


def test_pictures_are_sorted_by_the_short_side_of_the_original():
    sides = iter(np.tile([300, 700, 3000], 10_000))
    rows = pair_slices.by_size(
        [
            pair_slices.Picture(f"s{n % 4}", label, "", int(next(sides)), float(label), label)
            for n in range(60)
            for label in (False, True)
        ]
    )
    assert [row[0] for row in rows] == ["1–511 px", "512–1023 px", "2048 px and more"]
    assert all(row[3:] == ("1.000", "0.0%", "100.0%") for row in rows)

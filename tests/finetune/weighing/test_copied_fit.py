import math

import numpy as np
import pytest
from telltale.agent.reasoning.weighing.terms import shipped
from telltale.finetune.weighing import copied_fit
from telltale.finetune.weighing.copied_fit import Curve, crossed, fit, joined, term_of
from telltale.finetune.weighing.copied_rows import COPIED, UNTOUCHED, CopiedRow

NO_FACTS = np.zeros((1, 3))


def row(source, way, score, **facts):
    given = {"content": "", "short_side": 300, "jpeg_quality": 90, "tested": True, **facts}
    return CopiedRow(name=f"{source}.png", source=source, way=way, score=score, **given)


def rows(found: int, alarms: int, sources: int = 40, score: float = 0.95):
    """Copies of so many sources that are found, and untouched pictures of so many in which a pair is shown."""
    made = []
    for number in range(sources):
        made.append(row(f"s{number}", COPIED, score if number < found else 0.0))
        made.append(row(f"s{number}", UNTOUCHED, score if number < alarms else 0.0))
    return made


def test_at_one_score_the_ratio_is_that_of_the_shares_with_one_more_source_that_alarms():
    """20 of 40 copies found; of 40 untouched sources 2 alarm, and the one more: (20 / 40) / (3 / 41)."""
    curve = fit(rows(20, 2))
    assert curve.sources == (40, 40)
    assert curve.copies(np.array([0.95]))[0] == pytest.approx(math.log((20 / 40) / (3 / 41)), abs=0.02)


def test_without_a_false_alarm_the_sources_are_the_limit():
    curve = fit(rows(40, 0))
    assert curve.copies(np.array([0.95]))[0] == pytest.approx(math.log(40), abs=0.05)
    sure = Curve(50.0, 0.0, (40, 60))
    assert sure.copies(np.array([0.9]))[0] == math.log(40)


def test_higher_scores_count_more_if_the_pictures_say_so():
    made = [*rows(20, 1), *rows(10, 10, score=0.55)]
    low, high = fit(made).copies(np.array([0.55, 0.95]))
    assert high > low + 0.5
    assert fit(made).copies(np.array([0.3]))[0] == 0.0  # no pair is shown


def test_pictures_that_could_not_be_searched_are_left_out():
    made = rows(20, 2)
    assert fit([*made, row("s1", UNTOUCHED, 0.99, tested=False)]) == fit(made)
    with pytest.raises(ValueError, match="untouched"):
        fit([each for each in made if each.way == COPIED])


def test_innocent_repeats_count_as_the_share_of_untouched_pictures_that_they_are():
    """All repeats alarm: pictures have 40 / 41 of the mass, 5% of that repeats, and the one more source alarms."""
    repeats = [row(f"s{number}", "collage", 0.95) for number in range(10)]
    curve = fit([*rows(40, 0), *repeats])
    share = 40 / 41 * copied_fit.REPEATING + 1 / 41
    assert curve.copies(np.array([0.95]))[0] == pytest.approx(math.log(1 / share), abs=0.02)


def test_an_altered_part_is_less_sure_than_a_copy_and_never_below_even():
    curve = Curve(math.log(7), 0.0, (40, 40))
    score = np.array([0.95])
    assert curve.altered(score)[0] == pytest.approx(math.log(copied_fit.SHARE * 7 + 1 - copied_fit.SHARE))
    assert Curve(-2.0, 0.0, (40, 40)).altered(score)[0] == 0.0


def test_the_term_follows_the_curve_and_is_0_where_no_pair_is_shown():
    curve = Curve(0.8, 0.5, (60, 60))
    term = term_of(curve)
    for score in (0.5, 0.62, 0.8, 0.93, 0.99, 1.0):
        given = term.contributions(np.array([score]), NO_FACTS)[0]
        assert given == pytest.approx(curve.altered(np.array([score]))[0], abs=0.05)
    assert term.contributions(np.array([0.0, 0.3, 0.48]), np.zeros((3, 3))) == pytest.approx([0, 0, 0], abs=1e-6)
    assert term.hypothesis == "tampered" and term.source == "clones"


def test_a_source_is_never_weighed_by_a_curve_that_saw_it():
    made = rows(40, 0)
    made[0] = row("s0", COPIED, 0.95)
    without = [each for each in made if each.source != "s7"]
    alarmed = [*without, row("s7", COPIED, 0.95), row("s7", UNTOUCHED, 0.95)]
    at = next(number for number, each in enumerate(alarmed) if each.source == "s7" and each.way == UNTOUCHED)
    ratios = crossed(alarmed)
    assert ratios[at] > fit(alarmed).copies(np.array([0.95]))[0]  # its own alarm did not lower it
    with pytest.raises(ValueError, match="sources"):
        crossed(rows(2, 1, sources=3))


def test_the_weight_takes_the_place_of_the_one_before():
    first = joined(shipped(), Curve(1.0, 0.2, (50, 50)))
    second = joined(first, Curve(2.0, 0.2, (50, 50)))
    assert [term.source for term in second.terms].count("clones") == 1
    assert [t for t in second.terms if t.source != "clones"] == [t for t in shipped().terms if t.source != "clones"]
    assert second.references == shipped().references

import numpy as np
import pytest
from telltale.eval.studies import pair_tables
from telltale.eval.studies.pair_scores import LeftOutPairs, Pair

from tests.eval.studies.made_pairs import fitted

TIERS = ("as they are", "web", "hard")


@pytest.fixture(scope="module")
def told():
    return LeftOutPairs(*fitted(4.0, 0.5))


@pytest.fixture(scope="module")
def told_by_source_alone():
    return LeftOutPairs(*fitted(0.0, 3.0))


class Given:
    """Pairs with known scores, the same in every tier: sources of either label, and one of both."""

    def __init__(self, real: float, made: float, count: int = 12):
        rng = np.random.default_rng(0)
        self.real, self.generated = ([*(f"{label}{n}" for n in range(count - 1)), "m"] for label in "rg")
        self.scores = {(name, False): rng.normal(real, 1, 40) for name in self.real}
        self.scores |= {(name, True): rng.normal(made, 1, 40) for name in self.generated}

    def both(self):
        return ["m"]

    def pair(self, real, made):
        none = np.zeros(0)
        scores = self.scores.get((real, False), none), self.scores.get((made, True), none)
        return Pair(real, made, dict.fromkeys(("", "web", "hard"), scores))

    def crossed(self):
        return (self.pair(real, made) for real in self.real for made in self.generated if real != made)


def labelled_at(pairs, rate):
    return pair_tables.labels(pairs, pair_tables.Limits(pairs, rate))


def test_like_content_is_listed_the_worst_first_with_the_mean_below(told):
    *rows, (title, counts, *means) = pair_tables.like_content(told)
    assert sorted(name for name, *_ in rows) == told.both() and title == "mean over sources" and counts == ""
    assert {row[1] for row in rows} == {"6 / 6"}
    plain = [float(row[2]) for row in rows]
    assert plain == sorted(plain) and float(means[0].split()[0]) == pytest.approx(np.mean(plain), abs=1e-3)
    assert float(means[0].split()[0]) > 0.95 and "[" in means[0]


def test_a_feature_of_the_source_alone_gives_areas_near_a_half(told_by_source_alone):
    means = pair_tables.like_content(told_by_source_alone)[-1][2:]
    assert all(0.25 < float(mean.split()[0]) < 0.75 for mean in means)
    rows = {(which, tier): float(mean) for which, tier, _, mean, _ in pair_tables.areas(told_by_source_alone)}
    assert all(0.3 < mean < 0.7 for mean in rows.values())


def test_areas_are_counted_over_all_pairs_and_over_sources_with_both_labels(told):
    rows = {(which, tier): rest for which, tier, *rest in pair_tables.areas(told)}
    assert set(rows) == {(w, t) for w in ("all", "of sources with both labels") for t in TIERS}
    assert rows["all", "as they are"][0] == "53" and rows["of sources with both labels", "web"][0] == "6"
    assert float(rows["all", "as they are"][1]) > 0.97
    assert all(float(lowest) <= float(mean) for _, mean, lowest in rows.values())


def test_limits_come_from_other_sources_alone():
    limits = pair_tables.Limits(Given(-1.0, 1.0), 0.2)
    whole = limits.without(frozenset())
    assert whole.sources == (12, 12) and whole.counts == (480, 480)
    assert limits.without(frozenset({"r0", "g3"})).sources == (11, 11)
    left = limits.without(frozenset({"m"}))
    assert left.sources == (11, 11) and left.counts == (440, 440)


def test_the_shares_of_a_pair_are_those_beyond_the_limits():
    given = Given(-1.0, 1.0)
    limits, pair = pair_tables.Limits(given, 0.2), given.pair("r0", "g3")
    known = limits.without(frozenset({"r0", "g3"}))
    upper, lower = known.threshold(0.2), known.cleared(0.2)
    assert lower < upper
    judged = limits.judge(pair, "")
    for shares, scores in zip((judged.real, judged.generated), pair.scores[""], strict=True):
        assert shares == (np.mean(scores >= upper), np.mean(scores <= lower))
    assert judged.generated[0] > 0.2 > judged.real[0] and judged.real[1] > 0.2 > judged.generated[1]


def test_few_sources_get_no_label_at_a_low_rate():
    for _, _, labelled, synthetic, real in labelled_at(Given(-2.0, 2.0, 4), 0.05):
        assert labelled.startswith("0.0%") and synthetic == real == "none given"


def test_labels_and_what_is_wrong_among_them():
    rows = labelled_at(Given(-1.0, 1.0), 0.2)
    assert [row[:2] for row in rows] == [(w, t) for w in ("both labels in one source", "all") for t in TIERS]
    for _, _, labelled, synthetic, real in rows:
        assert 20 < float(labelled.split("%")[0]) < 95
        assert float(synthetic.split("%")[0]) < 20 and float(real.split("%")[0]) < 20
    none = labelled_at(Given(0.0, 0.0), 0.05)
    assert all(synthetic == "none given" for *_, synthetic, _ in none)


def test_no_picture_gets_two_labels_where_the_limits_cross():
    rows = labelled_at(Given(-4.0, 4.0, 4), 0.5)
    assert all(float(labelled.split("%")[0]) <= 100 for _, _, labelled, _, _ in rows)


def test_stated_log_odds_are_scaled_without_the_source_of_the_picture():
    given = Given(-1.0, 1.0)
    rows = {which: figures for which, *figures in pair_tables.calibration(given, pair_tables.Limits(given, 0.1))}
    assert set(rows) == {"both labels in one source", "all"}
    area, wide, frequent, brier, cost = (float(str(figure).rstrip("%")) for figure in rows["all"])
    assert area == pytest.approx(0.92, abs=0.02)  # unit Gaussians two apart
    assert max(wide, frequent) < 0.06 and brier < 0.15 and 0.3 < cost < 0.7

import math

import numpy as np
import pytest
from telltale.agent.reasoning.weighing.terms import Parameters, Reference, Term
from telltale.finetune.weighing import source_reference

SCORES = np.array([-4.0, -3.0, -1.0, 0.5, -2.0, 1.0, 3.0, 5.0])
TRUTH = np.array([False] * 5 + [True] * 3)
SOURCE = ["a", "a", "a", "b", "c", "g", "g", "a"]  # a source may hold both labels


def term(source, hypothesis):
    shape = {"centre": 0.0, "scale": 2.0, "low": -1.0, "high": 1.0, "knots": (), "weights": (1.0,), "means": (0.1,)}
    return Term.model_validate({"source": source, "hypothesis": hypothesis, **shape})


EVEN = Reference(real=(0.0, 1.0), alternative=(1.0, 2.0), counts=(9, 9), sources=(3, 3))
KNOWN = Parameters(
    about="before",
    prior={"real": 0.5, "synthetic": 0.4, "tampered": 0.1},
    terms=(term("nearest", "synthetic"), term("clip", "synthetic"), term("jpeg", "tampered")),
    references={"synthetic": EVEN, "tampered": EVEN},
    idle=("clip", "cue:a", "noise"),
    adapters=("abc",),
)


def test_every_source_of_a_label_weighs_the_same():
    mass = source_reference.even_sources(TRUTH, SOURCE)
    assert mass * 36 == pytest.approx([2, 2, 2, 6, 6, 4.5, 4.5, 9])


def test_quantiles_of_even_weights_are_the_plain_ones():
    values = np.random.default_rng(0).normal(size=40)
    found = source_reference.weighted_quantiles(values, np.full(40, 0.025), 9)
    assert np.allclose(found, np.quantile(values, np.linspace(0, 1, 9)))


def test_quantiles_of_weighted_values_by_hand():
    values, mass = np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 2.0])
    found = source_reference.weighted_quantiles(values, mass, 3)
    assert found[[0, 2]].tolist() == [1.0, 3.0]
    heavy = source_reference.weighted_quantiles(np.arange(5.0), np.array([1.0, 1.0, 1.0, 1.0, 16.0]), 5)
    assert heavy[2] > 2.5  # pulled to where the weight is
    twice = source_reference.weighted_quantiles(np.repeat(values, (1, 1, 2)), np.ones(4), 201)
    assert np.abs(source_reference.weighted_quantiles(values, mass, 201) - twice).max() < 0.6
    assert source_reference.weighted_quantiles(np.array([5.0]), np.array([1.0]), 4).tolist() == [5.0] * 4


def test_quantiles_treat_both_ends_alike():
    """The limit of *real* is that of the alternative on mirrored scores."""
    values, mass = np.array([1.0, 2.0, 3.0, 7.0]), np.array([4.0, 1.0, 2.0, 1.0])
    found = source_reference.weighted_quantiles(values, mass, 9)
    mirrored = source_reference.weighted_quantiles(-values, mass, 9)
    assert np.allclose(found, -mirrored[::-1])


def test_the_reference_counts_pictures_and_sources_of_each_label():
    found = source_reference.reference_of(SCORES, TRUTH, SOURCE)
    assert (found.counts, found.sources) == ((5, 3), (3, 2))
    assert len(found.real) == len(found.alternative) == source_reference.LEVELS
    assert (found.real[0], found.real[-1], found.alternative[0], found.alternative[-1]) == (-4.0, 0.5, 1.0, 5.0)
    assert list(found.real) == sorted(found.real)


def test_pictures_of_a_large_source_weigh_no_more_together_than_those_of_a_small_one():
    rng = np.random.default_rng(0)
    scores = np.concatenate([rng.normal(0, 0.1, 900), rng.normal(10, 0.1, 100), rng.normal(20, 1, 50)])
    truth, source = np.arange(1050) >= 1000, ["big"] * 900 + ["small"] * 100 + ["g"] * 50
    real = source_reference.reference_of(scores, truth, source).real
    half = source_reference.LEVELS // 2
    assert real[half - 20] < 1 and real[half + 20] > 9  # half of the quantiles each


def test_the_main_score_is_taken_as_it_is_up_to_what_the_sources_can_show():
    found = source_reference.weighing_generation(KNOWN, SCORES, TRUTH, SOURCE)
    clip = found.term(source_reference.MAIN)
    assert clip is not None and clip.hypothesis == "synthetic"
    values = clip.contributions(np.array([-9.0, 0.5, 9.0, np.nan]), np.zeros((4, 3)))
    assert values == pytest.approx([-math.log(2), 0.5, math.log(2), 0.0], abs=1e-4)  # two sources of generated pictures
    reference = found.references["synthetic"]
    assert (reference.real[0], reference.alternative[-1]) == pytest.approx((-math.log(2), math.log(2)), abs=1e-4)
    assert reference.sources == (3, 2) and found.about.startswith("5 photographs of 3 sources and 3 generated")


def test_what_bears_on_alterations_stays_and_other_detectors_of_generation_add_nothing():
    found = source_reference.weighing_generation(KNOWN, SCORES, TRUTH, SOURCE)
    assert found.term("jpeg") == KNOWN.term("jpeg") and found.references["tampered"] == EVEN
    assert {t.source for t in found.terms if t.hypothesis == "synthetic"} == {"clip", "portrait"}
    assert {"nearest", "cue:a", "noise"} <= {*found.idle} and not {"clip", "portrait", "jpeg"} & {*found.idle}
    assert (found.prior, found.adapters) == (KNOWN.prior, KNOWN.adapters)


def test_a_detector_with_a_range_of_its_own_is_taken_as_it_is():
    portrait = source_reference.weighing_generation(KNOWN, SCORES, TRUTH, SOURCE).term("portrait")
    assert portrait is not None and portrait.hypothesis == "synthetic"
    values = portrait.contributions(np.array([-9.0, 1.0, 9.0, np.nan]), np.zeros((4, 3)))
    assert values.tolist() == [0.0, 1.0, 3.0, 0.0]

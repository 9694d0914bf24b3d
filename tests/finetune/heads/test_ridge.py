import numpy as np
import pytest
from sklearn.linear_model import Ridge as Reference
from telltale.finetune.heads.ridge import Ridge, weights

PENALTY, D = 2.0, 12


def made(n=240, seed=0):
    """Features, labels and the unit of each sample; the first feature tells the label, the others the unit."""
    rng = np.random.default_rng(seed)
    unit = rng.integers(0, 10, n)
    generated = unit % 2 == 1
    x = (rng.normal(3, 2, (n, D)) + rng.normal(0, 2, (10, D))[unit]).astype(np.float32)
    x[generated, 0] += 2.0
    return x, generated, [f"source {u}" for u in unit]


def by_reference(x, generated, mass, kept, fitted=None):
    """Scores of all samples by scikit-learn's ridge of some of them; `fitted` overrides what the scales come from."""
    base = mass > 0 if fitted is None else fitted
    standard = (x - x[base].mean(0)) / (x[base].std(0) + 1e-3)
    reference = Reference(alpha=PENALTY * D / base.sum())
    reference.fit(standard[kept], np.where(generated, 1, -1)[kept], sample_weight=mass[kept])
    return reference.predict(standard)


def test_the_head_is_the_weighted_ridge_of_scikit_learn():
    x, generated, units = made()
    mass = weights(generated, units)
    head = Ridge(x, generated, mass, PENALTY).head()
    assert np.allclose(head(x), by_reference(x, generated, mass, mass > 0), atol=1e-4)
    weight, bias = head.folded()
    assert np.allclose(x @ weight + bias, head(x), atol=1e-5)


def test_a_left_out_group_is_scored_as_by_a_fit_without_it():
    x, generated, units = made()
    mass = weights(generated, units)
    ridge = Ridge(x, generated, mass, PENALTY)
    for names in (["source 3"], ["source 2", "source 7"]):
        gone = np.isin(units, names)
        group = np.flatnonzero(gone)
        wanted = by_reference(x, generated, mass, ~gone)
        assert np.allclose(ridge.left_out(group), wanted[gone], atol=2e-3)
        assert np.allclose(ridge.head(group)(x), wanted, atol=2e-3)
    apart = np.abs(ridge.left_out(group) - ridge.head()(x)[gone]).max()
    assert apart > 0.05  # to leave it out makes a difference


def test_with_steadiness_the_mean_of_each_unit_is_one_more_sample_and_leaves_with_it():
    x, generated, units = made()
    mass, factor = weights(generated, units), 1.5
    names = sorted(set(units))
    home = np.array([names.index(unit) for unit in units])
    means = np.stack([x[home == k].mean(0) for k in range(len(names))])
    label = np.array([generated[home == k][0] for k in range(len(names))])
    more = np.array([factor * mass[home == k].sum() for k in range(len(names))])
    whole = np.concatenate([x, means]), np.concatenate([generated, label]), np.concatenate([mass, more])
    pictures = np.arange(len(whole[0])) < len(x)
    ridge = Ridge(x, generated, mass, PENALTY, units, factor)
    everything = by_reference(*whole, np.ones(len(whole[0]), bool), pictures)
    assert np.allclose(ridge.head()(x), everything[: len(x)], atol=1e-3)
    gone = home == 4
    kept = np.concatenate([~gone, np.arange(len(names)) != 4])
    wanted = by_reference(*whole, kept, pictures)[: len(x)]
    found = ridge.left_out(np.flatnonzero(gone))
    assert found.shape == (gone.sum(),) and np.allclose(found, wanted[gone], atol=2e-3)
    assert np.allclose(ridge.head(np.flatnonzero(gone))(x), wanted, atol=2e-3)


def test_a_sample_of_weight_0_is_not_learned_from_and_is_scored():
    x, generated, units = made()
    copies = np.arange(len(x)) % 4 == 0
    mass = weights(generated, units, lambda index: float(not copies[index]))
    assert (mass[copies] == 0).all() and mass.sum() == pytest.approx(1)
    wanted = by_reference(x, generated, mass, ~copies)
    for factor in (0.0, 1.0):
        whole = Ridge(x, generated, mass, PENALTY, units, factor)
        learned = np.flatnonzero(~copies)
        alone = Ridge(x[learned], generated[learned], mass[learned], PENALTY, [units[i] for i in learned], factor)
        assert np.allclose(whole.head()(x), alone.head()(x), atol=1e-4)
        if factor == 0:
            assert np.allclose(whole.head()(x), wanted, atol=1e-4)
        gone = np.flatnonzero(np.array(units) == "source 3")
        rest = np.flatnonzero(np.array(units)[learned] == "source 3")
        assert np.allclose(whole.left_out(gone)[~copies[gone]], alone.left_out(rest), atol=2e-3)
        assert np.allclose(whole.left_out(gone)[copies[gone]], alone.head(rest)(x[gone[copies[gone]]]), atol=2e-3)


@pytest.mark.parametrize("steadiness", [0.0, 1.0])
def test_nothing_that_is_known_of_a_left_out_source_is_in_its_scores(steadiness):
    x, generated, units = made()
    mass = weights(generated, units)
    group = np.flatnonzero(np.array(units) == "source 3")
    honest = Ridge(x, generated, mass, PENALTY, units, steadiness)
    lied = generated.copy()
    lied[group] = False
    other = Ridge(x, lied, mass, PENALTY, units, steadiness)
    assert np.allclose(honest.left_out(group), other.left_out(group), atol=2e-3)
    assert np.abs(honest.head()(x[group]) - other.head()(x[group])).max() > 0.1
    turned = x.copy()
    turned[group] = x[group[::-1]]  # what its pictures look like: each is scored by itself alone
    again = Ridge(turned, generated, np.where(np.isin(np.arange(len(x)), group), mass[group[0]], mass), PENALTY)
    plain = Ridge(x, generated, mass, PENALTY)
    assert np.allclose(plain.left_out(group), again.left_out(group)[::-1], atol=2e-3)


def test_a_feature_that_tells_the_source_alone_does_not_help_on_a_left_out_source():
    rng = np.random.default_rng(1)
    unit = np.repeat(np.arange(20), 12)
    generated, x = unit % 2 == 1, rng.normal(size=(240, 24)).astype(np.float32)
    x[np.arange(240), unit] += 8.0
    ridge = Ridge(x, generated, weights(generated, unit.tolist()), 0.1)
    left = np.concatenate([ridge.left_out(np.flatnonzero(unit == k)) for k in range(20)])
    assert ((ridge.head()(x) > 0) == generated).mean() > 0.95
    assert (((left - left.mean()) > 0) == generated).mean() < 0.6


def test_half_precision_is_enough():
    x, generated, units = made()
    mass, group = weights(generated, units), np.flatnonzero(np.array(units) == "source 3")
    single, half = (Ridge(x.astype(kind), generated, mass, PENALTY, units, 1.0) for kind in (np.float32, np.float16))
    assert np.allclose(single.left_out(group), half.left_out(group), atol=0.02)


@pytest.mark.parametrize("label", [True, False])
def test_a_missing_label_is_refused(label):
    x, one = np.zeros((4, 2), np.float32), np.full(4, label)
    with pytest.raises(ValueError, match="both labels"):
        Ridge(x, one, np.full(4, 0.25), PENALTY)
    with pytest.raises(ValueError, match="both labels"):  # what has no weight is no label
        Ridge(x, np.array([not label, label, label, label]), np.array([0.0, 1.0, 1.0, 1.0]), PENALTY)


def test_labels_weigh_alike_and_their_units_by_the_root_of_their_size():
    generated = np.array([False] * 10 + [True] * 5)
    units = ["a"] * 9 + ["b"] + ["a"] * 4 + ["g"]  # a source may hold both labels
    mass = weights(generated, units)
    assert mass[~generated].sum() == pytest.approx(0.5) == mass[generated].sum()
    assert mass[:9].sum() / mass[9] == pytest.approx(3) and mass[10:14].sum() / mass[14] == pytest.approx(2)
    assert len(set(mass[:9].round(12))) == 1


def test_a_share_lowers_the_weight_of_its_sample_and_copies_do_not_count_as_pictures():
    generated = np.array([False, False, False, True, True])
    units = ["a", "b", "b", "g", "g"]
    mass = weights(generated, units, lambda index: (1.0, 1.0, 0.0, 1.0, 0.5)[index])
    assert mass[2] == 0 and mass[0] == pytest.approx(mass[1])  # one picture each
    assert mass[3] == pytest.approx(2 * mass[4])

import numpy as np
import pytest
import torch
from telltale.eval.metrics import auroc
from telltale.eval.studies import representations
from telltale.eval.studies.representations import Task


def task(rng):
    """The label is in the first feature, the domain in the next three; pseudo-fakes show half of the label's trace."""
    n = 600
    generated = np.arange(n) % 2 == 1
    domain = rng.integers(0, 3, n)
    made = generated & (rng.random(n) < 0.4)
    x = rng.normal(size=(n, 24)).astype(np.float32)
    x[:, 0] += np.where(generated, np.where(made, 1.5, 3.0), -3.0)
    x[np.arange(n), 1 + domain] += 4.0
    return Task(x, generated, domain, np.ones(n), made)


@pytest.mark.parametrize("two_steps", [False, True])
@pytest.mark.parametrize("name", representations.LOSSES)
def test_every_method_learns_what_tells_the_label(name, two_steps):
    there = task(np.random.default_rng(0))
    network = representations.train(there, representations.LOSSES[name], steps=60, two_steps=two_steps)
    new = task(np.random.default_rng(1))
    scores = network(torch.from_numpy(new.features)).numpy()
    assert auroc(scores[~new.generated], scores[new.generated]) > 0.95


def test_the_same_seed_gives_the_same_scores():
    there = task(np.random.default_rng(0))
    one, two = (
        representations.train(there, representations.augmented, steps=5, seed=3)(torch.from_numpy(there.features))
        for _ in range(2)
    )
    assert torch.equal(one, two)


def test_two_steps_draw_pseudo_fakes_first_and_then_none():
    there, rng = task(np.random.default_rng(0)), np.random.default_rng(0)
    early, late = (there.pseudo[representations.draw_batch(there, rng, pseudo)] for pseudo in (True, False))
    half = representations.BATCH // 2
    assert early[half:].all() and not early[:half].any() and not late.any()


def test_the_contrast_is_least_where_labels_lie_apart():
    label = torch.tensor([0.0, 0.0, 1.0, 1.0])
    apart = torch.tensor([[1.0, 0.0], [1.0, 0.0], [-1.0, 0.0], [-1.0, 0.0]])
    mixed = apart[[0, 2, 1, 3]]
    contrast = representations.supervised_contrast
    assert float(contrast(apart, label)) < 0.1 < float(contrast(mixed, label))

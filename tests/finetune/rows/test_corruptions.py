import numpy as np
import pytest
from telltale.finetune.rows.corruptions import FAULTS, corrupt


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_changes_the_sentence(kind):
    true = "The features score +1.3 for generation at 16, 48, and 32% of real pictures are as high"
    faulty = {corrupt(true, np.random.default_rng(n), kind) for n in range(20)}
    assert true not in faulty and None not in faulty


def test_a_sentence_without_anything_to_change_gives_none():
    for kind in ("number", "swap", "sign", "point"):
        assert corrupt("Plain words", np.random.default_rng(0), kind) is None


@pytest.mark.parametrize(("sign", "turned"), [("+", "-"), ("-", "+"), ("−", "+")])
def test_signs_of_either_kind_are_turned(sign, turned):
    assert corrupt(f"It scores {sign}1.3", np.random.default_rng(0), "sign") == f"It scores {turned}1.3"

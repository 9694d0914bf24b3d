"""A photograph to alter, and a network that inverts it."""

import numpy as np
import pytest


@pytest.fixture
def coffee(photographs):
    return np.asarray(photographs[1].resize((300, 200)))


@pytest.fixture
def inverted():
    return lambda pixels, rng: (255 - pixels, f"inverted {rng.integers(10)}")

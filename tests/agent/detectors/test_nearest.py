import numpy as np
import pytest
from telltale.agent.detectors import nearest
from telltale.agent.detectors.nearest import NEAREST
from telltale.agent.evidence import Flag, Neighbour, Quality
from telltale.agent.perception import tower

from tests.agent.detectors.made import features, made_heads, squares


def test_the_nearest_known_pictures_are_named_with_their_distance(seen):
    made = features(1)
    basis = np.zeros((tower.D, 4), np.float32)
    basis[0, 1] = 1.0  # all that counts is the first feature, and it points at b.jpg
    basis[1, 0] = 1.0  # and a little the second, which points at a.jpg
    made.vectors[0, :2] = 2.0, 0.5
    seen(made_heads(basis=basis, far=0.6), squares((0, 0, 224)), made)
    reading = NEAREST.read(np.zeros((224, 224, 3), np.uint8), Quality(short_side=224))
    assert "nearer to a known generated picture (distance 0.03)" in reading.statement
    assert "known real one (distance 0.76)" in reading.statement
    assert reading.supports == "synthetic"
    assert reading.facts.notes == (
        "The nearest known pictures are the real picture a.jpg of camera and the generated picture b.jpg of maker.",
    )
    assert reading.facts.neighbours == (
        Neighbour(name="a.jpg", source="camera", label="real", distance=0.7575),
        Neighbour(name="b.jpg", source="maker", label="synthetic", distance=0.0299),
    )
    assert reading.score == pytest.approx(0.7575 - (0.0299 + 1) / 2, abs=1e-3)  # one real, and two generated ones
    assert reading.facts.flags == () and reading.facts.numbers == {"distance": 0.5149}
    seen(made_heads(basis=basis, far=0.4), squares((0, 0, 224)), made)
    far = NEAREST.read(np.zeros((224, 224, 3), np.uint8), Quality(short_side=224))
    assert far.facts.flags == (Flag.OUT_OF_DISTRIBUTION,) and len(far.caveats) == 2


def test_a_picture_of_the_gallery_is_said_to_be_known(seen):
    made = features(1)
    basis = np.zeros((tower.D, 4), np.float32)
    basis[0, 1] = 1.0
    made.vectors[0, 0] = 2.0
    seen(made_heads(basis=basis), squares((0, 0, 224)), made)
    reading = NEAREST.read(np.zeros((224, 224, 3), np.uint8), Quality(short_side=224))
    assert "a known one: the generated picture b.jpg of maker (distance 0.000)" in reading.statement
    assert reading.supports == "synthetic" and reading.facts.flags == (Flag.KNOWN,)
    assert reading.caveats == (nearest.LEARNED_FROM(),)

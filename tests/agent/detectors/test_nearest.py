import numpy as np
import pytest
from telltale.agent.detectors.nearest import NEAREST
from telltale.agent.evidence import Flag, Neighbour, Quality
from telltale.agent.perception import tower

from tests.agent.detectors.made import features, made_heads, squares


def test_the_nearest_known_pictures_are_named_with_their_distance(seen):
    made = features(1)
    basis = np.zeros((tower.D, 4), np.float32)
    basis[0, 1] = 1.0  # all that counts is the first feature, and it points at b.jpg
    made.vectors[0, 0] = 2.0
    seen(made_heads(basis=basis), squares((0, 0, 224)), made)
    reading = NEAREST.read(np.zeros((224, 224, 3), np.uint8), Quality(short_side=224))
    assert "nearer to a known generated picture (distance 0.00)" in reading.statement
    assert "known real one (distance 1.00)" in reading.statement
    assert reading.supports == "synthetic"
    assert reading.facts.notes == (
        "The nearest known pictures are the real picture a.jpg of camera and the generated picture b.jpg of maker.",
    )
    assert reading.facts.neighbours == (
        Neighbour(name="a.jpg", source="camera", label="real", distance=1.0),
        Neighbour(name="b.jpg", source="maker", label="synthetic", distance=0.0),
    )
    assert reading.score == pytest.approx(1.0 - 0.5)  # one real at 1, generated at 0 and 1
    assert reading.facts.flags == () and reading.facts.numbers == {"distance": 0.5}
    seen(made_heads(basis=basis, far=0.4), squares((0, 0, 224)), made)
    far = NEAREST.read(np.zeros((224, 224, 3), np.uint8), Quality(short_side=224))
    assert far.facts.flags == (Flag.OUT_OF_DISTRIBUTION,) and len(far.caveats) == 2

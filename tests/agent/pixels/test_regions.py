import numpy as np
from telltale.agent.pixels.regions import strongest_region

from tests.agent.detectors.test_detectors import iou


def test_a_map_has_one_score_for_its_strongest_part():
    rng = np.random.default_rng(0)
    deviations = rng.normal(0, 1, (40, 50))
    usable = np.ones_like(deviations, bool)
    quiet = strongest_region(deviations, usable, 16, (640, 800))
    deviations[10:18, 20:30] += 6
    loud = strongest_region(deviations, usable, 16, (640, 800))
    assert loud.score > 4 * quiet.score
    assert iou(loud.region, (320, 160, 480, 288)) > 0.6
    assert loud.map.shape == (40, 50)
    assert 0 <= loud.map.min() <= loud.map.max() <= 1

import numpy as np
from telltale.agent.detectors.family import FAMILY
from telltale.agent.evidence import Quality
from telltale.agent.perception import tower

from tests.agent.detectors.made import features, made_heads, squares


def test_a_family_is_named_only_where_one_fits_and_the_picture_scores_as_generated(seen):
    pixels, quality = np.zeros((224, 224, 3), np.uint8), Quality(short_side=224)
    flat = {"weight": np.zeros(tower.D, np.float32), "family_weight": np.zeros((2, tower.D), np.float32)}
    seen(made_heads(**flat, bias=1.0, family_bias=np.array([0.0, 3.0], np.float32)), squares((0, 0, 224)), features(1))
    named = FAMILY.read(pixels, quality)
    assert "fits best is second (95%)" in named.statement and named.facts.family == "second"
    seen(made_heads(**flat, bias=1.0), squares((0, 0, 224)), features(1))
    unknown = FAMILY.read(pixels, quality)
    assert "resembles none of the known generator families" in unknown.statement and unknown.facts.family is None
    seen(made_heads(**flat, bias=-1.0), squares((0, 0, 224)), features(1))
    reading = FAMILY.read(pixels, quality)
    assert reading.supports == "neutral" and "No generator family is named" in reading.statement

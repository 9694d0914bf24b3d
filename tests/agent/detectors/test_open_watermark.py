"""The open watermark detector: it fires on a mark, stays neutral without one, and says when a picture is too small."""

import numpy as np
import pytest
from telltale.agent.detectors.base import to_evidence
from telltale.agent.detectors.registry import get
from telltale.agent.evidence import Flag, Quality
from telltale.agent.reasoning.weighing.fusion import CLASSIFIER_WEIGHT, unfitted
from telltale.eval.studies.open_watermarks import marked

QUALITY = Quality(short_side=384)


@pytest.fixture(scope="module")
def photograph(astronaut):
    return np.asarray(astronaut.convert("RGB").resize((384, 384)))


def test_a_mark_supports_synthetic_with_the_weight_of_an_unfitted_finding(photograph):
    reading = get("open_watermark").read(marked(photograph, "FLUX", as_floats=True), QUALITY)
    assert reading.supports == "synthetic" and reading.score > 6
    assert reading.facts.numbers["bits"] == 48 and reading.facts.numbers["agreed_bits"] >= 44
    assert "FLUX" in reading.statement and len(reading.caveats) == 1
    assert unfitted(to_evidence(get("open_watermark"), reading)) == CLASSIFIER_WEIGHT


def test_without_a_mark_it_is_neutral_and_weighs_nothing(photograph):
    reading = get("open_watermark").read(photograph, QUALITY)
    item = to_evidence(get("open_watermark"), reading)
    assert item.supports == "neutral" and item.score < 3 and not item.has(Flag.NOT_MEASURED) and unfitted(item) == 0


def test_a_picture_that_is_too_small_is_not_read():
    assert get("open_watermark").read(np.zeros((200, 300, 3), np.uint8), Quality(short_side=200)).score is None

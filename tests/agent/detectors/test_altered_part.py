from dataclasses import replace

import numpy as np
import pytest
from telltale.agent.detectors.altered_part import ALTERED_PART, FALSELY, FOUND, MOST, reading_of
from telltale.agent.detectors.base import to_evidence
from telltale.agent.evidence import Quality, Region
from telltale.agent.locating import fused_map
from telltale.agent.reasoning.weighing import fuse, weigh

QUALITY = Quality(short_side=300, jpeg_quality=92)


@pytest.fixture(scope="module")
def head():
    found = fused_map.shipped()
    assert found is not None
    return found


def found_with(score: float) -> fused_map.FusedMap:
    part = np.zeros((40, 50), bool)
    part[10:20, 5:25] = True
    methods = dict.fromkeys(fused_map.NAMES, 2.0) | {"noise": 6.0, "ghosts": 5.0}
    log_odds = np.where(part, 2.0, -2.0).astype(np.float32)
    facts = np.zeros(fused_map.FACTS, np.float32)
    region = Region(x=40, y=80, w=160, h=80)
    return fused_map.FusedMap(log_odds, np.ones_like(part), score, part, region, 3.0, methods, methods, facts)


def test_a_part_is_shown_with_what_stands_out_and_how_often_that_is_right(head):
    reading = reading_of(found_with(head.alarm + 1), head, QUALITY, (320, 400, 3))
    assert reading.supports == "tampered" and reading.region == Region(x=40, y=80, w=160, h=80)
    assert "160×80 px at 40, 80" in reading.statement and "its noise and" in reading.statement
    assert f"{FOUND:.0%}" in reading.caveats[0] and f"{FALSELY:.0%}" in reading.caveats[0]
    assert reading.map is not None and reading.map.shape == (40, 50)


def test_below_the_threshold_no_part_is_shown(head):
    reading = reading_of(found_with(head.alarm - 0.1), head, QUALITY, (320, 400, 3))
    assert reading.supports == "neutral" and reading.region is None and reading.map is not None


def test_a_part_that_is_shown_forbids_real_and_never_makes_a_label(head):
    for score in (head.alarm + 1, 50.0):
        item = to_evidence(ALTERED_PART, reading_of(found_with(score), head, QUALITY, (320, 400, 3)))
        items = weigh([item.model_copy(update={"id": "E1"})], QUALITY)
        assert items[0].log_lr == MOST and items[0].supports == "tampered"
        verdict = fuse(items, QUALITY, error_rate=0.05)
        assert verdict.label == "inconclusive" and verdict.lean != "real"
    quiet = to_evidence(ALTERED_PART, reading_of(found_with(head.alarm - 0.1), head, QUALITY, (320, 400, 3)))
    (weighed,) = weigh([quiet.model_copy(update={"id": "E1"})], QUALITY)
    assert weighed.log_lr == 0.0 and weighed.supports == "neutral"


def test_strong_compression_is_said(head):
    poor = replace(found_with(0.0))
    reading = reading_of(poor, head, Quality(short_side=300, jpeg_quality=40), (320, 400, 3))
    assert any("JPEG quality 40" in caveat for caveat in reading.caveats)

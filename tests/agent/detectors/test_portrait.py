import numpy as np
import pytest
from telltale.agent.detectors import portrait
from telltale.agent.evidence import Quality
from telltale.agent.perception import tower


@pytest.mark.parametrize(
    ("gate", "bias", "supports"), [(1.0, 3.0, "synthetic"), (1.0, -3.0, "neutral"), (-1.0, 3.0, None)]
)
def test_the_detector_speaks_of_portraits_alone(monkeypatch, gate, bias, supports):
    head = portrait.PortraitHead(np.zeros(4, np.float32), bias, np.zeros(4, np.float32), gate, (10, 20), 0.9)
    monkeypatch.setattr(portrait, "shipped", lambda: head)
    seen = tower.Features(np.ones((2, 4), np.float32), None)
    monkeypatch.setattr(tower, "look", lambda pixels: ([], seen))
    reading = portrait.PORTRAIT.read(np.zeros((128, 128, 3), np.uint8), Quality(short_side=128))
    if supports is None:
        assert reading is None
        return
    assert (reading.supports, reading.score) == (supports, bias)
    assert "This close portrait looks more like a" in reading.statement


def test_without_a_head_nothing_is_measured(monkeypatch):
    monkeypatch.setattr(portrait, "shipped", lambda: None)
    assert portrait.measure(np.zeros((128, 128, 3), np.uint8), Quality(short_side=128)).score is None

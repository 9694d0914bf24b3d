from dataclasses import replace

import numpy as np
import pytest
from telltale.agent.detectors import clip_heads, laundering
from telltale.agent.evidence import Quality


@pytest.mark.weights
def test_the_kind_of_a_trace_is_asked_only_where_there_is_one(astronaut, small_folder, monkeypatch):
    heads = clip_heads.shipped()
    pixels, quality = np.asarray(astronaut), Quality(short_side=512)
    monkeypatch.setattr(clip_heads, "shipped", lambda: shifted(heads, -9.0))
    assert laundering.measure(pixels, quality) is None
    monkeypatch.setattr(clip_heads, "shipped", lambda: shifted(heads, 9.0))
    reading = laundering.measure(pixels, quality)
    assert reading is not None and reading.supports == "neutral" and reading.unit == "log-odds"


def shifted(heads, offset):
    return replace(heads, weight=np.zeros_like(heads.weight), bias=0.0, slope=1.0, offset=offset)

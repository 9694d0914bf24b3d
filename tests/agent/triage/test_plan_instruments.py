"""What a triage measures by default is all that a verdict can rest on."""

import numpy as np
import pytest
from PIL import Image
from telltale.agent.detectors import registry
from telltale.agent.investigator import Investigator
from telltale.agent.sandbox import receive
from telltale.agent.triage.batch_measuring import measure
from telltale.agent.triage.plan_instruments import by_default, instruments_of
from telltale.agent.triage.row_numbers import numbers
from telltale.agent.triage.triage_worker import Plan
from telltale.eval.studies.open_watermarks import marked

from tests.conftest import encode


def test_only_what_supports_nothing_is_left_out():
    left_out = set(registry.available()) - set(by_default())
    assert left_out == {"ocr", "mtcnn"}
    assert all(registry.get(name).weighing is None for name in left_out)


@pytest.mark.parametrize("mark", [True, False])
def test_a_mark_that_a_generator_wrote_counts_as_in_an_examination(astronaut, mark):
    pixels = np.asarray(astronaut.convert("RGB").resize((384, 384)))
    data = encode(Image.fromarray(marked(pixels, "FLUX", as_floats=True) if mark else pixels))
    light = tuple(name for name in by_default() if not registry.get(name).learned)
    instruments, asks = instruments_of(Plan(detectors=light, perceive=False))
    (found,) = measure(instruments, [receive(data, "a.png")], asks=asks)
    every = tuple(name for name, detector in registry.available().items() if not detector.learned)
    record = Investigator(detectors=every, perceive=False, explain=False).examine(data, "a.png").examination
    row = numbers(found)
    assert row.label == record.verdict.label and row.lean == record.verdict.lean
    assert row.probabilities == pytest.approx(record.verdict.probabilities, abs=1e-6)
    assert (row.scores["open_watermark"] > 6) == mark

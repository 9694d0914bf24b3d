"""The chain and the facade over it, on a real picture with the tiny model."""

from dataclasses import replace

import numpy as np
import pytest
from telltale.agent.detectors import registry
from telltale.agent.evidence import Contribution, Examination, Verdict
from telltale.agent.intake import receive
from telltale.agent.investigator import Investigator
from telltale.agent.reasoning.chain import STAGES, build
from telltale.prompts import cues

from tests.conftest import encode


@pytest.fixture
def picture(astronaut) -> bytes:
    return encode(astronaut, "JPEG", quality=90)


def test_stages_stream_in_as_they_finish(picture):
    chain = build(list(registry.BUILT_IN.values()), lambda exhibit: [], lambda: None, None)
    seen = [stage for chunk in chain.stream(receive(picture)) for stage in chunk if stage != "exhibit"]
    assert set(seen) == set(STAGES)
    assert seen[-3:] == ["evidence", "verdict", "explanation"]


def test_invoke_and_stream_agree(picture):
    chain = build(list(registry.BUILT_IN.values()), lambda exhibit: [], lambda: None, None)
    exhibit = receive(picture)
    whole = chain.invoke(exhibit)
    streamed = {}
    for chunk in chain.stream(exhibit):
        streamed.update(chunk)
    assert whole["evidence"].value == streamed["evidence"].value
    assert whole["verdict"].value == streamed["verdict"].value


def test_an_examination_is_whole_and_reads_back(picture, tiny_folder):
    investigator = Investigator(str(tiny_folder))
    found = investigator.examine(picture, "astronaut.jpg")
    record = found.examination
    assert [e.id for e in record.evidence] == [f"E{n}" for n in range(1, len(record.evidence) + 1)]
    assert sum(e.kind == "cue" for e in record.evidence) == len(cues())
    assert sum(e.kind == "detector" for e in record.evidence) == len(registry.BUILT_IN)
    assert {s.cites[0] for s in record.explanation.statements} <= {e.id for e in record.evidence}
    assert record.exhibit.name == "astronaut.jpg"
    assert record.versions["telltale"]
    assert record.versions[f"model:{tiny_folder}"]
    assert len(record.versions["head:clip_heads.safetensors"]) == 12
    assert {"intake", "provenance", "detectors", "perception", "verdict", "explanation", "total"} <= set(record.timings)
    assert Examination.model_validate_json(record.model_dump_json(by_alias=True)) == record
    assert {"jpeg", "noise"} <= set(found.maps) <= {"clip", "residual", "jpeg", "noise"}
    assert all(m.dtype == np.float32 and 0 <= m.min() <= m.max() <= 1 for m in found.maps.values())


def test_the_verdict_does_not_depend_on_the_model(picture, tiny_folder):
    with_model = Investigator(str(tiny_folder)).examine(picture).examination.verdict
    without = Investigator(perceive=False, explain=False).examine(picture).examination.verdict
    assert isinstance(without, Verdict)
    assert with_model == without


def test_the_same_picture_gives_the_same_record(picture, tiny_folder):
    investigator = Investigator(str(tiny_folder))
    one, two = (investigator.examine(picture).examination.model_dump(exclude={"timings"}) for _ in range(2))
    assert one == two


def test_the_cues_that_weighed_are_traced_to_places(picture, tiny_folder):
    investigator = Investigator(str(tiny_folder), explain=False)
    found = investigator.examine(picture)
    assert investigator.trace(found) == {}  # none weighed
    (blend,) = (item.id for item in found.examination.evidence if item.source == "cue:edges.blend")
    weighed = (Contribution(evidence=blend, hypothesis="tampered", log_odds=0.5),)
    verdict = found.examination.verdict.model_copy(update={"contributions": weighed})
    record = found.examination.model_copy(update={"verdict": verdict})
    traced = investigator.trace(replace(found, examination=record))
    assert list(traced) == ["cue:edges.blend"]
    assert traced["cue:edges.blend"].dtype == np.float32 and max(traced["cue:edges.blend"].shape) == 64


def test_questions_are_answered_from_the_record(picture, tiny_folder):
    investigator = Investigator(str(tiny_folder))
    found = investigator.examine(picture)
    said = [result.text for result in investigator.ask(found, "What does the noise say?")]
    assert any("noise level" in text for text in said)


@pytest.mark.weights
def test_small_words_most_of_what_it_is_given(picture):
    explanation = Investigator().examine(picture).examination.explanation
    assert not explanation.composed_without_model
    assert len(explanation.statements) >= 2
    assert sum(s.written_by == "model" for s in explanation.statements) >= 2

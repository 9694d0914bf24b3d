"""What a record says about itself: its prompts, its limitations."""

import json

import pytest
from langchain_core.language_models import FakeListChatModel
from telltale.agent import Investigator, investigator, quality, record
from telltale.agent.evidence import Evidence, Facts, Flag, Verdict
from telltale.agent.intake import receive
from telltale.prompts import digest

from tests.conftest import encode

FITTED = Verdict(label="real", probabilities={"real": 1.0}, calibrated=True, reference_set="a set")


def prompts(examination) -> set[str]:
    named = {name.partition(":")[2]: hash for name, hash in examination.versions.items() if name.startswith("prompt:")}
    assert all(digest(name) == hash for name, hash in named.items())
    return set(named)


@pytest.fixture
def picture(astronaut) -> bytes:
    return encode(astronaut.resize((300, 300)), "JPEG", quality=90)


def test_a_record_names_the_prompts_that_were_used_and_no_other(picture, tiny_folder):
    options = {"model": str(tiny_folder), "describe": False, "detectors": ["jpeg"]}
    for _ in range(2):  # the second time every file is in memory already
        assert prompts(Investigator(**options, explain=False).examine(picture).examination) == {"cues.toml", "probe"}
    claimed = Investigator(**options, explain=False).examine(picture, claim="an astronaut").examination
    assert prompts(claimed) == {"cues.toml", "probe", "claim"}
    assert prompts(Investigator(**options, perceive=False, explain=False).examine(picture).examination) == set()
    worded = prompts(Investigator(**options, perceive=False).examine(picture).examination)
    assert "explain" in worded and not {"cues.toml", "probe", "dialogue", "converse"} & worded


def test_a_training_free_record_names_the_prompts_of_its_look(picture, tiny_folder, monkeypatch):
    reply = json.dumps({"verdict": "fake", "reason": "The hands merge.", "signs": ["features"]})
    monkeypatch.setattr(investigator, "_chat_model", lambda local: FakeListChatModel(responses=[reply]))
    examiner = Investigator(str(tiny_folder), describe=False, detectors=["jpeg"], explain=False, training_free=True)
    examination = examiner.examine(picture).examination
    assert sum(item.source.startswith("truthlens:") for item in examination.evidence) == 10
    assert prompts(examination) == {"truthlens.toml", "truthlens_probe", "truthlens_verdict"}


def test_prompts_are_counted_for_each_picture_while_records_are_streamed(picture, tiny_folder):
    """Two examinations whose stages come in turn, as in two tabs of the page."""
    both = [
        Investigator(str(tiny_folder), describe=False, detectors=["jpeg"], explain=False).stream(picture),
        Investigator(detectors=["jpeg"], perceive=False, explain=False).stream(picture),
    ]
    finished = {}
    while both:
        for stream in list(both):
            try:
                stage, result = next(stream)
            except StopIteration:
                both.remove(stream)
                continue
            if stage == "examination":
                finished[stream] = prompts(result.examination)
    assert list(map(sorted, finished.values())).count(["cues.toml", "probe"]) == 1
    assert set() in finished.values()


def test_limitations_follow_from_the_evidence_and_the_file(astronaut):
    plain = receive(encode(astronaut, "PNG"))
    assert record.limitations(plain, (), Verdict(label="inconclusive", probabilities={}, calibrated=False)) == (
        record.UNCALIBRATED(),
    )
    evidence = (
        Evidence(source="cue:a", kind="cue", statement="s", facts=Facts(flags=(Flag.UNASSESSED,))),
        Evidence(source="noise", kind="detector", statement="Too dark.", facts=Facts(flags=(Flag.NOT_MEASURED,))),
    )
    expected = (
        record.CALIBRATED(reference_set="a set"),
        record.ONLY_WHOLE(),
        record.CUES_UNMEASURED(),
        "Too dark. (noise)",
    )
    assert record.limitations(plain, evidence, FITTED) == expected
    stripped = receive(encode(astronaut.resize((100, 100)), "JPEG"))
    *_, no_metadata, small = record.limitations(stripped, (), FITTED)
    assert no_metadata == quality.NO_METADATA() and "100 px" in small


def test_every_version_is_named():
    versions = record.versions({"model:m": "1"}, {"probe"})
    assert versions["model:m"] == "1" and versions["prompt:probe"] == digest("probe")
    assert {"telltale", "python", "torch", "c2pa-python", "head:clip_heads.safetensors"} <= set(versions)

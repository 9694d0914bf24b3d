"""A clip from its file to its record, its text and its timeline; the frames' scores are given here."""

import json
import os

import pytest
from PIL import Image
from telltale.agent import cli
from telltale.agent.evidence import Evidence, number
from telltale.agent.file_bytes import IntakeError
from telltale.agent.sentences import reworded
from telltale.agent.video import (
    clip_examination,
    clip_findings,
    clip_sandbox,
    clip_text,
    clip_verdict,
    frame_scores,
    sound_track,
    timeline_files,
)
from telltale.agent.video.clip_types import ClipExamination, FrameMeasure, SoundFacts

from tests.agent.video.made_clips import clip, picture


def measures(scores, times, portraits=()):
    return tuple(
        FrameMeasure(number=n, at=times[n], scores={"clip": score}, portrait=n in portraits)
        for n, score in enumerate(scores)
    )


@pytest.fixture(scope="module")
def examined(tmp_path_factory):
    """A record of a clip with a part that stands still, read by the process that reads clips."""
    shown = [picture(n) for n in range(8)] + [picture(7)] * 8 + [picture(n) for n in range(8, 12)]
    file = tmp_path_factory.mktemp("clips") / "a clip.mp4"
    file.write_bytes(clip(shown, sound=1.0, tags={"comment": "from a test"}))
    measured = frame_scores.measured
    given = {"clip": 1.5, "family": 0.4}

    def of(frames, numbers, times, options=None):
        return tuple(FrameMeasure(number=n, at=times[n], scores=given) for n in numbers), {"clip": "given"}

    frame_scores.measured = of
    try:
        return clip_examination.examine(file, clip_examination.ClipOptions(frames=3))
    finally:
        frame_scores.measured = measured


def test_the_record_holds_what_was_read_and_measured(examined):
    record = examined.record
    assert (record.clip.name, record.clip.frames, record.clip.decoded) == ("a clip.mp4", 20, 20)
    assert record.clip.seconds == pytest.approx(2.0) and record.clip.rate == pytest.approx(10)
    assert [frame.number for frame in record.frames] == [3, 10, 16]  # middles of thirds of 20 frames
    assert [item.id for item in record.evidence] == [f"E{n}" for n in range(1, len(record.evidence) + 1)]
    assert {"frames", "motion", "geometry", "fine_detail", "repeats", "sound"} <= {e.source for e in record.evidence}
    (frozen,) = record.repeats
    assert frozen.kind == "frozen" and frozen.start == pytest.approx(0.7, abs=0.11)
    assert "av" in record.versions and record.timings["reading"] > 0


def test_measurements_give_no_label_and_a_lean_is_called_one(examined):
    verdict = examined.record.verdict
    assert (verdict.label, verdict.error_rate) == ("inconclusive", None)
    assert {item.supports for item in examined.record.evidence} == {"neutral"}
    assert verdict.frames_lean == "synthetic"  # the middle score is 1.5
    with reworded(lambda sentence: sentence.key):
        same = clip_verdict.judged(examined.record.evidence)
    assert (same.label, same.frames_lean, same.cites) == (verdict.label, verdict.frames_lean, verdict.cites)


def test_the_record_survives_json_and_refuses_unknown_fields(examined):
    text = examined.record.model_dump_json(by_alias=True)
    assert json.loads(text)["schema"] == "telltale/video/1"
    assert ClipExamination.model_validate_json(text) == examined.record
    with pytest.raises(ValueError, match="tpyo"):
        ClipExamination.model_validate({**json.loads(text), "tpyo": 1})


def test_the_text_has_every_finding_and_no_markup(examined):
    text = "\n".join(clip_text.lines(examined.record))
    flat = " ".join(text.split())
    for item in examined.record.evidence:
        assert " ".join(item.statement.split()) in flat
    assert "INCONCLUSIVE" in text and max(map(len, text.splitlines())) <= clip_text.WIDTH
    assert "from a test" in text and examined.record.clip.sha256 in text


def test_the_timeline_is_drawn_and_written_with_the_frames(examined, tmp_path):
    files = timeline_files.write(examined, tmp_path / "out", "a")
    strip, data, *frames = files
    assert Image.open(strip).width == timeline_files.WIDTH and len(frames) == 3
    assert Image.open(frames[0]).size == (96, 96)
    told = json.loads(data.read_text())
    assert [frame["at"] for frame in told["frames"]] == [0.3, 1.0, 1.6] and told["repeats"][0]["kind"] == "frozen"


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "the file is empty"), (b"plain text", "not a clip that can be read"), (None, "no such file")],
)
def test_a_file_that_cannot_be_examined_is_one_line_with_a_fix(tmp_path, data, said):
    file = tmp_path / "a.mp4"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(IntakeError) as told:
        clip_sandbox.read(file, 4)
    assert said in str(told.value) and "\n" not in str(told.value) and ";" in str(told.value)


def test_huge_files_folders_and_devices_are_not_opened(tmp_path):
    huge = tmp_path / "huge.mp4"
    with huge.open("wb") as file:
        os.truncate(file.fileno(), clip_sandbox.MAX_BYTES + 1)
    for place, said in ((huge, "over the limit of 512 MB"), (tmp_path, "folder"), ("/dev/null", "device")):
        with pytest.raises(IntakeError, match=said):
            clip_sandbox.read(type(huge)(place), 4)
    with pytest.raises(ValueError, match="between 1 and 64"):
        clip_sandbox.read(huge, 65)


def test_frames_are_summed_up_by_their_middle_and_portraits_are_left_out():
    times = list(range(8))
    item = clip_findings.frames(measures([2, 3, -4, 0.1, 9, 9], times, portraits=(4, 5)))
    assert item.score == pytest.approx(1.05) and item.facts.numbers["portraits"] == 2  # between 0.1 and 2
    assert clip_findings.frames(measures([3, 3], times, portraits=(0, 1))).score is None
    assert clip_findings.frames((FrameMeasure(number=0, at=0),)).score is None


def test_sound_that_begins_or_ends_elsewhere_is_told(examined):
    facts = examined.record.clip
    assert [track.codec for track in facts.sound] == ["aac"]
    late = SoundFacts(codec="aac", first=facts.first + 0.5, last=facts.last)
    item = sound_track.evidence(facts.model_copy(update={"sound": (late,)}))
    assert len(item.facts.notes) == 1 and item.facts.numbers["begins"] == pytest.approx(0.5)
    near = SoundFacts(codec="aac", first=facts.first, last=facts.last - 0.1)
    assert not sound_track.evidence(facts.model_copy(update={"sound": (near,)})).facts.notes
    unknown = SoundFacts(codec="opus")
    assert not sound_track.evidence(facts.model_copy(update={"sound": (unknown,)})).facts.numbers
    assert sound_track.evidence(facts.model_copy(update={"sound": ()})).statement == sound_track.NONE()


def test_a_trusted_signature_decides_whatever_the_frames_score():
    frames = clip_findings.frames(measures([-3, -3, -3], range(3)))
    signed = Evidence(source="c2pa", kind="provenance", statement="", supports="synthetic", decisive=True)
    assert clip_verdict.judged(number([signed, frames])).label == "synthetic"
    assert clip_verdict.judged(number([frames])).label == "inconclusive"


def test_the_command_names_what_is_missing_and_what_is_wrong(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(frame_scores, "check", lambda options: None)
    assert cli.main(["video", str(tmp_path / "none.mp4")]) == 1
    assert "no such file" in capsys.readouterr().err
    assert cli.main(["video", "a.mp4", "--frames", "0"]) == 2
    assert "--frames" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.weights
def test_frames_are_measured_as_pictures_are(small_folder, photographs, tmp_path, capsys):
    shown = [photographs[0].resize((256, 256)).rotate(n, resample=Image.Resampling.BICUBIC) for n in range(6)]
    import numpy as np

    file = tmp_path / "a.mp4"
    file.write_bytes(clip([np.asarray(one) for one in shown]))
    assert cli.main(["video", str(file), "--frames", "2", "--json", "--out", str(tmp_path / "out")]) == 0
    record = ClipExamination.model_validate_json(capsys.readouterr().out)
    assert all("clip" in frame.scores and "family" in frame.scores for frame in record.frames)
    assert record.verdict.label == "inconclusive" and (tmp_path / "out/a-timeline.png").exists()

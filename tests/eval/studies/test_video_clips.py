"""The study of clips: sources left out, limits, and tables from records that are kept."""

import json

import numpy as np
import pytest
from telltale.agent.video.clip_types import ClipExamination, ClipFacts, ClipVerdict, FrameMeasure, StretchMeasure
from telltale.eval.sets.records import DataError
from telltale.eval.studies import clip_scores
from telltale.eval.studies.clip_scores import Sources


def record(score, seconds=4.0, motion=2.0, labelled=0):
    facts = ClipFacts(
        name="a.mp4", sha256="0", size=100_000, media_type="video/mp4", container="MP4", codec="h264", profile="High",
        width=320, height=240, frames=100, first=0, last=seconds, rate=25, key_frames=4, decoded=100,
    )  # fmt: skip
    frames = tuple(
        FrameMeasure(
            number=n, at=n, scores={"clip": score + n / 10}, as_picture="synthetic" if n < labelled else "real"
        )
        for n in range(4)
    )
    run = StretchMeasure(first=0, last=99, start=0, end=4, motion=motion, left_over=0.5, tracked=40, one_plane=0.9)
    verdict = ClipVerdict(label="inconclusive", headline="")
    return ClipExamination(clip=facts, verdict=verdict, evidence=(), frames=frames, stretches=(run,))


@pytest.fixture
def folder(tmp_path):
    """Four recordings and four generated clips, and their records: the generated ones score higher."""
    rows = []
    for label in ("real", "generated"):
        (tmp_path / "clips" / label).mkdir(parents=True)
        for n in range(4):
            (tmp_path / "clips" / label / f"{n}.mp4").write_bytes(b"")
            score = n / 10 + (2.0 if label == "generated" else -2.0)
            made = record(score, labelled=2 if label == "generated" else 0).model_dump(mode="json", by_alias=True)
            rows.append(json.dumps({"file": f"{label}/{n}.mp4 12", "record": made}))
    (tmp_path / "records.jsonl").write_text("\n".join(rows) + "\n")
    return tmp_path


def test_the_tables_come_from_the_records_that_are_kept(study, folder):
    status, out, _ = study("video-clips", "--data", folder / "clips", "--records", folder / "records.jsonl")
    assert status == 0
    assert "| median | 1.000 |" in out and "| chosen on the other sources | – | – | 1.000 | 1.000 |" in out
    assert "none: 4 sources are too few" in out  # at 5% it takes 19
    assert "| generated | 4 of 4 | 16 | 8 (50%) | 4 of 4 |" in out
    assert "| recordings | 0 of 4 | 16 | 0 (0%) | 0 of 4 |" in out


def test_a_study_without_clips_says_what_to_name(study, tmp_path, monkeypatch):
    monkeypatch.delenv("TELLTALE_CLIPS", raising=False)
    status, _, said = study("video-clips")
    assert status == 2 and "TELLTALE_CLIPS" in said
    with pytest.raises(DataError, match="both labels"):
        clip_scores.clips_of(tmp_path)


def test_sources_are_folders_or_what_a_manifest_says(folder, tmp_path):
    assert len({clip.source for clip in clip_scores.clips_of(folder / "clips")}) == 4  # of both labels, by the names
    (folder / "clips" / "manifest.csv").write_text(
        "file,label,source\nreal/0.mp4,real,a\ngenerated/0.mp4,generated,b\n"
    )
    assert [(c.generated, c.source) for c in clip_scores.clips_of(folder / "clips")] == [(False, "a"), (True, "b")]


def test_a_pair_and_the_others_share_no_source():
    generated = np.array([False, False, True, True, True])
    sources = Sources(generated, ("a", "b", "a", "c", "c"))
    pairs = list(sources.pairs())
    assert len(pairs) == 4  # a and b against a and c
    for pair, others in pairs:
        assert not pair[others].any() and {False, True} == set(generated[pair])
    first, left = pairs[0]  # a against a
    assert first.tolist() == [True, False, True, False, False] and left.tolist() == [False, True, False, True, True]


def test_what_was_learned_from_the_others_ranks_the_pair():
    rng = np.random.default_rng(0)
    generated = np.arange(40) % 2 == 1
    x = np.stack([generated + rng.normal(0, 0.1, 40), rng.normal(0, 1, 40)], 1)
    x[3, 1] = np.nan  # missing
    sources = Sources(generated, tuple(str(n // 4) for n in range(40)))
    assert np.mean(sources.areas(clip_scores.learned(x, generated))) == 1.0
    assert np.mean(sources.areas(clip_scores.chosen(np.nan_to_num(x[:, [1, 0]]), sources))) == 1.0


def test_the_least_rate_that_so_many_sources_allow():
    scores = np.arange(19.0)
    assert clip_scores.limit(scores, 0.05) == 18.0  # the highest of 19: 1 in 20 of a new source lies above
    assert clip_scores.limit(scores[:18], 0.05) is None
    assert clip_scores.limit(np.arange(5.0), 1 / 6) == 4.0

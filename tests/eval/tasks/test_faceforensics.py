"""FaceForensics++ as its download script writes it."""

import json
from collections import Counter

import pytest
from telltale.eval.sets import records
from telltale.eval.tasks import TaskError

from tests.eval.tasks.made import read


@pytest.fixture
def tree(tmp_path, draw):
    root = tmp_path / "FaceForensics++"
    files = [
        *(f"original_sequences/youtube/c23/videos/{n}.mp4" for n in ("000", "003", "071", "054")),
        *(f"manipulated_sequences/Deepfakes/c23/videos/{n}.mp4" for n in ("000_003", "003_000", "071_054")),
        "manipulated_sequences/Deepfakes/c40/videos/000_003.mp4",
        "manipulated_sequences/Deepfakes/masks/videos/000_003.mp4",
        "manipulated_sequences/FaceSwap/c23/videos/000_003.mp4",
    ]
    for file in files:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(b"video")
    originals, made = root / "original_sequences/youtube/c23/images", root / "manipulated_sequences/Deepfakes"
    for frame in (originals / "000/0000.png", originals / "071/1.png", made / "c23/images/000_003/0000.png"):
        draw(frame)
    draw(made / "masks/images/000_003/0000.png")
    (root / "splits").mkdir()
    (root / "splits/test.json").write_text(json.dumps([["000", "003"]]))
    (root / "splits/train.json").write_text(json.dumps([["071", "054"]]))
    return root


def test_originals_are_real_and_every_method_is_told(tree):
    items = read("faceforensics", tree)
    assert Counter((i.truth, i.generator) for i in items) == {
        ("real", ""): 2, ("fake", "Deepfakes"): 2, ("fake", "FaceSwap"): 1
    }  # fmt: skip
    assert {item.modality for item in items} == {"video"} and {item.group for item in items} == {"000_003"}
    assert not any("masks" in item.id for item in items)
    assert len(read("faceforensics", tree, compression="all")) == 6
    assert {i.group for i in read("faceforensics", tree, split="train")} == {"054_071"}
    frames = read("faceforensics", tree, media="frames", split="all")
    assert [(i.truth, i.modality) for i in frames] == [("real", "image"), ("real", "image"), ("fake", "image")]


def test_without_splits_nothing_is_taken_for_a_test(tree):
    for file in (tree / "splits").iterdir():
        file.unlink()
    with pytest.raises(TaskError, match=r"no splits/test\.json"):
        read("faceforensics", tree)
    assert {i.group for i in read("faceforensics", tree, split="all")} == {"000_003", "054_071"}
    (tree / "splits/test.json").write_text("{")
    with pytest.raises(TaskError, match=r"test\.json: expected a list of pairs"):
        read("faceforensics", tree)


def test_its_frames_are_a_set_for_training_too(tree):
    found = records.read(tree)
    assert [(r.label, r.source, r.generator, r.group, r.split) for r in found] == [
        ("real", "youtube", "", "000_003", "test"),
        ("real", "youtube", "", "054_071", "train"),
        ("generated", "Deepfakes", "Deepfakes", "000_003", "test"),
    ]


def test_another_folder_is_told_what_was_found(tmp_path, draw):
    draw(tmp_path / "videos/1.png")
    with pytest.raises(
        TaskError, match=r"expected the folders original_sequences.*found: folders videos; 1 file \.png"
    ):
        read("faceforensics", tmp_path)


def test_frames_alone_are_not_blamed_on_the_splits(tree):
    for video in tree.rglob("*.mp4"):
        video.unlink()
    with pytest.raises(TaskError, match=r"has no videos of compression c23; found: 0 videos and \d+ frames \(c"):
        read("faceforensics", tree)
    with pytest.raises(TaskError, match="has no frames of compression c0; found: "):
        read("faceforensics", tree, media="frames", compression="c0")

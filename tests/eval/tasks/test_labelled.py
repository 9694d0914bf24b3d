"""Labelled pictures in the layout of each benchmark, made on the spot, read into items."""

from collections import Counter
from pathlib import Path

import pytest
from telltale.eval import parsing
from telltale.eval.items import Reply
from telltale.eval.tasks import TaskError, get, labelled

from tests.eval.tasks.made import read


def test_labelled_sets_in_their_layouts(tmp_path, draw, labelled):
    for path in ("test/REAL/1.png", "test/FAKE/2.png", "train/FAKE/3.png"):
        draw(tmp_path / "cifake" / path)
    cifake = read("cifake", tmp_path / "cifake")
    assert [(item.truth, item.answer) for item in cifake] == [("fake", "yes"), ("real", "no")]
    for path in ("ADM/val/ai/1.png", "ADM/val/nature/2.png", "Midjourney/val/ai/3.png", "Midjourney/train/ai/4.png"):
        draw(tmp_path / "genimage" / path)
    genimage = read("genimage", tmp_path / "genimage", phrasing="real")
    assert Counter(item.generator for item in genimage) == {"ADM": 1, "Midjourney": 1, "": 1}
    assert {(item.truth, item.answer) for item in genimage} == {("fake", "no"), ("real", "yes")}
    for path in (
        "fake/DM/SD/1.5/base/1.png",
        "fake/DM/SD/XL/turbo/2.png",
        "fake/GAN/StyleGAN/3/x/3.png",
        "real/COCO/4.png",
    ):
        draw(tmp_path / "wildfake" / path)
    wildfake = read("wildfake", tmp_path / "wildfake")
    assert {item.levels for item in wildfake if item.truth == "fake"} == {
        ("DM", "SD", "1.5", "base"),
        ("DM", "SD", "XL", "turbo"),
        ("GAN", "StyleGAN", "3", "x"),
    }
    judged = [parsing.judge(item, Reply(called="fake")) for item in wildfake]
    _, tables, _ = get("wildfake").score(judged)
    by = {table.title: [row[0] for row in table.rows] for table in tables}
    assert by["By generator"] == ["DM", "GAN", "real"] and by["By architecture"] == ["DM/SD", "GAN/StyleGAN", "real"]
    assert by["By version"][0] == "DM/SD/1.5/base"
    both = read("csv", labelled, phrasing="both")
    assert len(both) == 32 and both[0].group == both[1].group and both[0].media == both[1].media
    with pytest.raises(TaskError, match="no pictures below folders real and fake"):
        read("folders", tmp_path / "set/real")
    with pytest.raises(
        TaskError, match="expected a CSV manifest with the columns path and label; found: folders cifake"
    ):
        read("csv", tmp_path)


def test_imaginet_has_two_tracks(tmp_path):
    lines = ["./a/real.png,0,0,4,8", "./a/mj.webp,1,3,2,6", "./a/dalle.png,1,1,3,7"]
    (tmp_path / "test.txt").write_text("\n".join(lines) + "\n")
    items = read("imaginet", tmp_path / "test.txt")
    assert [(i.truth, i.generator, i.category) for i in items] == [
        ("real", "", "photos"),
        ("fake", "Midjourney", "uncategorized"),
        ("fake", "DALL·E 3", "paintings"),
    ]
    named = read("imaginet-attribution", tmp_path / "test.txt")
    assert [item.answer for item in named] == ["C", "D"]
    assert named[0].options == labelled.IMAGINET_MODELS
    (tmp_path / "test.txt").write_text("a,b\n")
    with pytest.raises(TaskError, match=r"test\.txt:1: not path,origin"):
        read("imaginet", tmp_path / "test.txt")


def test_imaginet_as_published_has_its_lists_beside_the_pictures(tmp_path, draw):
    lists = tmp_path / "imaginet/annotations"
    lists.mkdir(parents=True)
    for path in ("testset/faces/real/1.webp", "testset/faces/synthetic/sd/2.webp"):
        draw(tmp_path / "imaginet" / path)
    lines = ["./testset/faces/real/1.webp,0,2,4,8", "./testset/faces/synthetic/sd/2.webp,1,2,1,4"]
    (lists / "test_all.txt").write_text("\n".join(lines) + "\n")
    for data in (lists / "test_all.txt", tmp_path / "imaginet"):
        items = read("imaginet", data)
        assert [(i.id, i.truth, i.generator) for i in items] == [
            ("testset/faces/real/1.webp?fake", "real", ""),
            ("testset/faces/synthetic/sd/2.webp?fake", "fake", "SDXL 1.0"),
        ]
        assert all(Path(item.media[0]).is_file() for item in items)
    (lists / "test_gan.txt").write_text("x,2,0,0,0\n")
    with pytest.raises(TaskError, match=r"several lists \(test_all\.txt, test_gan\.txt\); name one"):
        read("imaginet", tmp_path / "imaginet")
    with pytest.raises(TaskError, match=r"test_gan\.txt:1: .*origin 0 \(real\) or 1"):
        read("imaginet", lists / "test_gan.txt")
    with pytest.raises(TaskError, match=r"expected one of ImagiNet's lists.*found: folders faces"):
        read("imaginet", tmp_path / "imaginet/testset")


def test_chameleon_and_its_training_pictures_are_kept_apart(tmp_path, draw):
    for path in ("test/0_real/1.jpg", "test/1_fake/2.jpg", "training/1_fake/3.jpg"):
        draw(tmp_path / "Chameleon" / path)
    assert [item.truth for item in read("chameleon", tmp_path / "Chameleon")] == ["real", "fake"]
    only_training = tmp_path / "other"
    for path in ("train/real/1.jpg", "train/fake/2.jpg"):
        draw(only_training / path)
    with pytest.raises(TaskError, match=r"no pictures in the split test; found: train; choose by --split"):
        read("folders", only_training)
    assert len(read("folders", only_training, split="all")) == 2


def test_a_manifest_with_an_unknown_label_is_refused_with_its_line(tmp_path):
    for label, message in {"0": "opposite things", "": "the label is empty", "maybe": "'maybe' means neither"}.items():
        (tmp_path / "m.csv").write_text(f"path,label\na.png,Real\nb.png,{label}\n")
        with pytest.raises(TaskError, match=f"m.csv, line 3: .*{message}"):
            read("csv", tmp_path / "m.csv")
    (tmp_path / "m.csv").write_text("path,label\na.png,Real\nb.png,AI\nc.png,FAKE\n")
    assert [item.truth for item in read("csv", tmp_path / "m.csv")] == ["real", "fake", "fake"]
    (tmp_path / "m.csv").write_text("file name,class\na.png,real\n")
    with pytest.raises(TaskError, match="expected the columns path and label; found: file name, class"):
        read("csv", tmp_path / "m.csv")


def test_a_folder_of_another_layout_is_told_what_was_found(tmp_path, draw):
    for path in ("cats/1.png", "dogs/2.png", "notes.txt"):
        draw(tmp_path / "pets" / path) if path.endswith("png") else (tmp_path / "pets" / path).write_text("x")
    with pytest.raises(TaskError, match=r"0_real and 1_fake\); found: folders cats, dogs; 2 files \.png; 1 file \.txt"):
        read("folders", tmp_path / "pets")

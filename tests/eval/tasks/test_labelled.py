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
    with pytest.raises(TaskError, match="name the CSV manifest itself"):
        read("csv", tmp_path)


def test_imaginet_has_two_tracks(tmp_path):
    lines = ["./a/real.png,0,0,0,0", "./a/mj.webp,1,3,2,6", "./a/dalle.png,1,1,3,7"]
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


def test_openfake_as_datasets_saves_it(tmp_path, draw):
    datasets = pytest.importorskip("datasets")
    files = [str(draw(tmp_path / f"{name}.png")) for name in ("a", "b")]
    table = {"image": files, "label": ["real", "fake"], "model": ["real", "flux.1-dev"], "prompt": ["x", "y"]}
    datasets.Dataset.from_dict(table).cast_column("image", datasets.Image()).save_to_disk(tmp_path / "openfake")
    items = read("openfake", tmp_path / "openfake")
    assert [(item.truth, item.generator) for item in items] == [("real", ""), ("fake", "flux.1-dev")]


@pytest.mark.parametrize("classes", [False, True])
def test_openfake_as_the_hub_has_it(tmp_path, draw, classes):
    datasets = pytest.importorskip("datasets")
    data = {key: tmp_path / "openfake" / "data" / f"{key}-00000-of-00001.parquet" for key in ("train", "test")}
    data["train"].parent.mkdir(parents=True)
    for split, file in data.items():
        pictures = [{"bytes": draw(tmp_path / f"{name}.png").read_bytes(), "path": f"{name}.png"} for name in "ab"]
        table = {"image": pictures, "label": ["real", "fake"], "model": ["", f"{split} model"], "prompt": ["x", "y"]}
        made = datasets.Dataset.from_dict(table).cast_column("image", datasets.Image())
        made = made.cast_column("label", datasets.ClassLabel(names=["fake", "real"])) if classes else made
        made.to_parquet(str(file))
    items = read("openfake", tmp_path / "openfake")
    assert [(item.truth, item.generator) for item in items] == [("real", ""), ("fake", "test model")]
    assert all(Path(item.media[0]).is_file() for item in items)
    assert not (tmp_path / "openfake" / "pictures" / "train").exists()  # nothing is written out that is not asked about
    assert len(read("openfake", tmp_path / "openfake", split="all")) == 4

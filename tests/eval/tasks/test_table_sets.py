"""OpenFake and Community Forensics, made as the hub has them."""

import io
from pathlib import Path

import pytest
from PIL import Image
from telltale.eval import runner
from telltale.eval.responders.constant_answers import constant
from telltale.eval.tasks import TaskError, get

from tests.eval.tasks.made import read

datasets = pytest.importorskip("datasets")


def png(number):
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16), (number, 0, 0)).save(buffer, "PNG")
    return buffer.getvalue()


def write(file, labels, models, classes=False):
    file.parent.mkdir(parents=True, exist_ok=True)
    pictures = [{"bytes": png(n), "path": f"{n}.png"} for n in range(len(labels))]
    table = {"image": pictures, "label": labels, "model": models, "prompt": ["x"] * len(labels)}
    made = datasets.Dataset.from_dict(table).cast_column("image", datasets.Image())
    made = made.cast_column("label", datasets.ClassLabel(names=["fake", "real"])) if classes else made
    made.to_parquet(str(file))


@pytest.fixture
def openfake(tmp_path):
    root = tmp_path / "OpenFake"
    for subset, splits in {"core": ("train", "validation", "test"), "reddit": ("test",)}.items():
        for split in splits:
            write(root / subset / f"{split}-00000-of-00001.parquet", ["real", "fake"], ["", f"{subset} {split}"])
    return root


def prepared(task, data, folder, limit=None, **choices):
    names = {name: values[0] for name, values in get(task).options.items()} | choices
    options = runner.RunOptions(limit=limit, pictures=folder)
    return runner.prepare(get(task), data, names, constant("always:fake"), options)


def test_openfake_keeps_its_subsets_and_splits_apart(openfake):
    assert [(i.truth, i.generator) for i in read("openfake", openfake)] == [("real", ""), ("fake", "core test")]
    assert [i.generator for i in read("openfake", openfake, subset="reddit")] == ["", "reddit test"]
    assert [i.generator for i in read("openfake", openfake, split="train")] == ["", "core train"]
    assert len(read("openfake", openfake, split="all", subset="all")) == 8
    with pytest.raises(TaskError, match=r"no files of the split train; found: test; choose"):
        read("openfake", openfake, split="train", subset="reddit")
    with pytest.raises(TaskError, match="expected Parquet files"):
        read("openfake", openfake / "nowhere")


@pytest.mark.parametrize("above", ["", "partial-"])
def test_the_converted_branch_names_its_split_by_a_folder(tmp_path, above):
    for split in ("train", "test"):
        write(tmp_path / f"core/{above}{split}/0000.parquet", ["real", "fake"], ["", split], classes=split == "test")
    assert [(i.truth, i.generator) for i in read("openfake", tmp_path)] == [("real", ""), ("fake", "test")]


def test_only_pictures_that_are_asked_about_are_written_and_none_into_the_data(openfake, tmp_path):
    before = sorted(openfake.rglob("*"))
    work = prepared("openfake", openfake, tmp_path / "run/pictures", limit=1)
    (item,) = work.asked
    assert Path(item.media[0]).parent == tmp_path / "run/pictures" and Image.open(item.media[0]).size == (16, 16)
    assert len(list((tmp_path / "run/pictures").iterdir())) == 1
    assert sorted(openfake.rglob("*")) == before
    whole = prepared("openfake", openfake, tmp_path / "run/pictures")
    pixels = [Image.open(one.media[0]).getpixel((0, 0)) for one in whole.asked]
    assert pixels == [(0, 0, 0), (1, 0, 0)]  # each row has its own picture


def test_pictures_of_several_row_groups_are_those_of_their_rows(tmp_path):
    import pyarrow.parquet as pq

    write(tmp_path / "made.parquet", ["fake"] * 7, ["m"] * 7)
    target = tmp_path / "set/core/test-00000-of-00001.parquet"
    target.parent.mkdir(parents=True)
    pq.write_table(pq.read_table(tmp_path / "made.parquet"), target, row_group_size=3)
    work = prepared("openfake", tmp_path / "set", tmp_path / "run")
    assert [Image.open(one.media[0]).getpixel((0, 0))[0] for one in work.asked] == list(range(7))


@pytest.mark.parametrize("label", ["", "maybe", None])
def test_a_row_without_a_known_label_is_an_error_with_its_number(tmp_path, label):
    write(tmp_path / "core/test-00000-of-00001.parquet", ["real", label], ["", ""])
    with pytest.raises(TaskError, match=r"test-00000-of-00001\.parquet, row 1: the label"):
        read("openfake", tmp_path)


def test_a_saved_dataset_is_read_too(tmp_path, draw):
    files = [str(draw(tmp_path / f"{name}.png")) for name in ("a", "b")]
    table = {"image": files, "label": ["real", "fake"], "model": ["real", "flux.1-dev"]}
    datasets.Dataset.from_dict(table).cast_column("image", datasets.Image()).save_to_disk(tmp_path / "openfake")
    work = prepared("openfake", tmp_path / "openfake", tmp_path / "run")
    assert [(item.truth, item.generator) for item in work.asked] == [("real", ""), ("fake", "flux.1-dev")]
    assert all(Path(item.media[0]).is_file() for item in work.asked)


def test_community_forensics_counts_one_as_generated(tmp_path):
    rows = {
        "image_data": [png(0), png(1), png(2)],
        "image_name": ["a.png", "b.png", "c.png"],
        "format": ["PNG"] * 3,
        "model_name": ["FLUX-dev", "", "ProGAN"],
        "real_source": ["", "coco", ""],
        "architecture": ["LatDiff", "real", "GAN"],
        "label": [1, 0, 1],
    }
    file = tmp_path / "data/CompEval-00000-of-00413.parquet"
    file.parent.mkdir()
    datasets.Dataset.from_dict(rows).to_parquet(str(file))
    items = read("community-forensics", tmp_path)
    assert [(i.truth, i.generator, i.source, i.category) for i in items] == [
        ("fake", "FLUX-dev", "FLUX-dev", "LatDiff"),
        ("real", "", "coco", ""),
        ("fake", "ProGAN", "ProGAN", "GAN"),
    ]
    work = prepared("community-forensics", tmp_path, tmp_path / "run")
    assert [Image.open(one.media[0]).getpixel((0, 0))[0] for one in work.asked] == [0, 1, 2]
    rows["split"] = ["train", "test", "test"]  # a set that tells the split by its rows
    datasets.Dataset.from_dict(rows).to_parquet(str(file))
    assert [i.truth for i in read("community-forensics", tmp_path)] == ["real", "fake"]

"""Labelled pictures in every layout, made here."""

import csv
import json
from pathlib import Path

import pytest
from PIL import Image
from telltale.eval.sets import records
from telltale.eval.sets.records import DataError

from tests.eval.sets.made import picture, write


def test_a_manifest_is_read_with_its_columns(tmp_path):
    with (tmp_path / "m.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["path", "label", "source", "group", "generator", "licence"])
        writer.writerow(["a.jpg", "real", "camera", "g1", "camera", "none"])
        writer.writerow(["b.jpg", "generated", "gallery", "", "sdxl", "none"])
    one, two = records.read(tmp_path / "m.csv")
    assert (one.label, one.source, one.group, one.generator) == ("real", "camera", "g1", "")
    assert (two.label, two.group, two.generator) == ("generated", "b.jpg", "sdxl")
    assert one.path == tmp_path / "a.jpg"


def test_fakeclue_counts_zero_as_fake(tmp_path):
    entries = [{"image": "x/a.png", "label": 0, "cate": "animal"}, {"image": "x/b.png", "label": 1, "cate": "human"}]
    (tmp_path / "data.json").write_text(json.dumps(entries))
    assert [(r.label, r.content) for r in records.read(tmp_path / "data.json")] == [
        ("generated", "animal"),
        ("real", "human"),
    ]


def test_trees_by_label_and_genimage_trees(tmp_path):
    for name in ("real/1.jpg", "fake/2.jpg", "notes/3.jpg"):
        write(tmp_path / "plain", name, picture(0))
    for name in ("Midjourney/train/ai/1.jpg", "Midjourney/val/nature/2.jpg", "ADM/train/ai/3.jpg"):
        write(tmp_path / "gen", name, picture(0))
    assert {(r.label, r.source) for r in records.read(tmp_path / "plain")} == {
        ("real", "plain"),
        ("generated", "plain"),
    }
    assert [(r.label, r.source, r.generator, r.split) for r in records.read(tmp_path / "gen")] == [
        ("generated", "ADM", "ADM", "train"),
        ("generated", "Midjourney", "Midjourney", "train"),
        ("real", "Midjourney", "", "val"),
    ]


@pytest.mark.parametrize("content", [None, "not json", '{"a": 1}', "[]"])
def test_what_is_no_set_is_refused_in_one_line(tmp_path, content):
    place = tmp_path / "data.json" if content is not None else tmp_path
    if content is not None:
        place.write_text(content)
    with pytest.raises(DataError) as caught:
        records.read(place)
    assert "\n" not in str(caught.value)


def test_a_saved_hugging_face_dataset_reads_as_a_set(tmp_path, photographs, monkeypatch):
    import datasets

    monkeypatch.setenv("TELLTALE_CACHE", str(tmp_path / "cache"))
    files = []
    for index in range(4):
        photographs[index].resize((64, 64)).save(tmp_path / f"{index}.png")
        files.append(str(tmp_path / f"{index}.png"))
    features = datasets.Features(
        {
            "image": datasets.Image(),
            "label": datasets.ClassLabel(names=["real", "fake"]),
            "source": datasets.Value("string"),
        }
    )
    rows = {"image": files, "label": [0, 1, 0, 1], "source": ["a", "b", "a", ""]}
    datasets.DatasetDict({"train": datasets.Dataset.from_dict(rows, features)}).save_to_disk(str(tmp_path / "saved"))
    for file in files:
        Path(file).unlink()  # the bytes are inside the tables now
    found = records.read(tmp_path / "saved")
    assert [record.label for record in found] == ["real", "generated", "real", "generated"]
    assert [record.source for record in found] == ["a", "b", "a", "saved"]
    assert {record.split for record in found} == {"train"}
    assert all(Image.open(record.path).size == (64, 64) for record in found)
    assert not (tmp_path / "saved" / "pictures").exists()  # nothing is written into the user's data
    assert all(record.path.is_relative_to(tmp_path / "cache") for record in found)


def test_a_label_is_mapped_or_refused_with_its_line(tmp_path):
    (tmp_path / "m.csv").write_text("path,label\na.jpg,Real\nb.jpg,NATURE\nc.jpg,AI-generated\n")
    assert [r.label for r in records.read(tmp_path / "m.csv")] == ["real", "real", "generated"]
    for label in ("0", "1", "", "edited"):
        (tmp_path / "m.csv").write_text(f"path,label\na.jpg,real\nb.jpg,{label}\n")
        with pytest.raises(DataError, match=r"m\.csv, line 3: the label.*write real or generated"):
            records.read(tmp_path / "m.csv")


def test_what_was_expected_and_found_is_told(tmp_path):
    write(tmp_path, "holiday/1.jpg", picture(0))
    with pytest.raises(DataError, match=r"expected a CSV manifest, .*; found: folders holiday; 1 file \.jpg"):
        records.read(tmp_path)


def test_other_names_of_splits_are_known(tmp_path):
    for name in ("validation/real/1.jpg", "training/fake/2.jpg", "testing/fake/3.jpg"):
        write(tmp_path, name, picture(0))
    found = {(record.split, record.source, record.label) for record in records.read(tmp_path)}
    folder = tmp_path.name
    assert found == {("val", folder, "real"), ("train", folder, "generated"), ("test", folder, "generated")}

"""Layouts, splits and checks, on sets made here."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from telltale.agent import cli
from telltale.eval.sets import checks, records, splits
from telltale.eval.sets.records import DataError, Record

from tests.conftest import encode


def picture(seed: int, side: int = 64) -> Image.Image:
    coarse = np.random.default_rng(seed).integers(0, 255, (9, 9, 3), np.uint8)
    return Image.fromarray(coarse).resize((side, side), Image.Resampling.BILINEAR)


def write(folder, name, image, **options):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(encode(image, "JPEG", **options))
    return file


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


def record(n, label, source, group, generator=""):
    return Record(path=f"{n}.jpg", label=label, source=source, group=group, generator=generator)


MANY = [
    *(record(n, "real", f"camera{n % 3}", f"r{n // 2}") for n in range(120)),
    *(record(n, "generated", f"gallery{n % 2}", f"p{n % 40}", f"model{n % 4}") for n in range(160)),
]


def test_shares_are_those_of_the_groups_and_the_same_every_day():
    share = np.mean([splits.in_share(str(n), 0.3) for n in range(5000)])
    assert share == pytest.approx(0.3, abs=0.03)
    assert [splits.in_share(str(n), 0.5, "x") for n in range(8)] == [
        splits.in_share(str(n), 0.5, "x") for n in range(8)
    ]


def make_set(folder, leak: bool):
    rows = []
    for n in range(120):
        generated = n % 2 == 1
        options = {"quality": 95 if generated and leak else 80}
        name = f"{'fake' if generated else 'real'}/{n}.jpg"
        write(folder, name, picture(n, 128), **options)
        rows.append(name)
    return folder


def test_a_leak_is_found_and_a_fair_set_passes(tmp_path):
    leaky = checks.check(records.read(make_set(tmp_path / "leaky", leak=True)))
    assert leaky.auroc > 0.95
    assert not leaky.passed
    fair = checks.check(records.read(make_set(tmp_path / "fair", leak=False)))
    assert abs(fair.auroc - 0.5) < 0.2  # 120 pictures: the interval is wide
    assert fair.duplicates == ()


def test_near_duplicates_are_found_through_recompression_and_resizing(tmp_path):
    same = picture(1, 256)
    a = write(tmp_path, "real/a.jpg", same, quality=95)
    b = write(tmp_path, "fake/b.jpg", same.resize((180, 180)), quality=40)
    c = write(tmp_path, "real/c.jpg", picture(2, 256))
    hashes = [checks.measure(file).hash for file in (a, b, c)]
    assert checks.near_duplicates(hashes) == [(0, 1)]
    assert checks.near_duplicates([None, 0, 0]) == []  # flat pictures all hash alike and are left out


def test_every_pair_within_six_bits_is_found():
    rng = np.random.default_rng(0)
    base = [int(v) for v in rng.integers(0, 2**63, 60, dtype=np.uint64)]
    hashes = base + [v ^ sum(1 << int(b) for b in rng.choice(64, 6, replace=False)) for v in base]
    brute = [
        (i, j)
        for i in range(len(hashes))
        for j in range(i + 1, len(hashes))
        if (hashes[i] ^ hashes[j]).bit_count() <= checks.NEAR and all(8 <= hashes[k].bit_count() <= 56 for k in (i, j))
    ]
    assert checks.near_duplicates(hashes) == brute
    assert len(brute) >= 55


def test_the_command_says_what_it_found(tmp_path, capsys):
    folder = make_set(tmp_path / "leaky", leak=True)
    (folder / "real" / "bad.jpg").write_bytes(b"no picture")
    assert cli.main(["finetune", "check-data", str(folder)]) == 1
    streams = capsys.readouterr()
    assert "bad.jpg: can't be read" in streams.err
    assert "121 pictures, 1 unreadable" in streams.out
    assert "AUROC of bytes" in streams.out
    assert cli.main(["finetune", "check-data", str(tmp_path / "none")]) == 2


def test_shared_pictures_hold_no_more_than_they_say(shared):
    """Their own README: at most .6 on file facts alone."""
    report = checks.check(records.read(shared / "images" / "manifest.csv"))
    assert report.unreadable == ()
    assert 0.4 < report.auroc < 0.6


def test_a_saved_hugging_face_dataset_reads_as_a_set(tmp_path, photographs):
    import datasets

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

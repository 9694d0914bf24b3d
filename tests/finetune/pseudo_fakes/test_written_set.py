import csv

import numpy as np
import pytest
from PIL import Image
from telltale.eval.sets import records
from telltale.eval.sets.records import Record
from telltale.finetune.pseudo_fakes import GENERATIVE, KINDS, artifacts, written_set


def test_a_written_set_reads_back_as_one(tmp_path, photographs, inverted):
    originals = []
    for index, picture in enumerate(photographs[:3]):
        picture.resize((128, 128)).save(tmp_path / f"{index}.png")
        originals.append(Record(path=tmp_path / f"{index}.png", label="real", source="s", group=f"g{index}"))
    made = dict.fromkeys(GENERATIVE, inverted)
    counts = written_set.write(originals, tmp_path / "made", made, count=14, seed=1)
    assert counts == dict.fromkeys(KINDS, 2)
    back = records.read(tmp_path / "made" / "manifest.csv")
    assert len(back) == 14 and {record.group for record in back} == {"g0", "g1", "g2"}
    assert sum(record.label == "real" for record in back) == 2  # the controls
    with (tmp_path / "made" / "manifest.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert all((row["mask"] != "") == (row["truth"] == "tampered") for row in rows)
    assert all((tmp_path / "made" / row["mask"]).exists() for row in rows if row["mask"])
    again = tmp_path / "again"
    written_set.write(originals, again, made, count=14, seed=1)
    assert all((again / row["path"]).read_bytes() == (tmp_path / "made" / row["path"]).read_bytes() for row in rows)


def test_artifacts_are_written_with_their_controls(tmp_path, photographs):
    originals = []
    for index, picture in enumerate([*photographs[:3], Image.new("RGB", (64, 64))]):
        picture.resize((40, 40) if index == 2 else (128, 128)).save(tmp_path / f"{index}.png")
        originals.append(Record(path=tmp_path / f"{index}.png", label="real", source="s", group=f"g{index}"))
    kinds = artifacts.kinds(None)
    counts = written_set.write_artifacts(originals, tmp_path / "made", count=len(kinds), seed=1)
    assert counts == dict.fromkeys(kinds, 1)
    assert len(records.read(tmp_path / "made" / "manifest.csv")) == 2 * len(kinds)
    with (tmp_path / "made" / "manifest.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert "g2" not in {row["group"] for row in rows}  # it is too small
    assert {row["kind"] for row in rows if row["group"] == "g3"} <= {"garbled text", "halo", "light", "shadow"}
    for shown, control in zip(rows[::2], rows[1::2], strict=True):
        assert (shown["present"], control["present"]) == ("1", "0") and shown["cue"] == control["cue"]
        assert control["mask"] == control["box"] == control["place"] == "" and shown["place"]
        mask = np.asarray(Image.open(tmp_path / "made" / shown["mask"])) > 0
        x, y, w, h = map(int, shown["box"].split())
        assert mask.sum() == mask[y : y + h, x : x + w].sum() > 0
        assert shown["truth"] == "tampered" and shown["label"] == "generated"
    with pytest.raises(ValueError, match="--data"):
        written_set.write_artifacts([], tmp_path, count=1)

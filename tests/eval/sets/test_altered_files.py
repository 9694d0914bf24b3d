"""Altered pictures and face crops are read as they are published, several places as one set."""

import json

import pytest
from telltale.eval.sets.altered_files import read_joined
from telltale.eval.sets.records import DataError


def labels(records):
    return sorted((record.path.name, record.label, record.source, record.group) for record in records)


@pytest.fixture
def scenes(tmp_path, draw):
    folder = tmp_path / "scenes"
    folder.mkdir()
    for name in ("1.png", "1_mod.png", "1_mod_gt.png"):
        draw(folder / name)
    return folder


@pytest.fixture
def spliced(tmp_path, draw):
    folder = tmp_path / "spliced"
    for place in ("original", "tampered", "mask"):
        (folder / place).mkdir(parents=True)
        draw(folder / place / "a.png")
    return folder


def test_a_picture_and_its_altered_copy_belong_together_and_masks_are_left_out(scenes):
    assert labels(read_joined(str(scenes))) == [
        ("1.png", "real", "scenes", "scenes/1"),
        ("1_mod.png", "generated", "scenes", "scenes/1"),
    ]


def test_several_places_are_one_set(scenes, spliced, labelled):
    joined = read_joined(f"{scenes}+{spliced}+{labelled}")
    assert {record.source for record in joined} >= {"scenes", "spliced"} and len(joined) == 4 + 16


def test_forgeries_beside_real_pictures_are_no_set_of_real_ones(tmp_path, draw):
    for place in ("real", "forgery", "mask"):
        (tmp_path / "data" / place).mkdir(parents=True)
        draw(tmp_path / "data" / place / "1.jpg")
    assert [record.label for record in read_joined(str(tmp_path))] == ["generated", "real"]


def test_face_crops_have_the_label_of_their_method(tmp_path, draw):
    pictures = tmp_path / "utils/DDVQA_images/c40/test"
    answers = tmp_path / "DQ_FF++/test_set/all"
    for folder in (pictures, answers):
        folder.mkdir(parents=True)
    names = ("5_001", "0_001_002")
    for name in names:
        draw(pictures / f"{name}.jpg")
    entry = {"0": {"question": "Is it real?", "answer": ["yes"]}}
    (answers / "a.json").write_text(json.dumps(dict.fromkeys(names, entry)))
    found = read_joined(str(tmp_path))
    assert {(record.label, record.group.split("/")[1]) for record in found} == {("real", "001"), ("generated", "001")}


def test_a_place_without_pictures_is_named(tmp_path):
    with pytest.raises(DataError, match="holds no labelled pictures"):
        read_joined(str(tmp_path))

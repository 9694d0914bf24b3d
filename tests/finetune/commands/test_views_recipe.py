import numpy as np
import pytest
from PIL import Image
from telltale.agent.cli import main
from telltale.eval.sets.records import read


@pytest.fixture
def large_set(tmp_path):
    rng = np.random.default_rng(0)
    for label, size in (("real", (500, 400)), ("fake", (260, 230))):
        (tmp_path / "set" / label).mkdir(parents=True)
        Image.fromarray(rng.integers(0, 255, (*size[::-1], 3), np.uint8)).save(tmp_path / "set" / label / "a.png")
    return tmp_path / "set"


def test_a_set_is_kept_as_views_that_the_recipes_read(large_set, tmp_path, capsys):
    out = tmp_path / "views"
    assert main(["finetune", "views", "--data", str(large_set), "--out", str(out)]) == 0
    assert "2 pictures" in capsys.readouterr().out
    records = read(out / "manifest.csv")
    assert [(r.label, r.crop) for r in records if r.label == "real"] == [("real", 0), ("real", 1), ("real", 2)]
    assert [r.crop for r in records if r.label == "generated"] == [0]  # too small for crops of its own
    assert {r.original for r in records} == {(500, 400), (260, 230)}
    assert {Image.open(r.path).size for r in records} == {(224, 224)}
    assert len({r.name for r in records}) == 2


def test_a_picture_that_cannot_be_read_is_named_and_left_out(large_set, tmp_path, capsys):
    (large_set / "real" / "b.png").write_bytes(b"no picture")
    assert main(["finetune", "views", "--data", str(large_set), "--out", str(tmp_path / "views")]) == 1
    captured = capsys.readouterr()
    assert "b.png" in captured.err and "2 pictures" in captured.out

"""`telltale compare`, `telltale geometry` and `telltale camera`: text, JSON and pictures, and one line for a fault."""

import json

import numpy as np
import pytest
from PIL import Image
from telltale.agent.cli import main

from tests.agent.assisted.scene import FLOOR, lines, shadows


@pytest.fixture
def marks(tmp_path):
    file = tmp_path / "marks.json"
    content = {
        "uncertainty": 1,
        "parallel": {"floor\x1b[31m": lines((0.3, 0, 1), FLOOR[:3])},
        "shadows": shadows((0.4, -0.5, 1.0), far=True),
        "highlights": [{"name": "eye", "centre": [300, 200], "radius": 20, "highlight": [306, 195]}],
    }
    file.write_text(json.dumps(content))
    return file


def test_marks_are_measured_told_and_drawn(tmp_path, marks, picture, capsys):
    drawn = tmp_path / "drawn.png"
    assert main(["geometry", picture, "--marks", str(marks), "--drawn", str(drawn)]) == 0
    out, error = capsys.readouterr()
    assert "“floor [31m”" in out and "\x1b" not in out and "counts for no verdict" in out and str(drawn) in error
    with Image.open(drawn) as image:
        assert image.width >= 256
    assert main(["geometry", picture, "--marks", str(marks), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["schema"] == "telltale/geometry/1" and record["counts_for_verdict"] is False
    assert record["shadows"]["one_light_fits"] is True and len(record["highlights"]["directions"]) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("nonsense", "no JSON"),
        ("{}", "no marks"),
        ('{"parallel": {"a": [[0, 0, 90, 90]]}}', "1 lines"),
        ('{"parallel": {"a": [[0, 0, 90, 90], [5, 5, 6, 6]]}}', "shorter than"),
        ('{"parallel": {"a": [[0, 0, 90], [5, 5, 90, 6]]}}', "parallel.a.0"),
        ('{"shadow": []}', "shadow"),
        ('{"shadows": [{"shadow": [1, 1], "object": [2, 2]}]}', "less than"),
        ('{"horizontal": ["b"], "parallel": {"a": [[0, 0, 90, 90], [5, 5, 90, 6]]}}', "'b'"),
        ('{"highlights": [{"centre": [1, 1], "radius": 1e999, "highlight": [2, 2]}]}', "highlights.0.radius"),
    ],
)
def test_wrong_marks_get_one_line(tmp_path, picture, capsys, content, reason):
    file = tmp_path / "marks.json"
    file.write_text(content)
    assert main(["geometry", picture, "--marks", str(file)]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and reason in error and "marks.json" in error


def test_a_version_is_found_and_drawn(tmp_path, picture, capsys):
    folder, maps = tmp_path / "archive", tmp_path / "maps"
    folder.mkdir()
    with Image.open(picture) as image:
        image.crop((30, 20, 230, 240)).save(folder / "crop.jpg", quality=80)
    (folder / "broken.png").write_bytes(b"no picture")
    assert main(["compare", picture, "--with", str(folder), "--maps", str(maps)]) == 1  # one file could not be read
    out, error = capsys.readouterr()
    assert "crop.jpg” is a version of the same picture" in out and "broken.png" in error
    assert [file.name for file in maps.iterdir()] == ["1-crop.compared.png"]
    assert main(["compare", picture, "--with", str(folder / "crop.jpg"), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["schema"] == "telltale/comparison/1" and record["looked_at"] == 1
    found = record["found"][0]
    assert found["relation"] == "version" and found["parts"] == [] and found["first_covered"] < 0.9
    assert {row["what"]: row["more"] for row in found["holds"]}["scene"] == "picture"


def test_nothing_is_found_among_strangers(tmp_path, picture, capsys):
    noise = np.random.default_rng(0).integers(0, 256, (200, 200, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png")
    assert main(["compare", picture, "--with", str(tmp_path / "noise.png")]) == 0
    assert "None of the 1 files" in capsys.readouterr().out
    assert main(["compare", picture, "--with", str(tmp_path / "none")]) == 2
    assert main(["compare", picture, "--with", str(tmp_path), "--most", "0"]) == 2


def test_too_few_references_are_said_to_be_too_few(tmp_path, picture, capsys):
    assert main(["camera", picture, "--reference", picture, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["outcome"] == "few_references" and record["used"] == 0 and record["pce"] is None

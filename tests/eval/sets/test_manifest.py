"""Manifests of pictures in folders: labels, sources, groups that keep an original with its altered copy."""

import pytest
from telltale.agent import cli
from telltale.eval.sets.records import read


@pytest.fixture
def places(tmp_path, astronaut):
    small = astronaut.resize((64, 64))
    for name in ("camera/a.jpg", "camera/deep/b.jpg", "model/c.png", "one.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        small.save(tmp_path / name)
    for name in (
        "data/forgery/1.jpg",
        "data/mask/1.jpg",
        "02.png",
        "02_mod.png",
        "02_mod_gt.png",
        "03_mod.png",
        "03_mod_gt.png",
    ):
        place = tmp_path / "pairs" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        small.save(place)
    (tmp_path / "pairs/data/real").mkdir()
    small.save(tmp_path / "pairs/data/real/1.jpg")
    (tmp_path / "camera/notes.txt").write_text("no picture")
    return tmp_path


def test_a_manifest_of_folders_files_and_pairs_is_read_back(places, capsys):
    out = places / "lists" / "all.csv"
    call = ["--real", str(places / "camera"), "--fake", str(places / "model"), str(places / "one.png")]
    assert cli.main(["eval", "manifest", *call, "--pairs", str(places / "pairs"), "--out", str(out)]) == 0
    records = read(out)
    assert all(record.path.is_file() for record in records)
    by = {record.path.resolve().relative_to(places).as_posix(): record for record in records}
    assert len(by) == 9
    assert {by[name].label for name in ("camera/a.jpg", "camera/deep/b.jpg", "pairs/02.png")} == {"real"}
    assert by["model/c.png"].generator == by["model/c.png"].source == "model" and by["one.png"].source == "one"
    assert by["pairs/02.png"].group == by["pairs/02_mod.png"].group != by["pairs/03_mod.png"].group
    assert by["pairs/data/real/1.jpg"].group == by["pairs/data/forgery/1.jpg"].group
    assert by["pairs/03_mod.png"].label == "generated" and "pairs/03_mod_gt.png" not in by
    assert "real: 2 of camera" in capsys.readouterr().out


def test_a_picture_named_twice_is_listed_once(places):
    out = places / "all.csv"
    assert (
        cli.main(
            ["eval", "manifest", "--real", str(places / "camera"), str(places / "camera/a.jpg"), "--out", str(out)]
        )
        == 0
    )
    assert len(read(out)) == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no pictures to list"),
        (["--real", "EMPTY"], "holds no pictures"),
        (["--pairs", "EMPTY"], "holds no altered pictures"),
    ],
)
def test_what_is_missing_is_named_in_one_line(tmp_path, capsys, arguments, message):
    (tmp_path / "empty").mkdir()
    call = [argument.replace("EMPTY", str(tmp_path / "empty")) for argument in arguments]
    assert cli.main(["eval", "manifest", *call, "--out", str(tmp_path / "all.csv")]) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1 and not (tmp_path / "all.csv").exists()

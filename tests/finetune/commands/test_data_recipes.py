"""The recipes for data from the command line, on pictures made here."""

import pytest
from PIL import Image
from telltale.agent import cli
from telltale.eval.sets import records
from telltale.finetune.commands.recipe_options import ready_generators
from telltale.finetune.pseudo_fakes import autoencoders, generators, made_autoencoders


def test_pseudo_fakes_are_written_with_a_manifest(folder, work, tmp_path, capsys):
    out = tmp_path / "made"
    call = ["finetune", "pseudo-fakes", "--data", str(folder), "--work", str(work), "--out", str(out), "--count", "7"]
    assert cli.main(call) == 0
    assert "1 autoencoder" in capsys.readouterr().out
    assert len(records.read(out / "manifest.csv")) == 7


def test_artifacts_are_written_without_trained_autoencoders(folder, tmp_path, capsys):
    out = tmp_path / "made"
    call = ["finetune", "pseudo-fakes", "--artifacts", "--data", str(folder), "--out", str(out), "--count", "2"]
    assert cli.main(call) == 0
    assert "1 garbled text, 1 repetition" in capsys.readouterr().out
    assert len(records.read(out / "manifest.csv")) == 4  # each with its control


def test_autoencoders_are_trained_once(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(autoencoders, "SHAPES", autoencoders.SHAPES[:1])
    call = ["finetune", "autoencoders", "--data", str(folder), "--out", str(tmp_path / "ae"), "--steps", "2"]
    assert cli.main(call) == 0 and cli.main(call) == 0
    assert "already there" in capsys.readouterr().err
    assert autoencoders.load(tmp_path / "ae" / "nearest-4.safetensors").shape.stride == 4


def test_a_recipe_makes_the_autoencoders_that_it_needs(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(autoencoders, "SHAPES", autoencoders.SHAPES[:1])
    monkeypatch.setattr(made_autoencoders.make, "__defaults__", (2, None))
    for other in ("super_resolution", "style"):  # which need no training
        monkeypatch.setattr(generators, other, lambda: None)
    assert set(ready_generators(tmp_path / "work", records.read(folder))) == {
        "autoencoder",
        "super-resolution",
        "style",
    }
    assert (tmp_path / "work" / "autoencoders" / "nearest-4.safetensors").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["pseudo-fakes", "--data", "SET", "--out", "OUT", "--autoencoder", "x"], "add --artifacts"),
        (
            ["pseudo-fakes", "--artifacts", "--data", "SET", "--out", "OUT", "--autoencoder", "OUT"],
            "taef2_encoder.safetensors: missing; name a folder",
        ),
        (["detector", "clip", "--data", "/no/such", "--out", "OUT"], "/no/such"),
        (["autoencoders", "--data", "FAKES", "--out", "OUT"], "no real pictures"),
        (
            ["perceive", "--data", "SET", "--leave-out", "nowhere", "--out", "OUT"],
            "nowhere: no picture is of this source",
        ),
    ],
)
def test_what_is_missing_is_named_in_one_line(folder, tmp_path, capsys, arguments, message):
    fakes = tmp_path / "fakes" / "fake"
    fakes.parent.mkdir()
    (folder / "fake").rename(fakes)
    places = {"SET": str(folder), "OUT": str(tmp_path / "out"), "FAKES": str(fakes.parent)}
    call = [places.get(argument, argument) for argument in arguments]
    assert cli.main(["finetune", *call, "--work", str(tmp_path / "none")]) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1


def test_a_missing_package_is_named(folder, monkeypatch, capsys):
    def read(place):
        raise ImportError("no", name="datasets")

    monkeypatch.setattr(records, "read", read)
    assert cli.main(["finetune", "autoencoders", "--data", str(folder), "--out", "x"]) == 2
    assert "datasets is needed; install it with `pip install telltale[finetune]`" in capsys.readouterr().err


def test_a_set_is_checked_as_training_sees_it(folder, capsys):
    for index in range(8, 12):
        for label in ("real", "fake"):
            Image.open(folder / label / f"{index - 8}.png").rotate(90).save(folder / label / f"{index}.png")
    cli.main(["finetune", "check-data", str(folder), "--degraded"])
    out = capsys.readouterr().out
    assert "24 pictures, 0 unreadable" in out and "AUROC" in out

"""The recipes from the command line, on pictures made here."""

import numpy as np
import pytest
from PIL import Image
from telltale.agent import cli
from telltale.eval.sets import records
from telltale.finetune import commands
from telltale.finetune.pseudo_fakes.alterations import autoencoders


@pytest.fixture
def folder(tmp_path, photographs):
    """A folder by label; what is generated is the real picture with a checkerboard."""
    for index, picture in enumerate(photographs):
        pixels = np.asarray(picture.resize((128, 128)))
        board = (np.indices((128, 128)).sum(0) % 2 * 20)[..., None]
        for label, values in (("real", pixels), ("fake", np.clip(pixels + board, 0, 255).astype(np.uint8))):
            (tmp_path / "set" / label).mkdir(parents=True, exist_ok=True)
            Image.fromarray(values).save(tmp_path / "set" / label / f"{index}.png")
    return tmp_path / "set"


@pytest.fixture
def work(tmp_path):
    """A work folder with an autoencoder, untrained."""
    autoencoders.save(autoencoders.Autoencoder(autoencoders.SHAPES[0]), tmp_path / "work" / "autoencoders")
    return tmp_path / "work"


def test_pseudo_fakes_from_the_command_line(folder, work, tmp_path, capsys):
    out = tmp_path / "made"
    call = ["finetune", "pseudo-fakes", "--data", str(folder), "--work", str(work), "--out", str(out), "--count", "7"]
    assert cli.main(call) == 0
    assert "1 autoencoder" in capsys.readouterr().out
    assert len(records.read(out / "manifest.csv")) == 7


def test_autoencoders_are_trained_once(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(autoencoders, "SHAPES", autoencoders.SHAPES[:1])
    call = ["finetune", "autoencoders", "--data", str(folder), "--out", str(tmp_path / "ae"), "--steps", "2"]
    assert cli.main(call) == 0 and cli.main(call) == 0
    assert "already there" in capsys.readouterr().err
    assert autoencoders.load(tmp_path / "ae" / "nearest-4.safetensors").shape.stride == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["pseudo-fakes", "--data", "SET", "--out", "OUT"], "telltale finetune autoencoders"),
        (["detector", "clip", "--data", "/no/such", "--out", "OUT"], "/no/such"),
        (["autoencoders", "--data", "FAKES", "--out", "OUT"], "no real pictures"),
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
    def read(places):
        raise ImportError("no", name="datasets")

    monkeypatch.setattr(commands, "_read", read)
    assert cli.main(["finetune", "autoencoders", "--data", str(folder), "--out", "x"]) == 2
    assert "datasets is needed; install it with `pip install telltale[finetune]`" in capsys.readouterr().err


def test_a_set_is_checked_as_training_sees_it(folder, capsys):
    for index in range(8, 12):
        for label in ("real", "fake"):
            Image.open(folder / label / f"{index - 8}.png").rotate(90).save(folder / label / f"{index}.png")
    cli.main(["finetune", "check-data", str(folder), "--degraded"])
    out = capsys.readouterr().out
    assert "24 pictures, 0 unreadable" in out and "AUROC" in out


@pytest.mark.weights
@pytest.mark.slow
def test_a_detector_is_trained_and_measured_from_end_to_end(small_folder, folder, work, tmp_path, capsys):
    sources = tmp_path / "manifest.csv"
    lines = ["path,label,source,generator,group"]
    for index in range(8):
        lines.append(f"set/real/{index}.png,real,camera {index % 4},,r{index}")
        lines.append(f"set/fake/{index}.png,generated,site {index % 2},flux,f{index}")
    sources.write_text("\n".join(lines))
    call = ["finetune", "detector", "clip", "--data", str(sources), "--work", str(work), "--out", str(tmp_path / "out")]
    assert cli.main(call) == 0
    assert "left out site 0: AUROC" in capsys.readouterr().out
    from telltale.agent.detectors import clip_heads

    assert clip_heads.read(tmp_path / "out" / clip_heads.FILE).counts == (8, 8)

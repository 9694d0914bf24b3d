"""`telltale model verify`: every file against the digest that it should have."""

import hashlib
import shutil
from importlib.resources import files

import pytest
from telltale.agent import cli
from telltale.agent.perception import weights, weights_check


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TELLTALE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(weights_check, "fetched", lambda: iter(()))
    return tmp_path / "cache"


def made(folder):
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"weights")
    weights.write_manifest(folder)
    return folder


def test_the_shipped_files_are_those_that_are_pinned():
    """If heads were trained anew, write `weights_check.pins()` into `shipped_digests.json`."""
    states = {str(checked.file): checked.state for checked in weights_check.shipped()}
    assert len(states) >= 8
    assert {file: state for file, state in states.items() if state != "ok"} == {}
    pins = files("telltale.agent.perception").joinpath(weights_check.PINS).read_text()
    assert weights_check.pins() == pins


def test_one_line_a_file_and_status_1_if_one_differs(home, capsys):
    folder = made(weights.small_folder())
    assert cli.main(["model", "verify"]) == 0
    out, error = capsys.readouterr()
    assert f"ok\t{folder / 'model.safetensors'}" in out.splitlines() and error == ""
    (folder / "model.safetensors").write_bytes(b"Weights")
    (folder / "config.json").unlink()
    assert cli.main(["model", "verify"]) == 1
    out, error = capsys.readouterr()
    assert f"differs\t{folder / 'model.safetensors'}" in out.splitlines()
    assert f"missing\t{folder / 'config.json'}" in out.splitlines()
    assert error.count("\n") == 1 and "2 files are not as expected" in error and "model setup" in error


def test_a_broken_manifest_is_told(home):
    folder = made(weights.encoder_folder())
    (folder / weights.MANIFEST).write_text("{")
    assert [(checked.state, checked.file.name) for checked in weights_check.set_up(folder)] == [
        ("differs", weights.MANIFEST)
    ]
    shutil.rmtree(folder)
    assert list(weights_check.set_up(folder)) == []


def test_files_of_the_hub_are_checked_by_the_names_of_their_copies(tmp_path, monkeypatch):
    import huggingface_hub

    small, large = b'{"model_type": "llava"}', b"x" * 1000
    git = hashlib.sha1(b"blob %d\0" % len(small) + small).hexdigest()
    repository = tmp_path / "models--a--b"
    snapshot, blobs = repository / "snapshots" / ("0" * 40), repository / "blobs"
    snapshot.mkdir(parents=True)
    blobs.mkdir()
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("0" * 40)
    plain = hashlib.sha256(large).hexdigest()
    stored = (("config.json", git, small), ("model.safetensors", plain, large), ("a.txt", "odd", b""))
    for name, blob, data in stored:
        (blobs / blob).write_bytes(data)
        (snapshot / name).symlink_to(blobs / blob)
    scan = huggingface_hub.scan_cache_dir
    monkeypatch.setattr(huggingface_hub, "scan_cache_dir", lambda: scan(tmp_path))

    def states():
        return {checked.file.name: checked.state for checked in weights_check.fetched()}

    assert states() == {"config.json": "ok", "model.safetensors": "ok", "a.txt": "unknown"}
    for blob in (git, plain):
        (blobs / blob).write_bytes(b"damaged")
    assert states() == {"config.json": "differs", "model.safetensors": "differs", "a.txt": "unknown"}

import pytest
from PIL import Image
from telltale.agent.intake import receive
from telltale.eval.studies import fuzz

from tests.conftest import encode


@pytest.fixture
def seed(tmp_path):
    folder = tmp_path / "seeds" / "deep"
    folder.mkdir(parents=True)
    exif = Image.Exif()
    exif[0x010F] = "Acme"
    (folder / "a.jpg").write_bytes(encode(Image.new("RGB", (300, 200), "teal"), "JPEG", exif=exif))
    (folder / "large.bin").write_bytes(b"x" * 9_000)
    (folder / "empty").write_bytes(b"")
    return folder / "a.jpg"


def test_seeds_are_small_files_and_are_saved_in_every_format(seed, tmp_path):
    seeds = fuzz.seeds_in([tmp_path / "seeds"], 8_000)
    assert seeds == [seed]
    others = fuzz.resaved(seeds, tmp_path, 1)
    media = {receive(file).facts.media_type for file in others}
    assert len(media) == len(others) == 8


def test_nothing_falls_in_a_short_run(seed, study):
    pytest.importorskip("atheris")
    status, out, _ = study("fuzz", seed, "--runs", "40", "--jobs", "1", "--resave", "0")
    assert status == 0
    cells = [cell.strip() for cell in out.splitlines()[-1].split("|")]
    assert cells[1] == "1" and int(cells[2]) >= 40 and cells[4] == "0"

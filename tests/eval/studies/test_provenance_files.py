from PIL import Image, PngImagePlugin
from telltale.eval.studies import provenance_files

from tests.conftest import encode


def test_families_are_counted(tmp_path, capsys):
    family = tmp_path / "comfy" / "deep"
    family.mkdir(parents=True)
    notes = PngImagePlugin.PngInfo()
    notes.add_text("parameters", "a\nSteps: 1, Sampler: Euler, Seed: 2")
    (family / "a.png").write_bytes(encode(Image.new("RGB", (140, 140)), pnginfo=notes))
    (family / "b.png").write_bytes(encode(Image.new("RGB", (140, 140))))
    (family / "c.png").write_bytes(b"")
    (family / "d.txt").write_text("no picture by its name")
    count = provenance_files.tally(tmp_path / "comfy")
    assert count == {"files": 3, "refused": 1, "synthetic": 1, "says nothing": 1, "c2pa": 0, "c2pa broken": 0}
    assert provenance_files.main([str(tmp_path)]) == 0
    assert "| comfy | 3 | 1 | 1 | 0 |" in capsys.readouterr().out
    assert provenance_files.main([str(tmp_path / "none")]) == 2

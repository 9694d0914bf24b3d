from PIL import Image, PngImagePlugin
from telltale.agent.evidence import Evidence, Facts, Flag
from telltale.eval.studies import provenance_files

from tests.conftest import encode


def test_families_are_counted(tmp_path, study):
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
    status, out, _ = study("provenance-files", tmp_path)
    assert status == 0 and "| comfy | 3 | 1 | 1 | 0 |" in out
    assert study("provenance-files", tmp_path / "none")[0] == 2


def test_broken_credentials_are_counted_by_their_flag_whatever_is_said_of_them(tmp_path, monkeypatch):
    (tmp_path / "a.png").write_bytes(encode(Image.new("RGB", (140, 140))))
    facts = Facts(flags=(Flag.MISMATCH,))
    for said, known, count in (("Hm.", facts, 1), ("Content credentials do not match the file.", Facts(), 0)):
        found = [Evidence(source="c2pa", kind="provenance", statement=said, facts=known)]
        monkeypatch.setattr(provenance_files, "collect", lambda exhibit, found=found: found)
        assert provenance_files.tally(tmp_path)["c2pa broken"] == count

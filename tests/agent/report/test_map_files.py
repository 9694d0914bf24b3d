import numpy as np
from PIL import Image
from telltale.agent.evidence import Evidence, Region
from telltale.agent.report.map_files import draw, save


def test_a_map_stands_out_if_its_finding_names_a_part():
    pixels, heat = np.zeros((40, 60, 3), np.uint8), np.ones((4, 6), np.float32)
    part = Region(x=0, y=0, w=10, h=10)
    evidence = [
        Evidence(source=name, kind="detector", statement="", map=name, region=region)
        for name, region in (("jpeg", part), ("noise", None))
    ]
    drawn = draw(pixels, {"jpeg": heat, "noise": heat, "cue:face.eyes": heat}, evidence)
    assert {name: stands_out for name, (_, stands_out) in drawn.items()} == {
        "jpeg": True,
        "noise": False,
        "cue:face.eyes": False,
    }
    assert {picture.size for picture, _ in drawn.values()} == {(60, 40)}


def test_pictures_are_written_under_safe_names(tmp_path):
    files = save({"hf:a/b": Image.new("RGB", (4, 4))}, tmp_path / "new", "stem")
    assert [file.name for file in files] == ["stem.hf_a_b.png"]
    assert Image.open(files[0]).size == (4, 4)

import json

import numpy as np
from PIL import Image
from telltale.agent.evidence import Evidence, Region
from telltale.agent.report.map_files import draw, save, save_parts


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


def test_a_part_that_is_shown_is_written_for_other_programs(tmp_path):
    heat = np.zeros((5, 8), np.float32)
    heat[1:3, 2:5] = heat[4, 7] = 0.9
    region = Region(x=16, y=8, w=24, h=16)
    shown = Evidence(source="altered_part", kind="detector", statement="", map="altered_part", region=region, score=3.0)
    files = save_parts({"altered_part": heat}, [shown], (40, 64, 3), tmp_path / "maps", "a-2", "a.jpg")
    assert [file.name for file in files] == ["a-2.altered_part.mask.png", "a-2.altered_part.coco.json"]
    mask = np.asarray(Image.open(files[0]))
    assert mask.shape == (40, 64) and (mask > 0).sum() == 24 * 16 and mask[8:24, 16:40].all()
    written = json.loads(files[1].read_text())
    assert written["annotations"][0]["bbox"] == [16, 8, 24, 16] and written["images"][0]["file_name"] == "a.jpg"
    none = shown.model_copy(update={"region": None})
    assert save_parts({"altered_part": heat}, [none], (40, 64, 3), tmp_path, "a", "a.jpg") == []

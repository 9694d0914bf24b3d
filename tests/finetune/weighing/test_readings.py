from pathlib import Path

import numpy as np
import pytest
from telltale.agent.detectors import clip_heads
from telltale.eval.sets.records import Record
from telltale.finetune.weighing import readings


@pytest.fixture
def records(tmp_path, photographs):
    found = []
    for number in range(8):
        label, source = ("real", f"camera {number % 2}") if number < 6 else ("generated", "site")
        path = tmp_path / "set" / label / f"{number}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        photographs[number % len(photographs)].resize((288, 256)).save(path, quality=90)
        found.append(
            Record(path=path, label=label, source=source, group=str(number), generator="" if number < 6 else "flux")
        )
    return found


def half(pixels, rng):
    return pixels // 2, "half"


GENERATORS = dict.fromkeys(("autoencoder", "super-resolution", "style"), half)


def test_the_plan_alters_real_pictures_alone_and_keeps_to_the_limit(records):
    todo = readings.plan(records, 2)
    ways = {(record.label, way) for record, way in todo}
    assert ("generated", "altered") not in ways and ("generated", "passed") not in ways
    assert {("real", "as it is"), ("real", "altered"), ("generated", "as it is")} <= ways
    as_is = [r.source for r, way in todo if way == "as it is"]
    assert as_is.count("camera 0") == 2 and todo == readings.plan(records, 2)
    assert (
        readings.truth_of(records[0], "altered") == "tampered"
        and readings.truth_of(records[0], "passed") == "laundered"
    )
    assert readings.truth_of(records[0], "saved") == "real" and readings.truth_of(records[7], "saved") == "synthetic"


def test_files_are_the_same_on_every_run_and_differ_by_way(records):
    for way in ("as it is", "saved", "altered", "passed"):
        one, two = (readings.exhibit(records[0], way, GENERATORS, records[:6]) for _ in range(2))
        assert one[0].facts == two[0].facts and one[1] == two[1]
    altered, kind = readings.exhibit(records[0], "altered", GENERATORS, records[:6])
    assert kind and altered.pixels.shape[2] == 3


def test_saved_files_are_of_several_kinds():
    pixels = np.random.default_rng(0).integers(0, 255, (300, 300, 3), dtype=np.uint8)
    heads = {readings.saved(pixels, np.random.default_rng(seed))[:3] for seed in range(20)}
    assert heads == {b"\xff\xd8\xff", b"\x89PN"}


def test_rows_are_kept_and_a_cut_off_line_is_left_out(tmp_path, records):
    held = readings.HeldOut({}, {}, None, {})
    todo = [(records[0], "as it is"), (records[1], "altered")]
    asked: list[str] = []
    first = readings.collect(tmp_path, todo, held, GENERATORS, readings.silent, asked.append)
    assert [row.way for row in first] == ["as it is", "altered"] and set(first[0].scores) == {
        "spectral",
        "jpeg",
        "noise",
    }
    file = tmp_path / "readings.jsonl"
    text = file.read_text()
    file.write_text(text + '{"name": "cut')
    assert len(readings.read(file)) == 2
    again = readings.collect(tmp_path, todo, held, GENERATORS, readings.silent, asked.append)
    assert again == first and "2 pictures, 0 to measure" in asked


@pytest.mark.weights
def test_scores_come_from_weights_that_left_the_source_out(records, small_folder):
    shipped = clip_heads.shipped()
    zero = readings.replace(shipped, weight=np.zeros_like(shipped.weight), bias=0.0, slope=1.0, offset=0.25)
    far = np.ones(len(shipped.reference_real), bool)
    held = readings.HeldOut({"camera 0": zero}, {}, None, {"camera 0": far})
    picture, _ = readings.exhibit(records[0], "as it is", GENERATORS, records[:6])
    found = readings.measure(picture, records[0], held, lambda record, exhibit: {"cue:a": 0.4})
    assert found["clip"] == 0.25 and found["cue:a"] == 0.4 and {"nearest", "distance"} <= set(found)
    unknown = readings.measure(picture, records[1], held, readings.silent)
    assert "clip" not in unknown and isinstance(Path(records[1].path), Path)

import csv
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from telltale.eval.studies import untrained

from tests.conftest import encode


def test_rows_are_summed_by_detector_and_source():
    def scores(spectral, alarm=False, noise=None):
        return {"spectral": (spectral, alarm), "noise": (noise, False)}

    rows = [
        ("real", "camera", scores(1.0)),
        ("real", "camera", scores(2.0, True)),
        ("generated", "sdxl", scores(3.0, True)),
        ("generated", "dalle", scores(1.5)),
    ]
    found = {(name, group): rest for name, group, *rest in untrained.alarms_table(rows)}
    assert found[("spectral", "real: camera")] == [2, 0.5, None]
    assert found[("spectral", "generated: sdxl")] == [1, 1.0, 1.0]
    assert found[("spectral", "generated: dalle")] == [1, 0.0, 0.5]
    assert found[("spectral", "all")] == [4, 0.5, 0.75]
    assert not any(name == "noise" for name, _ in found)  # not measured is not zero


def test_a_manifest_is_measured_and_unreadable_files_are_counted(tmp_path, photographs, study, monkeypatch):
    assert b"measure" in pickle.dumps(untrained.measure)  # so that another process finds it
    quick = ("spectral", "jpeg", "noise")
    monkeypatch.setattr(untrained, "BUILT_IN", {name: untrained.BUILT_IN[name] for name in quick})
    with (tmp_path / "manifest.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["path", "label", "source"])
        for n, photograph in enumerate(photographs[:3]):
            (tmp_path / f"{n}.jpg").write_bytes(encode(photograph.resize((224, 200)), "JPEG"))
            writer.writerow([f"{n}.jpg", "real" if n else "generated", "here"])
        (tmp_path / "bad.jpg").write_bytes(b"no")
        writer.writerow(["bad.jpg", "real", "here"])
    status, out, _ = study("untrained", tmp_path / "manifest.csv")
    assert status == 0
    assert "4 pictures, 1 could not be examined" in out
    assert "spectral" in out
    monkeypatch.setattr(untrained, "FEW", 0)
    monkeypatch.setattr(untrained, "measure", lambda file: {"noise": (1.0, False)})  # which other processes could do
    monkeypatch.setattr(untrained, "ProcessPoolExecutor", lambda mp_context: ThreadPoolExecutor(1))
    status, out, _ = study("untrained", f"real={tmp_path}")
    assert status == 0 and f"real: {tmp_path.name}" in out
    status, _, error = study("untrained", tmp_path / "none.csv")
    assert status == 2 and "LABEL=FOLDER" in error


def test_alarms_are_rare_on_shared_crops(shared, monkeypatch):
    """The detectors stay quiet on recompressed pictures; what they miss there is in the README."""
    quiet = ("spectral", "jpeg", "noise")
    monkeypatch.setattr(untrained, "BUILT_IN", {name: untrained.BUILT_IN[name] for name in quiet})
    manifest = shared / "crops" / "manifest.csv"
    with manifest.open(newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["label"] == "real"][::40]
    alarms = [untrained.measure(manifest.parent / row["path"]) for row in rows]
    for name in quiet:
        assert sum(alarm[name][1] for alarm in alarms) / len(alarms) == pytest.approx(0, abs=0.05)

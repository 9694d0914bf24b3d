"""`telltale triage` as a user calls it; the detectors here need no weights."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from PIL import Image
from telltale.agent import cli

from tests.conftest import encode

WORKER = "telltale.agent.triage.worker_process"
FAST = ["--no-perceive", "--detector", "jpeg", "--detector", "noise", "--workers", "0", "--no-summary"]


def lines(file):
    return [json.loads(line) for line in file.read_bytes().splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, astronaut):
    """Some small pictures, one of them twice, and a file that is none."""
    folder = tmp_path_factory.mktemp("pictures")
    for n in range(6):
        part = astronaut.crop((40 * n, 30 * n, 40 * n + 256, 30 * n + 256))
        (folder / f"{n}.jpg").write_bytes(encode(part, "JPEG", quality=80))
    (folder / "copy.jpg").write_bytes((folder / "0.jpg").read_bytes())
    (folder / "bad.png").write_text("no picture")
    return folder


@pytest.fixture(scope="module")
def results(folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "r.jsonl"
    status = cli.main(["triage", str(folder), "--out", str(out), *FAST[:-1]])
    return status, out


def test_each_picture_has_one_line_and_a_bad_one_costs_no_other(results, folder):
    status, out = results
    head, *found = lines(out)
    assert status == 1 and head["schema"] == "telltale/triage/1"
    by_name = {row["source"].rsplit("/", 1)[-1]: row for row in found}
    assert len(found) == 8 and "not a picture" in by_name["bad.png"]["error"]
    assert by_name["copy.jpg"]["same_as"] == str(folder / "0.jpg") and "numbers" not in by_name["copy.jpg"]
    assert set(by_name["1.jpg"]["numbers"]["scores"]) == {"jpeg", "noise"}
    assert out.with_suffix(".html").exists()


def test_a_second_run_measures_nothing_again(results, folder, capsys):
    _, out = results
    before = out.read_bytes()
    assert cli.main(["triage", str(folder), "--out", str(out), *FAST]) == 1
    assert out.read_bytes() == before
    assert "8 pictures were measured before" in capsys.readouterr().err


def test_numbers_are_those_of_an_examination_whatever_the_batch(results, folder, tmp_path):
    from telltale.agent.investigator import Investigator

    investigator = Investigator(detectors=["jpeg", "noise"], perceive=False, explain=False)
    single = tmp_path / "single.jsonl"
    cli.main(["triage", str(folder), "--out", str(single), "--batch", "1", *FAST])
    for found in (lines(results[1])[1:], lines(single)[1:]):
        row = next(row for row in found if row["source"].endswith("3.jpg"))
        record = investigator.examine(row["source"]).examination
        assert row["numbers"]["label"] == record.verdict.label
        assert row["numbers"]["probabilities"] == pytest.approx(record.verdict.probabilities, abs=1e-4)
        detectors = [item for item in record.evidence if item.kind == "detector"]
        assert row["numbers"]["scores"] == {item.source: item.score for item in detectors}
        assert row["sha256"] == record.exhibit.sha256


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--detector", "jpg"], "did you mean jpeg?"),
        (["--error-rate", "0.01"], "--restart"),
        (["--batch", "0"], "--batch"),
        (["--summary", "."], "is a folder"),
    ],
)
def test_wrong_calls_get_one_line_and_status_two(results, folder, capsys, arguments, message):
    assert cli.main(["triage", str(folder), "--out", str(results[1]), *FAST, *arguments]) == 2
    err = capsys.readouterr().err
    assert message in err and err.count("\n") == 1


def killed(arguments, out, rows):
    """Run `telltale triage` and kill it when it has written so many rows."""
    process = subprocess.Popen(
        [sys.executable, "-m", "telltale.agent.cli", "triage", *arguments], stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until:
        if out.exists() and out.read_bytes().count(b"\n") > rows:
            os.kill(process.pid, signal.SIGKILL)
            break
        time.sleep(0.01)
    return process.wait()


def many(folder, count):
    rng = np.random.default_rng(2)
    for n in range(count):
        pixels = rng.integers(0, 255, (128, 128, 3), np.uint8)
        (folder / f"{n:03}.png").write_bytes(encode(Image.fromarray(pixels)))
    return folder


def test_a_killed_run_goes_on_and_loses_and_doubles_nothing(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    many(tmp_path / "in", 60)
    out = tmp_path / "r.jsonl"
    arguments = [str(tmp_path / "in"), "--out", str(out), *FAST]
    assert killed(arguments, out, rows=10) == -signal.SIGKILL
    before = out.read_bytes()
    assert 10 <= before.count(b"\n") < 61
    with out.open("ab") as stream:
        stream.write(b'{"source": "torn')
    assert cli.main(["triage", *arguments]) == 0
    assert "was cut off" in capsys.readouterr().err
    assert out.read_bytes().startswith(before)
    names = [row["source"] for row in lines(out)[1:]]
    assert len(names) == len(set(names)) == 60


@pytest.mark.slow
def test_processes_that_measure_end_with_the_one_that_was_killed(tmp_path):
    import psutil

    (tmp_path / "in").mkdir()
    many(tmp_path / "in", 300)
    out = tmp_path / "r.jsonl"
    arguments = [str(tmp_path / "in"), "--out", str(out), *FAST, "--workers", "2"]
    before = {process.pid for process in psutil.process_iter()}
    assert killed(arguments, out, rows=60) == -signal.SIGKILL
    time.sleep(3)
    left = [p for p in psutil.process_iter(["pid", "cmdline"]) if p.pid not in before and WORKER in (p.cmdline() or ())]
    assert not left
    assert cli.main(["triage", *arguments]) == 0
    names = [row["source"] for row in lines(out)[1:]]
    assert len(names) == len(set(names)) == 300


@pytest.mark.slow
def test_a_process_that_dies_costs_no_picture(tmp_path):
    import psutil

    (tmp_path / "in").mkdir()
    many(tmp_path / "in", 300)
    out = tmp_path / "r.jsonl"
    call = [sys.executable, "-m", "telltale.agent.cli", "triage", str(tmp_path / "in"), "--out", str(out), *FAST]
    process = psutil.Popen([*call, "--workers", "2"])
    while process.poll() is None and not (out.exists() and out.read_bytes().count(b"\n") > 40):
        time.sleep(0.01)
    next(child for child in process.children() if WORKER in child.cmdline()).kill()
    assert process.wait() == 0
    names = [row["source"] for row in lines(out)[1:]]
    assert len(names) == len(set(names)) == 300


def with_ray(told):
    """Skip a test where the machine is too busy for Ray, which waits 30 s for its own processes and no longer."""
    if "timed out during startup" in told:
        pytest.skip("Ray gave up to start")


@pytest.mark.slow
def test_ray_gives_the_same_rows(results, folder, tmp_path, capsys):
    pytest.importorskip("ray")
    out = tmp_path / "ray.jsonl"
    arguments = [str(folder), "--out", str(out), *FAST, "--workers", "2", "--engine", "ray"]
    status = cli.main(["triage", *arguments])
    with_ray(capsys.readouterr().err)
    assert status == 1

    def plain(rows):
        return sorted((row for row in rows if "same_as" not in row), key=lambda row: row["source"])

    ours = {row["source"]: row for row in plain(lines(results[1])[1:])}
    theirs = lines(out)[1:]
    assert len(theirs) == 8 and sum("same_as" in row for row in theirs) == 1
    for row in plain(theirs):
        if row["source"] in ours:
            assert row == ours[row["source"]]


@pytest.mark.slow
def test_an_actor_of_ray_that_is_killed_costs_no_picture(tmp_path):
    psutil, _ = pytest.importorskip("psutil"), pytest.importorskip("ray")
    (tmp_path / "in").mkdir()
    many(tmp_path / "in", 300)
    out = tmp_path / "r.jsonl"
    call = [sys.executable, "-m", "telltale.agent.cli", "triage", str(tmp_path / "in"), "--out", str(out), *FAST]
    log = tmp_path / "log"
    with log.open("w") as stream:
        process = psutil.Popen([*call, "--engine", "ray", "--workers", "1"], stderr=stream)
        while process.poll() is None and not (out.exists() and out.read_bytes().count(b"\n") > 40):
            time.sleep(0.01)
        with_ray(log.read_text())
        next(each for each in process.children(recursive=True) if "ray::MapWorker" in " ".join(each.cmdline())).kill()
        assert process.wait() == 0, log.read_text()
    names = [row["source"] for row in lines(out)[1:]]
    assert len(names) == len(set(names)) == 300


@pytest.mark.slow
@pytest.mark.weights
def test_labels_and_numbers_are_those_of_telltale_examine(photographs, tmp_path, small_folder):
    from telltale.agent.investigator import Investigator

    for n, photograph in enumerate(photographs):
        (tmp_path / f"{n}.jpg").write_bytes(encode(photograph, "JPEG", quality=92))
    out = tmp_path / "r.jsonl"
    assert cli.main(["triage", str(tmp_path), "--out", str(out), "--workers", "0", "--batch", "3", "--no-summary"]) == 0
    investigator = Investigator(explain=False)
    for row in lines(out)[1:]:
        record, ours = investigator.examine(row["source"]).examination, row["numbers"]
        assert ours["label"] == record.verdict.label
        if ours.get("looked_again", False) == (record.second_look is not None):
            assert ours["probabilities"] == pytest.approx(record.verdict.probabilities, abs=1e-4)

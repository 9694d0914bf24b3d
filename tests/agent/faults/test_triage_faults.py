"""A triage on a full disk, without its file of results, without memory, and without a process that reads."""

import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from PIL import Image
from telltale.agent import cli
from telltale.agent.file_bytes import IntakeError
from telltale.agent.triage.triage_log import GROUP, Results, ResultsError, rows
from telltale.agent.triage.triage_page import write
from telltale.agent.triage.triage_rows import key_of

from tests.agent.triage.made import HEAD, measured
from tests.conftest import encode

FAST = ["--no-perceive", "--detector", "jpeg", "--workers", "0", "--no-summary"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    rng = np.random.default_rng(3)
    for n in range(3):
        pixels = rng.integers(0, 255, (64, 64, 3), np.uint8)
        (folder / f"{n:02}.png").write_bytes(encode(Image.fromarray(pixels)))
    return folder


def test_a_disk_that_is_full_costs_no_result_that_was_written(tmp_path, room):
    file, pictures = tmp_path / "r.jsonl", [measured(f"{n}.jpg") for n in range(2 * GROUP)]
    results = Results(file, HEAD)
    for row in pictures[:GROUP]:
        results.add(row)
    whole = file.read_bytes()
    assert whole.count(b"\n") == 1 + GROUP
    with room(len(whole) + 1_000), pytest.raises(ResultsError) as told:
        for row in pictures[GROUP:]:
            results.add(row)
    results.close()
    assert "r.jsonl: can't be written" in str(told.value) and "make room" in str(told.value)
    assert file.read_bytes() == whole  # the part of the group was taken back
    again = Results(file, HEAD)
    assert not again.notes
    for row in pictures:
        if not again.done(key_of(row.source, row.size, row.changed)):
            again.add(row)
    again.close()
    assert [row.source for row in rows(file)] == [row.source for row in pictures]


def test_a_disk_that_is_full_from_the_start_is_told_by_the_command(folder, tmp_path, room, told):
    with room(10):
        assert cli.main(["triage", str(folder), "--out", str(tmp_path / "r.jsonl"), *FAST]) == 2
    assert "make room" in told()


def test_results_that_are_taken_away_meanwhile_are_not_called_written(tmp_path):
    for change in ("removed", "replaced"):
        file = tmp_path / f"{change}.jsonl"
        results = Results(file, HEAD)
        file.unlink()
        if change == "replaced":
            file.write_text("another\n")
        results.add(measured("a.jpg"))
        with pytest.raises(ResultsError, match="removed or replaced"):
            results.flush()


def test_a_summary_that_can_not_be_written_leaves_the_earlier_one(tmp_path, room):
    results, page = tmp_path / "r.jsonl", tmp_path / "r.html"
    log = Results(results, HEAD)
    log.add(measured("a.jpg"))
    log.close()
    write(results, page)
    before = page.read_bytes()
    with room(2_000), pytest.raises(ValueError, match="the results are safe"):
        write(results, page)
    assert page.read_bytes() == before and not list(tmp_path.glob("*.new"))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "not enough memory"),
        (RuntimeError("can't allocate 9 GB"), "can't allocate 9 GB"),
        (SystemError("error return without exception set"), "error return without exception set"),
    ],
)
def test_a_process_that_can_not_load_its_models_says_so(monkeypatch, error, said):
    from multiprocessing import Pipe

    from telltale.agent.triage import worker_process
    from telltale.agent.triage.triage_worker import Plan

    def refuse(plan):
        raise error

    monkeypatch.setattr(worker_process, "Measurer", refuse)
    ours, theirs = Pipe()
    ours.send(Plan())
    assert worker_process.main([str(os.dup(theirs.fileno()))]) == 1
    kind, line = ours.recv()
    assert kind == "fault" and said in line and "--workers" in line


def test_no_picture_is_blamed_if_nothing_can_be_read_here(folder, tmp_path, monkeypatch, told):
    from telltale.agent.sandbox import SandboxError
    from telltale.agent.triage import triage_worker

    def refuse(*given):
        raise SandboxError("the process that reads pictures can't be started (no room); reinstall it")

    monkeypatch.setattr(triage_worker, "receive", refuse)
    out = tmp_path / "r.jsonl"
    assert cli.main(["triage", str(folder), "--out", str(out), *FAST]) == 2
    assert "can't be started" in told() and not list(rows(out))


def test_a_cluster_that_can_not_be_started_is_one_line(folder, tmp_path, monkeypatch, told):
    ray = pytest.importorskip("ray")

    def refuse(**options):
        raise Exception("The current node timed out during startup.\nSee the logs")

    monkeypatch.setattr(ray, "init", refuse)
    out = tmp_path / "r.jsonl"
    assert cli.main(["triage", str(folder), "--out", str(out), *FAST, "--engine", "ray"]) == 2
    line = told()
    assert "Ray can't be started (The current node timed out during startup.)" in line and "--engine local" in line
    assert not list(rows(out))


def test_a_process_without_memory_ends_in_one_line(monkeypatch, capsys):
    def refuse(arguments):
        raise MemoryError

    monkeypatch.setattr("telltale.agent.cli.command_line.run_command", refuse)
    assert cli.main(["detectors"]) == 1
    err = capsys.readouterr().err
    assert "not enough memory" in err and err.count("\n") == 1


def test_a_listing_that_goes_to_a_full_disk_ends_in_one_line(full, told):
    with full():
        assert cli.main(["detectors"]) == 1
    assert "can't be written (no space left on device)" in told()


@pytest.mark.slow
def test_a_process_that_gets_no_more_memory_ends_in_one_line(folder, tmp_path):
    """The whole process is held to 700 MB of address space, which does not suffice for the model."""
    script = "import resource as r; r.setrlimit(r.RLIMIT_AS, (7 * 10**8,) * 2); from telltale.agent import cli; "
    call = ["triage", str(folder), "--out", str(tmp_path / "r.jsonl"), "--no-summary", "--workers", "1"]
    done = subprocess.run(
        [sys.executable, "-c", f"{script}raise SystemExit(cli.main({call}))"], capture_output=True, text=True
    )
    assert done.returncode in (1, 2) and "Traceback" not in done.stderr, done.stderr
    assert len([line for line in done.stderr.splitlines() if line.startswith("telltale:")]) == 1


class Lying(BaseHTTPRequestHandler):
    """Pictures on a web server that hangs, sends less or more than it says, or never ends."""

    picture = b""

    def log_message(self, *given):
        pass

    def do_HEAD(self):
        self.answer(head=True)

    def do_GET(self):
        self.answer(head=False)

    def answer(self, *, head):
        kind = self.path.strip("/").partition(".")[0]
        if kind == "error":
            self.send_error(500)
            return
        if kind == "hangs":
            threading.Event().wait(3)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if kind == "page" else "image/png")
        if kind == "short":
            self.send_header("Content-Length", str(len(self.picture)))
        self.end_headers()
        if head:
            return
        if kind == "short":
            self.wfile.write(self.picture[:100])
        elif kind in ("endless", "page"):
            try:
                while True:
                    self.wfile.write(bytes(65536))
            except OSError:
                return
        else:
            self.wfile.write(self.picture)


def test_a_web_server_that_lies_costs_its_own_pictures_alone(tmp_path, folder, monkeypatch, capsys):
    pytest.importorskip("aiohttp")
    from telltale.agent.triage import remote_files

    monkeypatch.setattr(remote_files, "SILENCE", 1.0)
    monkeypatch.setattr(remote_files, "MAX_BYTES", 10**6)
    monkeypatch.setattr(Lying, "picture", (folder / "00.png").read_bytes())
    server = ThreadingHTTPServer(("127.0.0.1", 0), Lying)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    start = f"http://127.0.0.1:{server.server_port}"
    table = tmp_path / "t.csv"
    names = ("error", "hangs", "short", "endless", "good")
    table.write_text("url\n" + "".join(f"{start}/{name}.png\n" for name in names))
    out = tmp_path / "r.jsonl"
    assert cli.main(["triage", str(table), "--remote", "--out", str(out), *FAST]) == 1
    found = {row.source.rsplit("/", 1)[-1]: row for row in rows(out)}
    assert {name for name, row in found.items() if row.error is None} == {"good.png"}
    assert len(found) == 5 and all("\n" not in (row.error or "") for row in found.values())
    assert "Traceback" not in capsys.readouterr().err
    with pytest.raises(ValueError, match="page of links has over"):
        list(remote_files.entries(f"{start}/page/", lambda name: True, lambda entry: False))
    server.shutdown()


def test_bytes_that_are_not_those_announced_are_no_picture(tmp_path):
    from telltale.agent.triage.triage_entries import Entry, data_of

    fsspec = pytest.importorskip("fsspec")
    with fsspec.open("memory://faults/a.png", "wb") as stream:
        stream.write(b"12345")
    entry = Entry("memory://faults/a.png", "a.png", "url", "memory://faults/a.png", size=9)
    with pytest.raises(IntakeError, match="5 bytes came where the server had announced 9"):
        data_of(entry)

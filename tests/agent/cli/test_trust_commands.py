"""`telltale trust` and `--trust-anchors` as a user calls them."""

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from telltale.agent import cli

from tests.agent.provenance.credentials.signing import signed, signer, step

FAST = ["--no-perceive", "--no-explain", "--detector", "jpeg"]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format, *args):
        pass


@pytest.fixture(scope="module")
def maker():
    return signer("Test Camera Maker")


@pytest.fixture
def mirror(tmp_path, maker):
    """The address of a folder with both lists; the root of `maker` is in the first."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    (folder / "C2PA-TRUST-LIST.pem").write_text(maker.root)
    (folder / "C2PA-TSA-TRUST-LIST.pem").write_text(signer("Clock").root)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("TELLTALE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def generated(tmp_path, maker):
    file = tmp_path / "generated.jpg"
    file.write_bytes(signed(maker, [step("c2pa.created", "trainedAlgorithmicMedia")]))
    return str(file)


def test_lists_are_fetched_listed_and_used(mirror, generated, capsys):
    assert cli.main(["trust", "list"]) == 0
    streams = capsys.readouterr()
    assert streams.out == "" and "telltale trust fetch" in streams.err
    assert cli.main(["trust", "fetch", "--from", mirror]) == 0
    assert capsys.readouterr().err.count("\n") == 2
    assert cli.main(["trust", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[:3] for line in lines] == [
        ["C2PA-TRUST-LIST.pem", "ready", "1 certificates"],
        ["C2PA-TSA-TRUST-LIST.pem", "ready", "1 certificates"],
    ]
    assert cli.main(["examine", *FAST, "--trust-anchors", "c2pa", "--json", generated]) == 0
    assert '"decisive":true' in capsys.readouterr().out
    assert cli.main(["examine", *FAST, "--json", generated]) == 0
    assert '"decisive":true' not in capsys.readouterr().out


def test_a_fetch_that_fails_is_told_in_one_line(mirror, capsys):
    assert cli.main(["trust", "fetch", "--from", f"{mirror}/none/"]) == 1
    assert cli.main(["trust", "fetch", "--from", "http://example.org/"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2 and "could not be fetched" in lines[0] and "no HTTPS address" in lines[1]


def test_a_cache_that_can_not_be_written_is_told_in_one_line(mirror, tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TELLTALE_CACHE", str(tmp_path / "file"))
    assert cli.main(["trust", "fetch", "--from", mirror]) == 1
    error = capsys.readouterr().err
    assert "TELLTALE_CACHE" in error and error.count("\n") == 1


@pytest.mark.parametrize(("content", "message"), [("no certificate", "holds no certificate"), (None, "trust fetch")])
def test_anchors_that_are_none_are_refused_before_anything_is_examined(content, message, generated, tmp_path, capsys):
    choice = "c2pa"
    if content is not None:
        choice = str(tmp_path / "anchors.pem")
        (tmp_path / "anchors.pem").write_text(content)
    assert cli.main(["examine", *FAST, "--trust-anchors", choice, generated]) == 2
    streams = capsys.readouterr()
    assert message in streams.err and streams.err.count("\n") == 1 and streams.out == ""

"""Nothing leaves the machine: commands run under a guard that refuses every address but those of this machine."""

import http.server
import os
import subprocess
import sys
import textwrap
import threading

import numpy as np
import pytest
from PIL import Image

GUARD = """
import ipaddress, os, sys

def local(host):
    if isinstance(host, bytes):
        host = host.decode()
    if host in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified

def guard(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if not local(host):
        with open(os.environ["GUARD_LOG"], "a") as log:
            log.write(f"{event} {host}\\n")
        raise OSError(f"refused: {host}")

sys.addaudithook(guard)
"""
SERVED = """
import os, signal, threading, urllib.request
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell sets to be ignored in the background
from telltale.agent.environment import prepare
prepare()
from telltale.agent import app
from telltale.agent.investigator import Investigator

def visit():
    for _ in range(600):
        try:
            page = urllib.request.urlopen(f"http://127.0.0.1:{PORT}/config", timeout=5).read()
        except OSError:
            threading.Event().wait(0.2)
        else:
            print(len(page), flush=True)
            break
    os.kill(os.getpid(), signal.SIGINT)

threading.Thread(target=visit, daemon=True).start()
try:
    app.serve(Investigator(detectors=["noise"], perceive=False, explain=False), "127.0.0.1", PORT, None)
except KeyboardInterrupt:
    pass
"""


class Endpoint(http.server.BaseHTTPRequestHandler):
    """Stands for a server of traces; notes every request."""

    def answer(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    do_GET = do_POST = do_PATCH = answer  # noqa: N815  # the names that the library calls

    def log_message(self, *_):
        pass


@pytest.fixture
def endpoint():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def run(tmp_path, endpoint):
    """Run Python with tracing to the endpoint switched on; returns what was printed, after checking for requests."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD)
    log = tmp_path / "outside"
    url = f"http://127.0.0.1:{endpoint.server_port}"
    traced = {f"{name}_{what}": "true" for name in ("LANGSMITH", "LANGCHAIN") for what in ("TRACING", "TRACING_V2")}
    keys = {
        f"{name}_{what}": v for name in ("LANGSMITH", "LANGCHAIN") for what, v in (("API_KEY", "k"), ("ENDPOINT", url))
    }
    told = {"GRADIO_ANALYTICS_ENABLED": "True", "GRADIO_SHARE": "True", "HF_HUB_OFFLINE": "0", "WANDB_MODE": "online"}
    env = {**os.environ, **traced, **keys, **told, "GUARD_LOG": str(log), "PYTHONPATH": str(tmp_path / "guard")}

    def start(*arguments):
        done = subprocess.run([sys.executable, *arguments], env=env, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        assert not log.exists(), log.read_text()
        assert endpoint.asked == []
        return done.stdout

    return start


@pytest.fixture
def picture(tmp_path):
    file = tmp_path / "made.jpg"
    noise = np.random.default_rng(0).integers(0, 256, (200, 300, 3), dtype=np.uint8)
    Image.fromarray(noise).save(file)
    return file


def test_the_guard_refuses_other_machines(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(GUARD)
    env = {**os.environ, "PYTHONPATH": str(tmp_path), "GUARD_LOG": str(tmp_path / "outside")}
    code = "import socket; socket.create_connection(('192.0.2.1', 9), timeout=5)"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60)
    assert "refused: 192.0.2.1" in done.stderr
    assert "192.0.2.1" in (tmp_path / "outside").read_text()


def test_examine_sends_nothing(run, picture):
    plain = ("--no-perceive", "--no-explain", "--detector", "noise")
    assert '"schema"' in run("-m", "telltale.agent.cli", "examine", *plain, "--json", str(picture))


def test_using_the_package_sends_nothing(run, picture):
    code = f"""
        from telltale.agent import Investigator
        investigator = Investigator(detectors=["noise"], perceive=False, explain=False)
        print(investigator.examine({str(picture)!r}).examination.verdict.label)
        """
    assert run("-c", textwrap.dedent(code)).strip() in ("real", "synthetic", "tampered", "inconclusive")


def test_the_page_starts_and_answers_without_other_machines(run):
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lines = run("-c", SERVED.replace("PORT", str(port))).split()
    assert any(line.isdigit() and int(line) > 1000 for line in lines)


def test_an_evaluation_sends_nothing(run, picture, tmp_path):
    (tmp_path / "set.csv").write_text(f"path,label\n{picture.name},real\n")
    out = tmp_path / "run"
    plain = ("--data", str(tmp_path / "set.csv"), "--model", "detector:noise", "--out", str(out), "--split", "all")
    run("-m", "telltale.agent.cli", "eval", "csv", *plain)
    assert out.exists()

"""The page's server as it runs: its headers, whom it refuses, and what it keeps of pictures."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from telltale.agent import app

from tests.conftest import encode

SERVER = """
import sys
from telltale.agent.environment import prepare
prepare()
from telltale.agent import app
from telltale.agent.investigator import Investigator
app.serve(Investigator(detectors=["noise"], perceive=False, explain=False), "127.0.0.1", int(sys.argv[1]), [])
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A running server as (port, process, folder of its temporary files)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    env = {**os.environ, "TMPDIR": str(folder), "OMP_NUM_THREADS": "1", "GRADIO_ALLOWED_PATHS": "/"}
    log = (folder / "log").open("w")
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(port)], env=env, stdout=log, stderr=log)
    for _ in range(240):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.5)
    yield port, process, folder
    process.kill()
    process.wait()
    log.close()


def ask(port, method, path, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read()


def upload(port, data, name="a.png"):
    boundary = "b0undary"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + f"\r\n--{boundary}--\r\n".encode()
    return ask(port, "POST", "/gradio_api/upload", body, content_type=f"multipart/form-data; boundary={boundary}")


def submit(port, session, path, text=""):
    """Send a message as the page does; all that gradio sends meanwhile."""
    dependency = next(
        each["id"]
        for each in json.loads(ask(port, "GET", "/config")[2])["dependencies"]
        if any(target[1] == "submit" for target in each["targets"])
    )
    files = [{"path": path, "orig_name": "a.png", "meta": {"_type": "gradio.FileData"}}] if path else []
    message = {"data": [{"text": text, "files": files}, None], "fn_index": dependency, "session_hash": session}
    status, _, body = ask(port, "POST", "/gradio_api/queue/join", json.dumps(message), content_type="application/json")
    if status != 200:
        return status, body.decode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", f"/gradio_api/queue/data?session_hash={session}")
    answer, said = connection.getresponse(), ""
    while line := answer.readline():
        said += line.decode()
        if '"process_completed"' in said or '"close_stream"' in said:
            break
    connection.close()
    return status, said


def test_answers_carry_the_headers(server):
    status, headers, _ = ask(server[0], "GET", "/")
    assert status == 200
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"


def test_other_names_and_other_sites_are_refused(server):
    assert ask(server[0], "GET", "/", host="evil.example")[0] == 421
    assert ask(server[0], "POST", "/gradio_api/queue/join", "{}", origin="https://evil.example")[0] == 403
    for path in ("/docs", "/redoc", "/monitoring", "/gradio_api/runs"):
        assert ask(server[0], "GET", path)[0] >= 400, path


def test_only_what_was_uploaded_is_read(server, tmp_path):
    port = server[0]
    (tmp_path / "secret.png").write_bytes(b"x")
    assert submit(port, "s1", "http://192.0.2.1/a.png") == (
        400, "Only uploaded files are examined; nothing is fetched from addresses.",
    )  # fmt: skip
    assert "INCONCLUSIVE" not in submit(port, "s2", str(tmp_path / "secret.png"))[1]
    assert ask(port, "GET", f"/gradio_api/file={tmp_path / 'secret.png'}")[0] == 403


def test_a_picture_is_examined_and_a_bad_one_is_a_line(server, astronaut):
    port = server[0]
    (path,) = json.loads(upload(port, encode(astronaut))[2])
    assert path.startswith(str(server[2]))
    assert "evidence" in submit(port, "s3", path)[1]
    (bad,) = json.loads(upload(port, b"no picture")[2])
    assert "can't be examined" in submit(port, "s3", bad)[1]
    assert ask(port, "GET", "/")[0] == 200


def test_a_file_over_the_limit_is_refused_before_it_is_sent(server):
    connection = http.client.HTTPConnection("127.0.0.1", server[0], timeout=60)
    connection.putrequest("POST", "/gradio_api/upload")
    connection.putheader("Content-Length", str(80 * 2**20))
    connection.putheader("Content-Type", "multipart/form-data; boundary=b")
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413 and b"64 MB" in answer.read()


def test_listening_for_others_needs_a_password():
    with pytest.raises(ValueError, match="--auth"):
        app.serve(None, "0.0.0.0", 7860, [])


@pytest.mark.slow
def test_memory_stays_flat_over_many_pictures(server, astronaut):
    port, process, _ = server
    sizes = []
    for n in range(60):
        (path,) = json.loads(upload(port, encode(astronaut.rotate(n)), f"{n}.png")[2])
        assert "evidence" in submit(port, f"many{n % 3}", path)[1]
        status = Path(f"/proc/{process.pid}/status").read_text()
        sizes.append(int(status.partition("VmRSS:")[2].split()[0]) / 1024)
    print(f"resident memory in MB: {sizes[19]:.0f} after 20 pictures, {sizes[-1]:.0f} after 60")
    assert sizes[-1] < sizes[19] + 150

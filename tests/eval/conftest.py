"""Pictures on disk, scripted models behind a real HTTP server, and labelled sets made on the spot."""

import json
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from PIL import Image
from telltale.eval import runs

from tests.eval.made import run


def drawn(path, side=48):
    """A small picture whose noise depends on its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(sum(map(ord, path.name)))
    Image.fromarray(rng.integers(0, 255, (side, side, 3), np.uint8)).save(path)
    return path


def labelled_in(folder):
    """A manifest of eight real and eight generated pictures of two generators, two pictures a group."""
    rows = ["path,label,source,group,generator,content"]
    for label in ("real", "generated"):
        for number in range(8):
            path = f"{label}/{number}.png"
            drawn(folder / "set" / path)
            maker = "" if label == "real" else ("A", "B")[number % 2]
            rows.append(f"{path},{label},from-{label},{label}-{number // 2},{maker},{('cat', 'dog')[number % 2]}")
    file = folder / "set/manifest.csv"
    file.write_text("\n".join(rows) + "\n")
    return file


@pytest.fixture
def draw():
    """Writes a small picture whose noise depends on its name."""
    return drawn


@pytest.fixture
def labelled(tmp_path):
    """A manifest of eight real and eight generated pictures of two generators, two pictures a group."""
    return labelled_in(tmp_path)


@pytest.fixture
def serve():
    """An OpenAI-compatible server that replies by a function of the request; gives its URL and what it was asked."""
    servers = []

    def start(reply, status=lambda asked: 200):
        requests, lock = [], threading.Lock()
        busy = {"now": 0, "most": 0}

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def do_POST(self):
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with lock:
                    requests.append(asked)
                    busy["now"] += 1
                    busy["most"] = max(busy["most"], busy["now"])
                code = status(asked)
                said = reply(asked)
                message = {"role": "assistant", "content": said if isinstance(said, str) else said[0]}
                choice = {"index": 0, "finish_reason": "stop", "message": message}
                if not isinstance(said, str) and asked.get("logprobs"):
                    tops = [{"token": t, "logprob": float(np.log(p)), "bytes": None} for t, p in said[1].items()]
                    choice["logprobs"] = {"content": [{**tops[0], "top_logprobs": tops}], "refusal": None}
                usage = {"prompt_tokens": 100, "completion_tokens": 3, "total_tokens": 103}
                body = {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
                data = json.dumps({**body, "usage": usage} if code == 200 else {"error": {"message": "busy"}}).encode()
                with lock:
                    busy["now"] -= 1
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/v1", requests, busy

    yield start
    for server in servers:
        server.shutdown()


@pytest.fixture(scope="session")
def runs_made(tmp_path_factory):
    """The folder of a run by chance, and of one that is right about everything but one picture."""
    tmp_path = tmp_path_factory.mktemp("finished")
    labelled = labelled_in(tmp_path)
    chance = run(labelled, tmp_path / "runs/chance", "chance")
    rows = []
    for result in chance.judged:
        fake = result.item.truth == "fake" and result.item.id != "generated/0.png?fake"
        reply = {"text": "Yes." if fake else "No.", "options": [0.9, 0.1] if fake else [0.2, 0.8]}
        rows.append({"id": result.item.id, "key": "", "reply": reply})
    (tmp_path / "good.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n")
    run(labelled, tmp_path / "runs/good", f"saved:{tmp_path / 'good.jsonl'}")
    return tmp_path / "runs"


@pytest.fixture
def finished(runs_made, tmp_path):
    """A run by chance, and one that is right about everything but one picture; copies that a test may change."""
    shutil.copytree(runs_made, tmp_path / "runs")
    return runs.read(tmp_path / "runs/chance"), runs.read(tmp_path / "runs/good")

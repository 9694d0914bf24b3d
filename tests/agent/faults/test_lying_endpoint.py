"""A model behind a network that hangs, fails, lies or never ends: one line, in time, for a picture and in a run."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from telltale.agent.perception import bounded_replies, endpoint
from telltale.agent.perception.models import Endpoint, ModelError
from telltale.prompts import cues

pytest.importorskip("langchain_openai")

GOOD = {"id": "1", "object": "chat.completion", "created": 0, "model": "m"}
MESSAGE = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "yes"}}


def said(content=None, **more):
    choice = {**MESSAGE, **more}
    if content is not None:
        choice["logprobs"] = {"content": content}
    return json.dumps({**GOOD, "choices": [choice]}).encode()


DEEDS = {
    "fails": b'{"error": {"message": "no"}}',
    "garbage": b"\x00\xff{nothing",
    "another form": b'[1, 2, "three"]',
    "null": b'{"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": null}',
    "no choices": json.dumps({**GOOD, "choices": []}).encode(),
    "cut off": said(),
    "hangs": b"",
    "endless": b"",
    "trickles": b"",
    "probability of 9": said([{"token": "yes", "logprob": 2.2, "top_logprobs": []}]),
    "no number": said([{"token": "yes", "logprob": "much", "top_logprobs": []}]),
    "no words": said([{"token": "yes", "logprob": float("nan"), "top_logprobs": []}]),
    "half a letter": b'{"id":"1","object":"chat.completion","created":0,"model":"m","choices":[{"index":0,'
    b'"finish_reason":"stop","message":{"role":"assistant","content":"\\ud800"}}]}',
}


@pytest.fixture(scope="module")
def lying():
    """A server that does what its path says; gives its URL for a deed."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *given):
            pass

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            deed = self.path.split("/")[1].replace("-", " ")
            body = DEEDS[deed]
            if deed == "hangs":
                threading.Event().wait(3)
                return
            self.send_response(500 if deed == "fails" else 200)
            self.send_header("Content-Type", "application/json")
            if deed not in ("endless", "trickles"):
                self.send_header("Content-Length", str(len(body) + 100 * (deed == "cut off")))
            self.end_headers()
            self.wfile.write(body)
            try:
                while deed in ("endless", "trickles"):
                    self.wfile.write(b" " * (65536 if deed == "endless" else 1))
                    time.sleep(0.05 if deed == "trickles" else 0)
            except OSError:
                return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield lambda deed: f"http://127.0.0.1:{server.server_port}/{deed.replace(' ', '-')}"
    server.shutdown()


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(bounded_replies, "SECONDS", 0.4)
    monkeypatch.setattr(bounded_replies, "LONGEST", 10**6)
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.01)
    monkeypatch.setattr("openai._base_client.MAX_RETRY_DELAY", 0.01)


@pytest.mark.parametrize("deed", [deed for deed in DEEDS if deed != "half a letter"])
def test_a_picture_is_told_in_one_line_and_in_time(lying, deed):
    began = time.monotonic()
    with pytest.raises(ModelError) as told:
        endpoint.ask(Endpoint(lying(deed), "m"), np.zeros((8, 8, 3), np.uint8), cues()[:9])
    line = str(told.value)
    assert line.startswith("http://127.0.0.1") and "\n" not in line
    assert time.monotonic() - began < 5  # three tries of one call, and not of nine


@pytest.mark.parametrize("deed", DEEDS)
def test_a_run_counts_it_as_failed_or_reads_the_text_alone(lying, deed):
    from telltale.eval.items import Item
    from telltale.eval.responders.endpoint_models import EndpointModels
    from telltale.eval.responders.responder import ResponderOptions

    model = EndpointModels(f"openai:{lying(deed)}#m", ResponderOptions())
    item = Item(id="1", kind="judgement", media=(), question="?", modality="text", answer="yes")
    (reply,) = model.answer([item], 5)
    assert reply.error and "\n" not in reply.error
    json.dumps(reply.model_dump()).encode()

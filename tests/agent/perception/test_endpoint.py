"""Probes over the network: an OpenAI-compatible server on loopback, with the tiny model behind it."""

import base64
import io
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
import torch
from PIL import Image
from telltale.agent.investigator import Investigator
from telltale.agent.perception import endpoint, probes
from telltale.agent.perception.models import Endpoint, ModelError
from telltale.agent.reasoning.writing.plan import FEW, explanation
from telltale.prompts import cues

from tests.conftest import encode


@pytest.fixture
def serve(tiny):
    """Answers /v1/chat/completions with the first token of the tiny model and its log-probabilities."""
    servers = []

    def start(logprobs: bool = True, status: int = 200) -> Endpoint:
        lock = threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def do_POST(self):
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with lock:
                    body = _complete(tiny, asked, logprobs) if status == 200 else {"error": {"message": "no"}}
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return Endpoint(f"http://127.0.0.1:{server.server_port}/v1", "tiny")

    yield start
    for server in servers:
        server.shutdown()


def _complete(tiny, asked, logprobs):
    message = asked["messages"][-1]
    if isinstance(message["content"], str):  # asked to word a finding: this model repeats it
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": message["content"]}}
        return {"id": "1", "object": "chat.completion", "created": 0, "model": "tiny", "choices": [choice]}
    picture, text = message["content"]
    data = base64.b64decode(picture["image_url"]["url"].partition(",")[2])
    pixels = np.asarray(Image.open(io.BytesIO(data)))
    inputs = tiny.processor(images=pixels, text=probes.prompt(tiny.processor, text["text"]), return_tensors="pt")
    with torch.inference_mode():
        p = tiny.model(**inputs).logits[0, -1].log_softmax(-1)
    decode = tiny.processor.tokenizer.decode
    # this server lists the two words among its tops, as one with a trained model would
    words = re.match(r"Answer (\w+) or (\w+)\.", text["text"]).groups()
    yes, no = probes.answer_tokens(tiny.processor.tokenizer, words)
    top = [{"token": decode(i), "logprob": float(p[i])} for i in [*yes, *no]]
    best = max(top, key=lambda entry: entry["logprob"])
    content = [{**best, "top_logprobs": top}] if logprobs else None
    choice = {"index": 0, "finish_reason": "length", "message": {"role": "assistant", "content": best["token"]}}
    choice["logprobs"] = {"content": content}
    return {"id": "1", "object": "chat.completion", "created": 0, "model": "tiny", "choices": [choice]}


def test_an_endpoint_reads_as_the_same_model_does_here(serve, tiny, astronaut):
    pixels = np.asarray(astronaut.resize((64, 64)))
    here = probes.ask(tiny, pixels, cues()[1:7])
    there = endpoint.ask(serve(), pixels, cues()[1:7])
    assert [r.cue.id for r in there] == [r.cue.id for r in here]
    assert np.allclose([r.p_yes for r in there], [r.p_yes for r in here], atol=1e-3)
    assert np.allclose([r.mass for r in there], [r.mass for r in here], atol=1e-3)


def test_an_examination_through_an_endpoint(serve, astronaut):
    found = Investigator(_name(serve())).examine(encode(astronaut.resize((300, 300)), "JPEG")).examination
    assert sum(item.kind == "cue" for item in found.evidence) == len(cues())
    assert len(found.explanation.statements) == len(explanation(found.evidence, found.verdict)) >= FEW
    assert found.explanation.dropped == ()
    # the verdict, what the file says, and what speaks for a photograph, is said as it stands
    fixed = {"verdict"} | {item.id for item in found.evidence if item.kind == "provenance" or item.supports == "real"}
    written = {s.written_by for s in found.explanation.statements if not fixed & set(s.cites)}
    assert written == {"model"}


def test_an_endpoint_that_fails_while_explaining_costs_only_its_sentences(serve, astronaut):
    investigator = Investigator(_name(serve(status=400)), perceive=False)
    found = investigator.examine(encode(astronaut.resize((300, 300)), "JPEG")).examination
    assert found.explanation.composed_without_model
    assert all("the model failed" in sentence.reason for sentence in found.explanation.dropped)
    assert len(found.explanation.statements) == len(explanation(found.evidence, found.verdict)) >= FEW


def _name(served: Endpoint) -> str:
    return f"openai:{served.url}#{served.model}"


def test_an_endpoint_without_log_probabilities_is_refused(serve, pixels):
    with pytest.raises(ModelError, match="no log-probabilities"):
        endpoint.ask(serve(logprobs=False), pixels, cues()[:1])


@pytest.mark.parametrize("status", [400, 401, 404])
def test_an_endpoint_that_refuses_is_named_in_one_line(serve, pixels, status):
    with pytest.raises(ModelError, match="check the URL and the key") as caught:
        endpoint.ask(serve(status=status), pixels, cues()[:1])
    assert "\n" not in str(caught.value)


def test_an_endpoint_that_is_not_there(pixels):
    with pytest.raises(ModelError, match=r"127\.0\.0\.1:9"):
        endpoint.ask(Endpoint("http://127.0.0.1:9/v1", "x"), pixels, cues()[:1])


def test_large_pictures_are_sent_smaller():
    block = endpoint.image_block(np.zeros((2000, 3000, 3), np.uint8))
    data = base64.b64decode(block["image_url"]["url"].partition(",")[2])
    assert Image.open(io.BytesIO(data)).size == (1536, 1024)


def test_a_refused_connection_is_told_by_its_first_cause_alone():
    httpx, openai = pytest.importorskip("httpx2"), pytest.importorskip("openai")
    refused = openai.APIConnectionError(request=httpx.Request("GET", "http://127.0.0.1:9"))
    middle = ConnectionError("Connection error.")
    middle.__cause__ = OSError(111, "Connection refused")
    refused.__cause__ = middle
    assert endpoint.failure_of(refused).count("Connection") == 2 and "refused" in endpoint.failure_of(refused)

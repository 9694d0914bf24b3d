"""An OpenAI-compatible server on loopback, whose replies a test scripts by the question and the picture that came."""

import base64
import io
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from PIL import Image
from telltale.prompts import load

FAKEVLM = load("artifacts_fakevlm")
LIST = load("artifacts_list", most=8)
RED, BOX = (255, 0, 0), (40, 60, 120, 140)  # what a test paints to be seen, and where: left, top, right, bottom
SIDE = 400


@pytest.fixture
def marked(astronaut):
    """A photograph of 400×400 px with a red square of 80×80 px."""
    picture = astronaut.resize((SIDE, SIDE))
    picture.paste(RED, BOX)
    return np.asarray(picture)


def shows_red(pixels):
    """Whether a picture has at least a hundred red pixels."""
    return int((np.abs(pixels.astype(int) - RED).max(-1) < 30).sum()) >= 100


def shares(box=BOX, side=SIDE):
    return [round(v / side, 4) for v in box]


@pytest.fixture
def serve():
    """Starts a server for a function from (question, pixels) to a reply; gives its name and what it was asked."""
    servers = []

    def start(reply, model="scripted", cues=()):
        asked = []

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                content = body["messages"][-1]["content"]
                if isinstance(content, str):  # a finding to be put into words
                    question, text = content, content
                else:
                    data = base64.b64decode(content[0]["image_url"]["url"].partition(",")[2])
                    question, pixels = content[1]["text"], np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
                    asked.append((question, pixels))
                    text = "yes" if question in cues else "no" if body.get("logprobs") else reply(question, pixels)
                choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
                if body.get("logprobs"):
                    word = "real" if "real" in question else text
                    choice["logprobs"] = {"content": [{"token": word, "logprob": 0.0, "top_logprobs": []}]}
                answer = {"id": "1", "object": "chat.completion", "created": 0, "model": model, "choices": [choice]}
                whole = json.dumps(answer).encode()
                self.send_response(200 if text is not None else 400)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(whole)))
                self.end_headers()
                self.wfile.write(whole)

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"openai:http://127.0.0.1:{server.server_port}/v1#{model}", asked

    yield start
    for server in servers:
        server.shutdown()


def seeing(entries, word="This is a fake image.", sees=shows_red, where="{}"):
    """A model that lists some artifacts, and answers about crops by what it sees in them, or always in one way."""

    def reply(question, pixels):
        if question == FAKEVLM:
            return word
        if question == LIST:
            return entries if isinstance(entries, str) else json.dumps(entries)
        if question.startswith("Somebody says"):
            return where
        seen = sees(pixels) if callable(sees) else sees
        if isinstance(seen, str):
            return seen
        return "Yes." if seen != ("free of" in question) else "No."

    return reply

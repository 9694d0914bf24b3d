"""The HTTP API with a real client and a real server: what it answers is what its description says."""

import http.client
import json
import socket
import threading
import time

import httpx
import pytest
import uvicorn
from jsonschema import Draft202012Validator
from telltale.agent.api.api_server import application, serve
from telltale.agent.app.request_guard import UPLOAD_LIMIT

from tests.agent.api.conftest import CLAIM, ORDER, checked

TOKEN = "a-token-that-nobody-guesses"
ROUTES = {
    ("post", "/v1/examinations"),
    ("get", "/v1/examinations/{id}"),
    ("delete", "/v1/examinations/{id}"),
    ("get", "/v1/examinations/{id}/maps/{name}.png"),
    ("post", "/v1/examinations/{id}/questions"),
    ("get", "/v1/versions"),
    ("get", "/healthz"),
}


class Running:
    """A server on a free port, and its folder of uploads."""

    def __init__(self, investigator, folder, token=TOKEN, **options):
        app = application(investigator, folder, token, ["Forensics.example"], **options)
        self.folder, self.socket = folder, socket.create_server(("127.0.0.1", 0))
        self.server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        self.thread = threading.Thread(target=self.server.run, args=([self.socket],), daemon=True)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def __enter__(self):
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        return self

    def __exit__(self, *_):
        self.server.should_exit = True
        self.thread.join(10)
        self.socket.close()

    def client(self, token=TOKEN):
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=60, trust_env=False)


@pytest.fixture(scope="module")
def running(investigator, tmp_path_factory):
    with Running(investigator, tmp_path_factory.mktemp("uploads")) as server:
        yield server


@pytest.fixture(scope="module")
def client(running):
    with running.client() as client:
        yield client


@pytest.fixture(scope="module")
def described(client):
    return client.get("/openapi.json").json()


@pytest.fixture(scope="module")
def fits(described):
    """A function that holds an answer against the description of its address."""

    def check(answer, method, path):
        said = described["paths"][path][method]["responses"][str(answer.status_code)]
        kind, content = next(iter(said["content"].items()))
        assert answer.headers["content-type"] == kind
        if kind == "application/json":
            schema = {**content["schema"], "components": described["components"]}
            Draft202012Validator(schema).validate(answer.json())
        return answer

    return check


def finished(client, path):
    for _ in range(600):
        state = client.get(path).json()
        if state["state"] in ("done", "failed"):
            return state
        time.sleep(0.05)
    raise AssertionError(state)


def error_of(answer, status):
    assert answer.status_code == status, answer.text
    (line,) = answer.json().values()
    assert answer.json() == {"error": line} and line and "\n" not in line
    return line


@pytest.fixture(scope="module")
def done(client, fits, picture):
    """The state of a finished examination with a claim."""
    sent = client.post("/v1/examinations", files={"file": ("C:\\x\\rocket.png", picture)}, data={"claim": CLAIM})
    assert fits(sent, "post", "/v1/examinations").status_code == 202
    state = sent.json()
    assert state["state"] in ("waiting", "running") and state["record"] is None
    assert sent.headers["location"] == f"/v1/examinations/{state['id']}"
    finished(client, sent.headers["location"])
    return fits(client.get(sent.headers["location"]), "get", "/v1/examinations/{id}").json()


def test_the_record_is_that_of_the_facade(done, expected):
    assert done["state"] == "done" and done["stages"][0] == "exhibit" and done["stages"][-1] == "examination"
    assert done["place"] is None and done["error"] is None and done["kept_until"]
    assert checked(done["record"]) == expected
    quoted = [each["statement"] for each in done["record"]["evidence"] if ORDER in each["statement"]]
    assert quoted and all(f"“{ORDER}”" in statement for statement in quoted)


def test_maps_are_pictures_under_the_addresses_that_the_state_lists(client, fits, done):
    assert {each["name"] for each in done["maps"]} == {"noise", "jpeg"}
    for each in done["maps"]:
        answer = fits(client.get(each["path"]), "get", "/v1/examinations/{id}/maps/{name}.png")
        assert answer.content.startswith(b"\x89PNG")
    assert "no such map" in error_of(client.get(f"/v1/examinations/{done['id']}/maps/other.png"), 404)


def test_questions_are_answered_with_citations(client, fits, done, encoder):
    path = f"/v1/examinations/{done['id']}/questions"
    answer = fits(client.post(path, json={"question": "Is it real?"}), "post", "/v1/examinations/{id}/questions")
    first = answer.json()["statements"][0]
    assert "inconclusive" in first["text"] and first["cites"] == ["verdict"]
    part = {"question": "What about this part?", "box": {"x": 0, "y": 0, "w": 256, "h": 200}}
    reply = client.post(path, json=part).json()
    assert reply["evidence"] and all(each["region"]["w"] == 256 for each in reply["evidence"])


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "question: "),
        ({"question": ""}, "question: "),
        ({"question": "a" * 2001}, "question: "),
        ({"question": "a", "boks": None}, "boks: "),
        ({"question": "a", "box": {"x": -1, "y": 0, "w": 1, "h": 1}}, "box.x: "),
    ],
)
def test_a_question_that_is_none_is_named(client, done, body, named):
    assert error_of(client.post(f"/v1/examinations/{done['id']}/questions", json=body), 422).startswith(named)


def test_whoever_waits_gets_the_result_or_the_reason(client, fits, picture):
    files = {"file": ("rocket.png", picture)}
    answer = fits(client.post("/v1/examinations?wait=true", files=files), "post", "/v1/examinations")
    assert answer.status_code == 200 and answer.json()["state"] == "done"
    files = {"file": ("no.png\n“real”", b"no picture")}
    answer = fits(client.post("/v1/examinations?wait=true", files=files), "post", "/v1/examinations")
    assert "not a picture" in error_of(answer, 422)


def test_a_file_that_is_no_picture_fails_with_a_line(client, running):
    state = client.post("/v1/examinations", files={"file": ("a.png", b"")}).json()
    state = finished(client, f"/v1/examinations/{state['id']}")
    assert state["state"] == "failed" and "empty" in state["error"] and state["record"] is None
    path = f"/v1/examinations/{state['id']}"
    assert "not examined" in error_of(client.post(f"{path}/questions", json={"question": "Is it real?"}), 409)
    assert str(running.folder) not in state["error"]


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({"claim": " "}, "claim"),
        ({"claim": "a " * 100}, "claim"),
        ({"claim": "it is broken", "claim_region": "1,2,3"}, "claim_region"),
        ({"claim_region": "1,2,3,4"}, "needs a claim"),
    ],
)
def test_a_claim_that_can_not_be_judged_is_refused_at_once(client, picture, data, named):
    assert named in error_of(client.post("/v1/examinations", files={"file": ("a.png", picture)}, data=data), 422)


def test_a_part_outside_the_picture_is_a_failure(client, picture):
    data = {"claim": "it is broken", "claim_region": "900,900,9,9"}
    answer = client.post("/v1/examinations?wait=true", files={"file": ("a.png", picture)}, data=data)
    assert "outside" in error_of(answer, 422)


def test_what_is_deleted_is_gone_from_the_disk(client, running, picture):
    path = f"/v1/examinations/{client.post('/v1/examinations', files={'file': ('a.png', picture)}).json()['id']}"
    finished(client, path)
    before = len(list(running.folder.iterdir()))
    assert client.delete(path).status_code == 204
    assert len(list(running.folder.iterdir())) == before - 1
    for answer in (client.get(path), client.delete(path), client.get(f"{path}/maps/noise.png")):
        assert "no such examination" in error_of(answer, 404)


def test_nobody_gets_in_without_the_token(running, picture):
    for token in (None, "wrong", TOKEN[:-1], f"{TOKEN}x", "é"):
        header = {"authorization": f"Bearer {token}".encode()} if token else {}
        with running.client(None) as client:
            for method, path in (("GET", "/v1/versions"), ("GET", "/openapi.json"), ("DELETE", "/v1/examinations/a")):
                answer = client.request(method, path, headers=header)
                assert "token" in error_of(answer, 401) and answer.headers["www-authenticate"] == "Bearer"
            answer = client.post("/v1/examinations", files={"file": ("a.png", picture)}, headers=header)
            assert "token" in error_of(answer, 401)
    with running.client(None) as client:
        assert client.get("/v1/versions", headers={"authorization": f"Basic {TOKEN}"}).status_code == 401
        assert client.get("/healthz").json() == {"status": "ok"}


def test_the_guard_of_the_page_stands_before_it(client):
    assert client.get("/v1/versions", headers={"host": "forensics.example"}).status_code == 200
    assert "known by that name" in error_of(client.get("/healthz", headers={"host": "evil.example"}), 421)
    other = {"origin": "https://evil.example"}
    assert "other sites" in error_of(client.post("/v1/examinations", headers=other), 403)
    chunks = iter([b"a", b"b"])
    assert "length" in error_of(client.post("/v1/examinations", content=chunks), 411)
    headers = client.get("/healthz").headers
    assert headers["x-content-type-options"] == "nosniff" and headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in headers


def test_a_file_over_the_limit_is_refused_before_it_is_sent(running):
    connection = http.client.HTTPConnection(running.url.removeprefix("http://"), timeout=60)
    connection.putrequest("POST", "/v1/examinations")
    for name, value in (("Content-Length", str(UPLOAD_LIMIT + 1)), ("Authorization", f"Bearer {TOKEN}")):
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413 and "64 MB" in json.load(answer)["error"]
    connection.close()


def test_the_description_is_whole(described, client, fits):
    assert described["openapi"].startswith("3.1")
    documented = {(method, path) for path, methods in described["paths"].items() for method in methods}
    assert documented == ROUTES
    schemas = described["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    assert schemas["Examination"]["properties"]["schema"]["const"] == "telltale/examination/1"
    assert "HTTPValidationError" not in schemas
    for path, methods in described["paths"].items():
        for method, said in methods.items():
            assert bool(said.get("security")) is (path != "/healthz"), (method, path)
    upload = described["paths"]["/v1/examinations"]["post"]["requestBody"]["content"]
    assert list(upload) == ["multipart/form-data"]
    versions = fits(client.get("/v1/versions"), "get", "/v1/versions").json()["versions"]
    assert versions["telltale"] and versions["pillow"]
    assert error_of(client.get("/nothing"), 404) and error_of(client.put("/healthz", content=b"a"), 405)


def test_what_nobody_asks_for_is_deleted(investigator, tmp_path, picture):
    with Running(investigator, tmp_path, None, seconds=0.5) as server, server.client(None) as client:
        path = f"/v1/examinations/{client.post('/v1/examinations', files={'file': ('a.png', picture)}).json()['id']}"
        finished(client, path)
        assert "security" not in client.get("/openapi.json").json()["paths"]["/v1/versions"]["get"]
        for _ in range(100):
            if not list(tmp_path.iterdir()):
                break
            time.sleep(0.1)
        assert not list(tmp_path.iterdir())
        assert client.get(path).status_code == 404


def test_others_are_let_in_with_a_token_alone():
    with pytest.raises(ValueError, match="--token-file"):
        serve(None, "0.0.0.0", 0, None)

"""The HTTP API on a full disk, and with a clock that jumps: one line, and the requests after it are served."""

import pytest
from PIL import Image
from starlette.testclient import TestClient
from telltale.agent.api.api_server import application
from telltale.agent.investigator import Investigator

from tests.conftest import encode

TAKES = "/v1/examinations"


@pytest.fixture
def uploads(tmp_path):
    (tmp_path / "uploads").mkdir()
    return tmp_path / "uploads"


@pytest.fixture
def client(uploads):
    investigator = Investigator(detectors=["noise"], perceive=False, explain=False)
    with TestClient(application(investigator, uploads, None), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
def picture(astronaut):
    return {"file": ("a.png", encode(astronaut.crop((0, 0, 256, 256))))}


def refused(answer):
    """What is told with the status 503."""
    assert answer.status_code == 503, answer.text
    (line,) = answer.json().values()
    assert "make room" in line and "\n" not in line and "Errno" not in line
    return line


def test_a_picture_that_finds_no_room_is_refused_and_leaves_nothing(client, uploads, picture, room):
    with room(1_000):
        answer = client.post(TAKES, files=picture)
    assert refused(answer).startswith("this picture can't be kept here: ") and answer.headers["retry-after"] == "30"
    assert not list(uploads.iterdir())
    assert client.post(f"{TAKES}?wait=true", files=picture).json()["state"] == "done"


def test_maps_that_find_no_room_are_not_called_gone(client, uploads, picture, room):
    done = client.post(f"{TAKES}?wait=true", files=picture).json()
    path = next(each["path"] for each in done["maps"])
    with room(1_000):
        refused(client.get(path))
    answer = client.get(path)
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/png"
    (uploads / "map.png").write_bytes(answer.content)
    assert Image.open(uploads / "map.png").size == (256, 256)


def test_a_clock_that_jumps_forgets_no_examination(client, picture, monkeypatch):
    key = client.post(f"{TAKES}?wait=true", files=picture).json()["id"]
    for now in (0.0, 1e10):
        monkeypatch.setattr("time.time", lambda now=now: now)
        assert client.get(f"{TAKES}/{key}").json()["state"] == "done"

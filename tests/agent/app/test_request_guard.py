"""What the guard before the page's server lets through; the server itself is in `test_page`."""

import asyncio
import errno
import json
import os
from pathlib import Path

import pytest
from telltale.agent.app.request_guard import HEADERS, MESSAGE_LIMIT, RequestGuard, UploadQuota, is_loopback, own_names


def ask(guard, method="GET", path="/", body=b"", host="127.0.0.1:7860", **headers):
    """Status, headers and body of the answer to one request."""
    sent, given = [], []
    named = {"host": host, "content-length": str(len(body)), **{k.replace("_", "-"): v for k, v in headers.items()}}
    scope = {
        "type": "http", "method": method, "path": path, "client": ("127.0.0.1", 1),
        "headers": [(k.encode(), v.encode()) for k, v in named.items() if v is not None],
    }  # fmt: skip

    async def receive():
        given.append(1)
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    asyncio.run(guard(scope, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


async def echo(scope, receive, send):
    body = (await receive())["body"] if scope["method"] == "POST" else b"page"
    kept = [(b"content-type", b"text/plain"), (b"Referrer-Policy", b"unsafe-url")]
    await send({"type": "http.response.start", "status": 200, "headers": kept})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
def guard():
    return RequestGuard(echo, ["Forensics.example"])


def test_every_answer_has_the_headers_once(guard):
    for answer in (ask(guard), ask(guard, host="evil.example")):
        headers = {name.decode().lower(): value.decode() for name, value in answer[1].items()}
        assert HEADERS.items() <= headers.items()
        assert len(headers) == len(answer[1])
    policy = HEADERS["content-security-policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "http" not in policy


@pytest.mark.parametrize(
    "host", ["127.0.0.1:7860", "localhost", "LOCALHOST:7860", "[::1]:7860", "192.168.1.5:80", "forensics.example:7860"]
)
def test_addresses_and_known_names_are_answered(guard, host):
    assert ask(guard, host=host)[0] == 200


@pytest.mark.parametrize(
    "host", ["evil.example:7860", "127.0.0.1.evil.example", "", "localhost.evil.example", "[evil]"]
)
def test_a_name_that_points_here_is_refused(guard, host):
    assert ask(guard, host=host)[0] == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),  # no browser
        ({"origin": "http://127.0.0.1:7860", "sec_fetch_site": "same-origin"}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "http://127.0.0.1:7860.evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
    ],
)
def test_other_sites_can_send_nothing(guard, headers, status):
    assert ask(guard, "POST", "/gradio_api/queue/join", b"{}", **headers)[0] == status


def test_other_sites_can_link_to_the_page_and_not_embed_it(guard):
    assert ask(guard, sec_fetch_site="cross-site", sec_fetch_mode="navigate")[0] == 200
    assert ask(guard, sec_fetch_site="cross-site", sec_fetch_mode="no-cors")[0] == 403


def test_messages_have_a_length_and_a_limit(guard):
    assert ask(guard, "POST", "/x", b"", content_length=None)[0] == 411
    assert ask(guard, "POST", "/x", b"", content_length="-1")[0] == 411
    assert ask(guard, "POST", "/x", b"", content_length=str(MESSAGE_LIMIT + 1))[0] == 413
    assert ask(guard, "POST", "/x", b"a" * (MESSAGE_LIMIT + 1), content_length="1")[0] == 413
    status, _, body = ask(guard, "POST", "/gradio_api/upload", b"", content_length=str(70 * 2**20))
    assert status == 413 and b"64 MB" in body


def test_nothing_is_fetched_from_an_address(guard):
    def joined(path):
        return json.dumps(
            {"data": [{"text": "", "files": [{"path": path, "url": "http://127.0.0.1:7860/file"}]}]}
        ).encode()

    assert ask(guard, "POST", "/gradio_api/queue/join", joined("http://192.0.2.1/a.png"))[0] == 400
    assert ask(guard, "POST", "/gradio_api/queue/join", joined("HTTPS://192.0.2.1/a.png"))[0] == 400
    body = joined("/tmp/telltale-x/files/a.png")
    assert ask(guard, "POST", "/gradio_api/queue/join", body)[::2] == (200, body)
    assert ask(guard, "POST", "/x", b"[" * 100_000)[0] == 200  # no JSON: passed on as it is


def test_uploads_are_counted_by_client_and_in_all(tmp_path):
    quota = UploadQuota(tmp_path, files=3, client_bytes=100, total_bytes=150)
    assert quota.refusal("a", 60) is None
    assert "too much" in quota.refusal("a", 60)
    assert quota.refusal("a", 10) is None
    assert quota.refusal("a", 10) is None
    assert "too much" in quota.refusal("a", 1)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_bytes(b"x" * 100)
    assert "as many pictures as it may" in quota.refusal("b", 60)
    guard = RequestGuard(echo, quota=quota)
    status, _, body = ask(guard, "POST", "/gradio_api/upload", b"x" * 90)
    assert status == 429 and b"try again later" in body


def test_an_upload_to_a_full_disk_is_answered_in_one_sentence_and_other_faults_are_not_hidden():
    async def full(scope, receive, send):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    status, headers, body = ask(RequestGuard(full), "POST", "/gradio_api/upload", b"x")
    assert status == 507 and headers[b"x-content-type-options"] == b"nosniff"
    assert body == (
        b"The picture can't be kept on the server: no space left on device; make room there, and try again."
    )
    with pytest.raises(OSError, match="No space"):
        ask(RequestGuard(full), "POST", "/gradio_api/queue/join", b"{}")


def test_an_upload_to_gradio_on_a_full_disk_is_answered_and_the_next_one_is_taken(tmp_path, monkeypatch):
    gradio = pytest.importorskip("gradio")
    from fastapi.testclient import TestClient
    from gradio import route_utils
    from starlette.middleware import Middleware

    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    with gradio.Blocks() as page:
        gradio.File()
    page.max_file_size = None  # a launch sets it
    app = gradio.routes.App.create_app(
        page, app_kwargs={"middleware": [Middleware(RequestGuard, names=["testserver"])]}
    )
    client, made = TestClient(app), route_utils.NamedTemporaryFile

    def full(*args, **options):
        file = made(*args, **options)
        monkeypatch.setattr(file, "write", refused, raising=False)
        return file

    def refused(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(route_utils, "NamedTemporaryFile", full)
        answer = client.post("/gradio_api/upload", files={"files": ("a.png", b"picture")})
    assert answer.status_code == 507 and "no space left on device; make room" in answer.text
    answer = client.post("/gradio_api/upload", files={"files": ("a.png", b"picture")})
    assert answer.status_code == 200 and Path(answer.json()[0]).exists()


def test_what_is_loopback():
    assert all(is_loopback(host) for host in ("127.0.0.1", "127.8.8.8", "localhost", "::1", "[::1]"))
    assert not any(is_loopback(host) for host in ("0.0.0.0", "::", "192.168.1.5", "example.org", ""))
    assert own_names()

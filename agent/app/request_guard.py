"""What stands before the page's server: who may ask, how much may be sent, and what a browser may do with the answer.

Other sites must not reach a server on this machine through the browser of whoever uses it. So the name that the browser
asked for is checked (a foreign name that points here is DNS rebinding), and so is the site that a request comes from.
The headers forbid the page everything that is not on this server.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

UPLOAD_LIMIT = 65 * 2**20  # bytes of a request with a picture of at most 64 MB
MESSAGE_LIMIT = 4 * 2**20  # bytes of any other request
HEADERS = {
    "content-security-policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # gradio's page needs both
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class UploadQuota:
    """How much may be uploaded: by each client in an hour, and in all as long as it lies on the disk."""

    def __init__(
        self, folder: Path, files: int = 2_000, client_bytes: int = 2 * 2**30, total_bytes: int = 8 * 2**30
    ) -> None:
        """Count what goes into a folder."""
        self._folder, self._files, self._client_bytes, self._total_bytes = folder, files, client_bytes, total_bytes
        self._sent: dict[str, deque[tuple[float, int]]] = {}

    def refusal(self, client: str, size: int) -> str | None:
        """Why a client may not send so many bytes now, in one line; None if it may, which is then counted."""
        now = time.monotonic()
        for name in list(self._sent):
            while self._sent[name] and now - self._sent[name][0][0] > 3600:
                self._sent[name].popleft()
            if not self._sent[name]:
                del self._sent[name]
        mine = self._sent.setdefault(client, deque())
        if len(mine) >= self._files or sum(bytes_ for _, bytes_ in mine) + size > self._client_bytes:
            return "You have uploaded too much in the last hour; try again later."
        if size + self._stored() > self._total_bytes:
            return "The server holds as many pictures as it may; try again later."
        mine.append((now, size))
        return None

    def _stored(self) -> int:
        total = 0
        for file in self._folder.rglob("*"):
            try:
                total += file.stat().st_size
            except OSError:  # deleted in between
                continue
        return total


class RequestGuard:
    """ASGI middleware that refuses what should not come, and sets the headers."""

    def __init__(self, app: App, names: Iterable[str] = (), quota: UploadQuota | None = None) -> None:
        """Stand before an application.

        Args:
            app: the application.
            names: host names, beside the addresses of this machine and `localhost`, under which it may be asked.
            quota: on uploads.
        """
        self._app, self._quota = app, quota
        self._names = {"localhost", *(name.lower().rstrip(".") for name in names)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope, headers)
        if refusal is None and scope["type"] == "http" and scope["method"] == "POST" and not _uploads(scope):
            body, receive = await _buffered(receive)
            if body is None:
                refusal = (413, "The message is too long.")
            elif _names_other_places(body):
                refusal = (400, "Only uploaded files are examined; nothing is fetched from addresses.")
        if refusal is not None:
            await _refuse(scope, send, *refusal)
            return

        begun = False

        async def guarded(message: MutableMapping[str, Any]) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                kept = [pair for pair in message.get("headers", ()) if pair[0].decode("latin-1").lower() not in HEADERS]
                message["headers"] = [*kept, *_encoded(HEADERS)]
            await send(message)

        try:
            await self._app(scope, receive, guarded)
        except OSError as error:  # of an upload that can't be written, of which the browser would hear nothing
            if begun or not _uploads(scope):
                raise
            await _refuse(scope, send, 507, _unkept(error))

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        """Status and reason if a request is refused by its head alone."""
        host = headers.get("host", "")
        if not self._is_ours(host):
            return 421, "This server is not known by that name."
        reading = scope["type"] == "http" and scope["method"] in ("GET", "HEAD", "OPTIONS")
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
        navigates = headers.get("sec-fetch-mode") == "navigate"
        foreign = origin is not None and origin.partition("://")[2].lower() != host.lower()
        if foreign or (site in ("cross-site", "same-site") and not (reading and navigates)):
            return 403, "Requests from other sites are refused."
        if reading or scope["type"] == "websocket":
            return None
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdigit()):
            return 411, "The length of the message is missing."
        if int(length) > (UPLOAD_LIMIT if _uploads(scope) else MESSAGE_LIMIT):
            return 413, "The file is over the limit of 64 MB; use a smaller copy."
        if _uploads(scope) and self._quota is not None:
            client = (scope.get("client") or ("",))[0]
            if (reason := self._quota.refusal(client, int(length))) is not None:
                return 429, reason
        return None

    def _is_ours(self, host: str) -> bool:
        """Whether the name in a request is an address, which nobody can point elsewhere, or a name that is known."""
        name = host.rsplit("]", 1)[0].lstrip("[") if host.startswith("[") else host.rsplit(":", 1)[0]
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return name.lower().rstrip(".") in self._names
        return True


def own_names() -> set[str]:
    """The names under which others on the network may know this machine."""
    name = socket.gethostname()
    return {name, name.partition(".")[0], f"{name.partition('.')[0]}.local"}


def is_loopback(host: str) -> bool:
    """Whether a server that listens there can be reached from this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _uploads(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["path"].rstrip("/").endswith("/upload")


async def _buffered(receive: Receive) -> tuple[bytes | None, Receive]:
    """The body of a request, and a function that gives it again; None if it is too long."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            break
        body += message.get("body", b"")
        if len(body) > MESSAGE_LIMIT:
            return None, receive
        if not message.get("more_body"):
            break
    given = False

    async def again() -> MutableMapping[str, Any]:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": bytes(body), "more_body": False}

    return bytes(body), again


def _names_other_places(body: bytes) -> bool:
    """Whether a message names a file by an address, which the server would fetch."""
    try:
        left = [json.loads(body)]
    except (ValueError, RecursionError):
        return False
    while left:
        item = left.pop()
        if isinstance(item, dict):
            if "://" in str(item.get("path") or ""):
                return True
            left += item.values()
        elif isinstance(item, list):
            left += item
    return False


def _unkept(error: OSError) -> str:
    reason = (error.strerror or "the disk can't be written").lower()
    return f"The picture can't be kept on the server: {reason}; make room there, and try again."


async def _refuse(scope: Scope, send: Send, status: int, reason: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": reason})
        return
    plain = {"content-type": "text/plain; charset=utf-8", "connection": "close", **HEADERS}
    await send({"type": "http.response.start", "status": status, "headers": _encoded(plain)})
    await send({"type": "http.response.body", "body": reason.encode()})


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]

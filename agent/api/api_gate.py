"""What stands before the API: the guard of the page, the token, and refusals in JSON.

`RequestGuard` checks by what name the server is asked for, where a request comes from and how long it is, and counts
uploads. It is written for the page, so a request is shown to it as the page would send it, and its refusals, the only
plain text that passes here, become JSON.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, MutableMapping
from typing import Any

from ..app.request_guard import HEADERS, App, Receive, RequestGuard, Scope, Send, UploadQuota

TAKES_PICTURES = "/v1/examinations"  # path of uploads
HEALTH = "/healthz"  # the one path that needs no token
_AS_THE_PAGE = "/upload"  # how the guard knows an upload
_ASKED = "telltale.path"


class ApiGate:
    """ASGI middleware that lets through what may come."""

    def __init__(
        self, app: App, token: str | None, names: Iterable[str] = (), quota: UploadQuota | None = None
    ) -> None:
        """Stand before an application.

        Args:
            app: the application.
            token: that a request has to bear; None if none has to.
            names: host names, beside the addresses of this machine and `localhost`, under which it may be asked.
            quota: on uploads.
        """
        self._app, self._token = app, token.encode() if token is not None else None
        self._guard = RequestGuard(self._passed, names, quota)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        answer = _in_json(send)
        if not self._may_ask(scope):
            await _refuse(answer)
            return
        await self._guard(_as_the_page_sends(scope), receive, answer)

    async def _passed(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, "path": scope[_ASKED]}, receive, send)

    def _may_ask(self, scope: Scope) -> bool:
        """Whether a request bears the token; how long this takes says nothing about a wrong one."""
        if self._token is None or scope["path"] == HEALTH:
            return True
        given = dict(scope["headers"]).get(b"authorization", b"")
        kind, _, token = given.partition(b" ")
        return hmac.compare_digest(token.strip(), self._token) and kind.lower() == b"bearer"


def _as_the_page_sends(scope: Scope) -> Scope:
    """A request as the guard knows it: an upload by its path, and no request to change something without a length."""
    uploads = scope["method"] == "POST" and scope["path"].rstrip("/") == TAKES_PICTURES
    headers = list(scope["headers"])
    if scope["method"] == "DELETE" and not {b"content-length", b"transfer-encoding"} & dict(headers).keys():
        headers.append((b"content-length", b"0"))
    return {**scope, "headers": headers, "path": _AS_THE_PAGE if uploads else "/", _ASKED: scope["path"]}


def _in_json(send: Send) -> Send:
    """Sends on what is sent to it; plain text becomes an error in JSON. Nothing is to be kept by anybody."""
    held: list[MutableMapping[str, Any]] = []

    async def sent(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = [(name, value) for name, value in message["headers"] if name.lower() != b"cache-control"]
            headers.append((b"cache-control", b"no-store"))
            message = {**message, "headers": headers}
            if dict(headers).get(b"content-type", b"").startswith(b"text/plain"):
                held.append(message)
                return
        elif held:
            start = held.pop()
            body = json.dumps({"error": bytes(message.get("body", b"")).decode("utf-8", "replace")}).encode()
            others = [pair for pair in start["headers"] if pair[0].lower() not in (b"content-type", b"content-length")]
            own = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
            await send({**start, "headers": [*others, *own]})
            message = {**message, "body": body}
        await send(message)

    return sent


async def _refuse(send: Send) -> None:
    headers = {"content-type": "text/plain", "www-authenticate": "Bearer", "connection": "close", **HEADERS}
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": 401, "headers": encoded})
    reason = "The token is missing or wrong; send it as `Authorization: Bearer TOKEN`."
    await send({"type": "http.response.body", "body": reason.encode()})

"""Style and scripts in the head of the page as it is sent, so that they are there before anything is painted.

Gradio's own parameter `head` is carried out by Gradio's script, after it has begun to build the page: what is painted
until then would move when the style comes.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from .request_guard import App, Receive, Scope, Send

PAGE, END = b"<gradio-app", b"</head>"


class PageHead:
    """ASGI middleware that adds to the head of the page; all other answers go through as they are."""

    def __init__(self, app: App, head: str) -> None:
        """Stand before an application.

        Args:
            app: the application, which does not compress its answers.
            head: HTML to add at the end of the head.
        """
        self._app, self._head = app, head.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        held: list[MutableMapping[str, Any]] = []  # the beginning of an answer in HTML until all of it is there

        async def added(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start" and _is_html(message):
                held.append(message)
            elif not held:
                await send(message)
            else:
                held.append(message)
                if not message.get("more_body", False):
                    for each in self._whole(held):
                        await send(each)

        await self._app(scope, receive, added)

    def _whole(self, held: list[MutableMapping[str, Any]]) -> list[MutableMapping[str, Any]]:
        start, body = held[0], b"".join(each.get("body", b"") for each in held[1:])
        if PAGE in body:
            body = body.replace(END, self._head + END, 1)
        headers = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
        start["headers"] = [*headers, (b"content-length", str(len(body)).encode())]
        return [start, {"type": "http.response.body", "body": body}]


def _is_html(start: MutableMapping[str, Any]) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in start["headers"])

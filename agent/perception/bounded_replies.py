"""A client of HTTP that a server can't hold for ever or fill the memory of: its replies are bounded in time and size.

httpx2, on which the client of OpenAI builds, bounds the time between two pieces of a reply, not the time or the size of
all of it; so a server that sends a byte now and then is never given up. The bounds are put on each reply by a hook, so
that proxies and certificates work as ever: https://www.python-httpx.org/advanced/event-hooks/.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import httpx2

if TYPE_CHECKING:
    from openai import DefaultHttpxClient

SECONDS = 120.0  # until a reply begins, and again until it ends
LONGEST = 32 * 2**20  # bytes of a reply: 4,096 tokens with twenty probabilities each are some 8 MB
LONGEST_PACKED = 2**20  # bytes of a reply that is compressed


class EndlessReplyError(httpx2.TransportError):
    """A reply that does not end in time, or is too long."""


class _Bounded(httpx2.SyncByteStream):
    """A stream that ends in an error if it has too many bytes or takes too long."""

    def __init__(self, stream: Any, most: int, until: float) -> None:
        self._stream, self._most, self._until = stream, most, until

    def __iter__(self) -> Iterator[bytes]:
        held = 0
        for piece in self._stream:
            held += len(piece)
            if held > self._most:
                raise EndlessReplyError(f"the reply has over {self._most:,} bytes")
            if time.monotonic() > self._until:
                raise EndlessReplyError("the reply does not end")
            yield piece

    def close(self) -> None:
        self._stream.close()


def bounded_client() -> DefaultHttpxClient:
    """A client for langchain-openai."""
    from openai import DefaultHttpxClient

    return DefaultHttpxClient(event_hooks={"response": [_bound]})


def _bound(reply: httpx2.Response) -> None:
    packed = reply.headers.get("content-encoding", "identity") != "identity"
    reply.stream = _Bounded(reply.stream, LONGEST_PACKED if packed else LONGEST, time.monotonic() + SECONDS)

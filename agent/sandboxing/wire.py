"""Messages between this process and the one that reads files: a header in JSON, then bytes. Nothing is pickled.

A message is two big-endian numbers, the lengths of header (32 bits) and body (64 bits), then the header in JSON and the
body. Lengths are checked before anything is read, since a reader that a file has taken over may send what it likes.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO

from pydantic import BaseModel

from ..foreign import Foreign

HEADER_LIMIT = 32 * 2**20  # bytes
_LENGTHS = struct.Struct(">IQ")


class WireError(ValueError):
    """What came is no message of this kind."""


def send(stream: BinaryIO, header: Mapping[str, Any], *parts: Any) -> None:
    """Send a header and a body.

    Args:
        stream: unbuffered, or flushed here.
        header: plain values, as `plain` makes them.
        parts: buffers that make up the body.

    Raises:
        WireError: if the header is longer than 32 MB.
        OSError: if the other side is gone.
    """
    text = json.dumps(header).encode("ascii")  # so that text of any kind survives, lone surrogates too
    if len(text) > HEADER_LIMIT:
        raise WireError("the header is too long")
    views = [memoryview(part).cast("B") for part in parts]
    _write(stream, memoryview(_LENGTHS.pack(len(text), sum(len(view) for view in views)) + text))
    for view in views:
        _write(stream, view)


def _write(stream: BinaryIO, view: memoryview) -> None:
    while view:
        view = view[stream.write(view) or 0 :]


def receive(stream: BinaryIO, body_limit: int) -> tuple[dict[str, Any], bytearray] | None:
    """Receive a header and a body; None at the end of the stream.

    Raises:
        WireError: if what comes is no message, is cut off, or has a longer body than allowed.
        OSError: if the other side is gone.
    """
    start = _read(stream, _LENGTHS.size)
    if not start:
        return None
    if len(start) < _LENGTHS.size:
        raise WireError("cut off")
    header_length, body_length = _LENGTHS.unpack(start)
    if header_length > HEADER_LIMIT or body_length > body_limit:
        raise WireError("too long")
    text, body = _read(stream, header_length), _read(stream, body_length)
    if len(text) < header_length or len(body) < body_length:
        raise WireError("cut off")
    try:
        header = json.loads(text)
    except (ValueError, RecursionError):
        raise WireError("no JSON") from None
    if not isinstance(header, dict):
        raise WireError("no header")
    return header, body


def _read(stream: BinaryIO, length: int) -> bytearray:
    """So many bytes, or fewer if the stream ends."""
    buffer = bytearray(length)
    view, done = memoryview(buffer), 0
    while done < length:
        count = stream.readinto(view[done:])  # type: ignore[attr-defined]  # of unbuffered and buffered streams
        if not count:
            break
        done += count
    view.release()
    del buffer[done:]
    return buffer


def plain(value: Any) -> Any:
    """A model of foreign text as plain values, the text as it stands; to be read back with `model_validate`."""
    if isinstance(value, BaseModel):
        return {name: plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Foreign):
        return value.raw
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [plain(item) for item in value]
    return value

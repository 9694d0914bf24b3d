"""Pictures behind URLs that the user named, through fsspec: `s3://`, `gs://`, `https://`, and `file://`, `memory://`.

This is the one place in a triage that leaves the machine. Pictures are fetched; nothing about them is sent. Protocols
and their options: https://filesystem-spec.readthedocs.io.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..file_bytes import MAX_BYTES, IntakeError, too_large
from ..foreign import file_name
from ..text import one_line
from .triage_entries import ARCHIVES, SCHEME, Entry, readable

LOCAL = ("file", "local", "memory")  # protocols that stay on this machine
PACKAGES = {"s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "http": "aiohttp", "https": "aiohttp"}
WEB = ("http", "https")
SILENCE, WHOLE = 30.0, 600.0  # seconds without a byte, and of one file, after which a web server is given up
LONGEST_PAGE = 4 * 2**20  # bytes of a page of links
_CHANGED = ("ETag", "etag", "md5Hash", "mtime", "LastModified", "last_modified", "updated", "created")


class RemoteError(ValueError):
    """A URL that can't be used; one line with a fix."""


def protocol(url: str) -> str:
    """The part of a URL before `://`, in small letters."""
    return url.partition(SCHEME)[0].lower()


def leaves(url: str) -> bool:
    """Whether reading a URL leaves this machine."""
    return SCHEME in url and protocol(url) not in LOCAL


def entries(url: str, takes: Callable[[str], bool], known: Callable[[Entry], bool]) -> Iterator[Entry]:
    """The pictures at a URL: one file, an archive, a pattern, or all that lies below a folder.

    Raises:
        RemoteError: if a package is missing, or if there is nothing at the URL.
    """
    system, path = opened(url)
    start = url.partition(SCHEME)[0] + SCHEME
    try:
        if "*" in path and protocol(url) not in WEB:
            found = {each: _info(system, each) for each in sorted(map(str, system.glob(path)))}
        elif not path.lower().endswith(ARCHIVES) and _is_folder(system, url, path):
            found = {str(each): dict(info) for each, info in sorted(system.find(path, detail=True).items())}
            found = {each: info for each, info in found.items() if each.lower().endswith(ARCHIVES) or takes(each)}
        else:
            found = {path: _info(system, path)}
    except RemoteError:
        raise
    except Exception as error:  # each protocol has errors of its own
        raise RemoteError(f"{file_name(url)}: can't be listed ({_reason(error)}); check the URL") from None
    if not found:
        raise RemoteError(f"{file_name(url)}: nothing is there; check the URL")
    for each, info in found.items():
        whole = each if SCHEME in each else start + each
        if whole.lower().endswith(ARCHIVES):
            from .tar_shards import members

            yield from members(whole, takes, known, system.open(each, "rb"))
            continue
        changed = next((str(info[key]) for key in _CHANGED if info.get(key)), "")
        size = info.get("size")
        name = readable(each.rstrip("/").rsplit("/", 1)[-1])
        known_size = int(size) if isinstance(size, int | float) else None
        yield Entry(readable(whole), name, "url", whole, size=known_size, changed=changed)


def opened(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it.

    Raises:
        RemoteError: if its package is missing, or if no such protocol is known.
    """
    scheme = protocol(url)
    try:
        import fsspec

        return fsspec.core.url_to_fs(url, **_patience(scheme))
    except ImportError:
        package = PACKAGES.get(scheme, "fsspec")
        raise RemoteError(
            f"{scheme}{SCHEME} needs the package {package}; install it with `pip install {package}`"
        ) from None
    except (ValueError, OSError) as error:
        raise RemoteError(f"{file_name(url)}: can't be opened ({_reason(error)}); check the URL") from None


def data_of(entry: Entry) -> bytes:
    """The bytes of an entry behind a URL, or of a member of an archive there.

    Raises:
        IntakeError: if they can't be fetched or are too many.
    """
    shown = file_name(entry.source)
    try:
        system, path = opened(entry.where)
        if entry.kind == "member":
            data = system.cat_file(path, start=entry.offset, end=entry.offset + (entry.size or 0))
        else:
            with system.open(path, "rb") as stream:
                data = _read(stream, MAX_BYTES + 1)
    except RemoteError as error:
        raise IntakeError(f"{shown}: {error}") from None
    except Exception as error:  # each protocol has errors of its own
        raise IntakeError(f"{shown}: can't be fetched ({_reason(error)}); try again with --retry") from None
    if len(data) > MAX_BYTES:
        raise too_large(shown, len(data))
    if entry.size is not None and len(data) != entry.size:
        sent = f"{len(data):,} bytes came where the server had announced {entry.size:,}"
        raise IntakeError(f"{shown}: can't be fetched ({sent}); try again with --retry")
    return data


def _read(stream: Any, most: int) -> bytes:
    """All that a stream has, up to so many bytes; one over the web gives a piece at a time."""
    held = bytearray()
    while len(held) < most and (piece := stream.read(most - len(held))):
        held += piece
    return bytes(held)


def _patience(scheme: str) -> dict[str, Any]:
    """Options of the file system of a protocol: a web server that does not answer is given up after some time."""
    if scheme not in WEB:
        return {}
    from aiohttp import ClientTimeout

    return {"client_kwargs": {"timeout": ClientTimeout(total=WHOLE, sock_connect=SILENCE, sock_read=SILENCE)}}


def _is_folder(system: Any, url: str, path: str) -> bool:
    """Whether there are files below a URL. On the web that is a page of links, which is read, and its name ends so.

    Raises:
        RemoteError: if the page is too long.
    """
    if protocol(url) not in WEB:
        return system.isdir(path)
    if not url.endswith("/"):
        return False
    with system.open(path, "rb") as stream:
        if len(_read(stream, LONGEST_PAGE + 1)) > LONGEST_PAGE:
            raise RemoteError(
                f"{file_name(url)}: the page of links has over {LONGEST_PAGE // 2**20} MB; name the files"
            )
    return system.isdir(path)


def _info(system: Any, path: str) -> dict[str, Any]:
    return dict(system.info(path))


def _reason(error: Exception) -> str:
    return one_line(error, 160) or type(error).__name__

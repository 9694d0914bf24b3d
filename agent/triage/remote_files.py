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
        if "*" in path and protocol(url) not in ("http", "https"):
            found = {each: _info(system, each) for each in sorted(map(str, system.glob(path)))}
        elif not path.lower().endswith(ARCHIVES) and system.isdir(path):
            found = {str(each): dict(info) for each, info in sorted(system.find(path, detail=True).items())}
            found = {each: info for each, info in found.items() if each.lower().endswith(ARCHIVES) or takes(each)}
        else:
            found = {path: _info(system, path)}
    except (OSError, ValueError) as error:
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

        return fsspec.core.url_to_fs(url)
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
            return system.cat_file(path, start=entry.offset, end=entry.offset + (entry.size or 0))
        with system.open(path, "rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except RemoteError as error:
        raise IntakeError(f"{shown}: {error}") from None
    except Exception as error:  # each protocol has errors of its own
        raise IntakeError(f"{shown}: can't be fetched ({_reason(error)}); try again with --retry") from None
    if len(data) > MAX_BYTES:
        raise too_large(shown, len(data))
    return data


def _info(system: Any, path: str) -> dict[str, Any]:
    return dict(system.info(path))


def _reason(error: Exception) -> str:
    return one_line(error, 160) or type(error).__name__

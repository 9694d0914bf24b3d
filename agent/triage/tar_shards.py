"""Pictures in tar archives, read without unpacking them; nothing of an archive is written anywhere.

The archives may be shards of WebDataset: files of one sample share a name up to the end, and what is no picture is left
out. A member's name is foreign text and never a path of this machine. Format: POSIX.1-2001 (pax) and ustar.
"""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from ..file_bytes import MAX_BYTES
from ..text import one_line
from .triage_entries import Entry, readable

BETWEEN = "::"  # archive and member in the name of a source
_COMPRESSED = (".gz", ".tgz")


def members(
    path: str,
    takes: Callable[[str], bool],
    known: Callable[[Entry], bool] = lambda entry: False,
    opened: IO[bytes] | None = None,
) -> Iterator[Entry]:
    """The pictures in an archive; an entry that says so if the archive is damaged, after those before the damage.

    Args:
        path: of the archive, or its URL.
        takes: whether a member is a picture by its name.
        known: whether an entry is done; the bytes of a compressed archive's member are then not kept.
        opened: the archive, if it is no file of this machine.
    """
    compressed = path.lower().endswith(_COMPRESSED)
    name = readable(path)
    try:
        stream = opened if opened is not None else Path(path).open("rb")  # noqa: SIM115  # closed below
    except OSError as error:
        yield _refusal(name, path, f"can't be read ({error.strerror}); check the path")
        return
    mode = "r|gz" if compressed else "r:"
    with stream:
        try:
            with tarfile.open(fileobj=stream, mode=mode, errors="backslashreplace") as archive:
                while (member := archive.next()) is not None:
                    archive.members.clear()  # type: ignore[attr-defined]  # it remembers all that it passed
                    if member.isreg() and not member.issparse() and takes(member.name):
                        yield _entry(name, path, member, archive if compressed else None, known)
        except (tarfile.TarError, EOFError, OSError, ValueError, zlib.error) as error:
            reason = one_line(error) or type(error).__name__
            yield _refusal(name, path, f"the archive is damaged from here on ({reason}); get another copy")


def _entry(
    archive_name: str,
    path: str,
    member: tarfile.TarInfo,
    streamed: tarfile.TarFile | None,
    known: Callable[[Entry], bool],
) -> Entry:
    name = member.name.encode("utf-8", "backslashreplace").decode()
    own, source, changed = name.rsplit("/", 1)[-1], f"{archive_name}{BETWEEN}{name}", str(member.mtime)
    found = Entry(source, own, "member", path, member.offset_data, member.size, changed)
    if streamed is None or member.size > MAX_BYTES or known(found):
        return found
    content = streamed.extractfile(member)
    data = content.read() if content is not None else b""
    return Entry(source, own, "held", path, size=member.size, changed=changed, data=data)


def _refusal(archive_name: str, path: str, reason: str) -> Entry:
    return Entry(archive_name, archive_name, "file", path, refused=reason)

"""Where the bytes of exhibits and the records of examinations are kept, by their SHA-256.

Beside a SQLite database they lie in a folder. In PostgreSQL they lie in a table, so that every machine that reaches the
database finds them. Bytes are safe before the row that names them is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, delete, insert, select

from .case_head import sync_folder, write_safely
from .case_schema import CONTENT


class Bytes(Protocol):
    """Keeps bytes by their SHA-256; `connection` is in the transaction that the bytes belong to."""

    def put(self, connection: Connection, data: bytes) -> str:
        """Keep bytes; returns their SHA-256."""
        ...

    def get(self, connection: Connection, sha256: str) -> bytes | None:
        """Bytes as they are now, which may differ from what the digest says; None if they are missing."""
        ...

    def names(self, connection: Connection) -> Iterator[str]:
        """The SHA-256 of all that is kept."""
        ...

    def remove(self, connection: Connection, sha256: str) -> None:
        """Delete bytes, if they are there."""
        ...


@dataclass(frozen=True, slots=True)
class FolderBytes:
    """Files named by their SHA-256, in subfolders named by its first two digits."""

    folder: Path

    def put(self, connection: Connection, data: bytes) -> str:
        """See `Bytes`."""
        sha256 = hashlib.sha256(data).hexdigest()
        file = self._file(sha256)
        if self.get(connection, sha256) != data:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_safely(file, data)
            sync_folder(self.folder)
        return sha256

    def get(self, connection: Connection, sha256: str) -> bytes | None:
        """See `Bytes`."""
        try:
            return self._file(sha256).read_bytes()
        except OSError:
            return None

    def names(self, connection: Connection) -> Iterator[str]:
        """See `Bytes`."""
        return (file.name for file in self.folder.glob("[0-9a-f][0-9a-f]/*") if file.is_file())

    def remove(self, connection: Connection, sha256: str) -> None:
        """See `Bytes`."""
        file = self._file(sha256)
        with suppress(FileNotFoundError):
            file.unlink()
            sync_folder(file.parent)

    def _file(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256


@dataclass(frozen=True, slots=True)
class TableBytes:
    """Rows of the table `content`."""

    def put(self, connection: Connection, data: bytes) -> str:
        """See `Bytes`."""
        sha256 = hashlib.sha256(data).hexdigest()
        known = self.get(connection, sha256)
        if known != data:
            if known is not None:
                connection.execute(delete(CONTENT).where(CONTENT.c.sha256 == sha256))
            connection.execute(insert(CONTENT).values(sha256=sha256, data=data))
        return sha256

    def get(self, connection: Connection, sha256: str) -> bytes | None:
        """See `Bytes`."""
        return connection.execute(select(CONTENT.c.data).where(CONTENT.c.sha256 == sha256)).scalar()

    def names(self, connection: Connection) -> Iterator[str]:
        """See `Bytes`."""
        return iter(list(connection.execute(select(CONTENT.c.sha256)).scalars()))

    def remove(self, connection: Connection, sha256: str) -> None:
        """See `Bytes`."""
        connection.execute(delete(CONTENT).where(CONTENT.c.sha256 == sha256))

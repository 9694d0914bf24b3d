"""What there is to measure: pictures in folders, under globs, in tables, in tar archives and behind URLs.

Entries are listed lazily and in an order that is the same each time. What a list, an archive or a server says is data
of strangers: names are text, sizes are checked again when the bytes are read.
"""

from __future__ import annotations

import csv
import glob
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ..file_bytes import MAX_BYTES, IntakeError, read_file, too_large
from ..foreign import Foreign, file_name

PICTURES = frozenset(
    f".{end}"
    for end in (
        *("jpg", "jpeg", "jpe", "jfif", "mpo", "png", "webp", "gif", "tif", "tiff", "bmp"),
        *("heic", "heif", "avif", "jp2", "j2k", "jpx", "psd"),
    )
)
ARCHIVES = (".tar", ".tar.gz", ".tgz")
TABLES = (".csv", ".tsv")
COLUMNS = ("path", "file", "filename", "image", "image_path", "filepath", "url")
SCHEME = "://"
_MOST_FIELD = 1_000_000  # characters of one field of a table
Kind = Literal["file", "member", "held", "url"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One picture that is to be measured.

    Attributes:
        source: what results call it: a path, a URL, or `ARCHIVE::MEMBER`.
        name: the file's own name, which is part of the evidence.
        kind: a file, a member of an archive at a known place, one that only streams, or a URL.
        where: path or URL of the file or of the archive.
        offset: of a member, in bytes.
        size: in bytes, as its folder, archive or server says; None if that is not known.
        changed: when it was changed, in the words of its folder, archive or server; empty if that is not known.
        data: of a member that only streams.
        refused: why it can't be read, if that is known already.
    """

    source: str
    name: str
    kind: Kind
    where: str
    offset: int = 0
    size: int | None = None
    changed: str = ""
    data: bytes | None = field(default=None, repr=False)
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What was asked for.

    Attributes:
        paths: files, folders, globs, tables, archives and URLs.
        column: the column of tables that has the paths; None for the first of `COLUMNS` that there is.
        remote: whether URLs in tables are fetched too.
        every_file: whether files in folders and archives are taken whose names do not end like a picture's.
        left_out: counts files that were not taken, by the end of their names.
    """

    paths: Sequence[str]
    column: str | None = None
    remote: bool = False
    every_file: bool = False
    left_out: Counter[str] = field(default_factory=Counter)

    def entries(self, *, known: Callable[[Entry], bool] = lambda entry: False) -> Iterator[Entry]:
        """All of them, in the order in which they were named.

        Args:
            known: whether an entry is done; a streamed archive then passes over its bytes.

        Raises:
            ValueError: if a path is none of these, or if a table has no column of paths.
            OSError: if a path is missing.
        """
        for path in self.paths:
            yield from self._of(path, known)

    def countable(self) -> bool:
        """Whether listing all of them costs little: nothing is behind a URL or in a compressed archive."""
        ends = tuple(end for end in ARCHIVES if end != ".tar")
        return not any(SCHEME in path or path.lower().endswith(ends) for path in self.paths)

    def _of(self, path: str, known: Callable[[Entry], bool]) -> Iterator[Entry]:
        if SCHEME in path:
            from . import remote_files

            yield from remote_files.entries(path, self.takes, known)
        elif Path(path).is_dir():
            yield from self._in_folder(Path(path), known)
        elif Path(path).is_file() or not glob.has_magic(path):
            yield from self._named(path, known)
        else:
            found = sorted(glob.glob(path, recursive=True))  # noqa: PTH207  # as typed, so that sources read the same
            if not found:
                raise ValueError(f"{file_name(path)}: no file has such a name; check the pattern")
            for each in found:
                if Path(each).is_dir():
                    yield from self._in_folder(Path(each), known)
                else:
                    yield from self._named(each, known)

    def _named(self, path: str, known: Callable[[Entry], bool]) -> Iterator[Entry]:
        lowered = path.lower()
        if lowered.endswith(TABLES):
            yield from self._in_table(Path(path))
        elif lowered.endswith(ARCHIVES):
            from .tar_shards import members

            yield from members(path, self.takes, known)
        else:
            yield of_file(path)

    def _in_folder(self, folder: Path, known: Callable[[Entry], bool]) -> Iterator[Entry]:
        for place, folders, files in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                path = str(Path(place) / name)
                if name.startswith("."):
                    continue
                if name.lower().endswith(ARCHIVES):
                    yield from self._named(path, known)
                elif self.takes(name):
                    yield of_file(path)

    def takes(self, name: str) -> bool:
        """Whether a file in a folder or an archive is a picture by its name; if not, it is counted."""
        end = Path(name).suffix.lower()
        if self.every_file or end in PICTURES:
            return True
        self.left_out[end[:12]] += 1
        return False

    def _in_table(self, table: Path) -> Iterator[Entry]:
        csv.field_size_limit(_MOST_FIELD)
        with table.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
            rows = csv.DictReader(stream, dialect="excel-tab" if table.suffix.lower() == ".tsv" else "excel")
            try:
                column = self._column(table, rows.fieldnames or ())
                for row in rows:
                    if value := (row.get(column) or "").strip():
                        yield self._of_cell(table, value)
            except csv.Error as error:
                raise ValueError(f"{file_name(table)}: line {rows.line_num} is no row of a table ({error})") from None

    def _column(self, table: Path, names: Sequence[str]) -> str:
        wanted = (self.column,) if self.column else COLUMNS
        by_name = {name.strip().lower(): name for name in names}
        for each in wanted:
            if each.lower() in by_name:
                return by_name[each.lower()]
        has = ", ".join(str(Foreign(name)) for name in names[:8]) or "none"
        raise ValueError(
            f"{file_name(table)}: has no column {' or '.join(wanted)}; name it with --column (it has {has})"
        )

    def _of_cell(self, table: Path, value: str) -> Entry:
        if SCHEME not in value:
            return of_file(str(Path(value) if Path(value).is_absolute() else table.parent / value))
        name = value.rsplit("/", 1)[-1]
        refused = None if self.remote else "a URL in a table; add --remote to fetch such URLs"
        return Entry(readable(value), readable(name), "url", value, refused=refused)


def of_file(path: str) -> Entry:
    """The entry of a file; what is wrong with it is told when it is read."""
    try:
        state = Path(path).stat()
        size, changed = state.st_size, str(state.st_mtime_ns)
    except (OSError, ValueError):
        size, changed = None, ""
    return Entry(readable(path), readable(Path(path).name), "file", path, size=size, changed=changed)


def readable(name: str) -> str:
    """A name as Unicode text; bytes of a name that are none are written as escapes, so that no two become the same."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def data_of(entry: Entry) -> bytes:
    """The bytes of an entry.

    Raises:
        IntakeError: if it can't be read or is too large; a line that names it.
    """
    shown = file_name(entry.source)
    if entry.refused is not None:
        raise IntakeError(f"{shown}: {entry.refused}")
    if entry.size is not None and entry.size > MAX_BYTES:
        raise too_large(shown, entry.size)
    if entry.kind == "file":
        return read_file(Path(entry.where))
    if entry.kind == "held":
        return entry.data or b""
    if SCHEME in entry.where:
        from . import remote_files

        return remote_files.data_of(entry)
    try:
        with Path(entry.where).open("rb") as archive:
            archive.seek(entry.offset)
            data = archive.read(entry.size or 0)
    except OSError as error:
        raise IntakeError(f"{shown}: can't be read ({error.strerror}); check the archive") from None
    if len(data) != (entry.size or 0):
        raise IntakeError(f"{shown}: the archive is cut off here; get another copy of it")
    return data

"""A case as one archive: a ZIP file with its log, its exhibits and the records of its examinations.

    manifest.json              schema, case, number of entries, digest of the last one
    log.jsonl                  the entries of the case, one a line
    exhibits/SHA256            the bytes of each exhibit, stored without compression
    examinations/SHA256.json   the record of each examination

An archive comes from somebody else. It is read without unpacking a file to a place that it names, with a limit on each
part, and nothing of it is taken unless everything in it fits together.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError
from sqlalchemy import Connection

from ..evidence import Frozen
from ..file_bytes import MAX_BYTES
from ..foreign import Foreign, file_name
from ..text import one_line
from . import case_schema as schema
from .case_bytes import Bytes
from .case_contents import Digest, Imported, Line, Number
from .case_head import sync_folder
from .case_log import Broken, Entry, broken_entries, canonical
from .case_replay import Replayed, ReplayError, replay, withdrawn
from .case_types import CasebookError, Reply
from .case_writer import Writer, entries_of

MANIFEST, LOG = "manifest.json", "log.jsonl"
MOST_MEMBERS, MOST_LOG, MOST_RECORD, MOST_TEXT = 100_000, 2**27, 2**25, 2**30  # bytes, but for members
_MEMBER = re.compile(r"exhibits/([0-9a-f]{64})|examinations/([0-9a-f]{64})\.json")
_EXAMPLE = "`telltale case export CASE FILE.zip` writes one"
_ANOTHER = "get another copy, and compare its SHA-256 and last digest with the sender's"
_BROKEN = {
    Broken.GAP: "entries are missing before it",
    Broken.ORDER: "it does not follow from the entry before",
    Broken.DIGEST: "it was altered",
    Broken.CONTENT: "its content was altered",
    Broken.EMPTIED: "its content was removed",
    Broken.KEPT: "a later deletion says that its content is gone",
}


class _Manifest(Frozen):
    schema_: Literal["telltale/case/1"] = Field(default="telltale/case/1", alias="schema")
    case: Annotated[str, Field(pattern=r"^\d{8}-[a-z2-7]{6}$")]
    entries: Number
    head: Digest


class _LogLine(Frozen):
    case_id: str
    number: Number
    time: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$")]
    actor: Line
    action: Annotated[str, Field(max_length=32)]
    payload: str | None
    payload_sha256: Digest
    previous: Digest
    digest: Digest


@dataclass(frozen=True, slots=True)
class Packed:
    """An archive that was written: its SHA-256, and the digest of the last entry in it."""

    sha256: str
    head: str


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that was read and checked.

    Attributes:
        shown: the file's name for a line of our own.
        case_id: the case.
        sha256: of the archive.
        entries: the log.
        replayed: the rows that follow from it.
        head: the digest of the last entry.
    """

    shown: str
    case_id: str
    sha256: str
    entries: list[Entry]
    replayed: Replayed
    head: str
    _archive: zipfile.ZipFile

    def documents(self) -> Iterator[bytes]:
        """The bytes of each exhibit and record, checked once more as they are read."""
        for name in _wanted(self.replayed):
            yield _document(self._archive, name)


@contextmanager
def pack(connection: Connection, content: Bytes, case_id: str, file: Path) -> Iterator[Packed]:
    """Write an archive beside the file; when the block ends without an error, it takes the file's name.

    Raises:
        CasebookError: if the file is there already, can't be written, or bytes are missing or were altered.
    """
    shown, begun = file_name(file), file.with_name(f".{file.name}.new")
    if file.exists():
        raise CasebookError(f"{shown}: this file is there already; name another")
    entries = entries_of(connection, case_id)
    lines = "".join(f"{canonical(asdict(entry))}\n" for entry in entries).encode("utf-8")
    manifest = _Manifest(case=case_id, entries=len(entries), head=entries[-1].digest)
    try:
        with zipfile.ZipFile(begun, "x", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo(MANIFEST), canonical(manifest.model_dump(by_alias=True)) + "\n")
            archive.writestr(zipfile.ZipInfo(LOG), lines, zipfile.ZIP_DEFLATED)
            for name in _wanted(replay(entries)):
                data = content.get(connection, _sha256_in(name))
                if data is None or hashlib.sha256(data).hexdigest() != _sha256_in(name):
                    raise CasebookError(f"{case_id}: bytes are missing or were altered ({name}); nothing was exported")
                kind = zipfile.ZIP_STORED if name.startswith("exhibits/") else zipfile.ZIP_DEFLATED
                archive.writestr(zipfile.ZipInfo(name), data, kind)
        with begun.open("rb+") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            os.fsync(stream.fileno())
        yield Packed(sha256, entries[-1].digest)
        begun.replace(file)
        sync_folder(file.parent)
    except OSError as error:
        raise CasebookError(f"{shown}: can't be written ({error.strerror}); check the folder") from None
    finally:
        begun.unlink(missing_ok=True)


@contextmanager
def unpack(file: Path, head: str | None = None) -> Iterator[Archive]:
    """Read an archive and check all of it.

    Args:
        file: the archive.
        head: the digest that its last entry must have; None to take what the archive says.

    Raises:
        CasebookError: if it is none, or anything in it was altered or does not fit.
    """
    shown = file_name(file)
    with ExitStack() as stack:
        with _told(shown):
            archive = stack.enter_context(zipfile.ZipFile(file))
            checked = _checked(archive, file, shown, head)
        yield checked


def bring_in(writer: Writer, archive: Archive, actor: str) -> None:
    """Take a case from an archive that was checked.

    Raises:
        CasebookError: if the case is or was in this casebook.
    """
    if entries_of(writer.connection, archive.case_id):
        raise CasebookError(f"{archive.shown}: the case {archive.case_id} is or was in this casebook; use another one")
    with _told(archive.shown):
        for data in archive.documents():
            writer.place.content.put(writer.connection, data)
    for entry in archive.entries:
        writer.adopt(entry)
    for table, rows in archive.replayed.tables.items():
        writer.put_rows(table, list(rows.values()))
    said = Imported(archive_sha256=archive.sha256, head=archive.head)
    writer.append(archive.case_id, "case.imported", said, actor)


class _RefusalError(ValueError):
    """What is wrong with an archive."""


@contextmanager
def _told(shown: str) -> Iterator[None]:
    """Tell in one line why an archive can't be taken."""
    try:
        yield
    except CasebookError:
        raise
    except FileNotFoundError:
        raise CasebookError(f"{shown}: no such file; check the path") from None
    except zipfile.BadZipFile as error:
        raise CasebookError(f"{shown}: no whole archive of a case ({one_line(error)}); {_EXAMPLE}") from None
    except (_RefusalError, ReplayError) as refusal:
        raise CasebookError(f"{shown}: {refusal}; {_ANOTHER}") from None
    except (OSError, EOFError, RuntimeError, ValueError, zlib.error) as error:
        raise CasebookError(f"{shown}: can't be read ({one_line(error, 200)}); {_ANOTHER}") from None


def _checked(archive: zipfile.ZipFile, file: Path, shown: str, head: str | None) -> Archive:
    _check_members(archive, file.stat().st_size)
    manifest = _Manifest.model_validate_json(archive.read(MANIFEST))
    entries = [_entry(line, manifest.case) for line in archive.read(LOG).decode("utf-8").rstrip("\n").split("\n")]
    for number, how in broken_entries(entries, withdrawn(entries)):
        raise _RefusalError(f"entry {number} of its log: {_BROKEN[how]}")
    if not entries or entries[-1].digest != manifest.head or len(entries) != manifest.entries:
        raise _RefusalError("its log does not end where its manifest says")
    if head is not None and head.lower() != manifest.head:
        raise _RefusalError(f"its last digest is {manifest.head} and not the one given")
    replayed = replay(entries)
    if not replayed.tables[schema.CASES.name]:
        raise _RefusalError("its case was deleted")
    for row in replayed.tables[schema.TURNS.name].values():
        Reply.model_validate_json(row["reply"])
    wanted, there = set(_wanted(replayed)), {name for name in archive.namelist() if _MEMBER.fullmatch(name)}
    if wanted != there:
        what = "lacks" if wanted - there else "holds, beyond its log,"
        raise _RefusalError(f"it {what} {min(wanted - there or there - wanted)}")
    sizes = {row["sha256"]: row["size"] for row in replayed.tables[schema.EXHIBITS.name].values()}
    for name in sorted(wanted):
        if name.startswith("exhibits/") and archive.getinfo(name).file_size != sizes[_sha256_in(name)]:
            raise _RefusalError(f"{name} has another size than its log says")
        _document(archive, name)
    with file.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return Archive(shown, manifest.case, sha256, entries, replayed, manifest.head, archive)


def _check_members(archive: zipfile.ZipFile, size: int) -> None:
    """Refuse names that no archive of a case has, and parts that unpack to more than they may."""
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS or len(set(names)) != len(names):
        raise _RefusalError("it holds too many files, or one twice")
    if missing := {MANIFEST, LOG} - set(names):
        raise _RefusalError(f"{min(missing)} is missing, so it is no archive of a case")
    text = 0
    for member in members:
        match = _MEMBER.fullmatch(member.filename)
        if match is None and member.filename not in (MANIFEST, LOG):
            raise _RefusalError(f"it holds {Foreign(member.filename)}, which no archive of a case does")
        if match is not None and match[1] is not None:
            if member.compress_type != zipfile.ZIP_STORED or member.file_size > MAX_BYTES:
                raise _RefusalError(f"{member.filename} is compressed or over 64 MB")
            continue
        text += member.file_size
        if member.file_size > (MOST_LOG if member.filename == LOG else MOST_RECORD):
            raise _RefusalError(f"{member.filename} would unpack to {member.file_size / 2**20:,.0f} MB")
    if text > MOST_TEXT or sum(member.compress_size for member in members) > size:
        raise _RefusalError("it would unpack to more than it can hold")


def _entry(line: str, case_id: str) -> Entry:
    try:
        read = _LogLine.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        raise _RefusalError(f"a line of its log can't be read ({one_line(first['msg'])})") from None
    if read.case_id != case_id:
        raise _RefusalError(f"entry {read.number} of its log is of another case")
    return Entry(**read.model_dump())


def _wanted(replayed: Replayed) -> Iterator[str]:
    """The names of the members that a log asks for, each once."""
    exhibits = {row["sha256"] for row in replayed.tables[schema.EXHIBITS.name].values()}
    records = {row["record_sha256"] for row in replayed.tables[schema.EXAMINATIONS.name].values()}
    yield from (f"exhibits/{sha256}" for sha256 in sorted(exhibits))
    yield from (f"examinations/{sha256}.json" for sha256 in sorted(records))


def _sha256_in(name: str) -> str:
    return name.partition("/")[2].removesuffix(".json")


def _document(archive: zipfile.ZipFile, name: str) -> bytes:
    data = archive.read(name)
    if hashlib.sha256(data).hexdigest() != _sha256_in(name):
        raise _RefusalError(f"{name} was altered: its bytes have another SHA-256")
    return data

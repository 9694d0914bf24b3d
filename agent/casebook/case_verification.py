"""Whether a casebook is what its log says, and its log is whole.

The log is checked first: each digest, both chains, and the note of where the log ended. Then all rows are made again
from the log and compared with the tables, and all bytes are read and compared with their SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from sqlalchemy import Connection, Table, select, type_coerce
from sqlalchemy.engine import RowMapping
from sqlalchemy.types import NullType

from ..sentences import Sentence
from ..text import one_line
from . import case_schema as schema
from .case_bytes import Bytes
from .case_contents import NO_CASE
from .case_head import Head
from .case_log import FIRST, Broken, Link, broken_entries, broken_links
from .case_replay import Replayed, ReplayError, Rows, replay, withdrawn
from .case_shape import misshapen
from .case_writer import link_of

_NUMBERS = frozenset({"number", "sequence"})  # columns of the log; the others hold text


class Kind(StrEnum):
    """What a finding is about."""

    LOG = "log"  # an entry was changed, moved, put in or taken out
    HEAD = "head"  # the log does not end where it was noted to end
    ROW = "row"  # a table says something else than the log
    TABLE = "table"  # a table is not as it is made, or something could change it unseen
    BYTES = "bytes"  # bytes are missing or were changed


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was altered.

    Attributes:
        kind: what it is about.
        text: one sentence.
        case_id: the case; empty if it is about the casebook.
        number: of the entry or the row; None if it is about more.
    """

    kind: Kind
    text: str
    case_id: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification found.

    Attributes:
        findings: what was altered; empty if everything fits.
        remarks: sentences about what a reader should know and that is no alteration.
        entries: how many entries the log has.
        cases: how many cases were compared with it.
        documents: how many exhibits and records were read and compared with their SHA-256.
        head: the end of the log, to be noted down.
    """

    findings: tuple[Finding, ...]
    remarks: tuple[str, ...]
    entries: int
    cases: int
    documents: int
    head: Head


_LINK = {
    Broken.GAP: Sentence("case_verification.link_gap", "Entries are missing before entry {number} of the log."),
    Broken.ORDER: Sentence(
        "case_verification.link_order", "Entry {number} of the log does not follow from the entry before it."
    ),
    Broken.DIGEST: Sentence("case_verification.link_digest", "Entry {number} of the log was altered."),
}
_ENTRY = {
    Broken.GAP: Sentence(
        "case_verification.entry_gap", "Case {case}: entries are missing before entry {number} of its log."
    ),
    Broken.ORDER: Sentence(
        "case_verification.entry_order",
        "Case {case}: entry {number} of its log does not follow from the entry before it.",
    ),
    Broken.DIGEST: Sentence("case_verification.entry_digest", "Case {case}: entry {number} of its log was altered."),
    Broken.CONTENT: Sentence(
        "case_verification.entry_content", "Case {case}: the content of entry {number} of its log was altered."
    ),
    Broken.EMPTIED: Sentence(
        "case_verification.entry_emptied",
        "Case {case}: the content of entry {number} of its log was removed, and no deletion says so.",
    ),
    Broken.KEPT: Sentence(
        "case_verification.entry_kept",
        "Case {case}: the log says that the content of entry {number} was deleted, but it is there.",
    ),
}
UNREADABLE = Sentence(
    "case_verification.unreadable",
    "Case {case}: entry {number} of its log can't follow from those before it ({reason}).",
)
ROW_ALTERED = Sentence(
    "case_verification.row_altered", "Case {case}: row {number} of the table {name} is not what the log says."
)
ROW_MISSING = Sentence("case_verification.row_missing", "Case {case}: row {number} of the table {name} is missing.")
ROW_EXTRA = Sentence(
    "case_verification.row_extra", "Case {case}: the log says nothing of row {number} in the table {name}."
)
EXHIBIT_MISSING = Sentence(
    "case_verification.exhibit_missing", "Case {case}: the bytes of exhibit {number} are missing (SHA-256 {digest})."
)
EXHIBIT_ALTERED = Sentence(
    "case_verification.exhibit_altered", "Case {case}: the bytes of exhibit {number} were altered (SHA-256 {digest})."
)
RECORD_MISSING = Sentence(
    "case_verification.record_missing",
    "Case {case}: the record of the examination in entry {number} is missing (SHA-256 {digest}).",
)
RECORD_ALTERED = Sentence(
    "case_verification.record_altered",
    "Case {case}: the record of the examination in entry {number} was altered (SHA-256 {digest}).",
)
HEAD_MISSING = Sentence(
    "case_verification.head_missing",
    "No note of where the log ends was found on this device, so entries may have been cut off its end.",
)
HEAD_CUT = Sentence(
    "case_verification.head_cut",
    "The log ends at entry {last}, but entry {number} was noted as its last: its end was cut off, or an older copy was "
    "restored.",
)
HEAD_OTHER = Sentence(
    "case_verification.head_other", "Entry {number} of the log is not the one that was noted: the log was rewritten."
)
GIVEN_UNKNOWN = Sentence(
    "case_verification.given_unknown", "No entry of the log has the digest that was given ({digest})."
)
NOTED_ANEW = Sentence(
    "case_verification.noted_anew",
    "At entry {number} the end of the log was noted anew; what was cut off before that is not found on this device.",
)
BACKDATED = Sentence(
    "case_verification.backdated", "Case {case}: entry {number} of its log is dated before the entry before it."
)
LEFT_OVER = Sentence(
    "case_verification.left_over",
    "Stored files that belong to no exhibit: {count}. A process was stopped while it wrote them.",
)
_BYTES = {
    (schema.EXHIBITS.name, True): EXHIBIT_ALTERED,
    (schema.EXHIBITS.name, False): EXHIBIT_MISSING,
    (schema.EXAMINATIONS.name, True): RECORD_ALTERED,
    (schema.EXAMINATIONS.name, False): RECORD_MISSING,
}


def verify(
    connection: Connection, content: Bytes, noted: Head | None, only: str | None = None, given: str | None = None
) -> Verification:
    """Check a casebook.

    Args:
        connection: in a transaction that sees a single state.
        content: where bytes are kept.
        noted: the note of where the log ended, read before the transaction began; None if there is none.
        only: compare the tables and bytes of this case alone.
        given: a digest that the log must hold, of an entry of a case or of the casebook.
    """
    links = [_link(row) for row in _stored(connection, schema.LOG)]
    links.sort(key=lambda link: link.sequence)
    findings = [Finding(Kind.LOG, _LINK[how](number=n), number=n) for n, how in broken_links(links)]
    findings += _head(links, noted, given)
    findings += [Finding(Kind.TABLE, said) for said in misshapen(connection, content)]
    remarks = [NOTED_ANEW(number=link.sequence) for link in links if link.entry.case_id == NO_CASE]
    by_case = sorted((link.entry for link in links), key=lambda entry: (entry.case_id, entry.number))
    logs = {case_id: list(entries) for case_id, entries in groupby(by_case, lambda entry: entry.case_id)}
    expected: dict[str, Replayed] = {}
    for case_id, entries in logs.items():
        broken = broken_entries(entries, withdrawn(entries))
        findings += [Finding(Kind.LOG, _ENTRY[how](case=case_id or "–", number=n), case_id, n) for n, how in broken]
        remarks += [BACKDATED(case=case_id, number=b.number) for a, b in pairwise(entries) if b.time < a.time]
        if case_id == NO_CASE or only not in (None, case_id):
            continue
        try:
            expected[case_id] = replay(entries)
        except ReplayError as error:
            said = UNREADABLE(case=case_id, number=error.number, reason=error.reason)
            findings.append(Finding(Kind.LOG, said, case_id, error.number))
    unread = logs.keys() - expected.keys()
    for table in schema.OF_CASES:
        findings += _rows(connection, table, expected, unread, only)
    states: dict[str, bool | None] = {}
    for case_id, replayed in expected.items():
        findings += _documents(connection, content, case_id, replayed, states)
    if only is None and (count := len(set(content.names(connection)) - states.keys())):
        remarks.append(LEFT_OVER(count=count))
    head = Head(links[-1].sequence, links[-1].digest) if links else Head(0, FIRST)
    return Verification(tuple(findings), tuple(remarks), len(links), len(expected), len(states), head)


def _stored(connection: Connection, table: Table) -> Sequence[RowMapping]:
    """The rows as they are stored. A column's type would read 2 as true, and SQLite stores any type in any column."""
    raw = (type_coerce(column, NullType()).label(column.name) for column in table.columns)
    return connection.execute(select(*raw)).mappings().all()


def _link(row: RowMapping) -> Link:
    """An entry from its row; a value of another type becomes a text or a number that no digest fits."""
    typed = {name: (_number if name in _NUMBERS else _text)(value) for name, value in row.items()}
    return link_of(typed if row["payload"] is not None else typed | {"payload": None})


def _text(value: object) -> str:
    return value if isinstance(value, str) else repr(value)


def _number(value: object) -> int:
    return value if isinstance(value, int) else -1


def _head(links: Sequence[Link], noted: Head | None, given: str | None) -> Iterator[Finding]:
    """Whether the log reaches to what was noted here, and holds what somebody noted elsewhere."""
    known = {0: FIRST} | {link.sequence: link.digest for link in links}
    last = links[-1].sequence if links else 0
    if noted is None:
        if links:
            yield Finding(Kind.HEAD, HEAD_MISSING())
    elif noted.sequence > last:
        yield Finding(Kind.HEAD, HEAD_CUT(last=last, number=noted.sequence), number=noted.sequence)
    elif known.get(noted.sequence) != noted.digest:
        yield Finding(Kind.HEAD, HEAD_OTHER(number=noted.sequence), number=noted.sequence)
    if given is not None and given.lower() not in {
        digest for link in links for digest in (link.digest, link.entry.digest)
    }:
        yield Finding(Kind.HEAD, GIVEN_UNKNOWN(digest=one_line(given, 64)))


def _rows(
    connection: Connection,
    table: Table,
    expected: Mapping[str, Replayed],
    unread: frozenset[str] | set[str],
    only: str | None,
) -> Iterator[Finding]:
    """Where a table differs from the log; cases whose log can't be read are left out."""
    own = table.primary_key.columns.values()[0].name
    there: dict[str, Rows] = {}
    for row in _stored(connection, table):
        if only in (None, row[own]):
            there.setdefault(_text(row[own]), {})[_number(row.get("number", 0))] = dict(row)
    for case_id in sorted(expected.keys() | there.keys() - unread):
        rows: Rows = expected[case_id].tables[table.name] if case_id in expected else {}
        found = there.get(case_id, {})
        for number in sorted(rows.keys() | found.keys()):
            if rows.get(number) != found.get(number):
                said = ROW_MISSING if number not in found else ROW_ALTERED if number in rows else ROW_EXTRA
                yield Finding(Kind.ROW, said(case=case_id, number=number, name=table.name), case_id, number)


def _documents(
    connection: Connection, content: Bytes, case_id: str, replayed: Replayed, states: dict[str, bool | None]
) -> Iterator[Finding]:
    """Which bytes of a case are missing or altered; `states` remembers what was read: None, or whether it fits."""
    for table, column in ((schema.EXHIBITS, "sha256"), (schema.EXAMINATIONS, "record_sha256")):
        for number, row in replayed.tables[table.name].items():
            sha256 = row[column]
            if sha256 not in states:
                data = content.get(connection, sha256)
                states[sha256] = None if data is None else hashlib.sha256(data).hexdigest() == sha256
            if not (state := states[sha256]):
                said = _BYTES[table.name, state is not None]
                yield Finding(Kind.BYTES, said(case=case_id, number=number, digest=sha256), case_id, number)

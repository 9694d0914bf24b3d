"""The tables of a casebook. What is in them follows from the log; see `case_actions`.

A change of a table needs a migration in `migrations/versions` and its number here; a test compares both.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text

REVISION = "0001"  # of the newest migration
metadata = MetaData()
_DIGEST, _ID, _TIME = String(64), String(15), String(32)


def _own(name: str, *columns: Column) -> Table:
    """A table with a row for each entry of one kind, numbered within its case."""
    return Table(
        name,
        metadata,
        Column("case_id", _ID, primary_key=True),
        Column("number", Integer, primary_key=True, autoincrement=False),
        *columns,
        Column("time", _TIME, nullable=False),
        Column("actor", Text, nullable=False),
    )


LOG = Table(
    "log",
    metadata,
    Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("case_id", _ID, nullable=False),
    Column("number", Integer, nullable=False),
    Column("time", _TIME, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", String(32), nullable=False),
    Column("payload", Text),  # NULL once a deletion has withdrawn it
    Column("payload_sha256", _DIGEST, nullable=False),
    Column("previous", _DIGEST, nullable=False),
    Column("digest", _DIGEST, nullable=False),
    Column("link_previous", _DIGEST, nullable=False),
    Column("link_digest", _DIGEST, nullable=False),
)
Index("log_by_case", LOG.c.case_id, LOG.c.number, unique=True)
CASES = Table(
    "cases",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("title", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("examiner", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("opened", _TIME, nullable=False),
    Column("opened_by", Text, nullable=False),
)
EXHIBITS = _own(
    "exhibits",
    Column("name", Text, nullable=False),
    Column("sha256", _DIGEST, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("received", Text, nullable=False),
)
EXAMINATIONS = _own(
    "examinations",
    Column("exhibit", Integer, nullable=False),
    Column("record_sha256", _DIGEST, nullable=False),
    Column("label", String(16), nullable=False),
)
TURNS = _own(
    "turns",
    Column("exhibit", Integer, nullable=False),
    Column("question", Text, nullable=False),
    Column("reply", Text, nullable=False),
)
NOTES = _own("notes", Column("exhibit", Integer), Column("text", Text, nullable=False))
BOXES = _own(
    "boxes",
    Column("exhibit", Integer, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("x", "y", "w", "h")),
    Column("text", Text, nullable=False),
)
MARKS = _own(
    "marks",
    Column("exhibit", Integer, nullable=False),
    Column("truth", String(16), nullable=False),
    Column("label", String(16)),
    Column("keep_picture", Boolean, nullable=False),
)
CONTENT = Table(  # bytes by their SHA-256, where they do not lie in a folder
    "content",
    metadata,
    Column("sha256", _DIGEST, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
OF_CASES = (CASES, EXHIBITS, EXAMINATIONS, TURNS, NOTES, BOXES, MARKS)
OF_EXHIBITS = (EXAMINATIONS, TURNS, NOTES, BOXES, MARKS)

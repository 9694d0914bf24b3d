"""Whether a database holds the tables of a casebook as they are made, and nothing that could change them unseen."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Dialect, func, inspect, select, text
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.types import TypeEngine

from ..foreign import Foreign
from ..sentences import Sentence
from . import case_schema as schema
from .case_bytes import Bytes, FolderBytes

OTHER_COLUMNS = Sentence("case_shape.other_columns", "The table {name} has other columns or indexes than it should.")
TRIGGER = Sentence(
    "case_shape.trigger",
    "The database has a trigger, a rule, a policy, a view or a table that Telltale did not make: {name:100}.",
)
UNUSED = Sentence("case_shape.unused", "The table content holds rows, but this casebook keeps its bytes in a folder.")
_OTHERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name",
    "postgresql": "WITH own AS (SELECT oid, relname, relkind, relrowsecurity FROM pg_class "
    "WHERE relnamespace = current_schema()::regnamespace) "
    "SELECT tgname::text FROM pg_trigger JOIN own ON own.oid = tgrelid WHERE NOT tgisinternal "
    "UNION SELECT CASE rulename WHEN '_RETURN' THEN relname ELSE rulename END::text "
    "FROM pg_rewrite JOIN own ON own.oid = ev_class "
    "UNION SELECT polname::text FROM pg_policy JOIN own ON own.oid = polrelid "
    "UNION SELECT relname::text FROM own WHERE relrowsecurity "
    "UNION SELECT relname::text FROM pg_inherits JOIN own ON own.oid = inhrelid WHERE relkind IN ('r', 'p', 'f') "
    "ORDER BY 1",
}


def misshapen(connection: Connection, content: Bytes) -> Iterator[str]:
    """A sentence for each thing that is not as a casebook is made.

    Args:
        connection: to a database that holds all tables.
        content: where bytes are kept.
    """
    found = inspect(connection)
    for table in schema.metadata.sorted_tables:
        columns = {column["name"]: _form(column, connection.dialect) for column in found.get_columns(table.name)}
        indexes = {index["name"] for index in found.get_indexes(table.name)}
        keys = set(found.get_pk_constraint(table.name)["constrained_columns"])
        made = {
            name: (_type(column.type, connection.dialect), column.nullable) for name, column in table.columns.items()
        }
        same = columns == made and keys == set(table.primary_key.columns.keys())
        if not same or indexes != {index.name for index in table.indexes}:
            yield OTHER_COLUMNS(name=table.name)
    for (name,) in connection.execute(text(_OTHERS[connection.dialect.name])):
        yield TRIGGER(name=Foreign(str(name)))
    stored = connection.execute(select(func.count()).select_from(schema.CONTENT)).scalar_one()
    if stored and isinstance(content, FolderBytes):
        yield UNUSED()


def _form(column: ReflectedColumn, dialect: Dialect) -> tuple[str, bool]:
    """The type of a column, with the default that somebody gave it, and whether it may be empty."""
    default = column["default"]
    return _type(column["type"], dialect) + (f" DEFAULT {default}" if default else ""), column["nullable"]


def _type(kind: TypeEngine, dialect: Dialect) -> str:
    return kind.compile(dialect)

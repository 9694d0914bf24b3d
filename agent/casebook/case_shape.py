"""Whether a database holds the tables of a casebook as they are made, and nothing that could change them unseen."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, inspect, select, text

from ..foreign import Foreign
from ..sentences import Sentence
from . import case_schema as schema
from .case_bytes import Bytes, FolderBytes

OTHER_COLUMNS = Sentence("case_shape.other_columns", "The table {name} has other columns or indexes than it should.")
TRIGGER = Sentence("case_shape.trigger", "The database has a trigger or a view that Telltale did not make: {name:100}.")
UNUSED = Sentence("case_shape.unused", "The table content holds rows, but this casebook keeps its bytes in a folder.")
_OTHERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name",
    "postgresql": "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace ORDER BY 1",
}


def misshapen(connection: Connection, content: Bytes) -> Iterator[str]:
    """A sentence for each thing that is not as a casebook is made.

    Args:
        connection: to a database that holds all tables.
        content: where bytes are kept.
    """
    found = inspect(connection)
    for table in schema.metadata.sorted_tables:
        columns = {column["name"] for column in found.get_columns(table.name)}
        indexes = {index["name"] for index in found.get_indexes(table.name)}
        if columns != set(table.columns.keys()) or indexes != {index.name for index in table.indexes}:
            yield OTHER_COLUMNS(name=table.name)
    for (name,) in connection.execute(text(_OTHERS[connection.dialect.name])):
        yield TRIGGER(name=Foreign(str(name)))
    stored = connection.execute(select(func.count()).select_from(schema.CONTENT)).scalar_one()
    if stored and isinstance(content, FolderBytes):
        yield UNUSED()

"""The first tables: the log, cases and what belongs to them, and bytes by their SHA-256."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_DIGEST, _ID, _TIME = sa.String(64), sa.String(15), sa.String(32)
_WIDE = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _own(name: str, *columns: sa.Column) -> None:
    op.create_table(
        name,
        sa.Column("case_id", _ID, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *columns,
        sa.Column("time", _TIME, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
    )


def _needed(kind: sa.types.TypeEngine | type[sa.types.TypeEngine], *names: str) -> list[sa.Column]:
    return [sa.Column(name, kind, nullable=False) for name in names]


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "log",
        sa.Column("sequence", _WIDE, primary_key=True, autoincrement=False),
        *_needed(_ID, "case_id"),
        *_needed(sa.Integer, "number"),
        *_needed(_TIME, "time"),
        *_needed(sa.Text, "actor"),
        *_needed(sa.String(32), "action"),
        sa.Column("payload", sa.Text),
        *_needed(_DIGEST, "payload_sha256", "previous", "digest", "link_previous", "link_digest"),
    )
    op.create_index("log_by_case", "log", ["case_id", "number"], unique=True)
    op.create_table(
        "cases",
        sa.Column("id", _ID, primary_key=True),
        *_needed(sa.Text, "title", "reference", "examiner", "reviewer"),
        *_needed(_TIME, "opened"),
        *_needed(sa.Text, "opened_by"),
    )
    _own(
        "exhibits",
        *_needed(sa.Text, "name"),
        *_needed(_DIGEST, "sha256"),
        *_needed(sa.BigInteger, "size"),
        *_needed(sa.Text, "received"),
    )
    _own(
        "examinations",
        *_needed(sa.Integer, "exhibit"),
        *_needed(_DIGEST, "record_sha256"),
        *_needed(sa.String(16), "label"),
    )
    _own("turns", *_needed(sa.Integer, "exhibit"), *_needed(sa.Text, "question", "reply"))
    _own("notes", sa.Column("exhibit", sa.Integer), *_needed(sa.Text, "text"))
    _own("boxes", *_needed(sa.Integer, "exhibit", "x", "y", "w", "h"), *_needed(sa.Text, "text"))
    _own(
        "marks",
        *_needed(sa.Integer, "exhibit"),
        *_needed(sa.String(16), "truth"),
        sa.Column("label", sa.String(16)),
        *_needed(sa.Boolean, "keep_picture"),
    )
    op.create_table(
        "content", sa.Column("sha256", _DIGEST, primary_key=True), sa.Column("data", sa.LargeBinary, nullable=False)
    )


def downgrade() -> None:
    """Refuse: there is no form of the tables before this one.

    Raises:
        NotImplementedError: always.
    """
    raise NotImplementedError("there is no form of the tables before this one")

"""C2PA content credentials: what each manifest says, whether it matches the file, and whether its signer is trusted."""

from .credential_findings import evidence
from .credential_reader import read
from .manifest_store import from_store

__all__ = ["evidence", "from_store", "read"]

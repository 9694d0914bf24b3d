"""C2PA content credentials: what each manifest says, whether it matches the file, and whether its signer is trusted."""

from .credential_findings import from_store, read

__all__ = ["from_store", "read"]

"""Which files of a folder are examined."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

# What systems put into folders; all else is tried, so that a picture with an odd name is not passed over.
_NOT_MEANT = frozenset({"thumbs.db", "desktop.ini", "icon\r"})


def chosen(files: Sequence[str]) -> list[str]:
    """The files of a folder that are meant, in the order of their names; those that a system put there are left out."""
    meant = [file for file in files if not _hidden(Path(file).name)]
    return sorted(meant, key=lambda file: Path(file).name.lower())


def _hidden(name: str) -> bool:
    return name.startswith(".") or name.lower() in _NOT_MEANT

"""What lies in a folder, in a few words: for messages about a folder that has another layout than expected."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

from ...agent.text import one_line

_NAMED = 6  # folders that are named
_COUNTED = 2000  # files that are looked at


def found(place: Path) -> str:
    """What there is instead: *found: folders cats, dogs; 12 files .jpg; 1 file .txt*."""
    if not place.exists():
        return "found: nothing there"
    if place.is_file():
        return f"found: a file, not a folder ({one_line(place.name, 60)})"
    folders = sorted(path.name for path in islice(place.iterdir(), _COUNTED) if path.is_dir())
    seen = list(islice((path for path in place.rglob("*") if path.is_file()), _COUNTED))
    kinds = Counter(path.suffix.lower() or "without an ending" for path in seen).most_common(4)
    more = len(seen) == _COUNTED
    parts = []
    if folders:
        named = ", ".join(one_line(name, 40) for name in folders[:_NAMED])
        parts.append(f"folders {named}" + (f" and {len(folders) - _NAMED} more" if len(folders) > _NAMED else ""))
    parts += [f"{'at least ' if more else ''}{count} file{'' if count == 1 else 's'} {kind}" for kind, count in kinds]
    if folders and not seen:
        parts.append("no files")
    return "found: " + ("; ".join(parts) if parts else "an empty folder")

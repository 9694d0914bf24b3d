"""Tables as the measuring modules print them."""

from __future__ import annotations

import sys
from collections.abc import Sequence

TableRow = tuple[str, ...]


def show(title: str, header: Sequence[str], rows: Sequence[TableRow]) -> None:
    """Print a Markdown table."""
    print(f"\n### {title}\n\n| {' | '.join(header)} |\n|{'---|' * len(header)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    sys.stdout.flush()

"""The page on robustness: tables, curves, and the worst cases with pictures before and after."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path

from ..items import Item, Table
from ..page.item_pictures import thumbnails
from ..page.run_page import render
from .condition_report import curves, worst
from .conditions import Condition

TURNED = 6  # attacked pictures that are shown


def build(
    file: Path,
    model: str,
    tables: Sequence[Table],
    conditions: Sequence[Condition],
    turned: Sequence[tuple[Item, Path]],
) -> None:
    """Write the page; it loads nothing from elsewhere.

    Args:
        file: to write.
        model: its name.
        tables: to show.
        conditions: that were measured, the unchanged pictures first.
        turned: items whose answer an attack turned, with a picture of before and after side by side.
    """
    from markupsafe import Markup

    page = render(
        __package__ or "",
        model=model,
        tables=tables,
        drawings=[Markup(drawing) for drawing in curves(conditions)],
        cases=[
            {"before": a, "after": b, "pictures": thumbnails(a.item) + thumbnails(b.item)} for a, b in worst(conditions)
        ],
        attacked=[{"item": item, "picture": _png(path)} for item, path in turned[:TURNED] if path.exists()],
        count=len(conditions[0].judged),
    )
    file.write_text(page, encoding="utf-8")


def _png(path: Path) -> str:
    return f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode()}"

"""The page on robustness: tables, curves, and the worst cases as pictures before and after."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from ..items import Item, Table
from ..page import thumbnails
from .measure import Condition, curves, worst


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
        conditions: measured, the unchanged pictures first.
        turned: items that an attack turned, with a picture of before and after side by side.
    """
    from jinja2 import Environment, select_autoescape

    text = files(__name__.rpartition(".")[0]).joinpath("page.html.jinja").read_text(encoding="utf-8")
    template = Environment(autoescape=select_autoescape(default=True), trim_blocks=True).from_string(text)
    cases = [{"before": a, "after": b, "pictures": thumbnails(a) + thumbnails(b)} for a, b in worst(conditions)]
    attacked = [{"item": item, "picture": _png(path)} for item, path in turned[:6] if path.exists()]
    rendered = template.render(
        model=model,
        tables=tables,
        drawings=curves(conditions),
        cases=cases,
        attacked=attacked,
        count=len(conditions[0].judged),
    )
    file.write_text(rendered, encoding="utf-8")


def _png(path: Path) -> str:
    return f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode()}"

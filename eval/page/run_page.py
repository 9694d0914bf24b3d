"""The page about runs: figures, plots, tables, and the answers that the first run was surest about."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..items import Table
from ..replies import WHY
from ..runs import Run
from .examples import examples


def render(package: str, **values: Any) -> str:
    """Fill in the template `page.html.jinja` of a package; values are escaped."""
    from jinja2 import Environment, select_autoescape

    text = files(package).joinpath("page.html.jinja").read_text(encoding="utf-8")
    environment = Environment(autoescape=select_autoescape(default=True), trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text).render(**values)


def build(runs: Sequence[Run], file: Path, tables: Sequence[Table] = ()) -> None:
    """Write the page; it loads nothing from elsewhere.

    Args:
        runs: of one task.
        file: to write.
        tables: further ones, shown after the headline figures.
    """
    from . import plots

    page = render(
        __package__ or "",
        task=runs[0].scores.task,
        runs=runs,
        names=list(dict.fromkeys(name for run in runs for name in run.scores.headline)),
        reasons=WHY,
        unread={why for run in runs for why in run.scores.unread},
        extra=tables,
        drawings=plots.draw(runs),
        worst=examples(runs, wrong=True),
        best=examples(runs, wrong=False),
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page, encoding="utf-8")

"""The page about runs: figures, tests, plots and tables, what was run, and every item with its pictures and replies."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from .. import comparing
from ..items import Table
from ..runs import Run, named
from . import run_facts
from .item_data import as_json, page_data, visible


def render(package: str, **values: Any) -> str:
    """Fill in the template `page.html.jinja` of a package; values are escaped, and hidden marks in them shown."""
    from jinja2 import Environment, select_autoescape
    from markupsafe import Markup

    text = files(package).joinpath("page.html.jinja").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )
    return environment.from_string(text).render(style=Markup(asset("page.css")), **values)


def asset(name: str) -> str:
    """A style sheet or script of the pages."""
    return files(__package__ or "").joinpath(name).read_text(encoding="utf-8")


def build(runs: Sequence[Run], file: Path, tables: Sequence[Table] = (), notes: Sequence[str] = ()) -> None:
    """Write the page: one file that loads nothing from elsewhere.

    Args:
        runs: of one task.
        file: to write.
        tables: further ones, shown after the headline figures; by default the paired tests of several runs.
        notes: below them.
    """
    from markupsafe import Markup

    from . import plots

    runs = named(runs)
    if len(runs) > 1 and not tables:
        tables, notes = comparing.compare_all(runs)
    data, chunks = page_data(runs)
    script = asset("browse.js")
    page = render(
        __package__ or "",
        task=runs[0].scores.task,
        runs=runs,
        names=[run.scores.model for run in runs],
        figures=run_facts.figures(runs),
        coverage=run_facts.coverage(runs),
        facts=run_facts.facts(runs),
        extra=tables,
        notes=notes,
        drawings=[Markup(drawing) for drawing in plots.draw(runs)],
        count=len(data["items"]),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        data=Markup(as_json(data)),
        chunks=[Markup(as_json(chunk)) for chunk in chunks],
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page, encoding="utf-8")

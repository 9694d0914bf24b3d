"""One self-contained page on one run or several side by side: figures, plots, tables, the best and worst answers."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from ..items import Judged, Table
from ..runs import Run
from ..sets.media import MediaError, frames, picture

SIDE = 220  # px of a thumbnail
SHOWN = 6  # examples of either kind


def build(runs: Sequence[Run], file: Path, tables: Sequence[Table] = ()) -> None:
    """Write the page; it loads nothing from elsewhere.

    Args:
        runs: of one task.
        file: to write.
        tables: further ones, shown after the headline figures.
    """
    from jinja2 import Environment, select_autoescape

    from . import plots

    text = files(__name__).joinpath("page.html.jinja").read_text(encoding="utf-8")
    template = Environment(
        autoescape=select_autoescape(default=True), trim_blocks=True, lstrip_blocks=True
    ).from_string(text)
    names = list(dict.fromkeys(name for run in runs for name in run.scores.headline))
    file.parent.mkdir(parents=True, exist_ok=True)
    rendered = template.render(
        task=runs[0].scores.task,
        runs=runs,
        names=names,
        extra=tables,
        drawings=plots.draw(runs),
        worst=examples(runs, wrong=True),
        best=examples(runs, wrong=False),
    )
    file.write_text(rendered, encoding="utf-8")


def examples(runs: Sequence[Run], *, wrong: bool) -> list[dict]:
    """Items that the first run is surest about, wrongly or rightly, with what every run said; one of a group."""
    first = [one for one in runs[0].judged if one.right is (not wrong)]
    others = [{one.item.id: one for one in run.judged} for run in runs]
    found, seen = [], set()
    for one in sorted(first, key=sureness, reverse=True):
        group = one.item.group or one.item.id
        if group in seen:
            continue
        seen.add(group)
        replies = [(run.scores.model, there.get(one.item.id)) for run, there in zip(runs, others, strict=True)]
        found.append({"item": one.item, "pictures": thumbnails(one), "replies": replies})
        if len(found) == SHOWN:
            break
    return found


def sureness(one: Judged) -> float:
    """How sure an answer is: the distance of a probability from one half, the gap of the two likeliest options."""
    if one.belief is not None:
        return abs(one.belief - 0.5) if 0 <= one.belief <= 1 else abs(one.belief)
    ordered = sorted(one.reply.options, reverse=True)
    return ordered[0] - ordered[1] if len(ordered) > 1 else 0.0


def thumbnails(one: Judged) -> list[str]:
    """The first four media as data addresses; what can't be read is left out."""
    found = []
    for path in one.item.media[:4]:
        try:
            shown = picture(path) if one.item.modality != "video" else _frame(path)
        except MediaError:
            continue
        shown.thumbnail((SIDE, SIDE))
        buffer = io.BytesIO()
        shown.save(buffer, "JPEG", quality=85)
        found.append(f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}")
    return found


def _frame(path: str):
    from PIL import Image

    return Image.fromarray(frames(path, 1)[0])

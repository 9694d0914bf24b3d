"""What was measured, how, and with what: the facts that a reader needs to trust a run, and to repeat it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..items import Figure
from ..replies import WHY
from ..run_record import without_login
from ..runs import Run
from ..tables import UNKNOWN_CELL

NOT_RECORDED = "not recorded"
Rows = list[tuple[str, list[str]]]  # a name, and a cell for each run


def facts(runs: Sequence[Run]) -> Rows:
    """Date, data, draw, model, versions and command of each run, a row each; a row that no run has is left out."""
    wanted: dict[str, Callable[[Run], str]] = {
        "model": lambda run: run.scores.model,
        "version of the model": lambda run: "\n".join(without_login(str(run.settings.get("version", ""))).split("|")),
        "bundle": lambda run: run.about.folders.get("bundle", ""),
        "adapters": lambda run: run.about.folders.get("adapter", ""),
        "data": lambda run: str(run.settings.get("data", "")),
        "options of the task": lambda run: ", ".join(f"{k} {v}" for k, v in run.settings.get("choices", {}).items()),
        "pictures delivered": lambda run: str(run.settings.get("delivery", "as they are")),
        "limit": lambda run: _limit(run.settings.get("limit")),
        "seed of the draw": lambda run: str(run.settings.get("seed", "")),
        "answers read from": lambda run: {"text": "the text", "options": "the likeliest option"}.get(
            str(run.settings.get("by", "")), ""
        ),
        "longest reply": lambda run: f"{run.settings['tokens']:,} tokens" if run.settings.get("tokens") else "",
        "begun": lambda run: _date(run.about.began),
        "last new reply": lambda run: _date(run.about.finished),
        "time of all replies": _time,
        "made with": _versions,
        "folder": lambda run: str(run.folder),
        "command": lambda run: run.about.command or NOT_RECORDED,
    }
    rows = [(name, [read(run) for run in runs]) for name, read in wanted.items()]
    return [(name, cells) for name, cells in rows if any(cells)]


def _limit(limit: object) -> str:
    return f"at most {limit:,} items, drawn at random" if isinstance(limit, int) else "none: all items"


def _date(iso: str) -> str:
    return f"{iso[:10]} {iso[11:16]} UTC" if iso else NOT_RECORDED


def _time(run: Run) -> str:
    spent = [result.reply.seconds for result in run.judged]
    total = sum(spent)
    if not total:
        return ""
    whole = f"{total:.1f} s" if total < 90 else f"{total / 60:.1f} min" if total < 5400 else f"{total / 3600:.1f} h"
    return f"{whole}, {total / len(spent):.2f} s an item"


def _versions(run: Run) -> str:
    about = run.about
    if not about.telltale:
        return NOT_RECORDED
    packages = ", ".join(f"{name} {version}" for name, version in about.packages.items())
    return f"telltale {about.telltale}, Python {about.python}, {about.system}\n{packages}"


def coverage(runs: Sequence[Run]) -> Rows:
    """How many items were scored and why the others were not: not asked, no reply, or a reply without an answer."""
    counts = [run.scores.counts for run in runs]
    rows: Rows = [
        ("items of the data set", [f"{c.records:,}" for c in counts]),
        ("scored: an answer was read, and the right one is known", [f"{c.scored:,}" for c in counts]),
        ("unparsed: the model replied, and no answer can be read", [f"{c.unparsed:,}" for c in counts]),
    ]
    for why, meaning in WHY.items():
        number = [run.scores.unread.get(why, 0) for run in runs]
        if any(number):
            rows.append((f"– because {meaning}", [f"{n:,}" for n in number]))
    rows += [
        ("failed: the model or its server gave no reply, or could not measure", [f"{c.failed:,}" for c in counts]),
        ("not asked: the picture is missing", [f"{c.missing:,}" for c in counts]),
        ("not asked: the model can't take this kind of media", [f"{c.unsupported:,}" for c in counts]),
        (
            "abstained: the model said that it can't tell; its better guess is scored",
            [f"{c.abstained:,}" for c in counts],
        ),
    ]
    without = [sum(not r.item.answer and not r.reply.error for r in run.judged) for run in runs]
    if any(without):
        rows.append(("no right answer is known", [f"{n:,}" for n in without]))
    return rows


def figures(runs: Sequence[Run]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Each headline figure with its value, its interval and its number of items in every run."""
    names = dict.fromkeys(name for run in runs for name in run.scores.headline)
    return [(name, [_cells(run.scores.headline.get(name)) for run in runs]) for name in names]


def _cells(figure: Figure | None) -> tuple[str, str, str]:
    if figure is None:
        return UNKNOWN_CELL, "", ""
    value, _, interval = str(figure).partition(" [")
    low_high = interval.removesuffix("]").replace(", ", " to ")
    return value, low_high, f"{figure.n:,}"

"""`telltale eval …`: arguments here, the work in the modules beside this one."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...agent.console import DONE, FAILED, Command, guarded, say
from ..tables import show

if TYPE_CHECKING:
    from .. import responders, runner
    from ..items import Figure, Scores, Table, Task

PAGE = "page.html"
MODEL_HELP = (
    "small (default), a hub id or folder, agent or agent:MODEL (all of Telltale), detector:NAME, "
    "openai:URL[,URL]#MODEL, saved:FILE, constant:TEXT, always:real, always:fake or chance"
)


def add(commands: Any) -> None:
    """Declare what stands below `telltale eval`."""
    from ..tasks import available

    listing = commands.add_parser("list", help="name the tasks, and what each needs")
    listing.set_defaults(run=_guarded(_list))
    for task in available().values():
        _task(commands, task)
    robust = commands.add_parser("robustness", help="what a verdict survives: damage, overlays, framing, attacks")
    robust.add_argument(
        "--data", type=Path, required=True, metavar="CSV", help="a manifest with the columns path and label"
    )
    _model(robust)
    robust.add_argument("--out", type=Path, required=True, metavar="DIR")
    robust.add_argument("--count", type=int, default=40, help="pictures of either label (default 40)")
    robust.add_argument("--families", nargs="*", metavar="NAME", help="of changes; by default all")
    robust.add_argument(
        "--attacks", type=int, default=8, metavar="N", help="pictures of either label to attack (default 8)"
    )
    robust.add_argument("--queries", type=int, default=30, help="of a black-box attack (default 30)")
    robust.set_defaults(run=_guarded(_robustness))
    manifest = commands.add_parser("manifest", help="write a CSV manifest of pictures in folders of your own")
    manifest.add_argument(
        "--real", nargs="*", default=[], type=Path, metavar="PATH", help="folders of photographs, files"
    )
    manifest.add_argument("--fake", nargs="*", default=[], type=Path, metavar="PATH", help="of generated pictures")
    manifest.add_argument(
        "--pairs", nargs="*", default=[], type=Path, metavar="DIR", help="of pictures altered in a part, with masks"
    )
    manifest.add_argument("--out", type=Path, required=True, metavar="FILE.csv")
    manifest.set_defaults(run=_guarded(_manifest))
    judge = commands.add_parser("judge", help="have chat models mark the answers in words of a run")
    judge.add_argument("runs", type=Path, metavar="RUN", help="the --out of a run")
    judge.add_argument("--judge", action="append", required=True, metavar="MODEL", help="may be given several times")
    judge.add_argument("--rubric", default="loki", help="loki (default) or explainfake")
    judge.add_argument("--limit", type=int, help="answers to mark")
    judge.add_argument("--concurrency", type=int, default=8)
    judge.set_defaults(run=_guarded(_judge))
    compare = commands.add_parser("compare", help="two runs on the same items, with paired tests")
    compare.add_argument("runs", nargs=2, type=Path, metavar="RUN")
    compare.add_argument("--out", type=Path, metavar="FILE.html", help="a page with both side by side")
    compare.set_defaults(run=_guarded(_compare))
    report_page = commands.add_parser("page", help="one page on several runs of a task, side by side")
    report_page.add_argument("runs", nargs="+", type=Path, metavar="RUN")
    report_page.add_argument("--out", type=Path, required=True, metavar="FILE.html")
    report_page.set_defaults(run=_guarded(_page))
    board = commands.add_parser("leaderboard", help="a table for each task over all runs below some folders")
    board.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    board.add_argument("--csv", type=Path, metavar="FILE", help="write it as CSV too")
    board.set_defaults(run=_guarded(_leaderboard))
    export = commands.add_parser("export", help="write the replies of a run as a benchmark's own harness does")
    export.add_argument("runs", type=Path, metavar="RUN")
    export.add_argument("--format", choices=("loki", "fakebench"), required=True)
    export.add_argument("--out", type=Path, required=True, metavar="FILE.json")
    export.set_defaults(run=_guarded(_export))


def _guarded(run: Command) -> Command:
    return guarded(run, lambda module: "ray" if module == "ray" else "endpoint" if "openai" in module else "eval")


def _task(commands: Any, task: Task) -> None:
    parser = commands.add_parser(task.name, help=task.what)
    parser.add_argument("--data", type=Path, required=True, help=task.needs)
    for option, values in task.options.items():
        parser.add_argument(f"--{option}", choices=values, default=values[0], help=f"{values[0]} by default")
    _model(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="resumed where a run was cut off there")
    parser.add_argument("--limit", type=int, help="at most so many items, drawn at random by whole groups")
    parser.add_argument("--seed", type=int, default=0, help="of that draw")
    parser.add_argument("--allow-missing", action="store_true", help="score what is here where media are missing")
    parser.add_argument(
        "--by", choices=("text", "options"), default="text", help="read what is written, or take the likelier answer"
    )
    parser.add_argument("--max-tokens", type=int, help=f"the longest reply (default {task.tokens})")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="share replies between runs")
    parser.add_argument("--price", type=float, nargs=2, metavar=("IN", "OUT"), help="dollars for a million tokens")
    parser.add_argument(
        "--engine", choices=("local", "ray"), default="local", help="ray spreads batches over a cluster"
    )
    parser.add_argument("--actors", type=int, default=1, help="models that Ray keeps (default 1)")
    parser.set_defaults(run=_guarded(_run), task=task.name)


def _model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", default="small", help=MODEL_HELP)
    parser.add_argument("--adapter", type=Path, metavar="DIR", help="adapters to use instead of the shipped ones")
    parser.add_argument("--bare", action="store_true", help="a local model without any adapter")
    parser.add_argument("--load-in", choices=("4bit", "8bit"), help="quantise a local model with bitsandbytes")
    parser.add_argument("--batch", type=int, default=8, help="questions at a time of a local model (default 8)")
    parser.add_argument("--concurrency", type=int, default=8, help="requests at a time to each URL (default 8)")
    parser.add_argument(
        "--error-rate", type=float, default=0.05, help="at which the agent gives a label (default 0.05)"
    )


def _how(arguments: argparse.Namespace) -> responders.ResponderOptions:
    from .. import responders

    return responders.ResponderOptions(
        adapter=arguments.adapter,
        bare=arguments.bare,
        load_in=arguments.load_in,
        batch=arguments.batch,
        concurrency=arguments.concurrency,
        error_rate=arguments.error_rate,
    )


def _list(arguments: argparse.Namespace) -> int:
    from ..tasks import available

    for task in available().values():
        print(f"{task.name}\n  {task.what}\n  needs {task.needs}")
        for option, values in task.options.items():
            print(f"  --{option} {', '.join(values)}")
    return DONE


def _manifest(arguments: argparse.Namespace) -> int:
    from ..sets import manifest

    found = list(manifest.rows(arguments.real, arguments.fake, arguments.pairs, arguments.out.parent))
    if not found:
        raise ValueError("name pictures with --real, --fake or --pairs")
    manifest.write(arguments.out, found)
    counts = Counter((label, source) for _, label, source, *_ in found)
    for (label, source), count in counts.items():
        print(f"{label}: {count} of {source}")
    return DONE


def _run(arguments: argparse.Namespace) -> int:
    from .. import distributed, responders, runner, runs
    from ..page import build
    from ..store import Store
    from ..tasks import get

    task = get(arguments.task)
    choices = {name: getattr(arguments, name) for name in task.options}
    rank, processes = distributed.place()
    options = _options(arguments, rank, processes)
    responder = responders.get(arguments.model, _how(arguments))
    work = runner.prepare(task, arguments.data, choices, responder, options)
    settings = _settings(arguments, choices, responder, work.tokens)
    runner.settle(arguments.out, settings)
    kept = Store(arguments.out, rank)
    runner.keyed(work, kept)
    if arguments.engine == "ray":
        distributed.ask_by_ray(work, arguments.model, _how(arguments), kept, options, arguments.actors, say)
    else:
        runner.ask(work, kept, options, say if rank == 0 else lambda line: None)
    distributed.wait()
    if rank:
        return DONE
    kept.read()
    found = runner.judged(work, kept, arguments.by)
    scored = runner.scores(work, found, options.prices)
    runs.write(arguments.out, scored, found)
    build([runs.Run(arguments.out, settings, scored, found)], arguments.out / PAGE)
    _print(scored)
    print(f"telltale: wrote {arguments.out / PAGE}, {arguments.out / runs.SCORES} and tables as CSV", file=sys.stderr)
    return FAILED if scored.counts.failed else DONE


def _options(arguments: argparse.Namespace, rank: int, processes: int) -> runner.RunOptions:
    from .. import runner

    return runner.RunOptions(
        limit=arguments.limit,
        seed=arguments.seed,
        allow_missing=arguments.allow_missing,
        tokens=arguments.max_tokens,
        prices=tuple(arguments.price) if arguments.price else None,
        cache=arguments.cache,
        rank=rank,
        processes=processes,
    )


def _settings(arguments: argparse.Namespace, choices: dict, responder: responders.Responder, tokens: int) -> dict:
    return {
        "task": arguments.task,
        "data": str(arguments.data.resolve()),
        "choices": choices,
        "model": responder.name,
        "version": responder.version,
        "tokens": tokens,
        "limit": arguments.limit,
        "seed": arguments.seed,
        "by": arguments.by,
    }


def _print(scored: Scores) -> None:
    from rich.console import Console
    from rich.table import Table as Rich

    console = Console(width=None if sys.stdout.isatty() else 110)
    counts = scored.counts.model_dump()
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count or name in ("records", "unparsed"))
    console.print(f"{scored.task} · {scored.model} · {told}")
    shown = Rich("figure", "value", "95%", "n", box=None, pad_edge=False)
    for name, figure in scored.headline.items():
        shown.add_row(name, str(figure).partition(" [")[0], _span(figure), str(figure.n))
    console.print(shown)
    for note in scored.notes:
        console.print(f"[dim]{note}[/dim]")


def _span(figure: Figure) -> str:
    return "" if figure.low is None else f"{figure.low:.3f} … {figure.high:.3f}"


def _robustness(arguments: argparse.Namespace) -> int:
    from .. import responders
    from ..robustness import measure, optimised, report_page
    from ..robustness.perturbations import FAMILIES
    from ..runs import write_tables
    from ..tasks import TaskError, get

    names = list(FAMILIES) if arguments.families is None else arguments.families
    if unknown := [name for name in names if name not in FAMILIES]:
        raise TaskError(f"no family {unknown[0]!r}; there are {', '.join(FAMILIES)}")
    task = get("csv")
    items = measure.select(list(task.read(arguments.data, split="all")), arguments.count)
    if len({item.truth for item in items}) < 2:
        raise TaskError(f"{arguments.data}: holds no pictures of both labels")
    responder = responders.get(arguments.model, _how(arguments))
    conditions = measure.measure(task, items, responder, arguments.out, names, report=say)
    tables = [measure.table(conditions), measure.groups(conditions[0].judged)]
    turned: list = []
    if arguments.attacks:
        chosen = measure.select(items, arguments.attacks, seed=1)
        attacked, turned = optimised.attack(chosen, responder, arguments.out, arguments.queries, task.tokens, say)
        tables.append(attacked)
    write_tables(arguments.out, tables)
    report_page.build(arguments.out / PAGE, responder.name, tables, conditions, turned)
    for table in tables:
        _show(table)
    print(f"telltale: wrote {arguments.out / PAGE} and tables as CSV", file=sys.stderr)
    return DONE


def _show(table: Table) -> None:
    show(table.title, table.header, table.rows)


def _judge(arguments: argparse.Namespace) -> int:
    from .. import judge, runs

    run = runs.read(arguments.runs)
    told = [one for one in run.judged if one.item.kind == "explanation" and not one.reply.error][: arguments.limit]
    if not told:
        raise ValueError(f"{arguments.runs}: holds no answers in words")
    marks = {
        name: judge.mark(judge.get(name, arguments.concurrency), told, arguments.rubric, arguments.runs, say)
        for name in arguments.judge
    }
    _, tables, notes = judge.table(marks, told, arguments.rubric, run.scores.model)
    for table in tables:
        _show(table)
    for note in notes:
        print(f"\n{note}")
    runs.write_tables(arguments.runs, tables)
    return DONE


def _compare(arguments: argparse.Namespace) -> int:
    from .. import comparing, runs
    from ..page import build

    one, other = (runs.read(folder) for folder in arguments.runs)
    table, notes = comparing.compare(one, other)
    _show(table)
    for note in notes:
        print(f"\n{note}")
    if arguments.out:
        build([one, other], arguments.out, [table])
        print(f"telltale: wrote {arguments.out}", file=sys.stderr)
    return DONE


def _page(arguments: argparse.Namespace) -> int:
    from .. import runs
    from ..page import build

    found = [runs.read(folder) for folder in arguments.runs]
    if len({run.scores.task for run in found}) > 1:
        raise ValueError("runs of several tasks do not fit on one page; `telltale eval leaderboard` shows them all")
    build(found, arguments.out)
    print(f"telltale: wrote {arguments.out}", file=sys.stderr)
    return DONE


def _leaderboard(arguments: argparse.Namespace) -> int:
    from .. import comparing

    tables = comparing.leaderboard(arguments.folders)
    if not tables:
        raise ValueError(f"no finished runs below {', '.join(map(str, arguments.folders))}")
    for table in tables:
        _show(table)
    if arguments.csv:
        from ..runs import write_rows

        rows = [
            row for t in tables for row in (("task", *t.header), *((t.title, *cells) for cells in t.rows))
        ]  # a header before each task, since tasks have figures of their own
        write_rows(arguments.csv, rows[0], rows[1:])
    return DONE


def _export(arguments: argparse.Namespace) -> int:
    from .. import export, runs

    count = export.write(runs.read(arguments.runs), arguments.format, arguments.out)
    print(f"{count} replies")
    return DONE


def main(argv: Sequence[str] | None = None) -> int:
    """The entry point of `python -m telltale.eval`, which launchers start."""
    from ...agent.environment import prepare

    prepare()
    parser = argparse.ArgumentParser(prog="python -m telltale.eval")
    add(parser.add_subparsers(required=True, metavar="TASK"))
    arguments = parser.parse_args(argv)
    return arguments.run(arguments)

"""What is made of finished runs: marks by a judge, comparisons, pages, leaderboards, other harnesses' formats."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ...agent.console import DONE, Commands, add_command, at_least_one, note, say
from ..tables import show, write_csv, write_tables
from .responder_options import guarded_eval

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..items import Table
    from ..runs import Run

_JUDGE_EXAMPLES = (
    (
        "telltale eval judge runs/loki --judge openai:http://127.0.0.1:8000/v1#llava --judge small",
        "let two models mark the explanations of a run, and see how far they agree",
    ),
)
_COMPARE_EXAMPLES = (
    (
        "telltale eval compare runs/small runs/agent --out compare.html",
        "test whether two runs differ, and write a page with every item of both",
    ),
    (
        "telltale eval compare runs/clip runs/small runs/agent",
        "test each pair of three runs; p is corrected for the number of tests",
    ),
)
_PAGE_EXAMPLES = (
    ("telltale eval page runs/small runs/agent --out page.html", "show two runs of one task side by side"),
)
_LEADERBOARD_EXAMPLES = (
    ("telltale eval leaderboard runs --csv board.csv", "rank all finished runs below a folder, task by task"),
)
_EXPORT_EXAMPLES = (
    ("telltale eval export runs/loki --format loki --out log.json", "write the replies as LOKI's own harness does"),
)


def add(commands: Commands) -> None:
    """Declare the commands."""
    judge = add_command(
        commands, "judge", "let chat models mark the written answers of a run", _JUDGE_EXAMPLES, guarded_eval(_judge)
    )
    judge.add_argument("run_folder", type=Path, metavar="RUN", help="the folder of a run (its --out)")
    judge.add_argument(
        "--judge", action="append", required=True, metavar="MODEL", help="a model that marks (may be repeated)"
    )
    judge.add_argument("--rubric", default="loki", help="loki (default) or explainfake")
    judge.add_argument("--limit", type=at_least_one, help="mark at most this many answers")
    judge.add_argument("--concurrency", type=int, default=8, help="requests at the same time (default 8)")

    compare = add_command(
        commands, "compare", "compare runs on the same items", _COMPARE_EXAMPLES, guarded_eval(_compare)
    )
    compare.add_argument("run_folders", nargs="+", type=Path, metavar="RUN", help="the folder of a run")
    compare.add_argument("--out", type=Path, metavar="FILE.html", help="also write a page with all side by side")

    page = add_command(
        commands, "page", "write one page about several runs of a task", _PAGE_EXAMPLES, guarded_eval(_page)
    )
    page.add_argument("run_folders", nargs="+", type=Path, metavar="RUN", help="the folder of a run")
    page.add_argument("--out", type=Path, required=True, metavar="FILE.html", help="where the page goes")

    board = add_command(
        commands,
        "leaderboard",
        "print a table for each task over all runs below some folders",
        _LEADERBOARD_EXAMPLES,
        guarded_eval(_leaderboard),
    )
    board.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="a folder with runs below it")
    board.add_argument("--csv", type=Path, metavar="FILE", help="also write the tables as CSV")

    export = add_command(
        commands,
        "export",
        "write the replies of a run in the format of a benchmark's own harness",
        _EXPORT_EXAMPLES,
        guarded_eval(_export),
    )
    export.add_argument("run_folder", type=Path, metavar="RUN", help="the folder of a run")
    export.add_argument("--format", choices=("loki", "fakebench"), required=True, help="the harness")
    export.add_argument("--out", type=Path, required=True, metavar="FILE.json", help="where the replies go")


def _print(tables: Iterable[Table], notes: Iterable[str] = ()) -> None:
    for table in tables:
        show(table.title, table.header, table.rows)
    for line in notes:
        print(f"\n{line}")


def _judge(arguments: argparse.Namespace) -> int:
    from .. import judge, runs
    from ..store import locked

    run = runs.read(arguments.run_folder)
    written = [one for one in run.judged if one.item.kind == "explanation" and not one.reply.error][: arguments.limit]
    if not written:
        raise ValueError(f"{arguments.run_folder}: has no written answers to mark; name a run of an explanation task")
    with locked(arguments.run_folder):
        marks = {
            name: judge.mark(
                judge.get(name, arguments.concurrency), written, arguments.rubric, arguments.run_folder, say
            )
            for name in arguments.judge
        }
    _, tables, notes = judge.table(marks, written, arguments.rubric, run.scores.model)
    _print(tables, notes)
    write_tables(arguments.run_folder, tables)
    return DONE


def _compare(arguments: argparse.Namespace) -> int:
    from .. import comparing
    from ..page import build

    if len(arguments.run_folders) < 2:
        raise ValueError(f"{arguments.run_folders[0]}: is one run; name two or more to compare")
    finished = _of_one_task(arguments.run_folders)
    tables, notes = comparing.compare_all(finished)
    _print(tables, notes)
    if arguments.out:
        build(finished, arguments.out, tables, notes)
        note(f"wrote {arguments.out}")
    return DONE


def _of_one_task(folders: Sequence[Path]) -> list[Run]:
    """The runs in some folders.

    Raises:
        ValueError: if they are of several tasks.
    """
    from .. import runs

    finished = [runs.read(folder) for folder in folders]
    tasks = sorted({run.scores.task for run in finished})
    if len(tasks) > 1:
        raise ValueError(
            f"these are runs of several tasks ({', '.join(tasks)}), and a page shows one; "
            "`telltale eval leaderboard DIR…` shows all"
        )
    return finished


def _page(arguments: argparse.Namespace) -> int:
    from ..page import build

    build(_of_one_task(arguments.run_folders), arguments.out)
    note(f"wrote {arguments.out}")
    return DONE


def _leaderboard(arguments: argparse.Namespace) -> int:
    from .. import comparing

    tables = comparing.leaderboard(arguments.folders)
    if not tables:
        places = ", ".join(map(str, arguments.folders))
        raise ValueError(f"{places}: no finished run lies below; name folders that hold the --out of runs")
    _print(tables)
    if arguments.csv:
        # Tasks have figures of their own, so each begins with a header.
        rows = [row for t in tables for row in (("task", *t.header), *((t.title, *cells) for cells in t.rows))]
        write_csv(arguments.csv, rows[0], rows[1:])
    return DONE


def _export(arguments: argparse.Namespace) -> int:
    from .. import export, runs

    count = export.write(runs.read(arguments.run_folder), arguments.format, arguments.out)
    print(f"{count} replies")
    return DONE

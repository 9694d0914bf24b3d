"""`telltale eval TASK`: run a task with a model, and score it."""

from __future__ import annotations

import argparse
import errno
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...agent.console import DONE, FAILED, Commands, add_command, at_least_one, note, say
from .responder_options import add_responder_options, guarded_eval, responder_options

if TYPE_CHECKING:
    from ..items import Figure, Item, Scores, Task
    from ..responders import Responder
    from ..run_record import LeftOut
    from ..runner import RunOptions

MAX_TOKENS_HELP = "longest reply in tokens (default {tokens}; 4096 for a reply that reasons in tags first)"
PAGE = "page.html"  # in the folder of a run
_DEFAULTS = {
    "adapter": None,
    "bundle": None,
    "bare": False,
    "load-in": None,
    "batch": 8,
    "concurrency": 8,
    "error-rate": 0.05,
    "limit": None,
    "seed": 0,
    "allow-missing": False,
    "by": "text",
    "delivery": "clean",
    "max-tokens": None,
    "price-in": None,
    "price-out": None,
}  # options that a repeated run needs if they were given


def add(commands: Commands) -> None:
    """Declare a command for each task."""
    from ..tasks import available

    for task in available().values():
        _add_task(commands, task)


def _add_task(commands: Commands, task: Task) -> None:
    out = f"runs/{task.name}"
    examples = (
        (
            f"telltale eval {task.name} --data DATA --out {out}",
            "measure the model small, and write a page with figures",
        ),
        (
            f"telltale eval {task.name} --data DATA --model agent --limit 100 --out {out}-agent",
            "measure all of Telltale on 100 items drawn at random",
        ),
    )
    parser = add_command(commands, task.name, task.what, examples, guarded_eval(_run))
    parser.set_defaults(task=task.name)
    parser.add_argument("--data", type=Path, required=True, help=task.needs)
    for option, values in task.options.items():
        parser.add_argument(f"--{option}", choices=values, default=values[0], help=f"default {values[0]}")
    add_responder_options(parser)
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="DIR",
        help="where the run goes; a run that was cut off there goes on",
    )
    parser.add_argument(
        "--limit", type=at_least_one, help="ask at most this many items, drawn at random by whole groups"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the random draw (default 0)")
    parser.add_argument(
        "--allow-missing", action="store_true", help="if media files are missing, score the other items"
    )
    parser.add_argument(
        "--by",
        choices=("text", "options"),
        default="text",
        help="text (default) reads the answer from the reply; options takes the likeliest of the possible answers",
    )
    parser.add_argument(
        "--delivery",
        choices=("clean", "web", "hard", "all"),
        default="clean",
        help="pictures as they are (clean, default), as services deliver them (web), after more (hard), or all three",
    )
    parser.add_argument("--max-tokens", type=int, help=MAX_TOKENS_HELP.format(tokens=task.tokens))
    parser.add_argument("--cache", type=Path, metavar="DIR", help="share replies with other runs through this folder")
    parser.add_argument(
        "--price-in", type=float, metavar="DOLLARS", help="for a million tokens that the model reads, to state the cost"
    )
    parser.add_argument("--price-out", type=float, metavar="DOLLARS", help="for a million tokens that it writes")
    parser.add_argument(
        "--engine", choices=("local", "ray"), default="local", help="local (default), or ray to use a Ray cluster"
    )
    parser.add_argument("--actors", type=int, default=1, help="copies of the model on the cluster (default 1)")


def _run(arguments: argparse.Namespace) -> int:
    if not arguments.data.exists():  # told before a model is loaded
        raise FileNotFoundError(errno.ENOENT, "no such file or folder", str(arguments.data))
    from .. import distributed, responders, runner, runs
    from ..page import build
    from ..run_record import now, write_about
    from ..store import Store, locked
    from ..tasks import get

    task, began = get(arguments.task), now()
    choices = {name: getattr(arguments, name) for name in task.options}
    rank, processes = distributed.place()
    with locked(arguments.out, rank):
        options = _run_options(arguments, rank, processes)
        responder = responders.get(arguments.model, responder_options(arguments))
        work = runner.prepare(task, arguments.data, choices, responder, options)
        settings = _settings(arguments, choices, responder, work.tokens)
        runner.check_settings(arguments.out, settings)
        store = Store(arguments.out, rank)
        for line in store.repaired:
            say(line)
        runner.assign_keys(work, store)
        asked = bool(runner.remaining(work, store, options))
        if arguments.engine == "ray":
            how = responder_options(arguments)
            distributed.ask_by_ray(work, arguments.model, how, store, options, arguments.actors, say)
        else:
            runner.ask(work, store, options, say if rank == 0 else lambda line: None)
        distributed.wait()
        if rank:  # the first process scores the replies of all
            return DONE
        store.read()
        judged = runner.judged(work, store, arguments.by)
        scores = runner.scores(work, judged, options.prices)
        runs.write(arguments.out, scores, judged)
        about = write_about(
            arguments.out,
            repeat(arguments, task),
            began,
            asked=asked,
            missing=work.missing,
            unsupported=work.unsupported,
            prices=options.prices,
            folders={name: path for name in ("bundle", "adapter") if (path := getattr(arguments, name))},
        )
        left_out: list[tuple[Item, LeftOut]] = [
            (item, about.left_out[item.id]) for item in (*work.missing, *work.unsupported)
        ]
        build([runs.Run(arguments.out, settings, scores, judged, about, left_out)], arguments.out / PAGE)
    _print(scores)
    note(f"wrote {arguments.out / PAGE}, {arguments.out / runs.SCORES} and tables as CSV")
    return FAILED if scores.counts.failed else DONE


def _run_options(arguments: argparse.Namespace, rank: int, processes: int) -> RunOptions:
    from ..delivery import PICTURES
    from ..runner import RunOptions

    return RunOptions(
        limit=arguments.limit,
        seed=arguments.seed,
        allow_missing=arguments.allow_missing,
        tokens=arguments.max_tokens,
        prices=_prices(arguments),
        cache=arguments.cache,
        rank=rank,
        processes=processes,
        pictures=arguments.out / PICTURES,
        delivery=arguments.delivery,
    )


def _prices(arguments: argparse.Namespace) -> tuple[float, float] | None:
    """Both prices.

    Raises:
        ValueError: if only one is given, or one is negative.
    """
    given = (arguments.price_in, arguments.price_out)
    if given == (None, None):
        return None
    if None in given:
        raise ValueError("--price-in and --price-out: the cost needs both; give the other one, too")
    if min(given) < 0:
        raise ValueError("--price-in and --price-out: a price can't be negative")
    return given


def repeat(arguments: argparse.Namespace, task: Task) -> str:
    """The command that repeats a run, with the options that are not at their defaults."""
    from ..run_record import command_line

    command = ["telltale", "eval", task.name, "--data", str(arguments.data.resolve()), "--model", arguments.model]
    for name, values in task.options.items():
        if getattr(arguments, name) != values[0]:
            command += [f"--{name}", getattr(arguments, name)]
    for flag, default in _DEFAULTS.items():
        value = getattr(arguments, flag.replace("-", "_"))
        if value != default:
            command += [f"--{flag}"] if value is True else [f"--{flag}", str(value)]
    return command_line([*command, "--out", str(arguments.out)])


def _settings(
    arguments: argparse.Namespace, choices: dict[str, str], responder: Responder, tokens: int
) -> dict[str, Any]:
    """What a run is. A run that is taken up again must have the same settings."""
    from ..sets.shared_copies import CLEAN

    delivered = {} if arguments.delivery == CLEAN else {"delivery": arguments.delivery}
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
        **delivered,
    }


def _print(scores: Scores) -> None:
    from ..replies import WHY
    from ..tables import show_columns

    counts = scores.counts.model_dump()
    shown = ", ".join(f"{count} {name}" for name, count in counts.items() if count or name in ("records", "unparsed"))
    shown = shown.replace("cut_off", "cut off")
    print(f"{scores.task} · {scores.model} · {shown}")
    if scores.unread:
        print("unparsed: " + "; ".join(f"{count} because {WHY[why]}" for why, count in scores.unread.items()))
    rows = [
        (name, str(figure).partition(" [")[0], _interval(figure), str(figure.n))
        for name, figure in scores.headline.items()
    ]
    show_columns(("figure", "value", "95% interval", "items"), rows)
    for line in scores.notes:
        print(line)


def _interval(figure: Figure) -> str:
    return "" if figure.low is None else f"{figure.low:.3f} … {figure.high:.3f}"

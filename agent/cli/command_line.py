"""The command line `telltale`: its parser, and the call of the command that was parsed.

Exit status: 0 the work is done, whatever the verdict; 1 it failed in part; 2 the call was wrong; 130 interrupted.
"""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Sequence

from ..console import DONE, FAILED, add_command, examples_text, fail, run_command
from ..environment import accept_any_text
from ..environment import prepare as prepare_environment
from ..text import lowered
from . import (
    bench_command,
    camera_command,
    case_commands,
    chat,
    compare_command,
    detector_list,
    doctor_command,
    examine,
    geometry_command,
    inspect_command,
    mcp_command,
    model_commands,
    report_command,
    serve_command,
    triage_command,
    trust_commands,
    video_command,
)

_EXAMPLES = (
    ("telltale examine photo.jpg", "examine one picture and print what was found"),
    ("telltale examine --help", "list the options of a command"),
)
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_MEMORY = (
    "there is not enough memory for this; close other programs, or use a smaller copy; `telltale doctor` says what "
    "telltale takes"
)
_FINETUNE_EXAMPLES = (
    ("telltale finetune check-data images/manifest.csv", "check a set of pictures before training on it"),
    ("telltale finetune detector --help", "list the options of a recipe"),
)
_EVAL_EXAMPLES = (
    ("telltale eval list", "name the tasks, and the data that each needs"),
    (
        "telltale eval csv --data images/manifest.csv --model agent --out runs/agent",
        "measure all of Telltale on labelled pictures of your own",
    ),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    accept_any_text()
    words = list(sys.argv[1:] if argv is None else argv)
    evaluating = words[:1] == ["eval"]
    if evaluating:
        prepare_environment()  # before the tasks load any library
    arguments = parser(everything=evaluating).parse_args(words)
    try:
        return _written_out(run_command(arguments))
    except MemoryError:
        return _written_out(fail(_NO_MEMORY, FAILED))
    except OSError as error:  # of a command that only prints
        if error.errno not in _NO_ROOM:
            raise
        return _written_out(fail(_unwritten(error), FAILED))


def _written_out(status: int) -> int:
    """The status, once all that was printed has left this process; a disk that is full is told here at the latest."""
    try:
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # lest the interpreter fail at it again
        if isinstance(error, BrokenPipeError):
            return DONE
        return status if status != DONE else fail(_unwritten(error), FAILED)  # what failed was told already
    return status


def _unwritten(error: OSError) -> str:
    reason = lowered(error.strerror or type(error).__name__)
    return f"the result can't be written ({reason}); send it to a place with room, and run the same command again"


def parser(*, everything: bool = False) -> argparse.ArgumentParser:
    """The parser of `telltale`.

    Args:
        everything: also read the commands below `telltale eval`. Their libraries take half a second to load, so other
            commands do without them.
    """
    top = argparse.ArgumentParser(
        prog="telltale",
        description="Is this picture real, and what gives it away? Evidence, weighed and cited.",
        epilog=examples_text(_EXAMPLES),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument(
        "--version", action=_Version, nargs=0, default=argparse.SUPPRESS, help="print the version and exit"
    )
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    examine.add(commands)
    triage_command.add(commands)
    inspect_command.add(commands)
    compare_command.add(commands)
    geometry_command.add(commands)
    camera_command.add(commands)
    video_command.add(commands)
    chat.add(commands)
    serve_command.add(commands)
    mcp_command.add(commands)
    report_command.add(commands)
    case_commands.add(commands)
    model_commands.add(commands)
    trust_commands.add(commands)
    detector_list.add(commands)
    doctor_command.add(commands)
    bench_command.add(commands)

    from ...finetune.commands import add as add_recipes

    finetune = add_command(commands, "finetune", "prepare data, train detectors and adapters", _FINETUNE_EXAMPLES)
    add_recipes(finetune.add_subparsers(title="recipes", required=True, metavar="RECIPE"))
    evaluate = add_command(commands, "eval", "measure models on benchmarks, and how robust they are", _EVAL_EXAMPLES)
    if everything:
        from ...eval.commands import add as add_tasks

        add_tasks(evaluate.add_subparsers(title="tasks and tools", required=True, metavar="TASK"))
    return top


class _Version(argparse.Action):
    """Prints the version; it is looked up only then, since that takes a tenth of what `--help` takes."""

    def __call__(self, parser: argparse.ArgumentParser, *rest: object) -> None:
        from importlib.metadata import version

        print(f"telltale {version('telltale')}")
        parser.exit()

"""The command line `telltale`: its parser, and the call of the command that was parsed.

Exit status: 0 the work is done, whatever the verdict; 1 it failed in part; 2 the call was wrong; 130 interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ..console import add_command, examples_text, run_command
from ..environment import accept_any_text
from ..environment import prepare as prepare_environment
from . import (
    bench_command,
    case_commands,
    chat,
    detector_list,
    doctor_command,
    examine,
    inspect_command,
    mcp_command,
    model_commands,
    report_command,
    serve_command,
    triage_command,
    trust_commands,
)

_EXAMPLES = (
    ("telltale examine photo.jpg", "examine one picture and print what was found"),
    ("telltale examine --help", "list the options of a command"),
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
    return run_command(parser(everything=evaluating).parse_args(words))


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
    top.add_argument("--version", action="version", version=_version())
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    examine.add(commands)
    triage_command.add(commands)
    inspect_command.add(commands)
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


def _version() -> str:
    from importlib.metadata import version

    return f"telltale {version('telltale')}"

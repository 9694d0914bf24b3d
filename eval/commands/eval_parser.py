"""The parser of `telltale eval`, and the entry point of `python -m telltale.eval`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ...agent.console import Commands, examples_text, run_command
from ...agent.environment import prepare as prepare_environment
from . import reports, robustness_run, set_tools, task_run

_EXAMPLES = (
    (
        "accelerate launch --num_processes 2 -m telltale.eval csv --data images/manifest.csv --out runs/small",
        "share one run among two processes",
    ),
)


def add(commands: Commands) -> None:
    """Declare the tasks, and the tools for sets and runs."""
    set_tools.add_list(commands)
    task_run.add(commands)
    robustness_run.add(commands)
    set_tools.add_manifest(commands)
    reports.add(commands)


def parser() -> argparse.ArgumentParser:
    """The parser of `python -m telltale.eval`."""
    top = argparse.ArgumentParser(
        prog="python -m telltale.eval",
        description="Measure models on benchmarks, and how robust they are; the same as `telltale eval`.",
        epilog=examples_text(_EXAMPLES),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add(top.add_subparsers(title="tasks and tools", required=True, metavar="TASK"))
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    prepare_environment()
    return run_command(parser().parse_args(argv))

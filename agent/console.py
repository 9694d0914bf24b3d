"""What the commands of every folder share: exit statuses, progress, one line for what users can mend."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

DONE, FAILED, USAGE = 0, 1, 2
Command = Callable[[argparse.Namespace], int]
Progress = Callable[[str], None]  # told a line as work goes on


def say(line: str) -> None:
    """A line of progress, with the time."""
    print(f"telltale: {time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def guarded(run: Command, extra: Callable[[str], str]) -> Command:
    """A command that answers what users can mend with one line.

    Args:
        run: the command.
        extra: from the name of a module that is missing to that of the extra which brings it.
    """

    def command(arguments: argparse.Namespace) -> int:
        try:
            return run(arguments)
        except BrokenPipeError:  # for the command line, which ends quietly
            raise
        except (ValueError, OSError) as error:
            print(f"telltale: {error}", file=sys.stderr)
            return USAGE
        except ImportError as error:
            wanted = (
                f"{error.name or error} is needed; install it with `pip install telltale[{extra(error.name or '')}]`"
            )
            print(f"telltale: {wanted}", file=sys.stderr)
            return USAGE

    return command

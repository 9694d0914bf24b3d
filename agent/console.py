"""What the commands of every folder share: exit statuses, one-line errors, progress, help with examples."""

from __future__ import annotations

import argparse
import errno
import json
import os
import sys
import textwrap
import time
from collections.abc import Callable, Sequence

from .text import capitalised, lowered, one_line

_NOTE_LENGTH = 2_000  # characters of a line on standard error
DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
Command = Callable[[argparse.Namespace], int]
_FIXES = (
    ((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "make room, and try again"),
    ((errno.EROFS, errno.EACCES, errno.EPERM), "check its rights, or name another place"),
    ((errno.ENOMEM, errno.EAGAIN), "close other programs, and try again"),
)
Commands = argparse._SubParsersAction  # what `add_subparsers` returns; argparse has no public name for it
Example = tuple[str, str]  # a call, and what it does
Progress = Callable[[str], None]  # takes one line of progress


def at_least_one(text: str) -> int:
    """The value of an option that counts something, such as `--limit`.

    Raises:
        argparse.ArgumentTypeError: if it is no whole number of 1 or more.
    """
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{one_line(text, 40)!r} is no count; give a whole number of 1 or more")
    return int(text)


def say(line: str) -> None:
    """Print a line of progress, with the time."""
    note(f"{time.strftime('%H:%M:%S')} {line}")


def note(line: str) -> None:
    """Print a line to standard error, so that standard output holds results alone; nothing in it can begin another."""
    print(f"telltale: {one_line(line, _NOTE_LENGTH)}", file=sys.stderr, flush=True)


def print_json(line: str) -> None:
    """Print a record in JSON; on an output that is not Unicode its letters are escaped and none is lost."""
    if "utf" not in (sys.stdout.encoding or "").lower():
        line = json.dumps(json.loads(line))
    print(line, flush=True)


def fail(message: str, status: int) -> int:
    """Print an error in one line and give back the exit status."""
    note(message)
    return status


def guarded(run: Command, extra: Callable[[str], str] = lambda module: "") -> Command:
    """A command that answers a wrong call with one line and status 2.

    A wrong call raises `ValueError` or `OSError`, or `ImportError` if it needs a package that is not installed.

    Args:
        run: the command.
        extra: from the name of a missing module to the extra of telltale that brings it; empty for none.
    """

    def command(arguments: argparse.Namespace) -> int:
        try:
            return run(arguments)
        except BrokenPipeError:  # an OSError, but no wrong call: `run_command` ends quietly
            raise
        except (ValueError, OSError) as error:
            return fail(reason_of(error), USAGE)
        except ImportError as error:
            brings = extra(error.name or "")
            package = f"telltale[{brings}]" if brings else "telltale"
            return fail(f"{error.name or error} is needed; install it with `pip install {package}`", USAGE)

    return command


def reason_of(error: Exception, about: str = "") -> str:
    """What was wrong, in one line; an error of the system is told without its number and with a fix where there is one.

    Args:
        error: what was raised.
        about: what an error of the system is about, if it names no file itself.
    """
    if not isinstance(error, OSError) or not error.strerror:
        return str(error)
    place, reason = str(error.filename or about), system_reason(error)
    reason += "; check the path" if error.errno == errno.ENOENT else ""
    return f"{place}: {reason}" if place else reason


def system_reason(error: OSError) -> str:
    """What the system said, without number and file, and a fix where there is one that needs no path."""
    fix = next((f"; {fix}" for numbers, fix in _FIXES if error.errno in numbers), "")
    return f"{lowered(error.strerror or type(error).__name__)}{fix}"


def run_command(arguments: argparse.Namespace) -> int:
    """Run the command that was parsed, and return its exit status."""
    try:
        return arguments.run(arguments)
    except KeyboardInterrupt:
        return fail("interrupted", INTERRUPTED)
    except BrokenPipeError:  # the reader of the output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def add_command(
    commands: Commands, name: str, summary: str, examples: Sequence[Example], run: Command | None = None
) -> argparse.ArgumentParser:
    """Add a command whose `--help` ends with examples.

    Args:
        commands: where to add it.
        name: the command.
        summary: what it does, in a phrase that begins with a small letter.
        examples: one or two calls, each with what it does.
        run: the command; None for a group of commands.
    """
    parser = commands.add_parser(
        name,
        help=summary,
        description=textwrap.fill(f"{capitalised(summary)}.", 78),
        epilog=examples_text(examples),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if run is not None:
        parser.set_defaults(run=run)
    return parser


def examples_text(examples: Sequence[Example]) -> str:
    """Examples as they stand at the end of `--help`."""
    return "\n".join(["examples:", *(f"  {call}\n      {what}" for call, what in examples)])

"""What the commands of `telltale case` share: which casebook, who acts, and how they end."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..console import Commands, Example, add_command, guarded

if TYPE_CHECKING:
    from ..casebook import Casebook
    from ..evidence import Region

TRUTHS = ("real", "synthetic", "tampered")
CaseCommand = Callable[["Casebook", argparse.Namespace], int]


def add_case_command(
    commands: Commands, name: str, summary: str, examples: Sequence[Example], run: CaseCommand, *, create: bool = False
) -> argparse.ArgumentParser:
    """Add a command that works on a casebook.

    Args:
        commands: where to add it.
        name: the command.
        summary: what it does, in a phrase that begins with a small letter.
        examples: one or two calls, each with what it does.
        run: takes the open casebook.
        create: make the casebook if there is none.
    """

    def opened(arguments: argparse.Namespace) -> int:
        from ..casebook import Casebook

        with Casebook.open(arguments.casebook, actor=arguments.actor, create=create) as casebook:
            return run(casebook, arguments)

    parser = add_command(commands, name, summary, examples, guarded(opened, _extra))
    parser.add_argument(
        "--casebook",
        metavar="URL",
        help="a file, sqlite:///FILE or postgresql://USER@HOST/NAME; by default TELLTALE_CASEBOOK, else casebook.db in "
        "your data folder",
    )
    parser.add_argument(
        "--as",
        dest="actor",
        metavar="NAME",
        help="who acts, for the log; by default TELLTALE_ACTOR, else your user name",
    )
    return parser


def add_case(parser: argparse.ArgumentParser) -> None:
    """Declare the argument that names a case."""
    parser.add_argument("case", metavar="CASE", help="the case's id, or a beginning that no other id has")


def add_exhibit(parser: argparse.ArgumentParser) -> None:
    """Declare the argument that names an exhibit."""
    parser.add_argument("exhibit", metavar="EXHIBIT", help="the exhibit, as CASE/NUMBER")


def add_about(parser: argparse.ArgumentParser) -> None:
    """Declare the argument that names a case or an exhibit."""
    parser.add_argument("about", metavar="CASE", help="a case, or an exhibit as CASE/NUMBER")


def add_new_folder(parser: argparse.ArgumentParser) -> None:
    """Declare what an export of pictures takes: a case, or none for all, and the folder."""
    parser.add_argument("case", nargs="?", metavar="CASE", help="of this case alone; by default of all")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new or empty folder")


def region_of(text: str, option: str = "") -> Region:
    """A rectangle from `X,Y,W,H`.

    Args:
        text: what was given.
        option: the option by which it was given, for the message.

    Raises:
        ValueError: if it is none.
    """
    from ..evidence import Region

    return Region.parsed(text, f"{option}: {text!r}" if option else repr(text))


def _extra(module: str) -> str:
    return "postgres" if module.startswith("psycopg") else ""

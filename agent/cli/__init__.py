"""The command line: the parser in `command_line`, and a file for each command beside it."""

from .command_line import main, parser

__all__ = ["main", "parser"]

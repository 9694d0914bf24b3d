"""The command line: a parser here, a file a command beside it."""

from .main import main

__all__ = ["main"]

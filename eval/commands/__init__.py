"""The commands `telltale eval …`: arguments here, the work in the modules of `telltale.eval`."""

from .eval_parser import add, main, parser

__all__ = ["add", "main", "parser"]

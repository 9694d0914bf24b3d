"""One self-contained page about one run, or about several side by side, with every item to browse."""

from .run_page import build

__all__ = ["build"]

"""One self-contained page about one run, or about several side by side."""

from .run_page import build

__all__ = ["build"]

"""Benchmarks as tasks: each module reads one benchmark, or one layout of files, into items."""

from .catalogue import TaskError, available, get

__all__ = ["TaskError", "available", "get"]

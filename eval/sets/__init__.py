"""Labelled pictures and benchmarks as files: readers that the harness and the training recipes share."""

from .records import DataError, Record, read, read_pixels
from .splits import held_out, in_share, seed_of

__all__ = ["DataError", "Record", "held_out", "in_share", "read", "read_pixels", "seed_of"]

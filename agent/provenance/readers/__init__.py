"""Readers: from the bytes of a file to typed fields and parts, without any conclusion.

A container format is taken apart into blocks (`jpeg_segments`, `png_chunks`, `gif_blocks`, `riff_chunks`, `iso_boxes`,
`tiff_pages`), and each kind of block has a reader of its own. All work is bounded: lengths and counts are capped before
anything is read, and what is cut off or damaged becomes a warning.
"""

from .whole_file import read

__all__ = ["read"]

"""Text from elsewhere, made fit to stand in a line of ours."""

from __future__ import annotations


def one_line(value: object, limit: int = 120) -> str:
    """A value as one printable line of at most `limit` characters, an ellipsis where it was cut."""
    text = "".join(c if c.isprintable() else " " for c in str(value))
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"

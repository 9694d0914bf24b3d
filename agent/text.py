"""Text from elsewhere, made fit to stand in a line of ours."""

from __future__ import annotations


def one_line(value: object, limit: int = 120) -> str:
    """A value as one printable line of at most `limit` characters, an ellipsis where it was cut."""
    text = "".join(c if c.isprintable() else " " for c in str(value))
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def percent(share: float) -> str:
    """A probability as people read it; what rounds to 0 or 100% is not said to be certain."""
    if 0 < share < 0.005:
        return "<1%"
    if 0.995 < share < 1:
        return ">99%"
    return f"{share:.0%}"


def lowered(sentence: str) -> str:
    """A sentence to stand within another: its first letter small, unless it begins an abbreviation or a number."""
    first = sentence.partition(" ")[0]
    return (
        sentence if first[1:] != first[1:].lower() or not first[:1].isalpha() else f"{first[:1].lower()}{sentence[1:]}"
    )


def capitalised(sentence: str) -> str:
    """A sentence with its first letter large."""
    return f"{sentence[:1].upper()}{sentence[1:]}"


def whole_sentences(text: str, least: int = 0) -> str:
    """A text up to its last final stop, or all of it where that comes within the first `least` characters."""
    end = max(text.rfind(stop) for stop in ".!?")
    return text[: end + 1] if end > least else text

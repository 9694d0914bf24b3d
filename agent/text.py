"""Text for one line: foreign text made safe, numbers as people read them, sentences joined or cut."""

from __future__ import annotations


def one_line(value: object, limit: int = 120) -> str:
    """A value as one printable line of at most `limit` characters; if it was cut, it ends with an ellipsis."""
    text = "".join(c if c.isprintable() else " " for c in str(value))
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def percent(share: float) -> str:
    """A probability in percent; one that only rounds to 0% or 100% is given as <1% or >99%."""
    if 0 < share < 0.005:
        return "<1%"
    if 0.995 < share < 1:
        return ">99%"
    return f"{share:.0%}"


class Share(float):
    """A measured share that is formatted by `percent`, so that a sample never says that something can't be."""

    def __format__(self, format_spec: str) -> str:
        """In whole percent; what rounds to 0% or 100%, or is that in the sample, as <1% or >99%."""
        if format_spec != ".0%":
            return float.__format__(self, format_spec)
        return percent(min(max(float(self), 0.001), 0.999))


def lowered(sentence: str) -> str:
    """A sentence with a small first letter, to be part of another; abbreviations and numbers stay as they are."""
    first = sentence.partition(" ")[0]
    return (
        sentence if first[1:] != first[1:].lower() or not first[:1].isalpha() else f"{first[:1].lower()}{sentence[1:]}"
    )


def capitalised(sentence: str) -> str:
    """A sentence with a capital first letter."""
    return f"{sentence[:1].upper()}{sentence[1:]}"


def whole_sentences(text: str, least: int = 0) -> str:
    """A text up to its last full stop, or all of it if that comes within the first `least` characters."""
    end = max(text.rfind(stop) for stop in ".!?")
    return text[: end + 1] if end > least else text

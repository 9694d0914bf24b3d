"""Years that stand in the text of a picture."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..read_texts import ReadLine

_YEAR = re.compile(
    r"(?<![\w.,:/€$£-])(?:19|20)\d\d(?![\w%/-]|[.,:]\d)"  # by itself
    r"|(?<=\d[./-])(?:19|20)\d\d(?![\d.,:%-])"  # 12.05.2023, 1998/1999
    r"|(?<![\w.,:/-])(?:19|20)\d\d(?=-\d\d-\d\d|/(?:19|20)\d\d)"  # 2021-08-14, 1998/1999
)
_SURE = 0.95  # confidence from which the digits of a line are relied on


def years_of(text: str) -> list[int]:
    """The years that a text names as 2024 or within a date, in their order, each once."""
    return list(dict.fromkeys(int(match.group()) for match in _YEAR.finditer(text)))


def years_in(lines: Iterable[ReadLine]) -> list[int]:
    """The years in lines that were read with much confidence, in their order, each once."""
    found = (year for line in lines if line.confidence >= _SURE for year in years_of(line.text.raw))
    return list(dict.fromkeys(found))


def later_year(lines: Iterable[ReadLine], than: int) -> int | None:
    """The earliest year in the lines that is later than a given one; None if there is none.

    An earlier year says nothing: a sign may be older than the picture that shows it.
    """
    return min((year for year in years_in(lines) if year > than), default=None)

"""FakeClue's JSON, and sets of the same form: pictures with a label and an explanation.

A file is a list of objects with `image` and `label`, 0 for fake and 1 for real, or the words themselves. FakeClue holds
`conversations`; other sets may hold `question` and `reference`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

_TRUTH: dict[str, Literal["real", "fake"]] = {
    "0": "fake",
    "1": "real",
    "fake": "fake",
    "real": "real",
    "generated": "fake",
}


@dataclass(frozen=True, slots=True)
class ExplainedPicture:
    """A picture with its label and a conversation about it.

    Attributes:
        image: the path, as the file gives it.
        truth: whether it is real or fake.
        category: what it shows; empty if that is not known.
        generator: the model that made it; empty if that is not known.
        exchanges: questions with their answers; either is empty where the file has none.
    """

    image: str
    truth: Literal["real", "fake"]
    category: str
    generator: str
    exchanges: tuple[tuple[str, str], ...]


def explained_pictures(file: Path) -> Iterator[ExplainedPicture]:
    """The pictures of a file, in its order.

    Raises:
        OSError: if it can't be opened.
        ValueError: if it is no such list; the message names the entry.
    """
    entries = json.loads(file.read_text(encoding="utf-8-sig"))
    if not isinstance(entries, list):
        raise ValueError("not a list")
    for number, entry in enumerate(entries):
        try:
            picture = _picture(entry)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"entry {number}: {type(error).__name__}: {error}") from None
        yield picture


def _picture(entry: dict[str, Any]) -> ExplainedPicture:
    texts = [turn["value"].replace("<image>", "").strip() for turn in entry.get("conversations") or []]
    if not texts:
        texts = [str(entry.get("question") or ""), str(entry.get("reference") or "")]
    return ExplainedPicture(
        image=str(entry["image"]),
        truth=_TRUTH[str(entry["label"]).strip().lower()],
        category=str(entry.get("cate") or entry.get("category") or ""),
        generator=str(entry.get("generator") or ""),
        exchanges=tuple(zip_longest(texts[::2], texts[1::2], fillvalue="")),
    )

"""Explained pictures: FakeClue, and sets that are to be marked by ExplainFake-Bench's five aspects.

Both are JSON lists with `image` (relative to the file's folder, or to one of its subfolders) and `label`, 0 for fake
and 1 for real, or the words themselves. FakeClue holds `conversations`; other sets may hold `question` and `reference`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ...prompts import load
from .. import scoring
from ..items import Item, Task, Truth
from . import TaskError

_TRUTH: dict[str, Truth] = {"0": "fake", "1": "real", "fake": "fake", "real": "real", "generated": "fake"}


def read(data: Path) -> Iterator[Item]:
    """One item a picture: the first question with its answer as the reference."""
    try:
        entries = json.loads(data.read_text(encoding="utf-8-sig"))
        found = [_item(data, number, entry) for number, entry in enumerate(entries)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise TaskError(f"{data}: no JSON list with image and label ({type(error).__name__}: {error})") from None
    return iter(found)


def _item(file: Path, number: int, entry: dict[str, Any]) -> Item:
    truth = _TRUTH[str(entry["label"]).strip().lower()]
    turns = entry.get("conversations") or []
    said = [turn["value"].replace("<image>", "").strip() for turn in turns]
    question = said[0] if said else entry.get("question") or load("eval_explain")
    reference = said[1] if len(said) > 1 else entry.get("reference") or ""
    return Item(
        id=f"{number}:{entry['image']}",
        kind="explanation",
        media=(str(_place(file, entry["image"])),),
        question=question,
        truth=truth,
        answer=truth,
        references=(reference,) if reference else (),
        category=str(entry.get("cate") or entry.get("category") or ""),
        generator=str(entry.get("generator") or ""),
        group=str(entry["image"]),
    )


def _place(file: Path, image: str) -> Path:
    for folder in _folders(file.parent):
        if (folder / image).exists():
            return folder / image
    return file.parent / image


@cache
def _folders(parent: Path) -> tuple[Path, ...]:
    return (parent, *sorted(folder for folder in parent.iterdir() if folder.is_dir()))


TASKS = (
    Task(
        "fakeclue",
        "FakeClue: real or fake, and why",
        "its JSON file, beside its pictures",
        read,
        scoring.explanation,
        {},
        256,
    ),
    Task(
        "explainfake",
        "explanations to be marked by ExplainFake-Bench's five aspects (`telltale eval judge`)",
        "a JSON list with image, label and, if there are, question and reference",
        read,
        scoring.explanation,
        {},
        256,
    ),
)

"""DD-VQA (Zhang et al., 2024): questions on face crops with the answers of people; its test split."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...finetune.rows.people import faces
from .. import parsing, scoring
from ..items import Item, Task
from . import TaskError


def read(data: Path) -> Iterator[Item]:
    """One item a question, all its answers references; what most of them call the part is its truth."""
    try:
        rows = list(faces(data, "held_out"))
    except (OSError, ValueError) as error:
        raise TaskError(f"{data}: not DD-VQA as released ({error})") from None
    for number, row in enumerate(rows):
        said = tuple(row.completion[0]["content"].split("\n"))
        called = [parsing.real_or_fake(text) for text in said]
        fake, real = called.count("fake"), called.count("real")
        truth = None if fake == real else "fake" if fake > real else "real"
        question = row.prompt[-1]["content"]
        yield Item(
            id=f"{number}:{Path(row.image).stem}",
            kind="explanation",
            media=(row.image,),
            question=question,
            truth=truth,
            answer=truth or "",
            references=said,
            category=question,
            group=row.image,
        )


TASKS = (
    Task(
        "ddvqa",
        "DD-VQA: faces and their parts, in words",
        "DD-VQA as released (DQ_FF++, utils)",
        read,
        scoring.explanation,
        {},
        80,
    ),
)

"""DD-VQA (Zhang et al., 2024): questions on face crops with the answers of people; its test split."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...agent.text import one_line
from .. import parsing, scoring
from ..items import Item, Task
from ..sets.ddvqa_files import crops
from .catalogue import TaskError


def read(data: Path) -> Iterator[Item]:
    """One item a question; all its answers are references, and what most of them call the part is its truth."""
    try:
        questions = [(crop.path, question) for crop in crops(data, "test") for question in crop.questions]
    except OSError as error:
        raise TaskError(str(error)) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TaskError(f"{data}: not DD-VQA as released ({one_line(error)})") from None
    for number, (path, question) in enumerate(questions):
        calls = [parsing.real_or_fake(answer) for answer in question.answers]
        fake, real = calls.count("fake"), calls.count("real")
        truth = None if fake == real else "fake" if fake > real else "real"
        yield Item(
            id=f"{number}:{path.stem}",
            kind="explanation",
            media=(str(path),),
            question=question.text,
            truth=truth,
            answer=truth or "",
            references=question.answers,
            category=question.text,
            group=str(path),
        )


TASKS = (
    Task(
        "ddvqa",
        "DD-VQA: faces and their parts, in words",
        "the folder of DD-VQA as released, with DQ_FF++ and utils",
        read,
        scoring.explanation,
        {},
        80,
    ),
)

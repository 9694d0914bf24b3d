"""Explained pictures: FakeClue, and sets to be marked by ExplainFake-Bench's five aspects.

Both have the form of FakeClue's JSON, and look for pictures as it is published (`..sets.fakeclue_files`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ...agent.text import one_line
from ...prompts import load
from .. import scoring
from ..items import Item, Task
from ..sets.fakeclue_files import ExplainedPicture, explained_pictures, list_file, picture_finder
from .catalogue import TaskError


def read(data: Path, split: str = "test") -> Iterator[Item]:
    """One item a picture: the first question, with its answer as the reference."""
    try:
        file = list_file(data, split)
    except OSError as error:
        raise TaskError(f"{data}: {error}") from None
    try:
        pictures, find = list(explained_pictures(file)), picture_finder(file)
    except (OSError, ValueError) as error:
        raise TaskError(f"{data}: no JSON list with image and label ({one_line(error, 400)})") from None
    return (_item(find, number, picture) for number, picture in enumerate(pictures))


def _item(find: Callable[[str], Path], number: int, picture: ExplainedPicture) -> Item:
    question, reference = picture.exchanges[0]
    return Item(
        id=f"{number}:{picture.image}",
        kind="explanation",
        media=(str(find(picture.image)),),
        question=question or load("eval_explain"),
        truth=picture.truth,
        answer=picture.truth,
        references=(reference,) if reference else (),
        category=picture.category,
        generator=picture.generator,
        group=picture.image,
    )


TASKS = (
    Task(
        "fakeclue",
        "FakeClue: real or fake, and why",
        "the folder of FakeClue, with data_json/test.json and the folder test, or one of its JSON files",
        read,
        scoring.explanation,
        {"split": ("test", "train")},
        256,
    ),
    Task(
        "explainfake",
        "explanations, to be marked by ExplainFake-Bench's five aspects (`telltale eval judge`)",
        "a JSON list with image and label, and optionally question and reference",
        read,
        scoring.explanation,
        {},
        256,
    ),
)

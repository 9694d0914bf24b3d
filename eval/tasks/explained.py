"""Explained pictures: FakeClue, and sets to be marked by ExplainFake-Bench's five aspects.

Both have the form of FakeClue's JSON (`..sets.fakeclue_files`). Paths are relative to the file's folder or to one of
its subfolders.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ...prompts import load
from .. import scoring
from ..items import Item, Task
from ..sets.fakeclue_files import ExplainedPicture, explained_pictures
from .catalogue import TaskError


def read(data: Path) -> Iterator[Item]:
    """One item a picture: the first question, with its answer as the reference."""
    try:
        pictures = list(explained_pictures(data))
    except (OSError, ValueError) as error:
        raise TaskError(f"{data}: no JSON list with image and label ({error})") from None
    return (_item(data, number, picture) for number, picture in enumerate(pictures))


def _item(file: Path, number: int, picture: ExplainedPicture) -> Item:
    question, reference = picture.exchanges[0]
    return Item(
        id=f"{number}:{picture.image}",
        kind="explanation",
        media=(str(_find(file, picture.image)),),
        question=question or load("eval_explain"),
        truth=picture.truth,
        answer=picture.truth,
        references=(reference,) if reference else (),
        category=picture.category,
        generator=picture.generator,
        group=picture.image,
    )


def _find(file: Path, image: str) -> Path:
    """Where the picture is; beside the file if it is in none of the folders."""
    return next((folder / image for folder in _folders(file.parent) if (folder / image).exists()), file.parent / image)


@cache
def _folders(parent: Path) -> tuple[Path, ...]:
    return (parent, *sorted(folder for folder in parent.iterdir() if folder.is_dir()))


TASKS = (
    Task(
        "fakeclue",
        "FakeClue: real or fake, and why",
        "FakeClue's JSON file, beside its pictures",
        read,
        scoring.explanation,
        {},
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

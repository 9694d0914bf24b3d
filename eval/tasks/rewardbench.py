"""XAIGID-RewardBench (Yang et al., 2026): does a judge of explanations choose as people do?

A picture comes with two explanations of whether it is real, and people chose the better one, a tie, or neither. Its
repository (github.com/RewardBench/XAIGID-RewardBench) holds

    data/triplets/benchmark_clean.json            a list of {triplet_id, image_id, image_type, caption_1, caption_2, …}
    data/annotations/benchmark_annotations.json   {TRIPLET: {annotations: {ANNOTATOR: {choice}}}}

and the same for the extension. Pictures are not in it; put them as `images/IMAGE_ID.jpg` (or png, webp) beside `data`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .. import scoring
from ..items import LETTERS, Item, Task
from ..sets.found_files import found
from .catalogue import TaskError

FILES = {
    "benchmark": ("benchmark_clean.json", "benchmark_annotations.json"),
    "extension": ("extension_final.json", "extension_annotations.json"),
}
_CHOICES = {  # as the repository's own analysis reads them
    **dict.fromkeys(("response_1_better", "caption_1_better", "response_1"), "A"),
    **dict.fromkeys(("response_2_better", "caption_2_better", "response_2"), "B"),
    **dict.fromkeys(("tie", "both_good"), "C"),
    "both_bad": "D",
}
_OPTIONS = (
    "The first explanation is better.",
    "The second explanation is better.",
    "Both are equally good.",
    "Both are bad.",
)
QUESTION = """Two people examined this picture and said whether it is real or was made by AI, and why.

First explanation:
{first}

Second explanation:
{second}

Which explanation is better: right about the picture, and supported by what can be seen in it?
{options}
Answer with the option letter."""


def read(data: Path, subset: str = "benchmark", order: str = "given") -> Iterator[Item]:
    """One item for every pair of explanations; with `order` swapped, the second explanation stands first."""
    place = next((p for p in (data / "data", data) if (p / "triplets").is_dir()), None)
    if place is None:
        raise TaskError(f"{data}: expected data/triplets and data/annotations; {found(data)}")
    triplets, annotated = (_json(place / folder / name) for folder, name in zip(_FOLDERS, FILES[subset], strict=True))
    if not isinstance(triplets, list) or not isinstance(annotated, dict):
        raise TaskError(f"{place}: the triplets are no list, or the annotations no object; download them again")
    lines = "\n".join(f"{key}. {text}" for key, text in zip(LETTERS, _OPTIONS, strict=False))
    for number, row in enumerate(triplets):
        try:
            name, image = str(row["triplet_id"]), str(row["image_id"])
            first, second = str(row["caption_1"]), str(row["caption_2"])
            given = annotated.get(name, {}).get("annotations", {})
            choices = [_CHOICES.get(str(by.get("choice")).strip().lower(), "") for by in given.values()]
        except (AttributeError, KeyError, TypeError) as error:
            raise TaskError(f"{place / _FOLDERS[0] / FILES[subset][0]}, entry {number}: no {error}") from None
        if order == "swapped":
            first, second = second, first
            choices = [{"A": "B", "B": "A"}.get(choice, choice) for choice in choices]
        choices = [choice for choice in choices if choice]
        yield Item(
            id=name,
            kind="choice",
            media=(str(_picture(place, image)),),
            question=QUESTION.format(first=first, second=second, options=lines),
            options=_OPTIONS,
            answer=_majority(choices),
            references=tuple(choices),
            category=str(row.get("image_type") or ""),
            group=image,
        )


_FOLDERS = ("triplets", "annotations")


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except FileNotFoundError:
        raise TaskError(f"{file}: is missing; {found(file.parent)}") from None
    except ValueError:
        raise TaskError(f"{file}: is no JSON; download it again") from None


def _picture(place: Path, image: str) -> Path:
    folders = (place / "images", place.parent / "images")
    names = [image, *(f"{image}{ending}" for ending in (".jpg", ".jpeg", ".png", ".webp"))]
    paths = [folder / name for folder in folders for name in names]
    return next((path for path in paths if path.is_file()), folders[-1] / f"{image}.jpg")


def _majority(choices: list[str]) -> str:
    """The choice that most people made; empty where none has more than the others."""
    first, *rest = [*Counter(choices).most_common(2), ("", 0)]
    return first[0] if not rest or first[1] > rest[0][1] else ""


TASKS = (
    Task(
        "xaigid-rewardbench",
        "XAIGID-RewardBench: which of two explanations is better? The judge against people",
        "its repository, with data/triplets, data/annotations and images",
        read,
        scoring.preferences,
        {"subset": tuple(FILES), "order": ("given", "swapped")},
        16,
    ),
)

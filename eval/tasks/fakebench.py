"""FakeBench (Li et al., 2025): its published questions, whose answers its authors keep.

`Evaluation/FakeClass.json` asks whether a picture is fake, `FakeClue.json` why (in two modes), `FakeQA.json` about
fourteen criteria (Q1 … Q14). Pictures lie in `FakeBench_images/fake_images` and `real_images`. The folder tells which
are fake, so detection is scored here; the other replies are written for submission (`telltale eval export`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .. import scoring
from ..items import Item, Task, Truth
from ..sets.found_files import found
from .catalogue import TaskError

PARTS = {"class": "FakeClass.json", "clue": "FakeClue.json", "qa": "FakeQA.json"}
_MODES = ("faultfinding_mode", "inference_mode")


def read(data: Path, part: str = "class") -> Iterator[Item]:
    """The questions of a part; the truth of a picture that lies in neither folder is not known."""
    file = data if data.is_file() else data / "Evaluation" / PARTS[part]
    if not file.is_file():
        raise TaskError(f"{data}: expected Evaluation/{PARTS[part]} and FakeBench_images; {found(data)}")
    try:
        entries = json.loads(file.read_text(encoding="utf-8"))
        items = [item for entry in entries for item in _items(file.parent.parent, part, entry)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TaskError(f"{file}: no questions of FakeBench ({type(error).__name__}: {error})") from None
    return iter(items)


def _items(root: Path, part: str, entry: dict[str, Any]) -> Iterator[Item]:
    name = entry["image_id"]
    path, truth = _place(root, name)
    if part == "class":
        questions = {"": entry["question"]}
    elif part == "clue":
        questions = {mode: entry[mode] for mode in _MODES if mode in entry}
    else:
        questions = {key: text for key, text in entry.items() if key.startswith("Q") and key[1:].isdigit()}
    for key, question in questions.items():
        # The first mode states that the picture is fake, and FakeQA asks about details: neither asks for a verdict.
        known = None if part == "qa" or (part == "clue" and key == _MODES[0]) else truth
        yield Item(
            id=f"{name}#{key}" if key else name,
            kind="explanation",
            media=(str(path),),
            question=question,
            truth=known,
            answer=known or "",
            category=key,
            generator=name.split("-")[0] if truth == "fake" else "",
            group=name,
        )


def _place(root: Path, name: str) -> tuple[Path, Truth | None]:
    folders: dict[str, Truth] = {"fake_images": "fake", "real_images": "real"}
    for folder, truth in folders.items():
        if (path := root / "FakeBench_images" / folder / name).exists():
            return path, truth
    return root / "FakeBench_images" / name, None


TASKS = (
    Task(
        "fakebench",
        "FakeBench: scores detection; writes the other answers for submission",
        "the folder of FakeBench, with Evaluation and FakeBench_images",
        read,
        scoring.explanation,
        {"part": tuple(PARTS)},
        128,
    ),
)

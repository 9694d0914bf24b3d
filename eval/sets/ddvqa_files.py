"""DD-VQA (Zhang et al., 2024) as released: face crops, questions about their parts, and the answers of people.

`DQ_FF++/SPLIT_set/METHOD/*.json` holds the answers, `utils/DDVQA_images/c40/SPLIT/NAME.jpg` the crops.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .found_files import found

Split = Literal["train", "test"]


@dataclass(frozen=True, slots=True)
class PartQuestion:
    """A question about a part of a face, with the answers of several people.

    Attributes:
        key: DD-VQA's number of the part: 0 the whole face, 1 the skin, 3 the eyes, 5 the mouth.
        text: the question.
        answers: each on one line.
    """

    key: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FaceCrop:
    """A face crop with the questions about it.

    Attributes:
        path: of the picture; its name is METHOD_TARGET_SOURCE.
        questions: in the order of the file.
    """

    path: Path
    questions: tuple[PartQuestion, ...]


def crops(folder: Path, split: Split) -> Iterator[FaceCrop]:
    """The crops of a split whose picture is in the folder.

    Args:
        folder: holds `DQ_FF++` and `utils` as released.
        split: one of DD-VQA's own.

    Raises:
        OSError: if the folder holds no crops.
        ValueError: if a file of answers can't be read.
    """
    place = Path("utils/DDVQA_images/c40") / split
    pictures = {path.stem: path for path in sorted((folder / place).glob("*.jpg"))}
    if not pictures:
        raise OSError(f"{folder}: not DD-VQA as released: no face crops in {place}; {found(folder)}")
    for file in sorted(folder.glob(f"DQ_FF++/{split}_set/*/*.json")):
        for name, entries in json.loads(file.read_text(encoding="utf-8")).items():
            if name in pictures:
                yield FaceCrop(pictures[name], tuple(_question(key, entry) for key, entry in entries.items()))


def _question(key: str, entry: dict) -> PartQuestion:
    return PartQuestion(key, entry["question"], tuple(" ".join(answer.split()) for answer in entry["answer"]))

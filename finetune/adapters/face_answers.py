"""Face crops of DD-VQA, with the truth about them from what people answered and from how they were made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...eval.sets import splits
from ...eval.sets.ddvqa_files import FaceCrop, crops

UNALTERED = "5"  # the method in the name of an original face
SWAPPED = ("0", "3")  # the methods that put another face in: Deepfakes and FaceSwap
_PARTS = {"1": "texture.skin", "3": "face.eyes", "5": "face.mouth"}  # cues by DD-VQA's question about that part
_SAYS = re.compile(r"looks? (?:a bit |very )?(fake|real)")


@dataclass(frozen=True, slots=True)
class Face:
    """A face crop, and the cues whose truth is known."""

    path: Path
    truth: dict[str, bool]

    @property
    def held_out(self) -> bool:
        """Whether it is kept from training; all crops from one original face go together."""
        return splits.held_out(self.path.stem.split("_")[1], "cues of faces")


def faces(folder: Path) -> list[Face]:
    """The training crops that people answered about.

    Args:
        folder: holds `DQ_FF++` and `utils` as released.

    Raises:
        OSError: if the folder holds no crops.
        ValueError: if a file of answers can't be read.
    """
    return [Face(crop.path, _truth(crop)) for crop in crops(folder, "train")]


def _truth(crop: FaceCrop) -> dict[str, bool]:
    method = crop.path.stem.split("_", 1)[0]
    answers = {question.key: question.answers for question in crop.questions}
    truth = {cue: fake for key, cue in _PARTS.items() if (fake := _called_fake(answers.get(key, ()))) is not None}
    truth |= {"edges.blend": method != UNALTERED, "edges.clone": False}
    if method in (*SWAPPED, UNALTERED):
        truth["face.outline"] = method in SWAPPED
    return truth


def _called_fake(answers: Sequence[str]) -> bool | None:
    """Whether most of the answers call a part fake; None if there is no majority."""
    matches = [_SAYS.search(answer) for answer in answers]
    fake = [match.group(1) == "fake" for match in matches if match]
    share = float(np.mean(fake)) if fake else 0.5
    return None if share == 0.5 else share > 0.5

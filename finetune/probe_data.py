"""Pictures with yes/no questions whose truth is known: from how the picture was made, or from people's answers.

A question is asked as the cue asks it or turned round (`prompts/perceive.toml`), at random, so that neither answer is
right more often. Cues of which nothing is known for a picture are not asked of it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..prompts import cues
from .data import degradations
from .data.records import Record, read_pixels
from .data.splits import in_share
from .pseudo_fakes import GENERATIVE, LOCAL, Generator, Kind, make

Truth = Mapping[str, bool]  # cue id -> whether the artifact is there
_WHOLE: tuple[str, ...] = (
    "edges.blend",
    "edges.halo",
    "edges.clone",
    "compression.uneven",
)  # absent where all has one origin
_ABSENT = (*_WHOLE, "global.synthetic_look", "global.painted_style", "compression.resampled")
_REAL: dict[str, bool] = dict.fromkeys(_ABSENT, False)
_MADE: dict[str, bool] = {**dict.fromkeys(_WHOLE, False), "global.synthetic_look": True}
TRUTH: dict[str, dict[str, bool]] = {
    "real": {**_REAL, "texture.smooth": False},
    "control": _REAL,
    "generated": _MADE,
    "autoencoder": {**_MADE, "compression.resampled": True},
    "super-resolution": {**_MADE, "texture.smooth": True},
    "style": {**_MADE, "global.painted_style": True},
    "region": {"edges.blend": True, "compression.uneven": True, "edges.clone": False},
    "splice": {"edges.blend": True, "edges.halo": True, "edges.clone": False},
    "copy-move": {"edges.blend": True, "edges.clone": True, "global.synthetic_look": False},
    "blend": {"edges.blend": True, "compression.uneven": True, "edges.clone": False},
}
# How often each is drawn; real and altered pictures come out about even over the cues.
SHARES = {
    "real": 0.28,
    "control": 0.1,
    "generated": 0.26,
    "generative": 0.1,
    "region": 0.08,
    "local": 0.12,
    "face": 0.06,
}
SWAPPED = ("0", "3")  # DD-VQA's methods that put in another face: Deepfakes and FaceSwap
_PARTS = {"1": "texture.skin", "3": "face.eyes", "5": "face.mouth"}


@dataclass(frozen=True, slots=True)
class Face:
    """A face crop of DD-VQA with what people said of its parts."""

    path: Path
    truth: dict[str, bool]

    @property
    def held_out(self) -> bool:
        """Whether it is kept from training; all crops from one original face go together."""
        return in_share(self.path.stem.split("_")[1], 0.15, "faces")


@dataclass(frozen=True, slots=True)
class Question:
    """One question on a picture: the cue it is about, its text, and whether yes is right."""

    cue: str
    text: str
    yes: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A view uint8 [224, 224, 3] with the truth about it."""

    pixels: NDArray[np.uint8]
    truth: Truth
    origin: str


@cache
def turned() -> dict[str, str]:
    """The turned question of every cue that can be learned."""
    text = files("telltale.prompts").joinpath("perceive.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["turned"]


def faces(folder: Path) -> list[Face]:
    """DD-VQA's crops that people answered about.

    Args:
        folder: holds `DQ_FF++` and `utils` as released.

    Raises:
        OSError: if its files are not there.
    """
    pictures = {path.stem: path for path in sorted(folder.glob("utils/DDVQA_images/c40/train/*.jpg"))}
    found = []
    for name, answers in _answers(folder):
        path = pictures.get(name)
        if path is None:
            continue
        method = name.split("_", 1)[0]
        altered = method != "5"
        truth = {cue: said for key, cue in _PARTS.items() if (said := _said(answers.get(key))) is not None}
        truth |= {"edges.blend": altered, "edges.clone": False}
        if method in (*SWAPPED, "5"):
            truth["face.outline"] = method in SWAPPED
        found.append(Face(path, truth))
    return found


def _answers(folder: Path) -> Iterator[tuple[str, dict[str, dict[str, list[str]]]]]:
    for file in sorted(folder.glob("DQ_FF++/train_set/*/*.json")):
        yield from json.loads(file.read_text(encoding="utf-8")).items()


def _said(entry: dict[str, list[str]] | None) -> bool | None:
    """Whether most of the answers call a part fake; None where they are even or say neither."""
    votes = [re.search(r"looks? (?:a bit |very )?(fake|real)", answer) for answer in (entry or {}).get("answer", [])]
    fake = [vote.group(1) == "fake" for vote in votes if vote]
    share = float(np.mean(fake)) if fake else 0.5
    return None if share == 0.5 else share > 0.5


class Examples:
    """Draws examples; the seed decides each."""

    def __init__(
        self, records: Sequence[Record], generators: Mapping[Kind, Generator], people: Sequence[Face] = ()
    ) -> None:
        """Sort the pictures by label and source.

        Raises:
            ValueError: if a label is missing.
        """
        self._generators, self._people = generators, list(people)
        self._by: dict[str, list[list[Record]]] = {}
        for label in ("real", "generated"):
            sources: dict[str, list[Record]] = {}
            for record in records:
                if record.label == label:
                    sources.setdefault(record.source, []).append(record)
            if not sources:
                raise ValueError(f"the perception adapter needs both labels; no {label} pictures are there")
            self._by[label] = list(sources.values())

    def draw(self, rng: np.random.Generator) -> Example:
        """One example: a picture is cut, altered, and only then degraded, so that what was altered stays in view."""
        names = [name for name in SHARES if name != "face" or self._people]
        shares = np.array([SHARES[name] for name in names])
        group = names[int(rng.choice(len(names), p=shares / shares.sum()))]
        if group == "face":
            face = self._people[int(rng.integers(len(self._people)))]
            return Example(degradations.degrade(read_pixels(face.path), rng, crop=False), face.truth, "face")
        pixels = self._cut("generated" if group == "generated" else "real", rng)
        origin, altered = group, pixels
        if group == "control":
            altered = make("control", pixels, rng).pixels
        elif group in ("generative", "region"):
            kind = GENERATIVE[int(rng.choice(3, p=[0.65, 0.2, 0.15]))]
            altered = make(kind, pixels, rng, generator=self._generators[kind], region=group == "region").pixels
            origin = "region" if group == "region" else kind
        elif group == "local":
            origin = LOCAL[int(rng.integers(len(LOCAL)))]
            altered = make(origin, pixels, rng, donor=self._cut("real", rng)).pixels
        return Example(degradations.degrade(altered, rng, crop=False), TRUTH[origin], origin)

    def _cut(self, label: str, rng: np.random.Generator) -> NDArray[np.uint8]:
        sources = self._by[label]
        weights = np.sqrt([len(source) for source in sources])
        source = sources[int(rng.choice(len(sources), p=weights / weights.sum()))]
        pixels = read_pixels(source[int(rng.integers(len(source)))].path)
        return degradations.random_crop(pixels, int(min(pixels.shape[:2]) * rng.uniform(0.6, 1.0)), rng)


def questions(truth: Truth, rng: np.random.Generator, count: int) -> list[Question]:
    """At most `count` questions on what is known, half of them turned; `global.synthetic_look` comes first."""
    asked = {cue.id: cue.question for cue in cues()}
    known = [cue for cue in truth if cue in turned()]
    first = [cue for cue in known if cue == "global.synthetic_look"]
    rest = [cue for cue in known if cue not in first]
    order = first + [rest[int(i)] for i in rng.permutation(len(rest))]
    found = []
    for cue in order[:count]:
        turn = bool(rng.random() < 0.5)
        found.append(Question(cue, turned()[cue] if turn else asked[cue], truth[cue] != turn))
    return found

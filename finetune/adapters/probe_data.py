"""Pictures with yes/no questions whose truth is known: from how the picture was made, or from people's answers.

A question is asked as the cue asks it or turned round (`prompts/perceive.toml`), at random, so that neither answer is
right more often; and about each cue where the artifact is there as often as where it is not, so that the question does
not tell the answer. What is not known of a picture is not asked about it. Where a picture was altered in part, it is
also asked in which half.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from ...eval.sets import degradations
from ...eval.sets.records import Record, read_pixels
from ...eval.sets.splits import in_share
from ...prompts import Cue, cues
from ..pseudo_fakes.alterations import GENERATIVE, Alteration, Generator, make

Truth = Mapping[str, bool]  # cue id -> whether the artifact is there
_WHOLE: tuple[str, ...] = (
    "edges.blend",
    "edges.halo",
    "edges.clone",
    "compression.uneven",
)  # absent where all has one origin
_LOOK = ("global.verdict", "global.synthetic_look")  # asked first: what the whole is for
_ABSENT = (*_WHOLE, *_LOOK, "global.painted_style", "compression.resampled")
_REAL: dict[str, bool] = dict.fromkeys(_ABSENT, False)
_MADE: dict[str, bool] = {**dict.fromkeys(_WHOLE, False), **dict.fromkeys(_LOOK, True)}
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
SHARES = {  # how often each is drawn; as many made as real
    "real": 0.26,
    "control": 0.08,
    "generated": 0.26,
    "autoencoder": 0.06,
    "super-resolution": 0.03,
    "style": 0.02,
    "region": 0.07,
    "splice": 0.05,
    "copy-move": 0.06,
    "blend": 0.04,
    "face": 0.07,
}
SWAPPED = ("0", "3")  # DD-VQA's methods that put in another face: Deepfakes and FaceSwap
OFF_CENTRE = 0.08  # how far from the middle, in sides, what was altered must lie to count as in one half
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
    """One question on a picture, and whether yes (the first of its two words) is right."""

    cue: Cue
    yes: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A view uint8 [224, 224, 3] with the truth about it."""

    pixels: NDArray[np.uint8]
    truth: Truth
    origin: str


@cache
def catalogue() -> dict[str, tuple[Cue, Cue]]:
    """What can be learned, by id: the cue as it is asked, and the same turned round."""
    table = tomllib.loads(files("telltale.prompts").joinpath("perceive.toml").read_text(encoding="utf-8"))
    found = {cue.id: (cue, _turn(cue, table["turned"][cue.id])) for cue in cues() if cue.id in table["turned"]}
    for row in table["region"]:
        cue = Cue(id=row["id"], group="region", question=row["question"], statement="", supports="neutral")
        found[cue.id] = cue, _turn(cue, row["turned"])
    return found


def _turn(cue: Cue, question: str) -> Cue:
    """Yes and no change sides; words of the cue's own are named in the other order."""
    answers = cue.answers if cue.answers == ("yes", "no") else cue.answers[::-1]
    return cue.model_copy(update={"question": question, "answers": answers})


def sides(mask: NDArray[np.bool_] | None) -> dict[str, bool]:
    """In which half what was altered lies, across and down; nothing where its centre is too near the middle."""
    if mask is None or not mask.any():
        return {}
    rows, columns = np.nonzero(mask)
    offsets = {"region.left": 0.5 - columns.mean() / mask.shape[1], "region.top": 0.5 - rows.mean() / mask.shape[0]}
    return {cue: bool(offset > 0) for cue, offset in offsets.items() if abs(offset) > OFF_CENTRE}


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
        self, records: Sequence[Record], generators: Mapping[Alteration, Generator], people: Sequence[Face] = ()
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
        names = [f"{record.label}/{record.source}/{record.path.name}" for record in records]
        names += [face.path.name for face in self._people]
        self.digest = hashlib.sha256("\n".join(names).encode()).hexdigest()[:12]  # of what is drawn from
        self._shares = {name: share for name, share in SHARES.items() if name != "face" or self._people}
        self.presence = self._presence()

    def _presence(self) -> dict[str, float]:
        """How often the artifact of each cue is there, among the pictures of which that is known."""
        there: dict[str, float] = defaultdict(float)
        known: dict[str, float] = defaultdict(float)
        truths = [(TRUTH[name], share) for name, share in self._shares.items() if name != "face"]
        truths += [(face.truth, self._shares["face"] / len(self._people)) for face in self._people]
        for truth, share in truths:
            for cue, present in truth.items():
                there[cue] += share * present
                known[cue] += share
        return {cue: there[cue] / known[cue] for cue in known}

    def draw(self, rng: np.random.Generator) -> Example:
        """One example: a picture is cut, altered, and only then degraded, so that what was altered stays in view."""
        shares = np.array(list(self._shares.values()))
        origin = list(self._shares)[int(rng.choice(len(shares), p=shares / shares.sum()))]
        if origin == "face":
            face = self._people[int(rng.integers(len(self._people)))]
            return Example(degradations.degrade(read_pixels(face.path), rng, crop=False), face.truth, "face")
        pixels = self._cut("generated" if origin == "generated" else "real", rng)
        mask = None
        if origin not in ("real", "generated"):
            kind = cast("Alteration", origin)
            if origin == "region":
                kind = GENERATIVE[int(rng.choice(3, p=[0.65, 0.2, 0.15]))]
            donor = self._cut("real", rng) if kind == "splice" else None
            made = make(kind, pixels, rng, donor=donor, generator=self._generators.get(kind), region=origin == "region")
            pixels, mask = made.pixels, made.mask
        view = degradations.degrade(pixels, rng, crop=False, mirror=mask is None)
        return Example(view, TRUTH[origin] | sides(mask), origin)

    def _cut(self, label: str, rng: np.random.Generator) -> NDArray[np.uint8]:
        sources = self._by[label]
        weights = np.sqrt([len(source) for source in sources])
        source = sources[int(rng.choice(len(sources), p=weights / weights.sum()))]
        pixels = read_pixels(source[int(rng.integers(len(source)))].path)
        return degradations.random_crop(pixels, int(min(pixels.shape[:2]) * rng.uniform(0.6, 1.0)), rng)


def _kept(presence: float, present: bool) -> float:
    """The share to keep of the questions with one answer, so that both answers come up alike; 1 for the rarer."""
    this, other = (presence, 1 - presence) if present else (1 - presence, presence)
    return min(1.0, other / this) if other > 0 else 1.0


def questions(
    truth: Truth,
    rng: np.random.Generator,
    count: int,
    presence: Mapping[str, float] | None = None,
    turned: float = 0.5,
) -> list[Question]:
    """At most `count` questions on what is known, some of them turned; whether the picture is made comes first.

    Args:
        truth: what is known.
        rng: decides every choice.
        count: at most how many.
        presence: how often the artifact of each cue is there, as in `Examples.presence`; the more frequent answer is
            left out so often that both come up alike. Without it nothing is left out.
        turned: the share of questions to turn.
    """
    known = [cue for cue in truth if cue in catalogue()]
    if presence is not None:
        known = [cue for cue in known if rng.random() < _kept(presence.get(cue, 0.5), truth[cue])]
    first = [cue for cue in known if cue in _LOOK]
    rest = [cue for cue in known if cue not in first]
    order = first + [rest[int(i)] for i in rng.permutation(len(rest))]
    found = []
    for cue in order[:count]:
        turn = bool(rng.random() < turned)
        found.append(Question(catalogue()[cue][turn], truth[cue] != turn))
    return found

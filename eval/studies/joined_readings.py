"""What every detector of altered parts says of a picture: one number and one map each, kept in files.

Letters: S scores; M maps; h, w the sides of the grid that maps are brought to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...agent.console import say
from ...agent.intake import IntakeError, receive
from ..sets.camera_processing import PROCESSINGS, draws
from ..sets.degradations import resize
from ..sets.manifest import altered_and_originals
from ..sets.records import pictures_below
from .pictures import jpeg_file, records_of

if TYPE_CHECKING:
    from ...agent.evidence import Quality
    from ...agent.intake import Exhibit

SCORES = ("altered_part", "clones", "jpeg", "noise", "clip", "clip_part")
MAPS = ("altered_part", "clones", "jpeg", "noise", "clip")
SCREEN = "screenshot of a photograph"
GRID = 96  # cells of the long side
LONGEST, QUALITY = 1600, 92  # px of the long side of an untouched photograph, and of its JPEG file if it was larger
LEAST = 192  # px of the short side
STRONGEST = 0.05  # of the patches, whose excess over the mean is `clip_part`
NEVER = 1e-3  # a score of 0 or 1 of `clones` is held to so much and its rest
EVERY = 20  # pictures, between lines of progress
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sought:
    """A picture that is to be read.

    Attributes:
        source: that it came from; a fold leaves it out whole.
        name: of the picture, which an altered one and its original share.
        altered: whether a part was altered.
        file: that holds it.
        mask: of what was altered, if there is one.
        known: whether the source has altered pictures.
        screen: whether it is read as a screenshot shows it.
    """

    source: str
    name: str
    altered: bool
    file: Path
    mask: Path | None = None
    known: bool = True
    screen: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What the detectors say of a picture.

    Attributes:
        sought: the picture.
        scores: float32 [S], NaN where a detector gave none.
        traces: float32 [8], how far each measurement of `altered_part` stands out.
        facts: float32 [3], the facts about the file's quality on which weights depend.
        maps: float32 [M, h, w].
        mask: the share of each cell that was altered, float32 [h, w]; None without a mask.
    """

    sought: Sought
    scores: Array
    traces: Array
    facts: Array
    maps: Array
    mask: Array | None


def of_pairs(folders: Sequence[Path]) -> list[Sought]:
    """The altered pictures and originals of folders, whose names are the sources."""
    return [
        Sought(folder.name, file.stem.replace("_mod", ""), is_altered, file, mask)
        for folder in folders
        for is_altered, file, mask in altered_and_originals(folder)
    ]


def of_untouched(folders: Sequence[Path], sets: Sequence[Path], count: int) -> list[Sought]:
    """Untouched photographs: of folders, each as it is and as a screenshot, and at most `count` of a set's source."""
    found = []
    for folder in folders:
        for file in pictures_below(folder):
            found += [Sought(folder.name, file.stem, False, file, None, False, screen) for screen in (False, True)]
    counts: dict[str, int] = {}
    for record in records_of(sets):
        source = record.source or record.place
        if record.label == "real" and counts.get(source, 0) < count:
            counts[source] = counts.get(source, 0) + 1
            found.append(Sought(source, record.path.stem, False, record.path, None, False))
    return found


def all_said(sought: Sequence[Sought], kept: Path) -> Iterator[Said]:
    """What is said of every picture that can be examined and is not too small; what was read before is read back."""
    kept.mkdir(parents=True, exist_ok=True)
    for done, one in enumerate(sought, start=1):
        key = hashlib.sha256(f"{one.file.resolve()} {one.screen}".encode()).hexdigest()[:24]
        file = kept / f"{key}.npz"
        if not file.is_file():
            with (kept / "writing.npz").open("wb") as stream:
                np.savez_compressed(stream, allow_pickle=False, **_read(one))
            (kept / "writing.npz").replace(file)
        with np.load(file) as arrays:
            if "scores" in arrays:
                scores, traces, facts, maps = (
                    arrays[name].astype(np.float32) for name in ("scores", "traces", "facts", "maps")
                )
                yield Said(one, scores, traces, facts, maps, arrays.get("mask"))
        if done % EVERY == 0:
            say(f"{done} of {len(sought)} pictures")


def _received(one: Sought) -> Exhibit:
    """The picture as an exhibit: an untouched one of a folder is made smaller, or a screenshot, and saved anew."""
    exhibit = receive(one.file)
    pixels = exhibit.pixels
    factor = LONGEST / max(pixels.shape[:2])
    if one.known or (factor >= 1 and not one.screen):
        return exhibit
    pixels = resize(pixels, factor) if factor < 1 else pixels
    if one.screen:
        pixels = PROCESSINGS[SCREEN](pixels, draws(SCREEN, one.file.name))
    return receive(jpeg_file(pixels, QUALITY), "picture.jpg")


def _read(one: Sought) -> dict[str, Array]:
    from ...agent.reasoning.weighing.terms import facts

    try:
        exhibit = _received(one)
    except IntakeError:
        return {}
    pixels = exhibit.pixels
    if min(pixels.shape[:2]) < LEAST:
        return {}
    factor = GRID / max(pixels.shape[:2])
    grid = (max(1, round(pixels.shape[0] * factor)), max(1, round(pixels.shape[1] * factor)))
    scores, traces, drawn = measured(pixels, exhibit.facts.quality)
    maps = np.stack([np.zeros(grid, np.float32) if each is None else _scaled(each, grid) for each in drawn])
    known = facts(exhibit.facts.quality).astype(np.float32)
    arrays = {"scores": scores, "traces": traces, "facts": known, "maps": maps.astype(np.float16)}
    if one.mask is not None:
        with Image.open(one.mask) as image:
            share = (np.asarray(image.convert("L")) > 127).astype(np.float32)
        arrays["mask"] = _scaled(share, grid)
    return arrays


def measured(pixels: NDArray[np.uint8], quality: Quality) -> tuple[Array, Array, list[Array | None]]:
    """Scores float32 [S], traces float32 [8] and the maps of a picture, None where a detector drew none."""
    from ...agent.detectors.clip_heads import TowerReading, look
    from ...agent.detectors.registry import BUILT_IN
    from ...agent.locating import fused_map
    from ...agent.perception import tower

    scores, traces = np.full(len(SCORES), np.nan, np.float32), np.full(len(fused_map.NAMES), np.nan, np.float32)
    drawn: list[Array | None] = []
    for place, name in enumerate(MAPS):
        reading = BUILT_IN[name].read(pixels, quality)
        drawn.append(None if reading is None else reading.map)
        if reading is not None and reading.score is not None:
            scores[place] = _evened(name, reading.score)
    head = fused_map.shipped()
    if head is not None:
        found = fused_map.locate(pixels, quality, head)
        traces = np.log([0.2 + found.methods[name] for name in fused_map.NAMES]).astype(np.float32)
    seen = look(pixels)
    if isinstance(seen, TowerReading):
        layers = len(tower.PATCH_LAYERS)
        weight = seen.heads.weight[-layers * tower.WIDTH :].reshape(layers, tower.WIDTH) * seen.heads.slope
        terms = np.einsum("blnd,ld->bn", seen.features.patches.float().numpy(), weight).ravel()
        top = np.sort(terms)[-max(1, round(STRONGEST * terms.size)) :]
        scores[SCORES.index("clip_part")] = top.mean() - terms.mean()
    return scores, traces, drawn


def _evened(name: str, score: float) -> float:
    """A score on a scale on which a straight line may fit: log-odds of a share, logarithm of a strength."""
    if name == "clones":
        share = min(max(score, NEVER), 1 - NEVER)
        return float(np.log(share / (1 - share)))
    return float(np.log1p(score)) if name in ("jpeg", "noise") else score


def raw(name: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores as the detector of that name gives them, from those on the scale above."""
    if name == "clones":
        return np.asarray(1 / (1 + np.exp(-values)), np.float64)
    return np.asarray(np.expm1(values) if name in ("jpeg", "noise") else values, np.float64)


def _scaled(drawn: Array, grid: tuple[int, int]) -> Array:
    image = Image.fromarray(np.asarray(drawn, np.float32))
    return np.asarray(image.resize((grid[1], grid[0]), Image.Resampling.BOX), np.float32)

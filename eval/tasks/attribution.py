"""Which generator made it: WILD's closed and open set, and ImagiNet's second track.

A picture is a choice among the known generators. One by any other generator is to be called unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...prompts import load
from .. import scoring
from ..items import LETTERS, UNKNOWN, Item, Task
from ..sets.found_files import found
from ..sets.records import SPLITS, pictures_below, relative_name
from .catalogue import TaskError
from .labelled import IMAGINET_MODELS, annotated, imaginet_root


def question(path: Path, root: Path, answer: str, generator: str, options: Sequence[str], *, opened: bool) -> Item:
    """One picture and the list of generators; with `opened`, unknown is among the answers."""
    lines = "\n".join(f"{key}. {name}" for key, name in zip(LETTERS, options, strict=False))
    return Item(
        id=relative_name(path, root),
        kind="choice",
        media=(str(path),),
        question=load("eval_who_made_it_open" if opened else "eval_who_made_it", options=lines),
        options=tuple(options),
        answer=answer,
        truth="fake",
        generator=generator,
        category="known" if answer != UNKNOWN else "unknown",
        group=str(path),
    )


def wild(data: Path, part: str = "both", split: str = "test") -> Iterator[Item]:
    """Pictures below `closed_set/GENERATOR` and `open_set/GENERATOR`; the generators of the open set are unknown.

    Folders that name a split may stand above or below the generator; without them every picture belongs to every split.
    """
    places = {name: _folder(data, name) for name in ("closed", "open")}
    closed = places["closed"]
    if closed is None:
        raise TaskError(f"{data}: expected folders closed_set and open_set, each with GENERATOR in it; {found(data)}")
    pictures = [(name, *_placed(path, folder)) for name, folder in places.items() for path in _below(folder)]
    options = sorted({generator for name, _, generator, _ in pictures if name == "closed"})
    if not 2 <= len(options) <= len(LETTERS):
        raise TaskError(
            f"{closed}: expected pictures of 2 to {len(LETTERS)} generators, a folder each; found: {len(options)}"
        )
    splits = {own for *_, own in pictures} - {""}
    if split != "all" and splits:
        if split not in splits:
            there = ", ".join(sorted(splits))
            raise TaskError(f"{data}: has no pictures in the split {split}; found: {there}; choose by --split")
        pictures = [picture for picture in pictures if picture[3] in ("", split)]
    for name, path, generator, _ in pictures:
        if part in ("both", name):
            answer = LETTERS[options.index(generator)] if name == "closed" else UNKNOWN
            opened = places["open"] is not None and part != "closed"
            yield question(path, data, answer, generator, options, opened=opened)


def _below(folder: Path | None) -> list[Path]:
    return pictures_below(folder) if folder else []


def _placed(path: Path, folder: Path | None) -> tuple[Path, str, str]:
    """A picture, its generator and its split, by the folders above it."""
    above = path.relative_to(folder or path).parts[:-1]
    makers = [name for name in above if name.lower() not in SPLITS]
    if not makers:
        raise TaskError(f"{path}: lies in no folder of a generator; put it into one, or take it away")
    return path, makers[0], next((SPLITS[name.lower()] for name in above if name.lower() in SPLITS), "")


def _folder(data: Path, name: str) -> Path | None:
    """The folder of a set, however its name is written: `closed_set`, `Closed-Set`, `closed`."""
    folders = sorted(path for path in data.iterdir() if path.is_dir()) if data.is_dir() else []
    names = (f"{name}set", name)
    return next((path for path in folders if re.sub("[^a-z]", "", path.name.lower()) in names), None)


def imaginet(data: Path) -> Iterator[Item]:
    """The synthetic pictures of an annotation file, each with its family of models."""
    root = imaginet_root(data)
    for record, model in annotated(data):
        if model >= 0:
            yield question(record.path, root, LETTERS[model], record.generator, IMAGINET_MODELS, opened=False)


TASKS = (
    Task(
        "wild",
        "WILD: which generator made the picture, known or unknown",
        "the folder of WILD, with closed_set/GENERATOR and open_set/GENERATOR",
        wild,
        scoring.attribution,
        {"part": ("both", "closed", "open"), "split": ("test", "train", "val", "all")},
    ),
    Task(
        "imaginet-attribution",
        "ImagiNet, second track: which family of models made the picture",
        "one of ImagiNet's lists in annotations, which lies beside its pictures",
        imaginet,
        scoring.attribution,
        {},
    ),
)

"""Which generator made it: WILD's closed and open set, and ImagiNet's second track.

Asked as a choice among the known generators; one that is none of them is to be called unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ...prompts import load
from .. import scoring
from ..items import LETTERS, UNKNOWN, Item, Task
from ..sets.records import PICTURES
from . import TaskError
from .labelled import IMAGINET_MODELS, annotated


def asked(path: Path, root: Path, answer: str, maker: str, options: Sequence[str], *, opened: bool) -> Item:
    """One picture and the list of generators."""
    lines = "\n".join(f"{key}. {name}" for key, name in zip(LETTERS, options, strict=False))
    return Item(
        id=str(path.relative_to(root)) if path.is_relative_to(root) else str(path),
        kind="choice",
        media=(str(path),),
        question=load("eval_who_made_it_open" if opened else "eval_who_made_it", options=lines),
        options=tuple(options),
        answer=answer,
        truth="fake",
        generator=maker,
        category="known" if answer != UNKNOWN else "unknown",
        group=str(path),
    )


def wild(data: Path, part: str = "both") -> Iterator[Item]:
    """Pictures below `closed_set/GENERATOR` and `open_set/GENERATOR`; the latter's makers are unknown."""
    places = {name: _folder(data, name) for name in ("closed", "open")}
    closed = places["closed"]
    if closed is None:
        raise TaskError(f"{data}: no folder closed_set with a folder for each generator")
    options = sorted(folder.name for folder in closed.iterdir() if folder.is_dir())
    if not 2 <= len(options) <= len(LETTERS):
        raise TaskError(f"{closed}: holds {len(options)} generators; 2 to {len(LETTERS)} can be asked about")
    for name, folder in places.items():
        if folder is None or part not in ("both", name):
            continue
        for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in PICTURES):
            maker = path.relative_to(folder).parts[0]
            answer = LETTERS[options.index(maker)] if name == "closed" and maker in options else UNKNOWN
            yield asked(path, data, answer, maker, options, opened=places["open"] is not None and part != "closed")


def _folder(data: Path, name: str) -> Path | None:
    return next((p for form in (f"{name}_set", name, f"{name}-set") if (p := data / form).is_dir()), None)


def imaginet(data: Path) -> Iterator[Item]:
    """The synthetic pictures of an annotation file, each with its family of models."""
    for record, model in annotated(data):
        if model >= 0:
            yield asked(record.path, data.parent, LETTERS[model], record.generator, IMAGINET_MODELS, opened=False)


TASKS = (
    Task(
        "wild",
        "WILD: which generator, known or unknown",
        "a folder with closed_set/GENERATOR and open_set/GENERATOR",
        wild,
        scoring.attribution,
        {"part": ("both", "closed", "open")},
    ),
    Task(
        "imaginet-attribution",
        "ImagiNet, second track: which family of models",
        "one of its annotation files",
        imaginet,
        scoring.attribution,
        {},
    ),
)

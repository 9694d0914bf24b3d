"""Which generator made it: WILD's closed and open set, and ImagiNet's second track.

A picture is a choice among the known generators. One by any other generator is to be called unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ...prompts import load
from .. import scoring
from ..items import LETTERS, UNKNOWN, Item, Task
from ..sets.records import pictures_below, relative_name
from .catalogue import TaskError
from .labelled import IMAGINET_MODELS, annotated


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


def wild(data: Path, part: str = "both") -> Iterator[Item]:
    """Pictures below `closed_set/GENERATOR` and `open_set/GENERATOR`; the generators of the open set are unknown."""
    places = {name: _folder(data, name) for name in ("closed", "open")}
    closed = places["closed"]
    if closed is None:
        raise TaskError(f"{data}: no folder closed_set; give the folder of WILD, with closed_set/GENERATOR in it")
    options = sorted(folder.name for folder in closed.iterdir() if folder.is_dir())
    if not 2 <= len(options) <= len(LETTERS):
        raise TaskError(f"{closed}: holds folders of {len(options)} generators; give 2 to {len(LETTERS)}")
    for name, folder in places.items():
        if folder is None or part not in ("both", name):
            continue
        for path in pictures_below(folder):
            generator = path.relative_to(folder).parts[0]
            answer = LETTERS[options.index(generator)] if name == "closed" and generator in options else UNKNOWN
            opened = places["open"] is not None and part != "closed"
            yield question(path, data, answer, generator, options, opened=opened)


def _folder(data: Path, name: str) -> Path | None:
    return next((p for form in (f"{name}_set", name, f"{name}-set") if (p := data / form).is_dir()), None)


def imaginet(data: Path) -> Iterator[Item]:
    """The synthetic pictures of an annotation file, each with its family of models."""
    for record, model in annotated(data):
        if model >= 0:
            yield question(record.path, data.parent, LETTERS[model], record.generator, IMAGINET_MODELS, opened=False)


TASKS = (
    Task(
        "wild",
        "WILD: which generator made the picture, known or unknown",
        "the folder of WILD, with closed_set/GENERATOR and open_set/GENERATOR",
        wild,
        scoring.attribution,
        {"part": ("both", "closed", "open")},
    ),
    Task(
        "imaginet-attribution",
        "ImagiNet, second track: which family of models made the picture",
        "one of ImagiNet's annotation files, beside its pictures",
        imaginet,
        scoring.attribution,
        {},
    ),
)

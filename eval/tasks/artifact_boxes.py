"""Where are the artifacts, and what is wrong there? SynthScars, FakeXplain, and any set in a plain form.

A picture is known to be generated. The model is asked for a list of artifacts, each with a box and a sentence. Boxes
are compared with those of people, and so are the sentences that they stand with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image

from .. import scoring
from ..items import Item, Task
from ..sets.artifact_files import MarkedPicture, fakexplain, marked_list, synthscars
from ..sets.found_files import found
from ..sets.label_words import DataError
from ..sets.records import relative_name
from .catalogue import TaskError

QUESTION = """This picture was made by AI. List the parts that give it away. Reply with one JSON list and nothing \
else, with an entry for each part:
[{"box": [left, top, right, bottom], "text": "what is wrong there, in one sentence"}]
Give the sides of a box as shares of the picture's width and height, from 0 to 1, from the upper left corner."""


def read_synthscars(data: Path, split: str = "test") -> Iterator[Item]:
    """The pictures of a split."""
    file = data if data.is_file() else data / split / "annotations" / f"{split}.json"
    if not file.is_file():
        raise TaskError(f"{data}: expected {split}/annotations/{split}.json; {found(data)}")
    return _items(synthscars(file), file.parent.parent.parent)


def read_fakexplain(data: Path) -> Iterator[Item]:
    """The generated pictures of a file of JSON lines; real ones have no boxes and are left out."""
    files = [data] if data.is_file() else sorted(data.glob("*.jsonl"))
    if len(files) != 1:
        raise TaskError(f"{data}: expected one file .jsonl, or the folder that holds one; {found(data)}")
    items = list(_items(fakexplain(files[0]), files[0].parent))
    if not items:
        raise TaskError(f"{files[0]}: no picture in it has a box; check that its lines hold objects with bbox")
    return iter(items)


def read_list(data: Path) -> Iterator[Item]:
    """The pictures of a JSON list."""
    if not data.is_file():
        raise TaskError(f"{data}: expected a JSON list of pictures with their artifacts; {found(data)}")
    return _items(marked_list(data), data.parent)


def _items(pictures: Iterable[MarkedPicture], root: Path) -> Iterator[Item]:
    try:
        every = [picture for picture in pictures if picture.boxes]
    except (DataError, OSError) as error:
        raise TaskError(str(error)) from None
    for picture in every:
        name = relative_name(picture.path, root)
        yield Item(
            id=name,
            kind="explanation",
            media=(str(picture.path),),
            question=QUESTION,
            references=(*picture.texts, *picture.captions),
            regions=picture.boxes,
            size=_size(picture.path),
            group=name,
        )


def _size(path: Path) -> tuple[int, int]:
    try:
        with Image.open(path) as image:
            return image.size
    except OSError:  # missing, which the run reports
        return 0, 0


TASKS = (
    Task(
        "synthscars",
        "SynthScars: where are the artifacts, and what is wrong there?",
        "the folder of SynthScars, with SPLIT/annotations/SPLIT.json and SPLIT/images",
        read_synthscars,
        scoring.artifacts,
        {"split": ("test", "train")},
        512,
    ),
    Task(
        "fakexplain",
        "FakeXplain: where are the artifacts, and what is wrong there?",
        "JSON lines of {images, objects: {ref, bbox: [[left, top, right, bottom]]}, messages}, or their folder",
        read_fakexplain,
        scoring.artifacts,
        {},
        512,
    ),
    Task(
        "artifacts",
        "where are the artifacts, and what is wrong there? For boxes of your own",
        "a JSON list of {image, artifacts: [{box: [x, y, w, h], text}]}",
        read_list,
        scoring.artifacts,
        {},
        512,
    ),
)

"""FakeClue's JSON, and sets of the same form: pictures with a label and an explanation.

A file is a list of objects with `image` and `label`, 0 for fake and 1 for real, or the words themselves. FakeClue holds
`conversations`; other sets may hold `question` and `reference`.

As FakeClue is published (lingcco/FakeClue), the lists are `data_json/train.json` and `data_json/test.json`, and the
pictures are in the folders `train` and `test` beside `data_json`, where unpacking may have put another folder of the
same name around them: `test/test/…`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

from .found_files import found

JSON_FOLDER = "data_json"
_SPLITS = ("train", "test", "val", "validation")
_TRUTH: dict[str, Literal["real", "fake"]] = {
    "0": "fake",
    "1": "real",
    "fake": "fake",
    "real": "real",
    "generated": "fake",
}


@dataclass(frozen=True, slots=True)
class ExplainedPicture:
    """A picture with its label and a conversation about it.

    Attributes:
        image: the path, as the file gives it.
        truth: whether it is real or fake.
        category: what it shows; empty if that is not known.
        generator: the model that made it; empty if that is not known.
        exchanges: questions with their answers; either is empty where the file has none.
    """

    image: str
    truth: Literal["real", "fake"]
    category: str
    generator: str
    exchanges: tuple[tuple[str, str], ...]


def explained_pictures(file: Path) -> Iterator[ExplainedPicture]:
    """The pictures of a file, in its order.

    Raises:
        OSError: if it can't be opened.
        ValueError: if it is no such list; the message names the entry.
    """
    entries = json.loads(file.read_text(encoding="utf-8-sig"))
    if not isinstance(entries, list):
        raise ValueError("not a list")
    for number, entry in enumerate(entries):
        try:
            picture = _picture(entry)
        except (KeyError, TypeError, AttributeError) as error:
            missing = f"no {error.args[0]}" if isinstance(error, KeyError) else f"{type(error).__name__}: {error}"
            raise ValueError(f"entry {number}: {missing}") from None
        except ValueError as error:
            raise ValueError(f"entry {number}: {error}") from None
        yield picture


def list_file(place: Path, split: str = "test") -> Path:
    """The JSON file of a split, from the file itself or the folder of the set.

    Raises:
        OSError: if there is none; the message says what was expected and what was found.
    """
    if place.is_file():
        return place
    for folder in (place / JSON_FOLDER, place):
        if (folder / f"{split}.json").is_file():
            return folder / f"{split}.json"
    raise OSError(f"expected a JSON file, or a folder with {JSON_FOLDER}/{split}.json; {found(place)}")


def picture_finder(file: Path) -> Callable[[str], Path]:
    """A function from the path that a list gives to the picture; beside the list if it is in none of the folders.

    The folder of another split is never looked into: FakeClue's splits have pictures of the same name.
    """
    top = file.parent.parent if file.parent.name == JSON_FOLDER else file.parent
    split = next((name for name in _SPLITS if file.stem.startswith(name)), "")
    own = [top / split, top / split / split] if split else []
    beside = sorted(path for path in top.iterdir() if path.is_dir() and path.name not in (JSON_FOLDER, *_SPLITS))
    places = list(dict.fromkeys([*own, file.parent, top, *beside]))

    def find(image: str) -> Path:
        return next((place / image for place in places if (place / image).is_file()), (own or [top])[0] / image)

    return find


def _picture(entry: dict[str, Any]) -> ExplainedPicture:
    texts = [turn["value"].replace("<image>", "").strip() for turn in entry.get("conversations") or []]
    if not texts:
        texts = [str(entry.get("question") or ""), str(entry.get("reference") or "")]
    return ExplainedPicture(
        image=str(entry["image"]),
        truth=_truth(entry["label"]),
        category=str(entry.get("cate") or entry.get("category") or ""),
        generator=str(entry.get("generator") or ""),
        exchanges=tuple(zip_longest(texts[::2], texts[1::2], fillvalue="")),
    )


def _truth(label: Any) -> Literal["real", "fake"]:
    word = "" if isinstance(label, bool) or label is None else str(label).strip().lower()
    if word not in _TRUTH:
        raise ValueError(f"the label {label!r} means neither real (1) nor fake (0)")
    return _TRUTH[word]

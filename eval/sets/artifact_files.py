"""Pictures with artifacts that people marked: where each is, and what is wrong there.

SynthScars (Kang et al., LEGION, 2025), as published (khr0516/SynthScars):

    SPLIT/annotations/SPLIT.json   a list of objects with one key, the number of the annotation; its value has
        img_file_name, caption, and refs, a list of {sentence, explanation, bbox (null), segmentation: [[x, y, x, y …]]}
    SPLIT/images/NAME

The outlines are polygons in pixels; a box here is the smallest that holds one. A picture may have several annotations.

FakeXplain (Ji et al., ICLR 2026), in the form that its authors describe and train on (Gennadiyev/mllm-defake, issue 7):
a file of JSON lines, one for each picture:

    images    a list with one path, relative to the folder of pictures
    objects   {ref: [what it is about], bbox: [[left, top, right, bottom]]} in pixels; none for real pictures
    messages  the last one is the answer, <think><ref-object><bbox> what is wrong; …</think>…

Any other set: a JSON list of {image, artifacts: [{box: [x, y, w, h], text}]}, with paths relative to the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .label_words import DataError

Box = tuple[float, float, float, float]  # x, y, w, h in pixels
_SAID = re.compile(r"<ref-object>\s*<bbox>([^<;]*)")  # the words about one box in an answer of FakeXplain


@dataclass(frozen=True, slots=True)
class MarkedPicture:
    """A picture with its artifacts.

    Attributes:
        path: of the file.
        boxes: of the artifacts [n].
        texts: what is wrong in each box [n].
        captions: texts about the whole picture.
    """

    path: Path
    boxes: tuple[Box, ...]
    texts: tuple[str, ...]
    captions: tuple[str, ...]


def synthscars(file: Path) -> Iterator[MarkedPicture]:
    """The pictures of a file of annotations, each once, in the order of the file.

    Raises:
        DataError: if an entry has another form; it names the entry.
    """
    pictures: dict[str, MarkedPicture] = {}
    for number, entry in enumerate(_entries(file)):
        try:
            (annotation,) = entry.values()
            name, caption = str(annotation["img_file_name"]), str(annotation.get("caption") or "").strip()
            marked = [pair for ref in annotation["refs"] for pair in _outlined(ref)]
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise DataError(f"{file}, entry {number}: not as SynthScars is published ({error})") from None
        known = pictures.get(name) or MarkedPicture(file.parent.parent / "images" / name, (), (), ())
        pictures[name] = MarkedPicture(
            path=known.path,
            boxes=(*known.boxes, *(box for box, _ in marked)),
            texts=(*known.texts, *(text for _, text in marked)),
            captions=(*known.captions, *([caption] if caption else [])),
        )
    yield from pictures.values()


def _outlined(ref: dict[str, Any]) -> Iterator[tuple[Box, str]]:
    """The box of each outline that covers something, with the words about it."""
    words = [str(ref.get(name) or "").strip().strip('"') for name in ("sentence", "explanation")]
    text = ": ".join(word for word in words if word)
    for outline in ref["segmentation"]:
        across, down = [float(v) for v in outline[::2]], [float(v) for v in outline[1::2]]
        box = (min(across), min(down), max(across) - min(across), max(down) - min(down))
        if box[2] > 0 and box[3] > 0 and text:
            yield box, text


def fakexplain(file: Path) -> Iterator[MarkedPicture]:
    """The pictures of a file of JSON lines, in its order; the words about a box are its name and what is said of it.

    Raises:
        DataError: if a line has another form; it names the line.
    """
    for number, line in enumerate(file.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line.decode("utf-8"))
            (name,) = entry["images"]
            objects = entry.get("objects") or {"ref": [], "bbox": []}
            boxes = tuple(_from_corners(corners) for corners in objects["bbox"])
            names = [str(ref).strip() for ref in objects["ref"]]
            if len(names) != len(boxes):
                raise ValueError(f"{len(names)} names of {len(boxes)} boxes")
            answers = [str(said["content"]) for said in entry.get("messages") or () if said["role"] == "assistant"]
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            form = "{images: [path], objects: {ref: [text], bbox: [[left, top, right, bottom]]}}"
            raise DataError(f"{file}, line {number}: not {form} ({error})") from None
        said = [words.strip(" \n:") for words in _SAID.findall(answers[-1])] if answers else []
        said = said if len(said) == len(boxes) else [""] * len(boxes)
        texts = tuple(": ".join(word for word in pair if word) for pair in zip(names, said, strict=True))
        yield MarkedPicture(_beside(file, str(name)), boxes, texts, ())


def _from_corners(corners: Any) -> Box:
    left, top, right, bottom = (float(number) for number in corners)
    return _box((left, top, right - left, bottom - top))


def _beside(file: Path, name: str) -> Path:
    """Where a picture lies: beside the file, in `images`, or one folder above; an absolute path is taken as it is."""
    places = [file.parent / name, file.parent / "images" / name, file.parent.parent / name]
    return next((place for place in places if place.is_file()), places[0])


def marked_list(file: Path) -> Iterator[MarkedPicture]:
    """The pictures of a list in the plain form.

    Raises:
        DataError: if an entry has another form; it names the entry.
    """
    for number, entry in enumerate(_entries(file)):
        try:
            marked = [(_box(artifact["box"]), str(artifact["text"]).strip()) for artifact in entry["artifacts"]]
            path = file.parent / str(entry["image"])
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            form = "{image, artifacts: [{box: [x, y, w, h], text}]}"
            raise DataError(f"{file}, entry {number}: not {form} ({error})") from None
        yield MarkedPicture(path, tuple(box for box, _ in marked), tuple(text for _, text in marked), ())


def _box(numbers: Any) -> Box:
    x, y, w, h = (float(number) for number in numbers)
    if w <= 0 or h <= 0:
        raise ValueError("a box without area")
    return x, y, w, h


def _entries(file: Path) -> list[Any]:
    try:
        entries = json.loads(file.read_bytes())
    except ValueError:
        raise DataError(f"{file}: is no JSON; download it again") from None
    if not isinstance(entries, list):
        raise DataError(f"{file}: expected a list of annotations")
    return entries

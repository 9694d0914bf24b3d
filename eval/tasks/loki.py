"""LOKI (Ye et al., 2024): judgement, multiple choice, anomaly selection and explanation, in every modality.

Its files are lists of records in UTF-8, one of them in UTF-16. The record itself shows its task: `_tf_` or `_mc_` in
`question_type`, another multiple choice, or `problems`. Media lie below the folder that holds `media_data`, as
`image_path`, `video_path`, `point_path` or `audio_path`; if a record has several, its `modality` names the one that the
question is about (videos come with a key frame beside them).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from .. import scoring
from ..items import LETTERS, Item, Modality, Task, Truth, opposite
from ..sets.found_files import found
from ..sets.loki_text import cleaned, records_in
from .catalogue import TaskError

FOLDERS: tuple[str, ...] = ("image", "video", "3D", "text", "audio")
_WORD: dict[str, Modality] = {"image": "image", "video": "video", "3d": "render", "text": "text", "audio": "audio"}
_PATHS: dict[str, Modality] = {"image": "image", "video": "video", "point": "point", "audio": "audio"}
_TOKENS = re.compile(r"<(?:image|video|audio|point|pointcloud)>\s*")
YES_NO, OPTION = "Answer with yes or no.", "Answer with the option letter."


def records(data: Path, modality: str) -> tuple[list[dict[str, Any]], Path]:
    """The records of a modality, and the folder that their paths are relative to.

    Args:
        data: LOKI's folder (with `data_json` in it, or the JSON files themselves), or one of its JSON files.
        modality: the folder below `data_json`.

    Raises:
        TaskError: if there is no file, or one is not a list of records.
    """
    places = [data / "data_json" / modality, data / modality, data]
    files = [data] if data.is_file() else next((f for p in places if (f := sorted(p.glob("*.json")))), [])
    if not files:
        raise TaskError(f"{data}: expected LOKI's folder, with data_json/{modality}/*.json; {found(data)}")
    try:
        entries = [entry for file in files for entry in records_in(file)]
    except ValueError as error:
        raise TaskError(str(error)) from None
    above = [files[0].parent, *files[0].parents]
    root = next((folder for folder in above if (folder / "media_data").is_dir()), None)
    return entries, root or (data if data.is_dir() else data.parent)


def _media(record: dict[str, Any], root: Path, modality: str) -> tuple[tuple[str, ...], Modality]:
    asked = str(record.get("modality", "")).partition("-")[0]
    for name in sorted(_PATHS, key=lambda name: name != asked):
        if value := record.get(f"{name}_path"):
            paths = value if isinstance(value, list) else [value]
            kind = "render" if modality == "3D" and name == "image" else _PATHS[name]
            return tuple(str(root / path) for path in paths), kind
    return (), _WORD[modality.lower()]


def judgement(data: Path, modality: str = "image") -> Iterator[Item]:
    """True-or-false questions; both phrasings of one picture form a group.

    The truth follows from the answer, since some 3D records name the wrong class in `question_type`.
    """
    entries, root = records(data, modality)
    for number, record in enumerate(entries):
        if "_tf_" not in record.get("question_type", ""):
            continue
        media, kind = _media(record, root, modality)
        word, _, category = record["question_type"].split("_ask_", 1)[1].partition("_")
        asks: Truth = "fake" if word == "fake" else "real"
        answer = record["answer"].strip().lower()
        truth = asks if answer == "yes" else opposite(asks)
        yield Item(
            id=_id(record, number),
            kind="judgement",
            media=media,
            modality=kind,
            question=f"{_TOKENS.sub('', record['question']).strip()}\n{YES_NO}",
            answer=answer,
            truth=truth,
            asks=asks,
            category=category or truth,
            group=media[0] if media else _id(record, number),
        )


def _id(record: dict[str, Any], number: int) -> str:
    return f"{number}:{record.get('id', '')}"


def choice(data: Path, modality: str = "image") -> Iterator[Item]:
    """Which of two is real, or fake."""
    entries, root = records(data, modality)
    for number, record in enumerate(entries):
        if "_mc_" in record.get("question_type", ""):
            fake = "fake_from" in record["question_type"]
            category = re.sub(r"^.*_mc_(?:real_from_fake|fake_from_real)_?", "", record["question_type"])
            yield _choice(record, number, root, modality, "fake" if fake else "real", category)


def selection(data: Path, modality: str = "image") -> Iterator[Item]:
    """Which of several details is the anomaly: every multiple choice that is not between two media."""
    entries, root = records(data, modality)
    for number, record in enumerate(entries):
        if record.get("metric") == "multi-choice" and "_mc_" not in record.get("question_type", ""):
            yield _choice(record, number, root, modality, "fake", record.get("question_type", ""))


def _choice(record: dict[str, Any], number: int, root: Path, modality: str, asks: Truth, category: str) -> Item:
    media, kind = _media(record, root, modality)
    options = [str(option) for option in record["choices"]]
    plain = [re.sub(rf"^{key}\.\s*", "", text).strip() for key, text in zip(LETTERS, options, strict=False)]
    lines = "\n".join(f"{key}. {text}" for key, text in zip(LETTERS, plain, strict=False))
    return Item(
        id=_id(record, number),
        kind="choice",
        media=media,
        modality=kind,
        question=f"{_TOKENS.sub('', record['question']).strip()}\n{lines}\n{OPTION}",
        options=tuple(plain),
        answer=str(record["answer"]).strip(),
        asks=asks,
        category=category,
        group="|".join(sorted(media)) or _id(record, number),
    )


def explanation(data: Path, modality: str = "image") -> Iterator[Item]:
    """Open questions on fake pictures, with people's descriptions of regions and of the whole."""
    entries, root = records(data, modality)
    for number, record in enumerate(entries):
        if "problems" not in record:
            continue
        media, kind = _media(record, root, modality)
        boxes, texts = _annotated(record["problems"])
        yield Item(
            id=_id(record, number),
            kind="explanation",
            media=media,
            modality=kind,
            question=_TOKENS.sub("", record["question"]).strip(),
            truth="fake",
            answer="fake",
            references=tuple(texts),
            regions=tuple(boxes),
            category=record.get("question_type", ""),
            group=media[0] if media else _id(record, number),
        )


def _annotated(problems: dict[str, Any]) -> tuple[list[tuple[float, float, float, float]], list[str]]:
    """The boxes of the regional texts, and all texts, cleaned; texts about video and renders have no boxes."""
    regional = [entry for entry in problems.get("regional", []) if cleaned(entry["desc"])]
    boxes = [(*map(float, entry["region"]),) for entry in regional]
    texts = [cleaned(entry["desc"]) for entry in regional]
    plain = [entry["desc"] if isinstance(entry, dict) else entry for entry in problems.get("global", [])]
    for key in ("segment_anno", "key_frame_anno", "global_anno", "rgb_texture", "normal_lighting"):
        value = problems.get(key, [])
        plain += [value] if isinstance(value, str) else [str(entry) for entry in value]
    return boxes, texts + [text for text in map(cleaned, plain) if text]  # type: ignore[return-value]


_NEEDS = "LOKI's folder: data_json/MODALITY/*.json and media_data, or one of its JSON files"
_MODALITY = {"modality": FOLDERS}
TASKS = (
    Task(
        "loki-judgement",
        "LOKI: is it generated? Each picture is asked about in two phrasings",
        _NEEDS,
        judgement,
        partial(scoring.loki, judgement=True),
        _MODALITY,
    ),
    Task(
        "loki-choice",
        "LOKI: which of two is real, or fake?",
        _NEEDS,
        choice,
        partial(scoring.loki, judgement=False),
        _MODALITY,
    ),
    Task("loki-selection", "LOKI: which detail is the anomaly?", _NEEDS, selection, scoring.selection, _MODALITY),
    Task(
        "loki-explanation",
        "LOKI: what gives it away? Compared with the regions that people marked",
        _NEEDS,
        explanation,
        scoring.explanation,
        _MODALITY,
        256,
    ),
)

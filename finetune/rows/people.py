"""What people wrote about pictures: DD-VQA's answers on faces, LOKI's descriptions of regions, FakeClue's explanations.

Each becomes prompt/completion rows. Nothing of a set is copied anywhere but into the work folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from ...agent.reasoning.writing import plan
from ...agent.reasoning.writing.plan import Item
from ...agent.text import lowered
from ...eval.sets.splits import in_share
from ...prompts import load
from ..pseudo_fakes.alterations import seed_of
from .dialogues import Part, TrainingRow, question

FOLDERS: dict[Part, str] = {"train": "train", "held_out": "test"}
_BOILERPLATE = re.compile(
    r"^(?:the (?:text|sentence|phrase|image text)(?: description)?[^\"“]*(?:\"[^\"]*\"|“[^”]*”)?[^\"“]*"
    r"(?:translates?|translated)(?: to| as)?:?(?: English)?(?: as)?:?\s*[\"“](?P<said>[^\"”]+)[\"”].*)$",
    re.I | re.S,
)


def faces(folder: Path, part: Part, turns: int = 2, seed: int = 0) -> Iterator[TrainingRow]:
    """DD-VQA's questions on face crops with the answers of people; its own split into train and test.

    For training a crop is one conversation of a few of its questions, so that the picture is read once. To measure on,
    each question stands alone, and all its answers are references, a line each.

    Args:
        folder: holds `DQ_FF++` and `utils` as released.
        part: which of its splits.
        turns: questions of a conversation.
        seed: of their choice.

    Raises:
        OSError: if its files are not there.
    """
    name = FOLDERS[part]
    pictures = {path.stem: path for path in sorted((folder / "utils/DDVQA_images/c40" / name).glob("*.jpg"))}
    if not pictures:
        raise OSError(f"{folder}: no face crops in utils/DDVQA_images/c40/{name}")
    for file in sorted(folder.glob(f"DQ_FF++/{name}_set/*/*.json")):
        for stem, asked in json.loads(file.read_text(encoding="utf-8")).items():
            if stem not in pictures:
                continue
            entries = [(entry["question"], [" ".join(a.split()) for a in entry["answer"]]) for entry in asked.values()]
            if part == "held_out":
                yield from (_about(pictures[stem], [(question, "\n".join(said))]) for question, said in entries)
                continue
            rng = np.random.default_rng((seed, seed_of(stem)))
            chosen = [entries[i] for i in rng.permutation(len(entries))[:turns]]
            yield _about(pictures[stem], [(question, str(rng.choice(said))) for question, said in chosen])


def _about(path: Path, turns: Sequence[tuple[str, str]]) -> TrainingRow:
    """A conversation about a picture, of questions and answers."""
    messages = [
        {"role": role, "content": text}
        for turn in turns
        for role, text in zip(("user", "assistant"), turn, strict=True)
    ]
    return TrainingRow(kind="face", prompt=messages[:1], completion=messages[1:], image=str(path))


def descriptions(file: Path, part: Part, seed: int = 0) -> Iterator[TrainingRow]:
    """LOKI's descriptions of anomalous regions as findings to word, cleaned of what its translation left.

    Args:
        file: `open_ended_vqa.json` (UTF-16) as released.
        part: pictures are dealt to parts by their path.
        seed: of the questions.

    Raises:
        OSError, ValueError: if it can't be read.
    """
    for number, record in enumerate(json.loads(file.read_text(encoding="utf-16"))):
        if in_share(record["image_path"], 0.2, "loki") != (part == "held_out"):
            continue
        rng = np.random.default_rng((seed, number))
        items, lines = [], []
        for region in record["problems"]["regional"][:4]:
            said = cleaned(region["desc"])
            if not 4 <= len(said.split()) <= 45:
                continue
            x, y, w, h = (round(value) for value in region["region"])
            raw = " ".join(region["desc"].split())
            items.append(Item(f"E{len(items) + 1}", plan.in_part(x, y, w, h), raw[: plan.MAX_LENGTH]))
            lines.append(f"[{items[-1].id}] {said}.")
        if items:
            asked = question("region" if len(items) == 1 else "for", part, rng)
            yield TrainingRow(
                kind="description",
                prompt=[
                    {"role": "system", "content": load("dialogue")},
                    {"role": "user", "content": plan.prompt(items, asked)},
                ],
                completion=[{"role": "assistant", "content": "\n".join(lines)}],
            )


def cleaned(text: str) -> str:
    """A description in one sentence: what “translates to” quotes, without line breaks and the final stop."""
    text = " ".join(text.split())
    if found := _BOILERPLATE.match(text):
        text = found["said"]
    text = re.sub(r"[^\x20-\x7e’“”–—×°]", "", text).strip(" \"'“”").rstrip(".")
    first, *more = text.split(". ")
    return "; ".join([first[:1].upper() + first[1:], *map(lowered, more)])


def fakeclue(file: Path, pictures: Path, part: Part) -> Iterator[TrainingRow]:
    """FakeClue's questions and explanations, where a user has the set.

    Args:
        file: its JSON: a list with `image`, `label` and `conversations`.
        pictures: the folder that `image` is relative to; rows whose picture is not there are passed over.
        part: rows are dealt to parts by their picture.

    Raises:
        OSError, ValueError: if it can't be read.
    """
    for record in json.loads(file.read_text(encoding="utf-8")):
        path = pictures / record["image"]
        if not path.exists() or in_share(record["image"], 0.1, "fakeclue") != (part == "held_out"):
            continue
        turns = record["conversations"]
        for asked, answer in zip(turns[::2], turns[1::2], strict=False):
            yield _about(path, [(asked["value"].replace("<image>", "").strip(), answer["value"])])

"""Rows from people's words on pictures: DD-VQA's answers on faces, LOKI's descriptions, FakeClue's explanations.

Each becomes prompt and completion. Nothing of a set is copied anywhere except into the work folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from ...agent.reasoning.answer_items import MAX_LENGTH, Item, in_part, prompt
from ...eval.sets.ddvqa_files import crops
from ...eval.sets.fakeclue_files import explained_pictures
from ...eval.sets.loki_text import cleaned, records_in
from ...eval.sets.splits import held_out, seed_of
from ...prompts import load
from .question_bank import question
from .training_row import Message, Part, TrainingRow, assistant, user

REGIONS = 4  # at most, of a picture
SHORTEST, LONGEST = 4, 45  # words of a description


def faces(folder: Path, part: Part, turns: int = 2, seed: int = 0) -> Iterator[TrainingRow]:
    """DD-VQA's questions on face crops with the answers of people; its own split into train and test.

    For training a crop is one conversation of a few of its questions, so that the picture is read once. For measuring
    each question stands alone, and all its answers are references, a line each.

    Args:
        folder: holds `DQ_FF++` and `utils` as released.
        part: which of its splits.
        turns: questions of a conversation.
        seed: of their choice.

    Raises:
        OSError: if its files are not there.
    """
    for crop in crops(folder, "test" if part == "held_out" else "train"):
        if part == "held_out":
            yield from (_about(crop.path, [(asked.text, "\n".join(asked.answers))]) for asked in crop.questions)
            continue
        rng = np.random.default_rng((seed, seed_of(crop.path.stem)))
        chosen = [crop.questions[i] for i in rng.permutation(len(crop.questions))[:turns]]
        yield _about(crop.path, [(asked.text, str(rng.choice(asked.answers))) for asked in chosen])


def _about(path: Path, turns: Sequence[tuple[str, str]]) -> TrainingRow:
    """A conversation about a picture, of questions and answers."""
    messages: list[Message] = []
    for asked, answer in turns:
        messages += [user(asked), assistant(answer)]
    return TrainingRow(kind="face", prompt=messages[:1], completion=messages[1:], image=str(path))


def descriptions(file: Path, part: Part, seed: int = 0) -> Iterator[TrainingRow]:
    """LOKI's descriptions of anomalous regions as findings to put into words, cleaned of traces of translation.

    Args:
        file: `open_ended_vqa.json` as released.
        part: pictures are dealt to parts by their path.
        seed: of the questions.

    Raises:
        OSError, ValueError: if it can't be read.
    """
    for number, record in enumerate(records_in(file)):
        if held_out(record["image_path"], "LOKI descriptions") != (part == "held_out"):
            continue
        rng = np.random.default_rng((seed, number))
        items, lines = [], []
        for region in record["problems"]["regional"][:REGIONS]:
            sentence = cleaned(region["desc"])
            if not SHORTEST <= len(sentence.split()) <= LONGEST:
                continue
            x, y, w, h = (round(value) for value in region["region"])
            raw = " ".join(region["desc"].split())
            items.append(Item(f"E{len(items) + 1}", in_part(x, y, w, h), raw[:MAX_LENGTH]))
            lines.append(f"[{items[-1].id}] {sentence}.")
        if items:
            asked = question("region" if len(items) == 1 else "for", part, rng)
            yield TrainingRow(
                kind="description",
                prompt=[{"role": "system", "content": load("dialogue")}, user(prompt(items, asked))],
                completion=[assistant("\n".join(lines))],
            )


def fakeclue(file: Path, pictures: Path, part: Part) -> Iterator[TrainingRow]:
    """FakeClue's questions and explanations, for users who have the set.

    Args:
        file: its JSON.
        pictures: the folder that its paths are relative to; pictures that are not there are skipped.
        part: rows are dealt to parts by their picture.

    Raises:
        OSError, ValueError: if it can't be read.
    """
    for picture in explained_pictures(file):
        path = pictures / picture.image
        if path.exists() and held_out(picture.image, "FakeClue answers") == (part == "held_out"):
            yield from (_about(path, [exchange]) for exchange in picture.exchanges if all(exchange))

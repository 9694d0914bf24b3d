"""The training set of the explain adapter: rows from every source that is given, to train on and to measure on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...agent.console import Progress
from ...agent.perception.models import LocalModel
from ...eval.sets.records import Record
from ..adapters.assess import held_out as held_out_picture
from ..adapters.probe_data import Examples
from ..pseudo_fakes.alterations import Alteration, Generator
from ..weighing.kept_rows import kept_rows
from ..weighing.readings import ReadingRow
from . import everyday, examinations, feature_rows, people
from .dialogues import dialogues
from .training_row import Part, TrainingRow

CHATS, FEATURES = 360, 240  # rows to train on
HELD_OUT = {"evidence": 120, "chat": 40, "feature": 40}  # rows to measure on


@dataclass(frozen=True, slots=True)
class Sources:
    """What the rows are made of.

    Attributes:
        data: labelled pictures.
        work: caches; feature rows take their scores from `readings.jsonl`, which `telltale finetune fusion` writes.
        files: a folder of files with a history: content credentials, EXIF, parameters.
        faces: DD-VQA as released.
        descriptions: LOKI's open-ended questions.
        fakeclue: FakeClue's JSON and the folder of its pictures.
        limit: pictures of each source to examine.
        dialogues: evidence dialogues to make.
    """

    data: Sequence[Record]
    work: Path
    files: Path | None = None
    faces: Path | None = None
    descriptions: Path | None = None
    fakeclue: tuple[Path, Path] | None = None
    limit: int = 16
    dialogues: int = 1100


def build(
    sources: Sources,
    model: LocalModel,
    generators: dict[Alteration, Generator],
    report: Progress = print,
    *,
    seed: int = 0,
) -> tuple[list[TrainingRow], list[TrainingRow]]:
    """Rows to train on and rows to measure on, each in a random order.

    Args:
        sources: those that are absent are left out.
        model: writes everyday answers, and says which cues it is reliable about.
        generators: of the pseudo-fakes.
        report: takes lines of progress, at the end with the number of rows of each kind.
        seed: decides everything that is drawn.
    """
    with_history = sorted(p for p in sources.files.rglob("*") if p.is_file()) if sources.files else []
    cases = examinations.collect(
        sources.work / "examinations.jsonl",
        sources.data,
        with_history,
        generators,
        limit=sources.limit,
        report=report,
    )
    chats = everyday.rows(model, sources.work / "chat.jsonl", CHATS + HELD_OUT["chat"], report)
    learned = [*dialogues(cases, "train", sources.dialogues, seed), *chats[:CHATS]]
    measured = [*dialogues(cases, "held_out", HELD_OUT["evidence"], seed + 1), *chats[CHATS:]]
    parts: tuple[tuple[Part, list[TrainingRow], int], ...]
    parts = (("train", learned, FEATURES), ("held_out", measured, HELD_OUT["feature"]))
    for part, rows, count in parts:
        rows += _feature_rows(sources, model, generators, part, count, seed)
        rows += _rows_of_people(sources, part)
        counts = sorted(Counter(row.kind for row in rows).items())
        report(f"{part.replace('_', ' ')}: " + ", ".join(f"{count} {kind}" for kind, count in counts))
    rng = np.random.default_rng(seed)
    return [learned[i] for i in rng.permutation(len(learned))], [measured[i] for i in rng.permutation(len(measured))]


def _feature_rows(
    sources: Sources,
    model: LocalModel,
    generators: dict[Alteration, Generator],
    part: Part,
    count: int,
    seed: int,
) -> list[TrainingRow]:
    """Feature rows, if there are scores of left-out sources, reliable cues and pictures of both labels."""
    file = sources.work / "readings.jsonl"
    reliable = [cue for cue, measured in model.reliability.items() if measured.reliable]
    records = [record for record in sources.data if held_out_picture(record) == (part == "held_out")]
    if not file.exists() or not reliable or len({record.label for record in records}) < 2:
        return []
    examples = Examples(records, generators)
    folder = sources.work / "feature-pictures"
    return list(feature_rows.rows(examples, kept_rows(file, ReadingRow), reliable, folder, part, count, seed))


def _rows_of_people(sources: Sources, part: Part) -> list[TrainingRow]:
    rows: list[TrainingRow] = []
    if sources.faces:
        rows += people.faces(sources.faces, part)
    if sources.descriptions:
        rows += people.descriptions(sources.descriptions, part)
    if sources.fakeclue:
        rows += people.fakeclue(*sources.fakeclue, part)
    return rows

"""The fine-tuning set of the explain adapter: rows from every source that is there, for training and to measure on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...agent.console import Progress
from ...agent.perception.models import LocalModel
from ...eval.sets.records import Record
from ..adapters.assess import held_out as held_out_picture
from ..adapters.probe_data import Examples
from ..pseudo_fakes.alterations import Alteration as Way
from ..pseudo_fakes.alterations import Generator
from ..weighing import readings
from . import everyday, examinations, feature_rows, people
from .dialogues import KINDS, Part, RowKind, TrainingRow, dialogues

CHATS, FEATURES = 360, 240
HELD_OUT = {"evidence": 120, "chat": 40, "feature": 40}


@dataclass(frozen=True, slots=True)
class Sources:
    """What the rows are made of.

    Attributes:
        data: labelled pictures.
        work: caches; `readings.jsonl` there (of `telltale finetune fusion`) gives scores to the feature rows.
        files: a folder of files with a history of their own.
        faces: DD-VQA as released.
        descriptions: LOKI's open-ended questions.
        fakeclue: FakeClue's JSON and the folder of its pictures.
        limit: pictures of a source to examine.
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
    sources: Sources, model: LocalModel, generators: dict[Way, Generator], report: Progress = print, *, seed: int = 0
) -> tuple[list[TrainingRow], list[TrainingRow]]:
    """Rows to learn from and rows to measure on, each in a random order; what is absent is left out and said."""
    with_history = sorted(p for p in sources.files.rglob("*") if p.is_file()) if sources.files else []
    cases = examinations.collect(
        sources.work / "examinations.jsonl",
        sources.data,
        with_history,
        generators,
        limit=sources.limit,
        report=report,
    )
    talk = everyday.rows(model, sources.work / "chat.jsonl", CHATS + HELD_OUT["chat"], report)
    learned = [*dialogues(cases, "train", sources.dialogues, seed), *talk[:CHATS]]
    kept = [*dialogues(cases, "held_out", HELD_OUT["evidence"], seed + 1), *talk[CHATS:]]
    parts: tuple[tuple[Part, list[TrainingRow], int], ...]
    parts = (("train", learned, FEATURES), ("held_out", kept, HELD_OUT["feature"]))
    for part, rows, count in parts:
        rows += _shown(sources, model, generators, part, count, seed)
        if sources.faces:
            rows += people.faces(sources.faces, part)
        if sources.descriptions:
            rows += people.descriptions(sources.descriptions, part)
        if sources.fakeclue:
            rows += people.fakeclue(*sources.fakeclue, part)
        report(f"{part}: " + ", ".join(f"{n} {kind}" for kind, n in sorted(Counter(r.kind for r in rows).items())))
    rng = np.random.default_rng(seed)
    return [learned[i] for i in rng.permutation(len(learned))], [kept[i] for i in rng.permutation(len(kept))]


def _shown(
    sources: Sources, model: LocalModel, generators: dict[Way, Generator], part: Part, count: int, seed: int
) -> list[TrainingRow]:
    """Feature rows, where scores of left-out sources and reliable cues are there."""
    file = sources.work / "readings.jsonl"
    reliable = [cue for cue, known in model.reliability.items() if known.reliable]
    records = [record for record in sources.data if held_out_picture(record) == (part == "held_out")]
    if not file.exists() or not reliable or len({record.label for record in records}) < 2:
        return []
    made = Examples(records, generators)
    folder = sources.work / "feature-pictures"
    return list(feature_rows.rows(made, readings.read(file), reliable, folder, part, count, seed))


def take(rows: Sequence[TrainingRow], counts: Mapping[RowKind, int]) -> list[TrainingRow]:
    """The first rows of each kind, at most as many as it says of each and none of others, in the order they had."""
    left = Counter(counts)
    found = []
    for row in rows:
        if left[row.kind] > 0:
            left[row.kind] -= 1
            found.append(row)
    return found


def sample(rows: Sequence[TrainingRow], most: int = 15) -> list[TrainingRow]:
    """A few rows of each kind, to watch training by."""
    return take(rows, dict.fromkeys(KINDS, most))


def write(rows: Sequence[TrainingRow], file: Path) -> None:
    """Rows as JSON lines."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(row.model_dump_json() + "\n" for row in rows), encoding="utf-8")


def read(file: Path) -> list[TrainingRow]:
    """Rows of JSON lines.

    Raises:
        ValueError: if a line is no row.
    """
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            found.append(TrainingRow.model_validate_json(line))
        except ValueError:
            raise ValueError(f"{file}:{number}: no row of prompt and completion") from None
    return found

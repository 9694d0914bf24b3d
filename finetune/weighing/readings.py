"""What the instruments say of pictures that they did not learn from: the rows on which fusion is fitted.

Rows are kept as JSON lines, so that a run that was cut off goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from ...agent.console import Progress
from ...agent.detectors import registry
from ...agent.intake import Exhibit
from ...eval.sets.records import Record
from ..progress_steps import tracked
from ..pseudo_fakes.alterations import Alteration, Generator
from .kept_rows import kept_rows
from .ways import Truth, Way, exhibit, name_of, truth_of

FILE = "readings.jsonl"


class ReadingRow(BaseModel):
    """One picture with what is known of it and what the instruments said.

    Attributes:
        name: of the picture and the way that it went.
        truth: laundered is a real picture that passed through a network whole.
        way: how the file came about; `kind` is the operation if it was altered or passed.
        place: the set that it belongs to.
        scores: by the source of the evidence, in its unit; what was not measured is absent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    truth: Truth
    way: Way
    kind: str = ""
    place: str
    source: str
    generator: str
    group: str
    short_side: int
    jpeg_quality: int | None
    recompressed: bool | None
    scores: dict[str, float]


def collect(
    work: Path,
    todo: Sequence[tuple[Record, Way]],
    generators: dict[Alteration, Generator],
    report: Progress = print,
) -> list[ReadingRow]:
    """Measure all that the work folder does not have yet, two pictures at a time, and return every row."""
    import torch

    work.mkdir(parents=True, exist_ok=True)
    file = work / FILE
    rows = {row.name: row for row in kept_rows(file, ReadingRow)} if file.exists() else {}
    donors = [record for record, _ in todo if record.label == "real"]
    missing = [(record, way) for record, way in todo if name_of(record, way) not in rows]
    np.random.default_rng(0).shuffle(missing)  # a run that is cut off then leaves a fair part
    report(f"{len(todo)} pictures, {len(missing)} to measure")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)

    def measured(item: tuple[Record, Way]) -> ReadingRow:
        record, way = item
        picture, kind = exhibit(record, way, generators, donors)
        scores = untrained(picture)
        quality = picture.facts.quality
        return ReadingRow(
            name=name_of(record, way),
            truth=truth_of(record, way),
            way=way,
            kind=kind,
            place=record.place,
            source=record.source,
            generator=record.generator,
            group=record.group,
            short_side=quality.short_side,
            jpeg_quality=quality.jpeg_quality,
            recompressed=quality.recompressed,
            scores={key: round(value, 5) for key, value in scores.items()},
        )

    try:
        with ThreadPoolExecutor(2) as pool, file.open("a", encoding="utf-8") as stream:
            for row in tracked(pool.map(measured, missing), len(missing), "pictures"):
                rows[row.name] = row
                stream.write(row.model_dump_json() + "\n")
                stream.flush()
    finally:
        torch.set_num_threads(threads)
    return [rows[name_of(record, way)] for record, way in todo]


def untrained(picture: Exhibit) -> dict[str, float]:
    """Scores of the detectors that learned nothing, by name; only they bear on what was altered in part."""
    weighed = registry.weighed().values()
    detectors = [each for each in weighed if each.weighing and not each.weighing.apart and not each.learned]
    found = ((each.name, each.read(picture.pixels, picture.facts.quality)) for each in detectors)
    return {name: reading.score for name, reading in found if reading is not None and reading.score is not None}

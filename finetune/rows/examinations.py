"""Examinations of pictures with known truth, kept as JSON lines: evidence dialogues are made of them.

A picture is examined as it is, altered in part, passed through a network or saved again (`telltale.finetune.weighing.
ways`). Files with a history of their own (content credentials, EXIF, generation parameters) are examined as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from ...agent.console import Progress
from ...agent.evidence import Examination
from ...agent.intake import IntakeError
from ...agent.investigator import Investigator
from ...eval.sets.records import Record
from ...eval.sets.splits import held_out
from ..progress_steps import tracked
from ..pseudo_fakes.alterations import Alteration, Generator
from ..weighing.ways import Truth, Way, exhibit, name_of, plan, truth_of


class Case(BaseModel):
    """An examined picture.

    Attributes:
        name: of the picture and of the way it went.
        truth: what the file is; None if that is not known.
        held_out: whether it is kept from training; pictures of one group go together.
        examination: the record, without an explanation.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    truth: Truth | None
    held_out: bool
    examination: Examination


def collect(
    file: Path,
    records: Sequence[Record],
    files: Sequence[Path],
    generators: dict[Alteration, Generator],
    *,
    limit: int,
    report: Progress = print,
) -> list[Case]:
    """Examine the pictures that the file does not hold yet, and return every case.

    Args:
        file: JSON lines; new cases are added to it.
        records: labelled pictures.
        files: others, with a history of their own; files that can't be examined are left out.
        generators: of the pseudo-fakes.
        limit: pictures of each source to examine as they are; see `ways.plan`.
        report: takes a line of progress.
    """
    done = {case.name: case for case in read(file)} if file.exists() else {}
    planned = plan(records, limit)
    items: list[tuple[Record, Way] | Path] = [*planned, *files]
    names = [name_of(record, way) for record, way in planned] + [path.name for path in files]
    missing = [(name, item) for name, item in zip(names, items, strict=True) if name not in done]
    np.random.default_rng(0).shuffle(missing)  # type: ignore[arg-type]  # it shuffles a list in place too
    report(f"{len(names)} pictures, {len(missing)} to examine")
    donors = [record for record, _ in planned if record.label == "real"]
    investigator = Investigator(explain=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        for name, item in tracked(missing, len(missing), "pictures"):
            try:
                if isinstance(item, Path):
                    truth, group = None, item.name
                    examination = investigator.examine(item).examination
                else:
                    record, way = item
                    truth, group = truth_of(record, way), record.group
                    picture, _ = exhibit(record, way, generators, donors)
                    examination = investigator.examine(picture.data, picture.facts.name).examination
            except IntakeError:
                continue
            kept = held_out(group, "explanations")
            done[name] = Case(name=name, truth=truth, held_out=kept, examination=examination)
            stream.write(done[name].model_dump_json() + "\n")
            stream.flush()
    return [done[name] for name in names if name in done]


def read(file: Path) -> Iterator[Case]:
    """The cases of a file; a last line that was cut off is left out."""
    with file.open(encoding="utf-8") as stream:
        for line in stream:
            try:
                yield Case.model_validate_json(line)
            except ValueError:
                continue

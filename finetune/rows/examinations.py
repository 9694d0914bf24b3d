"""Examinations of our own pictures, kept as JSON lines: what evidence dialogues are made of.

Pictures go the ways of `telltale.finetune.weighing.readings`: as they are, altered in part, passed through a network, saved
again at every quality. Files with a history of their own (credentials, EXIF, generation parameters) are examined as
they are.
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
from ...eval.sets.splits import in_share
from ..pseudo_fakes.alterations import Alteration, Generator
from ..weighing.readings import Truth, Way, exhibit, name_of, plan, truth_of

HELD_OUT = 0.3  # share of the groups, and of the files, that is kept from training


class Case(BaseModel):
    """An examined picture.

    Attributes:
        name: of the picture and the way it went.
        truth: what the file is, None where that is not known.
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
    every: int = 50,
) -> list[Case]:
    """Examine what the file does not hold yet, adding a line each, and return every case of the plan.

    Args:
        file: JSON lines; made where it is not there.
        records: labelled pictures.
        files: others, with a history of their own; those that can't be examined are passed over.
        generators: of the pseudo-fakes.
        limit: of a source as they are; see `readings.plan`.
        report: told how far it is.
        every: how often.
    """
    there = {case.name: case for case in read(file)} if file.exists() else {}
    todo = plan(records, limit)
    names = [name_of(record, way) for record, way in todo] + [path.name for path in files]
    missing: list[tuple[str, tuple[Record, Way] | Path]]
    missing = [(name, item) for name, item in zip(names, [*todo, *files], strict=True) if name not in there]
    np.random.default_rng(0).shuffle(missing)  # type: ignore[arg-type]  # a list shuffles in place too
    report(f"{len(names)} pictures, {len(missing)} to examine")
    donors = [record for record, _ in todo if record.label == "real"]
    investigator = Investigator(explain=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        for number, (name, item) in enumerate(missing, 1):
            try:
                if isinstance(item, Path):
                    truth, group = None, item.name
                    found = investigator.examine(item).examination
                else:
                    record, way = item
                    truth, group = truth_of(record, way), record.group
                    made, _ = exhibit(record, way, generators, donors)
                    found = investigator.examine(made.data, made.facts.name).examination
            except IntakeError:
                continue
            case = Case(name=name, truth=truth, held_out=in_share(group, HELD_OUT, "explain"), examination=found)
            there[name] = case
            stream.write(case.model_dump_json() + "\n")
            stream.flush()
            if number % every == 0:
                report(f"{number} of {len(missing)}")
    return [there[name] for name in names if name in there]


def read(file: Path) -> Iterator[Case]:
    """The cases of a file; a last line that was cut off is left out."""
    with file.open(encoding="utf-8") as stream:
        for line in stream:
            try:
                yield Case.model_validate_json(line)
            except ValueError:
                continue

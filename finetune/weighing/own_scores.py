"""Scores of pictures of one's own as an examination adds them up, kept by picture so that a run can go on.

The score is all that speaks for *synthetic* in the verdict. The model's answers about cues are not asked for, since
that takes long; for photographs the most that they can add is added instead, so that a limit set on them holds with a
model as well.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...agent.bundle import Bundle
from ...agent.console import note
from ...agent.evidence import Examination, Flag
from ...agent.intake import IntakeError
from ...agent.investigator import Investigator
from ...agent.reasoning.weighing.fusion import CUE_WEIGHT, sums
from ...agent.reasoning.weighing.terms import shipped
from ...eval.sets.records import Record
from ..progress_steps import Steps

KEPT = "own-scores.jsonl"  # in the work folder
_KNOWS = "nearest"  # the detector that finds pictures which were learned from


@dataclass(frozen=True, slots=True)
class OwnScore:
    """The score of one picture, as log-odds for *synthetic*, and whether the detectors learned from the picture."""

    record: Record
    score: float
    learned: bool


def measured(
    records: Sequence[Record], folder: Path | None, own: Bundle | None, work: Path, steps: Steps
) -> list[OwnScore]:
    """Examine pictures; those that can't be examined are named and left out.

    Args:
        records: the pictures.
        folder: of the bundle to examine with; None for what ships.
        own: the same bundle, read.
        work: where scores are kept.
        steps: of the recipe.
    """
    known = (own.fitted if own is not None else None) or shipped()
    names = sorted({term.source for term in known.terms if term.hypothesis == "synthetic"} | {_KNOWS})
    investigator = Investigator(bundle=folder, detectors=names, perceive=False, explain=False)
    key = json.dumps(sorted(investigator.versions().items()))
    kept = _kept(work / KEPT)
    found, failed = [], 0
    work.mkdir(parents=True, exist_ok=True)
    with (work / KEPT).open("a", encoding="utf-8") as stream:
        for record in steps.track(records, len(records), "pictures"):
            facts = record.path.stat()
            name = json.dumps([str(record.path.resolve()), facts.st_size, facts.st_mtime_ns, key])
            if name not in kept:
                try:
                    kept[name] = _score(
                        investigator.examine(record.path).examination, photograph=record.label == "real"
                    )
                except (IntakeError, OSError) as error:
                    note(f"{error}; left out")
                    failed += 1
                    continue
                stream.write(json.dumps([name, *kept[name]]) + "\n")
                stream.flush()
            found.append(OwnScore(record, *kept[name]))
    if failed:
        note(f"{failed} of {len(records)} pictures could not be examined")
    return found


def _score(record: Examination, *, photograph: bool) -> tuple[float, bool]:
    """The score of an examined picture, and whether the detectors learned from it."""
    own = sums(record.evidence, record.verdict.contributions, "synthetic")
    most = own.total + CUE_WEIGHT if photograph and own.fitted > 0 else own.total
    return round(most, 4), any(item.has(Flag.KNOWN) for item in record.evidence)


def _kept(file: Path) -> dict[str, tuple[float, bool]]:
    """The scores of an earlier run; a line that was cut off is passed over."""
    kept: dict[str, tuple[float, bool]] = {}
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            try:
                name, score, learned = json.loads(line)
            except ValueError:
                continue
            kept[name] = float(score), bool(learned)
    return kept

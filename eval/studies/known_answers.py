"""Files whose right answer is known: what an examination says of each, against what it must and must not say.

    python -m telltale.eval.studies known-answers FOLDER [--trust-anchors PEM] [--all]

FOLDER holds the files and an `expect.json`: by file name an object with any of `label` (the verdict), `has` and `hasnt`
(what some evidence must, and no evidence may, support), `says` and `nosay` (regular expressions that some sentence
must, and none may, match), `undecided` (no signature decides), `never` (a label that it may not get), `shot` (a
screenshot).
The model is not asked and explains nothing.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...agent.console import DONE
from ...agent.evidence import Examination
from ...agent.intake import IntakeError
from ...agent.investigator import Investigator
from ..tables import show
from .study import Study

SLOW = 5.0  # seconds for the file alone, detectors left out, above which an answer is not right


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="files and their expect.json")
    parser.add_argument(
        "--trust-anchors", type=Path, metavar="PEM", help="certificates under which signers are trusted"
    )
    parser.add_argument("--all", action="store_true", help="list the right answers too")


def run(arguments: argparse.Namespace) -> int:
    """Print the wrong answers, and how many there are."""
    expected: dict[str, dict[str, Any]] = json.loads((arguments.folder / "expect.json").read_text(encoding="utf-8"))
    anchors = arguments.trust_anchors.read_text(encoding="utf-8") if arguments.trust_anchors else None
    investigator = Investigator(perceive=False, explain=False, trust_anchors=anchors)
    rows, wrong = [], 0
    for name, answer in sorted(expected.items()):
        faults, label, seconds = answered(investigator, arguments.folder / name, answer)
        wrong += bool(faults)
        if faults or arguments.all:
            rows.append((name, label, f"{seconds:.2f}", "; ".join(faults) or "right"))
    show("Files with a known answer", ("file", "label", "seconds", "wrong"), rows)
    print(f"\n{len(expected) - wrong} of {len(expected)} right")
    return DONE


def answered(investigator: Investigator, file: Path, answer: dict[str, Any]) -> tuple[list[str], str, float]:
    """What is wrong with the answer about a file, the label (or `refused`), and the seconds that its reading took."""
    start = time.perf_counter()
    try:
        record = investigator.examine(file).examination
    except IntakeError as error:
        seconds = time.perf_counter() - start
        return list(_wrong_words(str(error), answer)), "refused", seconds
    seconds = sum(record.timings.get(stage, 0.0) for stage in ("intake", "provenance"))
    faults = [*_wrong_verdict(record, answer), *_wrong_words(_said(record), answer)]
    if seconds > SLOW:
        faults.append(f"took {seconds:.1f} s")
    return faults, record.verdict.label, seconds


def _wrong_verdict(record: Examination, answer: dict[str, Any]) -> Iterator[str]:
    label, supports = record.verdict.label, {item.supports for item in record.evidence if item.kind == "provenance"}
    wanted = answer.get("label")
    if wanted and label != wanted:
        yield f"not {wanted}"
    if answer.get("undecided") and any(item.decisive for item in record.evidence):
        yield "decided by a signature"
    if label == answer.get("never"):
        yield f"called {label}"
    yield from (f"nothing supports {one}" for one in answer.get("has", ()) if one not in supports)
    yield from (f"something supports {one}" for one in answer.get("hasnt", ()) if one in supports)
    if answer.get("shot") and not record.exhibit.quality.screenshot:
        yield "no screenshot"


def _wrong_words(text: str, answer: dict[str, Any]) -> Iterator[str]:
    if (said := answer.get("nosay")) and (match := re.search(said, text)):
        yield f"says {match[0]!r}"
    if (missing := answer.get("says")) and not re.search(missing, text):
        yield f"does not say {missing!r}"


def _said(record: Examination) -> str:
    """All sentences of a record."""
    lines = [line for item in record.evidence for line in (item.statement, *item.asides)]
    verdict = record.verdict
    lines += [*record.limitations, *verdict.abstained_because, verdict.remark or "", *record.exhibit.quality.screenshot]
    return "\n".join([*lines, *(statement.text for statement in record.explanation.statements)])


STUDY = Study("known-answers", "files whose right answer is known", __doc__, add_arguments, run)

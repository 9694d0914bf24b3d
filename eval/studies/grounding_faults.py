"""What the grounding check lets through.

    python -m telltale.eval.studies grounding-faults WORK/examinations.jsonl

Sentences that are true by construction (the wordings of the dialogues, on examinations kept from training), and the
same sentences with one fault. The table has the share of true sentences that are refused, and the share of each kind
of fault that is found.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...agent.console import DONE
from ..tables import TableRow, show
from .study import Study

if TYPE_CHECKING:
    from ...agent.reasoning.answer_items import Intent, Item

ASKED: tuple[Intent, ...] = ("verdict", "for", "doubt", "sure", "history")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("cases", type=Path, metavar="FILE", help="WORK/examinations.jsonl")


def run(arguments: argparse.Namespace) -> int:
    """Print the table."""
    show("The grounding check", ("fault", "sentences", "refused", "by the checks"), list(fault_rows(arguments.cases)))
    return DONE


def fault_rows(file: Path) -> Iterator[TableRow]:
    """(fault, sentences, share refused, by which checks)."""
    from ...agent.evidence import Dropped
    from ...agent.reasoning.grounding.check import check_item
    from ...agent.reasoning.writing import plan
    from ...finetune.rows.corruptions import FAULTS, corrupt
    from ...finetune.rows.examinations import read
    from ...finetune.rows.wordings import worded

    sentences: Counter[str] = Counter()
    refused: dict[str, Counter[str]] = {}
    for number, case in enumerate(case for case in read(file) if case.held_out):
        rng = np.random.default_rng(number)
        record = case.examination
        for item in plan.plan(ASKED[number % len(ASKED)], record, record.evidence):
            true = worded(item, rng)
            cite = item.cite
            for kind in ("none", *FAULTS):
                said = true if kind == "none" else corrupt(true, rng, kind)
                unchanged = said == true and kind != "none"
                if said is None or unchanged or (kind == "direction" and _still_true(said, item)):
                    continue
                sentences[kind] += 1
                result = check_item(f"{said} [{cite}].", item, record.evidence)
                if isinstance(result, Dropped):
                    refused.setdefault(kind, Counter())[result.failed] += 1
    for kind in ("none", *FAULTS):
        checks = refused.get(kind, Counter())
        by = ", ".join(f"{n} {check}" for check, n in checks.most_common())
        yield kind, str(sentences[kind]), f"{checks.total() / max(1, sentences[kind]):.1%}", by or "–"


def _still_true(said: str, item: Item) -> bool:
    """Whether the direction that a fault added is the item's own, so that the sentence is not wrong."""
    return item.stance.way == "for" and f"for a {item.stance.about} picture" in said


STUDY = Study("grounding-faults", "what the grounding check lets through", __doc__, add_arguments, run)

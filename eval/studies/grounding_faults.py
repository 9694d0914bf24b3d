"""What the grounding check lets through: `python -m telltale.eval.studies.grounding_faults WORK/examinations.jsonl`.

Sentences that are true by construction (the dialogues' wordings on examinations kept from training), and the same with
one fault. Printed: the share of true ones refused, and of each kind of fault found.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from ...agent.evidence import Dropped
from ...agent.reasoning.grounding.check import check_item
from ...agent.reasoning.writing import plan
from ...agent.reasoning.writing.plan import Intent, Item
from ...finetune.rows.corruptions import KINDS, corrupt
from ...finetune.rows.dialogues import worded
from ...finetune.rows.examinations import read
from .transfer import show

ASKED: tuple[Intent, ...] = ("verdict", "for", "doubt", "sure", "history")


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.grounding_faults", description=__doc__)
    parser.add_argument("cases", type=Path)
    arguments = parser.parse_args(argv)
    show("The grounding check", ("fault", "sentences", "refused", "by the checks"), list(rows(arguments.cases)))
    return 0


def rows(file: Path) -> Iterator[tuple[str, ...]]:
    """(fault, sentences, share refused, by which checks)."""
    made: Counter[str] = Counter()
    refused: dict[str, Counter[str]] = {}
    for number, case in enumerate(case for case in read(file) if case.held_out):
        rng = np.random.default_rng(number)
        record = case.examination
        for item in plan.plan(ASKED[number % len(ASKED)], record, record.evidence):
            true = worded(item, rng)
            cite = plan.SHOWN.get(item.id, item.id)
            for kind in ("none", *KINDS):
                said = true if kind == "none" else corrupt(true, rng, kind)
                if said is None or (said == true and kind != "none") or (kind == "direction" and _true(said, item)):
                    continue
                made[kind] += 1
                result = check_item(f"{said} [{cite}].", item, record.evidence)
                if isinstance(result, Dropped):
                    refused.setdefault(kind, Counter())[result.failed] += 1
    for kind in ("none", *KINDS):
        found = refused.get(kind, Counter())
        by = ", ".join(f"{n} {check}" for check, n in found.most_common())
        yield kind, str(made[kind]), f"{found.total() / max(1, made[kind]):.1%}", by or "–"


def _true(said: str, item: Item) -> bool:
    """Whether a direction that was added is the item's own."""
    return item.stance.way == "for" and f"for a {item.stance.about} picture" in said


if __name__ == "__main__":
    sys.exit(main())

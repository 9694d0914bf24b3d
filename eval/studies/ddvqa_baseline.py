"""DD-VQA's commonest answers, as replies that a run can score.

    python -m telltale.eval.studies ddvqa-baseline --data DDVQA --out FILE.jsonl

Each question of the test part gets the answer that people gave to it most often in training. A model that does not do
better has learned how people answer, and not what they saw. To score the replies:
`telltale eval ddvqa --data DDVQA --model saved:FILE.jsonl --out RUN`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from ...agent.console import DONE
from ..items import Item, Reply
from .study import Study, add_out, add_place


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_place(parser, "DIR", "DD-VQA as released")
    add_out(parser, "FILE.jsonl", "where the replies go")


def run(arguments: argparse.Namespace) -> int:
    """Write the replies."""
    from ..tasks.ddvqa import read

    rows = replies(list(read(arguments.data)), arguments.data)
    lines = [
        json.dumps({"id": item.id, "key": "", "reply": reply.model_dump(exclude_defaults=True)}) for item, reply in rows
    ]
    arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return DONE


def replies(items: Sequence[Item], data: Path) -> list[tuple[Item, Reply]]:
    """Each item with the commonest training answer to its question."""
    from ...finetune.rows.people import faces

    answers: dict[str, Counter[str]] = defaultdict(Counter)
    for row in faces(data, "train", turns=6):
        turns = [*row.prompt, *row.completion]
        for asked, answer in zip(turns[::2], turns[1::2], strict=True):
            answers[asked["content"]][answer["content"]] += 1
    return [(item, Reply(text=answers[item.question].most_common(1)[0][0])) for item in items]


STUDY = Study(
    "ddvqa-baseline", "the commonest answers to DD-VQA's questions, as a baseline", __doc__, add_arguments, run
)

"""DD-VQA's commonest answers, as replies: `python -m telltale.eval.studies.ddvqa_baseline --data DDVQA --out FILE.jsonl`.

To each question of the test part the answer that people gave most often to it in training. What does not beat this has
learned how people answer and not what they saw: `telltale eval ddvqa --model saved:FILE.jsonl`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from ...finetune.rows.people import faces
from ..items import Item, Reply
from ..tasks.ddvqa import read


def replies(items: Sequence[Item], data: Path) -> list[tuple[Item, Reply]]:
    """Each item with the commonest training answer to its question."""
    count: dict[str, Counter[str]] = defaultdict(Counter)
    for row in faces(data, "train", turns=6):
        turns = [*row.prompt, *row.completion]
        for asked, answer in zip(turns[::2], turns[1::2], strict=True):
            count[asked["content"]][answer["content"]] += 1
    return [(item, Reply(text=count[item.question].most_common(1)[0][0])) for item in items]


def main(argv: Sequence[str] | None = None) -> int:
    """Write the replies."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.ddvqa_baseline", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="DD-VQA as released")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.jsonl")
    arguments = parser.parse_args(argv)
    rows = replies(list(read(arguments.data)), arguments.data)
    lines = [
        json.dumps({"id": item.id, "key": "", "reply": reply.model_dump(exclude_defaults=True)}) for item, reply in rows
    ]
    arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Replies in the formats of other harnesses: LOKI's log of results, FakeBench's files for submission."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from .items import Judged
from .runs import Run
from .tasks import TaskError
from .tasks.loki import records


def write(run: Run, form: str, file: Path) -> int:
    """Write the replies of a run, and return their number.

    Args:
        run: a finished one.
        form: `loki` or `fakebench`.
        file: to write.

    Raises:
        TaskError: if the run is of another benchmark.
    """
    rows = {"loki": _loki, "fakebench": _fakebench}[form](run)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(rows, indent=4, ensure_ascii=False) + "\n", encoding="utf-8")
    return len(run.judged)


def _loki(run: Run) -> list[dict[str, Any]]:
    """As LOKI's `log_results` writes them; a reply that could not be parsed is null, and neither right nor wrong."""
    if not run.settings["task"].startswith("loki-"):
        raise TaskError(f"{run.folder}: is a run of {run.settings['task']}, not of LOKI; choose another --format")
    docs, _ = records(Path(run.settings["data"]), run.settings["choices"].get("modality", "image"))
    rows = []
    for result in run.judged:
        doc = docs[int(result.item.id.partition(":")[0])]
        entry = {
            "parsed_response": result.value,
            "accuracy": result.right,
            "contexts": result.item.question,
            "response": result.reply.text or (result.value or ""),
            "metric": doc.get("metric"),
            "target": doc.get("answer"),
            "question_type": doc.get("question_type"),
            "doc": doc,
        }
        media = next((doc[key] for key in ("image_path", "video_path", "point_path") if key in doc), None)
        rows.append(entry if media is None else {**entry, "media_path": media})
    return rows


def _fakebench(run: Run) -> list[dict[str, Any]]:
    """The replies of each picture, under the names that FakeBench's scripts use."""
    if run.settings["task"] != "fakebench":
        raise TaskError(f"{run.folder}: is a run of {run.settings['task']}, not of FakeBench; choose another --format")
    by_picture: dict[str, list[Judged]] = defaultdict(list)
    for result in run.judged:
        by_picture[result.item.group].append(result)
    return [
        {"image_id": name, **{_field(result): result.reply.text for result in results}}
        for name, results in by_picture.items()
    ]


def _field(result: Judged) -> str:
    key = result.item.category
    return f"A{key[1:]}" if key.startswith("Q") and key[1:].isdigit() else key or "answer"

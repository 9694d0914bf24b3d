"""Replies in the formats of other harnesses: LOKI's log of results, FakeBench's files to be sent in."""

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
    """Write a run's replies, and return how many.

    Raises:
        TaskError: if the run is of another benchmark.
    """
    rows = {"loki": _loki, "fakebench": _fakebench}[form](run)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(rows, indent=4, ensure_ascii=False) + "\n", encoding="utf-8")
    return len(run.judged)


def _loki(run: Run) -> list[dict[str, Any]]:
    """As its `log_results` writes them; what could not be parsed is null, and neither right nor wrong."""
    if not run.settings["task"].startswith("loki-"):
        raise TaskError(f"{run.folder}: is a run of {run.settings['task']}, not of LOKI")
    docs, _ = records(Path(run.settings["data"]), run.settings["choices"].get("modality", "image"))
    found = []
    for one in run.judged:
        doc = docs[int(one.item.id.partition(":")[0])]
        entry = {
            "parsed_response": one.value,
            "accuracy": one.right,
            "contexts": one.item.question,
            "response": one.reply.text or (one.value or ""),
            "metric": doc.get("metric"),
            "target": doc.get("answer"),
            "question_type": doc.get("question_type"),
            "doc": doc,
        }
        media = next((doc[key] for key in ("image_path", "video_path", "point_path") if key in doc), None)
        found.append(entry if media is None else {**entry, "media_path": media})
    return found


def _fakebench(run: Run) -> list[dict[str, Any]]:
    """A list with the replies of each picture, under the names that its scripts use."""
    if run.settings["task"] != "fakebench":
        raise TaskError(f"{run.folder}: is a run of {run.settings['task']}, not of FakeBench")
    by: dict[str, list[Judged]] = defaultdict(list)
    for one in run.judged:
        by[one.item.group].append(one)
    return [{"image_id": name, **{_field(one): one.reply.text for one in those}} for name, those in by.items()]


def _field(one: Judged) -> str:
    key = one.item.category
    return f"A{key[1:]}" if key.startswith("Q") and key[1:].isdigit() else key or "answer"

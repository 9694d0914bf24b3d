"""Do examinations contradict themselves? Checked from their JSON alone, by rules that share nothing with the program.

    python -m telltale.eval.studies record-check FILE…

Each file holds records as `telltale examine IMAGE --json` prints them, one a line. What is checked: every sentence of
an explanation cites something that the record holds; every number in it stands in what it cites; a finding that
supports one side has no weight of note for the other; the label is the likeliest hypothesis, stands in the sentence on
the verdict, and no other label does; a picture whose file declares AI is never called real.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...agent.console import DONE
from ..tables import show
from .study import Study

LABELS = ("real", "synthetic", "tampered", "inconclusive")
OF_NOTE = 0.5  # log-odds from which a weight must not oppose what its finding supports
_QUOTED = re.compile(r"“[^”]*”")
_CITED = re.compile(r"\[([^\]\[]+)\]\.?$")
_NUMBER = re.compile(r"(?<![\w.])[-+−]?\d[\d,]*(?:\.\d+)?")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="records, one a line")


def run(arguments: argparse.Namespace) -> int:
    """Print the table, and each fault in a line."""
    counts: Counter[str] = Counter()
    examples: list[str] = []
    for record in records(arguments.files):
        counts["records"] += 1
        counts["sentences"] += len(record["explanation"]["statements"])
        for kind, where in faults(record):
            counts[kind] += 1
            examples.append(f"{record['exhibit']['name']}: {kind}: {where}")
    show("Records checked against themselves", ("what", "number"), [(kind, f"{n}") for kind, n in counts.items()])
    print("\n".join(["", *examples[:50]]))
    return DONE


def records(files: list[Path]) -> Iterator[dict[str, Any]]:
    """The records of some files; a line may hold one under the key `record`, and lines of errors are passed over."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            record = row.get("record", row)
            if "verdict" in record:
                yield record


def faults(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(kind, where) of what contradicts something else in a record."""
    verdict, evidence = record["verdict"], {item["id"]: item for item in record["evidence"]}
    known = {*evidence, "verdict", "file", "claim"}
    for statement in record["explanation"]["statements"]:
        text, cites = statement["text"], statement["cites"]
        written = _CITED.search(text)
        if not cites or not set(cites) <= known or written is None or written[1].split(", ") != list(cites):
            yield "cites nothing that exists", text
            continue
        source = " ".join(json.dumps(evidence.get(one, verdict), ensure_ascii=False) for one in cites)
        body = _QUOTED.sub("", _CITED.sub("", text))
        if missing := [number for number in _NUMBER.findall(body) if not _stands(number, source)]:
            yield "number that is not in what it cites", f"{missing} in {text}"
        if text.startswith("The verdict is ") and _labels(text.split(".")[0]) != {verdict["label"]}:
            yield "another label", text
    yield from _weights(verdict, evidence)
    likeliest = max(verdict["probabilities"], key=verdict["probabilities"].get)
    decided = any(item["decisive"] for item in evidence.values())
    if verdict["label"] not in ("inconclusive", likeliest) and not decided:
        yield "label that is not the likeliest", f"{verdict['label']}, {verdict['probabilities']}"
    declared = any("declares" in item["facts"]["flags"] for item in evidence.values() if item["supports"] != "real")
    if verdict["label"] == "real" and declared:
        yield "called real although the file declares AI", verdict["headline"]


def _weights(verdict: dict[str, Any], evidence: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Findings whose weight opposes what they support."""
    for part in verdict["contributions"]:
        item = evidence.get(part["evidence"])
        if item is None or abs(part["log_odds"]) < OF_NOTE:
            continue
        supports, about = item["supports"], part["hypothesis"]
        speaks_for = part["log_odds"] > 0
        if (supports == about and not speaks_for) or (supports == "real" and speaks_for):
            yield (
                "weight against what the finding supports",
                f"{item['id']} supports {supports}: {part['log_odds']:+.1f}",
            )
        if supports == "neutral" and speaks_for:
            yield "weight of a finding that supports nothing", f"{item['id']}: {part['log_odds']:+.1f} {about}"


def _labels(text: str) -> set[str]:
    return {label for label in LABELS if re.search(rf"\b{label}\b", text)}


def _stands(number: str, source: str) -> bool:
    """Whether a number stands in a text, with its sign or without."""
    return number in source or number.lstrip("+-−") in source


STUDY = Study("record-check", "whether examinations contradict themselves", __doc__, add_arguments, run)

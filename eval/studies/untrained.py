"""Detectors on labelled pictures: AUROC and alarms by source, `python -m telltale.eval.studies.untrained SET…`.

A set is a CSV file with the columns path (relative to the file), label (`real` or anything else) and source, or
`LABEL=FOLDER`, a folder searched with all its subfolders, whose name is the source.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from ...agent.detectors.registry import BUILT_IN
from ...agent.intake import IntakeError, receive
from ..metrics import auroc

Scores = dict[str, tuple[float | None, bool]]  # detector -> (score, whether it raised an alarm)


def measure(file: Path) -> Scores | None:
    """Run the built-in detectors on one file; None where it can't be examined."""
    try:
        exhibit = receive(file)
    except IntakeError:
        return None
    readings = {name: d.read(exhibit.pixels, exhibit.facts.quality) for name, d in BUILT_IN.items()}
    return {name: (reading.score, reading.supports != "neutral") for name, reading in readings.items() if reading}


def table(rows: Iterable[tuple[str, str, Scores]]) -> list[tuple[str, str, int, float, float | None]]:
    """Summarise (label, source, scores) rows.

    Returns:
        (detector, "label: source" or "all", pictures scored, share of alarms, AUROC against all real pictures);
        the AUROC is None for real sources.
    """
    scored: dict[tuple[str, str, str], list[tuple[float, bool]]] = defaultdict(list)
    for label, source, scores in rows:
        for name, (score, alarm) in scores.items():
            if score is not None:
                scored[(name, label, source)].append((score, alarm))
    found = []
    for name in BUILT_IN:
        real = [s for (n, label, _), values in scored.items() if n == name and label == "real" for s, _ in values]
        made = [s for (n, label, _), values in scored.items() if n == name and label != "real" for s, _ in values]
        groups = {key: values for key, values in scored.items() if key[0] == name}
        for (_, label, source), values in sorted(groups.items(), key=lambda group: group[0]):
            area = auroc(real, [score for score, _ in values]) if label != "real" else None
            found.append((name, f"{label}: {source}", len(values), float(np.mean([a for _, a in values])), area))
        alarms = [alarm for values in groups.values() for _, alarm in values]
        if alarms:
            found.append((name, "all", len(alarms), float(np.mean(alarms)), auroc(real, made)))
    return found


def _members(name: str) -> Iterator[tuple[str, str, Path]]:
    """(label, source, file) of every picture in a set."""
    label, equals, folder = name.partition("=")
    if equals:
        yield from ((label, Path(folder).name, file) for file in sorted(Path(folder).rglob("*")) if file.is_file())
        return
    manifest = Path(name)
    with manifest.open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            yield row["label"], row["source"], manifest.parent / row["path"]


def main(argv: list[str] | None = None) -> int:
    """Print the table for a manifest, at most `--limit` pictures a source, taken at even steps."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.untrained", description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="SET")
    parser.add_argument("--limit", type=int, default=100, help="pictures a source (default 100)")
    arguments = parser.parse_args(argv)
    by_source: dict[tuple[str, str], list[Path]] = defaultdict(list)
    for name in arguments.sets:
        try:
            for label, source, file in _members(name):
                by_source[(label, source)].append(file)
        except (OSError, KeyError) as error:
            print(f"{name}: can't be read as a set ({error}); give a CSV file or LABEL=FOLDER", file=sys.stderr)
            return 2
    chosen = [
        (label, source, file)
        for (label, source), files in by_source.items()
        for file in files[:: max(1, -(-len(files) // arguments.limit))]
    ]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:  # a fork of torch's threads hangs
        results = list(pool.map(measure, [file for _, _, file in chosen], chunksize=8))
    failed = sum(result is None for result in results)
    pairs = zip(chosen, results, strict=True)
    for name, group, count, alarms, area in table((lb, src, r) for (lb, src, _), r in pairs if r is not None):
        print(f"{name:10}{group:70}{count:6}{alarms:8.3f}{'' if area is None else f'{area:8.3f}'}")
    print(f"{len(results)} pictures, {failed} could not be examined")
    return 0


if __name__ == "__main__":
    sys.exit(main())

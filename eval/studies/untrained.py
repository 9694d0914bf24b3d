"""The built-in detectors on labelled pictures: AUROC and alarms by source.

    python -m telltale.eval.studies untrained SET… [--limit N]

A set is a CSV file with the columns path (relative to the file), label (`real` or anything else) and source, or
`LABEL=FOLDER`: a folder that is searched with all its subfolders, and whose name is the source. Of each source at most
`--limit` pictures are measured, taken at even steps.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from ...agent.console import DONE
from ...agent.detectors.registry import BUILT_IN
from ...agent.intake import IntakeError, receive
from .study import Study

FEW = 8  # pictures; with fewer it takes longer to start further processes than to measure them
Scores = dict[str, tuple[float | None, bool]]  # detector -> (score, whether it raised an alarm)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("sets", nargs="+", metavar="SET", help="a CSV manifest, or LABEL=FOLDER")
    parser.add_argument("--limit", type=int, default=100, metavar="N", help="pictures of a source (default 100)")


def run(arguments: argparse.Namespace) -> int:
    """Print the table, and how many files could not be examined."""
    by_source: dict[tuple[str, str], list[Path]] = defaultdict(list)
    for name in arguments.sets:
        try:
            for label, source, file in members(name):
                by_source[(label, source)].append(file)
        except (OSError, KeyError) as error:
            raise ValueError(f"{name}: can't be read as a set ({error}); give a CSV file or LABEL=FOLDER") from None
    chosen = [
        (label, source, file)
        for (label, source), files in by_source.items()
        for file in files[:: max(1, -(-len(files) // arguments.limit))]
    ]
    files = [file for _, _, file in chosen]
    if len(files) < FEW:
        results = list(map(measure, files))
    else:
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:  # a fork of torch's threads hangs
            results = list(pool.map(measure, files, chunksize=8))
    pairs = zip(chosen, results, strict=True)
    rows = [(label, source, scores) for (label, source, _), scores in pairs if scores is not None]
    for name, group, count, alarms, area in alarms_table(rows):
        print(f"{name:10}{group:70}{count:6}{alarms:8.3f}{'' if area is None else f'{area:8.3f}'}")
    print(f"{len(results)} pictures, {len(results) - len(rows)} could not be examined")
    return DONE


def measure(file: Path) -> Scores | None:
    """Run the built-in detectors on one file; None if it can't be examined."""
    try:
        exhibit = receive(file)
    except IntakeError:
        return None
    readings = {name: d.read(exhibit.pixels, exhibit.facts.quality) for name, d in BUILT_IN.items()}
    return {name: (reading.score, reading.supports != "neutral") for name, reading in readings.items() if reading}


def alarms_table(rows: Iterable[tuple[str, str, Scores]]) -> list[tuple[str, str, int, float, float | None]]:
    """Summarise (label, source, scores) rows.

    Returns:
        (detector, "label: source" or "all", pictures scored, share of alarms, AUROC against all real pictures);
        the AUROC is None for real sources.
    """
    from ..metrics import auroc

    scored: dict[tuple[str, str, str], list[tuple[float, bool]]] = defaultdict(list)
    for label, source, scores in rows:
        for name, (score, alarm) in scores.items():
            if score is not None:
                scored[(name, label, source)].append((score, alarm))
    table = []
    for name in BUILT_IN:
        real = [s for (n, label, _), values in scored.items() if n == name and label == "real" for s, _ in values]
        other = [s for (n, label, _), values in scored.items() if n == name and label != "real" for s, _ in values]
        groups = {key: values for key, values in scored.items() if key[0] == name}
        for (_, label, source), values in sorted(groups.items(), key=lambda group: group[0]):
            area = auroc(real, [score for score, _ in values]) if label != "real" else None
            table.append((name, f"{label}: {source}", len(values), float(np.mean([a for _, a in values])), area))
        alarms = [alarm for values in groups.values() for _, alarm in values]
        if alarms:
            table.append((name, "all", len(alarms), float(np.mean(alarms)), auroc(real, other)))
    return table


def members(name: str) -> Iterator[tuple[str, str, Path]]:
    """(label, source, file) of every picture in a set."""
    label, equals, folder = name.partition("=")
    if equals:
        yield from ((label, Path(folder).name, file) for file in sorted(Path(folder).rglob("*")) if file.is_file())
        return
    manifest = Path(name)
    with manifest.open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            yield row["label"], row["source"], manifest.parent / row["path"]


STUDY = Study("untrained", "the built-in detectors by source: alarms and AUROC", __doc__, add_arguments, run)

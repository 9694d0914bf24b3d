"""Updating the main detector by one generator after another: what it learns, and what it forgets.

    python -m telltale.eval.studies updating --data SET… --work DIR [--draws N] [--shuffled] [--views N…]

The generators come in the order of their years, as in CLOFAI (Doherty, Lee and Gomes, 2025), each with photographs of
sources of its own. After each, the head is tested on left-out groups of every generator, against photographs of sources
that no task learned from. `R[i][j]` is a figure on task j after task i, of T tasks:

    at the end           mean_j R[T][j]
    backward transfer    mean_{j<T} R[T][j] − R[j][j]         (Lopez-Paz and Ranzato, 2017)
    forgetting           mean_{j<T} max_{i<T} R[i][j] − R[T][j] (Chaudhry and others, 2018)
    forward transfer     mean_{j>1} R[j−1][j] − 0.5

Balanced accuracy is at score 0. Sources of photographs weigh the same. The draws differ in what is left out, in which
task a photograph belongs to, and in what is remembered; with `--shuffled` in the order of the generators as well. The
second table is of one update, of a detector that knows all generators but one, by pictures of that one and no
photographs. Draws begin with 3, since the settings were chosen on draws 0 to 2.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...agent.console import DONE, say
from ..tables import TableRow, show
from .study import Study, add_data, add_work
from .updating_methods import FIRST, METHODS

if TYPE_CHECKING:
    from .updating_courses import Course


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser)
    add_work(parser)
    parser.add_argument("--draws", type=int, default=8, metavar="N", help="random draws (default 8)")
    parser.add_argument("--shuffled", action="store_true", help="draw the order of the generators too")
    parser.add_argument(
        "--views", type=int, nargs="+", default=[256], metavar="N", help="views that are remembered (default 256)"
    )
    parser.add_argument("--methods", nargs="+", choices=tuple(METHODS), default=list(METHODS), help="default all")
    parser.add_argument("--single", type=int, default=2, metavar="N", help="draws of the second table (default 2)")


def run(arguments: argparse.Namespace) -> int:
    """Print the tables."""
    from . import updating_tasks
    from .corpora import load_main_corpus
    from .updating_courses import course
    from .updating_single import single_updates

    samples, features = load_main_corpus(arguments.data, arguments.work)
    learned = [index for index, sample in enumerate(samples) if sample.damage in ("", "web")]
    views = updating_tasks.views_of([samples[index] for index in learned], features[learned])
    del features
    draws = [
        updating_tasks.drawn(views, seed, shuffled=arguments.shuffled) for seed in range(FIRST, FIRST + arguments.draws)
    ]
    found: dict[tuple[str, int], list[Course]] = {}
    for size in arguments.views if draws else ():
        for method in arguments.methods:
            if (method in ("replay", "sur")) or size == arguments.views[0]:
                found[method, size] = [
                    course(views, draw, method, size, seed) for seed, draw in enumerate(draws, FIRST)
                ]
                say(f"{METHODS[method].name}, {size} views remembered: {len(draws)} draws")
    many = len(arguments.views) > 1
    rows = [
        summary(METHODS[name].name + (f", {size} views" if many and name in ("replay", "sur") else ""), courses)
        for (name, size), courses in found.items()
    ]
    header = ("learned from", "accuracy at the end", "AUROC at the end", "backward transfer", "forgetting")
    header = (*header, "backward transfer, AUROC", "forward transfer", "AUROC, generators of no task")
    if draws:
        lengths = f"{len(draws[0].names)} generators in turn, mean of {len(draws)} draws [least, greatest]"
        show(lengths, header, rows)
    for name in ("alone", "sur"):
        courses = found.get((name, arguments.views[0]))
        if courses and not arguments.shuffled:
            for what, tables in (
                ("Balanced accuracy", [c.accuracy for c in courses]),
                ("AUROC", [c.area for c in courses]),
            ):
                title = f"{what}, {METHODS[name].name}: rows after each generator, columns the generator tested"
                show(title, ("after", *map(str, range(1, len(draws[0].names) + 1))), matrix(draws[0].names, tables))
    if arguments.single:
        header = ("learned from", "new generator, before", "after", "older generators, before", "after")
        header = (*header, "photographs above 0, before", "after")
        rows = single_updates(views, arguments.single, arguments.views[0])
        show("One new generator and no photographs: AUROC against photographs of left-out sources", header, rows)
    return DONE


def transfer(table: NDArray[np.float64]) -> dict[str, float]:
    """The figures of one matrix [T, T]; those that need rows which are not there are no numbers."""
    count = len(table)
    own, last, before = table.diagonal(), table[-1], table[:-1, :-1]
    most = np.nan if np.isnan(before).any() else float((before.max(0) - last[:-1]).mean())
    return {
        "end": float(last.mean()),
        "backward": float((last[:-1] - own[:-1]).mean()),
        "forgetting": most,
        "forward": float(np.mean([table[j - 1, j] for j in range(1, count)])) - 0.5,
    }


def summary(name: str, courses: Sequence[Course]) -> TableRow:
    """A row of the first table."""
    right, area = [transfer(c.accuracy) for c in courses], [transfer(c.area) for c in courses]
    columns = [[each["end"] for each in right], [each["end"] for each in area]]
    columns += [[each[key] for each in right] for key in ("backward", "forgetting")]
    columns += [[each["backward"] for each in area], [each["forward"] for each in right]]
    columns.append([np.nan if c.never is None else c.never for c in courses])
    return (name, *(spread(values) for values in columns))


def spread(values: Sequence[float]) -> str:
    """A mean with the least and the greatest value; a dash where one is missing."""
    if np.isnan(values).any():
        return "–"
    return f"{np.mean(values):.3f} [{min(values):.3f}, {max(values):.3f}]"


def matrix(names: Sequence[str], tables: Sequence[NDArray[np.float64]]) -> list[TableRow]:
    """The mean of several matrices [T, T], a row for each task."""
    mean = np.mean(tables, axis=0)
    return [
        (f"{number}. {name}", *(f"{value:.2f}" for value in row))
        for number, (name, row) in enumerate(zip(names, mean, strict=True), 1)
    ]


STUDY = Study("updating", "a detector updated by one generator after another", __doc__, add_arguments, run)

"""What a file of results comes to: counts, the worst pictures first, groups and errors, each of a bounded number."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .near_duplicates import groups
from .triage_log import parsed, rows
from .triage_rows import Head, Numbers, Row

SHOWN = 2_000  # pictures in the summary, the worst first
ERRORS = 500
GROUPS, IN_GROUP = 100, 12  # groups that look alike, and pictures named of each
HASHES = 1_000_000  # pictures that are compared with each other


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture in the summary."""

    source: str
    sha256: str
    numbers: Numbers
    copies: int = 0
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a file of results comes to.

    Attributes:
        head: how the rows were made.
        labels: pictures by label; files with the bytes of another count with its label.
        files: rows in all.
        copies: files with the bytes of another one.
        shown: the worst pictures first, at most `SHOWN`.
        measured: how many were measured.
        families: pictures labelled synthetic or leaning to it, by the family that fits best; under an empty name those
            that no known family fits.
        alike: groups of sources that nearly look the same, at most `GROUPS`, with the size of each.
        compared: whether all pictures were compared for that.
        errors: source and reason, at most `ERRORS`.
        failed: how many failed in all.
    """

    head: Head
    labels: Counter[str]
    files: int
    copies: int
    shown: tuple[Shown, ...]
    measured: int
    families: Counter[str]
    alike: tuple[tuple[int, tuple[str, ...]], ...]
    compared: bool
    errors: tuple[tuple[str, str], ...]
    failed: int


def of_file(file: Path) -> Summary:
    """Sum up a file of results; a source that was measured again counts by its last row.

    Raises:
        ValueError: if it holds no results.
    """
    head = Head.model_validate(next(parsed(file), None))
    last = {row.source: number for number, row in enumerate(rows(file))}
    return _summed(head, (row for number, row in enumerate(rows(file)) if last[row.source] == number))


def suspicion(numbers: Numbers) -> float:
    """By what pictures are ordered: the probability that it is synthetic or tampered."""
    return numbers.probabilities["synthetic"] + numbers.probabilities["tampered"]


def _order(numbers: Numbers) -> tuple[int, float]:
    rank = {"synthetic": 3, "tampered": 3, "inconclusive": 1, "real": 0}[numbers.label]
    return rank + (numbers.lean in ("synthetic", "tampered")), suspicion(numbers)


def _summed(head: Head, found: Iterable[Row]) -> Summary:
    labels, families = Counter[str](), Counter[str]()
    by_source: dict[str, str] = {}
    same: Counter[str] = Counter()
    errors: list[tuple[str, str]] = []
    worst: list[tuple[tuple[int, float], int, Row]] = []
    hashed: list[tuple[str, str]] = []
    files = failed = measured = 0
    for number, row in enumerate(found):
        files += 1
        if row.error is not None:
            failed += 1
            if len(errors) < ERRORS:
                errors.append((row.source, row.error))
        elif row.same_as is not None:
            same[row.same_as] += 1
        elif row.numbers is not None:
            measured += 1
            by_source[row.source] = row.numbers.label
            labels[row.numbers.label] += 1
            if row.numbers.label == "synthetic" or row.numbers.lean == "synthetic":
                families[row.numbers.family.name if row.numbers.family is not None else ""] += 1
            if len(hashed) < HASHES:
                hashed.append((row.numbers.hash, row.source))
            push = heapq.heappush if len(worst) < SHOWN else heapq.heappushpop
            push(worst, (_order(row.numbers), -number, row))
    for source, count in same.items():
        labels[by_source.get(source, "error")] += count
    alike = groups([text for text, _ in hashed])
    of_group = {hashed[at][1]: number for number, group in enumerate(alike[:GROUPS]) for at in group}
    shown = tuple(
        Shown(row.source, row.sha256 or "", row.numbers, same[row.source], of_group.get(row.source))
        for _, _, row in sorted(worst, key=lambda one: one[:2], reverse=True)
        if row.numbers is not None
    )
    return Summary(
        head=head,
        labels=labels,
        files=files,
        copies=same.total(),
        shown=shown,
        measured=measured,
        families=families,
        alike=tuple((len(group), tuple(hashed[at][1] for at in group[:IN_GROUP])) for group in alike[:GROUPS]),
        compared=measured <= HASHES,
        errors=tuple(errors),
        failed=failed,
    )

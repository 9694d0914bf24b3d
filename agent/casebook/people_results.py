"""How people did on the pictures of a case, and how Telltale did on the same pictures."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from ..evidence import Hypothesis, Label
from .case_people import Judgement, judgements, truths
from .casebook import Casebook

HEADER = ("exhibit", "sha256", "person", "answer", "confidence", "seconds", "time", "truth", "verdict")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Score:
    """Answers compared with what the pictures are.

    Attributes:
        right: right labels.
        wrong: wrong labels.
        none: how often no label was given.
    """

    right: int = 0
    wrong: int = 0
    none: int = 0

    @property
    def all(self) -> int:
        """All answers."""
        return self.right + self.wrong + self.none


@dataclass(frozen=True, slots=True)
class PersonResult:
    """How a person did, and Telltale on the pictures that the person judged.

    Attributes:
        person: the name.
        judged: how many pictures were judged.
        own: the answers on pictures whose truth is known.
        model: the verdicts on those of them that were examined.
        sure_when_right: mean confidence of the right answers, in percent; None without any.
        sure_when_wrong: likewise of the wrong ones.
        seconds: median time of an answer.
    """

    person: str
    judged: int
    own: Score
    model: Score
    sure_when_right: float | None
    sure_when_wrong: float | None
    seconds: float


def results(casebook: Casebook, case: str) -> list[PersonResult]:
    """How each person did, in the order of the names."""
    known, verdicts = truths(casebook, case), last_verdicts(casebook, case)
    by_person: dict[str, list[Judgement]] = {}
    for one in judgements(casebook, case):
        by_person.setdefault(one.person, []).append(one)
    return [_result(person, given, known, verdicts) for person, given in sorted(by_person.items())]


def last_verdicts(casebook: Casebook, case: str) -> dict[int, Label]:
    """The last verdict on each exhibit of a case that was examined."""
    return {one.exhibit: one.label for one in casebook.examinations(case)}


def judgement_rows(casebook: Casebook, case: str) -> list[tuple[str, ...]]:
    """A row for each judgement, with the cells that `HEADER` names; empty where something is not known."""
    exhibits = {one.number: one for one in casebook.exhibits(case)}
    known, verdicts = truths(casebook, case), last_verdicts(casebook, case)
    return [
        (
            exhibits[one.exhibit].address,
            exhibits[one.exhibit].sha256,
            one.person,
            one.label,
            f"{one.confidence}",
            f"{one.seconds:.1f}",
            one.time,
            known.get(one.exhibit, ""),
            verdicts.get(one.exhibit, ""),
        )
        for one in judgements(casebook, case)
    ]


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as CSV (RFC 4180).

    A cell that a spreadsheet would take for a formula, which a name can be, gets an apostrophe before it (OWASP, “CSV
    injection”).
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(header)
    writer.writerows([_as_text(cell) for cell in row] for row in rows)
    return stream.getvalue()


def _as_text(cell: str) -> str:
    risky = cell.lstrip().startswith(("=", "+", "-", "@")) or cell.startswith(("\t", "\r", "\n"))
    return f"'{cell}" if risky and not _NUMBER.fullmatch(cell) else cell


def _result(
    person: str, given: Sequence[Judgement], known: Mapping[int, Hypothesis], verdicts: Mapping[int, Label]
) -> PersonResult:
    told = [one for one in given if one.exhibit in known]
    right = [one.confidence for one in told if one.label == known[one.exhibit]]
    wrong = [one.confidence for one in told if one.label not in ("inconclusive", known[one.exhibit])]
    return PersonResult(
        person,
        len(given),
        _score((one.label, known[one.exhibit]) for one in told),
        _score((verdicts[one.exhibit], known[one.exhibit]) for one in told if one.exhibit in verdicts),
        fmean(right) if right else None,
        fmean(wrong) if wrong else None,
        median(one.seconds for one in given),
    )


def _score(pairs: Iterable[tuple[Label, Hypothesis]]) -> Score:
    kinds = Counter(
        "none" if said == "inconclusive" else "right" if said == truth else "wrong" for said, truth in pairs
    )
    return Score(kinds["right"], kinds["wrong"], kinds["none"])

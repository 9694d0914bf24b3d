"""What people say of the exhibits of a case, beside Telltale: what a picture is, how they judge it, what may fool it.

None of it has a table. It is read from the log, in which nothing can be changed unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ..evidence import Hypothesis, Label
from .case_actions import ACTIONS, read
from .case_contents import Challenged, Content, Judged, PicturesExported, ReportsWritten, TruthStated, content
from .case_log import Entry
from .case_types import CasebookError, Exhibit
from .casebook import Casebook

Kind = TypeVar("Kind", bound=Content)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's judgement of a picture, given before the verdict was seen.

    Attributes:
        case_id: the case.
        exhibit: number of the exhibit.
        person: who judged.
        label: what the person takes the picture for; *inconclusive* for *can't tell*.
        confidence: how sure the person was, in percent.
        seconds: between the moment when the picture was sent to the browser and the answer.
        time: when it was given.
    """

    case_id: str
    exhibit: int
    person: str
    label: Label
    confidence: int
    seconds: float
    time: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """A picture that somebody entered because it may lead Telltale astray.

    Attributes:
        exhibit: the exhibit.
        truth: what it is, by the word of whoever entered it.
        label: the verdict on it at that time.
        licence: under which it may be given away.
        credit: whom to name.
        made_with: with what it was made, if that was said.
        time: when it was entered.
    """

    exhibit: Exhibit
    truth: Hypothesis
    label: Label
    licence: str
    credit: str
    made_with: str
    time: str

    @property
    def fooled(self) -> bool:
        """Whether the verdict was a wrong label; none at all is no wrong one."""
        return self.label not in ("inconclusive", self.truth)


def state_truth(casebook: Casebook, exhibit: str | Exhibit, truth: Hypothesis, *, by: str | None = None) -> None:
    """Say what a picture is.

    Raises:
        CasebookError: if there is no such exhibit.
    """
    one = casebook.exhibit(exhibit)
    casebook.write_down(one, content(TruthStated, exhibit=one.number, truth=truth), by=by)


def truths(casebook: Casebook, case: str) -> dict[int, Hypothesis]:
    """What the pictures of a case are, by the number of the exhibit: the last word on each, also of a wrong verdict."""
    said: list[tuple[int, int, Hypothesis]] = []
    for entry, one in _of(casebook, case, TruthStated):
        said.append((entry.number, one.exhibit, one.truth))
    for mark in casebook.marks(case):
        said.append((mark.number, mark.exhibit, mark.truth))
    return {exhibit: truth for _, exhibit, truth in sorted(said)}


def judge(
    casebook: Casebook,
    exhibit: str | Exhibit,
    person: str,
    label: Label,
    *,
    confidence: int,
    seconds: float,
    by: str | None = None,
) -> None:
    """Write down a person's judgement. Only the first one that a person gives on a picture counts.

    Args:
        casebook: the casebook.
        exhibit: the picture.
        person: who judges.
        label: what it is taken for; *inconclusive* for *can't tell*.
        confidence: in percent.
        seconds: that passed.
        by: who acts, for the log.

    Raises:
        CasebookError: if there is no such exhibit, or the person has no name or has judged it before.
    """
    one = casebook.exhibit(exhibit)
    milliseconds = round(min(max(seconds, 0.0), 1e6) * 1000)
    said = content(
        Judged,
        exhibit=one.number,
        person=person.strip(),
        label=label,
        confidence=confidence,
        milliseconds=milliseconds,
    )
    if any(known.exhibit == one.number and known.person == said.person for known in judgements(casebook, one.case_id)):
        raise CasebookError(f"{one.address}: it was judged under this name before; only the first judgement counts")
    casebook.write_down(one, said, by=by)


def judgements(casebook: Casebook, case: str) -> list[Judgement]:
    """The judgements on the pictures of a case, the oldest first."""
    return [
        Judgement(
            entry.case_id,
            said.exhibit,
            said.person,
            said.label,
            said.confidence,
            said.milliseconds / 1000,
            entry.time,
        )
        for entry, said in _of(casebook, case, Judged)
    ]


def enter_challenge(
    casebook: Casebook,
    exhibit: str | Exhibit,
    truth: Hypothesis,
    *,
    licence: str,
    credit: str = "",
    made_with: str = "",
    by: str | None = None,
) -> Challenge:
    """Enter a picture that was examined, which may be given away under a licence.

    Args:
        casebook: the casebook.
        exhibit: the picture.
        truth: what it is.
        licence: under which it may be given away.
        credit: whom to name.
        made_with: with what it was made.
        by: who acts.

    Raises:
        CasebookError: if it was not examined, or no licence is named.
    """
    one = casebook.exhibit(exhibit)
    examined = casebook.examinations(one)
    if not examined:
        raise CasebookError(f"{one.address}: it was not examined; `telltale case examine {one.address}` does so")
    if not licence.strip():
        raise CasebookError(f"{one.address}: name the licence under which the picture may be given away")
    said = content(
        Challenged,
        exhibit=one.number,
        truth=truth,
        label=examined[-1].label,
        licence=licence.strip(),
        credit=credit.strip(),
        made_with=made_with.strip(),
    )
    return _challenge(one, casebook.write_down(one, said, by=by), said)


def challenges(casebook: Casebook, case: str | None = None) -> list[Challenge]:
    """The pictures that were entered, with the last word on each.

    Args:
        casebook: the casebook.
        case: of this case alone; None for all.
    """
    found: dict[tuple[str, int], Challenge] = {}
    for one in [casebook.case(case)] if case is not None else casebook.cases():
        exhibits = {exhibit.number: exhibit for exhibit in casebook.exhibits(one.id)}
        for entry, said in _of(casebook, one.id, Challenged):
            if said.exhibit in exhibits:
                found[one.id, said.exhibit] = _challenge(exhibits[said.exhibit], entry, said)
    return list(found.values())


def pictures_left(casebook: Casebook, case: str, exhibits: Sequence[int], *, by: str | None = None) -> None:
    """Record that pictures left the casebook, to measure and to train with."""
    casebook.write_down(case, content(PicturesExported, exhibits=tuple(exhibits)), by=by)


def reports_written(
    casebook: Casebook, case: str, written: Sequence[tuple[int, str]], *, by: str | None = None
) -> None:
    """Record that reports were written: the exhibit of each, and the SHA-256 of its file."""
    numbers, digests = tuple(number for number, _ in written), tuple(digest for _, digest in written)
    casebook.write_down(case, content(ReportsWritten, exhibits=numbers, sha256=digests), by=by)


def about(entry: Entry) -> int | None:
    """The number of the exhibit that an entry is about; None if it is about the case, or its content was deleted."""
    try:
        return None if entry.payload is None else getattr(read(entry), "exhibit", None)
    except ValueError:
        return None


def _of(casebook: Casebook, case: str, kind: type[Kind]) -> Iterator[tuple[Entry, Kind]]:
    """The entries of one kind in the log of a case; those whose content was deleted are left out."""
    for entry in casebook.log(case):
        if entry.payload is not None and ACTIONS.get(entry.action) is kind:
            try:
                said = read(entry)
            except ValueError:  # it was altered, which `verify` finds
                continue
            if isinstance(said, kind):
                yield entry, said


def _challenge(exhibit: Exhibit, entry: Entry, said: Challenged) -> Challenge:
    return Challenge(exhibit, said.truth, said.label, said.licence, said.credit, said.made_with, entry.time)

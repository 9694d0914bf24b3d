"""How cases, logs and verifications look in the terminal. What people wrote is quoted, since a case can be imported."""

from __future__ import annotations

import dataclasses
import json
import sys
from typing import TYPE_CHECKING, Any

from ..evidence import Frozen
from ..foreign import Foreign
from ..text import one_line

if TYPE_CHECKING:
    from ..casebook import Case, Casebook, Entry, Exhibit, Verification

_WIDTH = 110  # columns, if the output is no terminal
_LONG = 2_000  # characters of a note, a question or an answer


def case_line(case: Case, exhibits: int) -> str:
    """A case on one line."""
    roles = [f"{role} {Foreign(name)}" for role, name in _roles(case) if name]
    what = f"{exhibits} exhibit{'' if exhibits == 1 else 's'}"
    return "\t".join([case.id, case.opened[:10], str(Foreign(case.title)), what, *roles])


def log_line(entry: Entry) -> str:
    """An entry on one line."""
    what = f"{entry.case_id or '–'} {entry.number}"
    withdrawn = " (content deleted)" if entry.payload is None else ""
    return f"{what}\t{_time(entry.time)}\t{Foreign(entry.actor)}\t{entry.action}{withdrawn}\t{entry.digest}"


def print_case(casebook: Casebook, about: str) -> None:
    """Print a case, or one exhibit of it, with all that belongs to it."""
    case = casebook.case(about)
    print(f"{case.id}  {Foreign(case.title):200}")
    print(f"  opened {_time(case.opened)} by {Foreign(case.opened_by)}")
    for role, name in (("reference", case.reference), *_roles(case)):
        if name:
            print(f"  {role} {Foreign(name)}")
    exhibits = [casebook.exhibit(about)] if "/" in about else casebook.exhibits(case.id)
    for exhibit in exhibits:
        _print_exhibit(casebook, exhibit)
    if "/" not in about:
        for note in casebook.notes(case.id):
            if note.exhibit is None:
                print(f"\nnote of {_time(note.time)} by {Foreign(note.actor)}: {Foreign(note.text):{_LONG}}")


def _print_exhibit(casebook: Casebook, exhibit: Exhibit) -> None:
    print(f"\n{exhibit.address}  {Foreign(exhibit.name)}  {exhibit.size:,} bytes")
    print(f"  SHA-256 {exhibit.sha256}")
    print(f"  added {_time(exhibit.time)} by {Foreign(exhibit.actor)}")
    if exhibit.received:
        print(f"  received: {Foreign(exhibit.received):{_LONG}}")
    for one in casebook.examinations(exhibit):
        print(f"  examined {_time(one.time)} by {Foreign(one.actor)}: {one.label}")
    for mark in casebook.marks(exhibit):
        kept = "; the picture may be exported" if mark.keep_picture else ""
        print(f"  marked as wrong {_time(mark.time)} by {Foreign(mark.actor)}: it is {mark.truth}{kept}")
    for box in casebook.boxes(exhibit):
        said = f": {Foreign(box.text):{_LONG}}" if box.text else ""
        print(f"  box {box.x},{box.y},{box.w},{box.h} by {Foreign(box.actor)}{said}")
    for note in casebook.notes(exhibit):
        print(f"  note of {_time(note.time)} by {Foreign(note.actor)}: {Foreign(note.text):{_LONG}}")
    for turn in casebook.turns(exhibit):
        print(f"  asked {_time(turn.time)} by {Foreign(turn.actor)}: {Foreign(turn.question):{_LONG}}")
        for statement in turn.reply.statements:
            print(f"    {one_line(statement.text, _LONG)}")


def print_examination(casebook: Casebook, exhibit: Exhibit, *, as_json: bool) -> None:
    """Print the last examination of an exhibit as `telltale examine` does.

    Raises:
        ValueError: if it was not examined.
    """
    examined = casebook.examinations(exhibit)
    if not examined:
        raise ValueError(f"{exhibit.address}: it was not examined; `telltale case examine {exhibit.address}` does so")
    record = casebook.record(examined[-1])
    if as_json:
        from ..console import print_json

        print_json(record.model_dump_json(by_alias=True))
        return
    from rich.console import Console

    from ..report.terminal import show

    show(Console(width=None if sys.stdout.isatty() else _WIDTH), record)


def as_json(casebook: Casebook, about: str) -> str:
    """A case, or one exhibit of it, with all that belongs to it, as JSON."""
    case = casebook.case(about)
    one = casebook.exhibit(about) if "/" in about else None
    rows = {
        "exhibits": casebook.exhibits(case.id) if one is None else [one],
        **{
            name: getattr(casebook, name)(one or case.id)
            for name in ("examinations", "turns", "notes", "boxes", "marks")
        },
    }
    record = {"case": case, **rows}
    return json.dumps(record, ensure_ascii=False, default=_plain)


def print_verification(shown: str, found: Verification, last: Entry | None) -> None:
    """Print what was altered, what else is to be known, and the digests to note down."""
    for finding in found.findings:
        print(f"ALTERED  {finding.text}")
    for remark in found.remarks:
        print(f"note     {remark}")
    counted = f"entries {found.entries:,}, cases {found.cases:,}, exhibits and records {found.documents:,}"
    print(f"{shown}: {'ALTERED' if found.findings else 'no alteration was found'} (checked: {counted})")
    if last is not None:
        print(f"last digest of the case: {last.digest}")
    print(f"last digest of the casebook: {found.head.digest} (entry {found.head.sequence})")


def _roles(case: Case) -> tuple[tuple[str, str], ...]:
    return ("examiner", case.examiner), ("reviewer", case.reviewer)


def _time(time: str) -> str:
    return f"{time[:10]} {time[11:19]} UTC"


def _plain(value: object) -> Any:
    if isinstance(value, Frozen):
        return value.model_dump(mode="json")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    raise TypeError(type(value).__name__)

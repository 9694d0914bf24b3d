"""How a case or an exhibit is named: by an id, by a beginning that only one id has, or as `CASE/NUMBER`."""

from __future__ import annotations

import re
from difflib import get_close_matches

from sqlalchemy import Connection, select

from ..text import one_line
from .case_schema import CASES, EXHIBITS
from .case_types import CasebookError, Exhibit

_NAME = re.compile(r"([0-9a-z-]{1,15})(?:/([1-9]\d{0,8}))?")


def found(connection: Connection, about: str | Exhibit) -> tuple[str, int | None]:
    """The case's id, and the exhibit's number; None if the name is that of a case.

    Raises:
        CasebookError: if there is no such case or exhibit, or more than one case begins so.
    """
    name = about.address if isinstance(about, Exhibit) else about.strip()
    match, shown = _NAME.fullmatch(name), one_line(name, 60)
    if match is None:
        raise CasebookError(f"{shown}: this names no case and no exhibit; give CASE, or CASE/NUMBER for an exhibit")
    known = list(connection.execute(select(CASES.c.id)).scalars())
    begun = [case_id for case_id in known if case_id.startswith(match[1])]
    if match[1] in begun:
        begun = [match[1]]
    if len(begun) > 1:
        raise CasebookError(f"{shown}: {len(begun)} cases begin so; give more of the id, such as {begun[0]}")
    if not begun:
        near = get_close_matches(match[1], known, 1)
        fix = f"did you mean {near[0]}?" if near else "`telltale case list` lists the cases"
        raise CasebookError(f"{shown}: there is no such case; {fix}")
    if match[2] is None:
        return begun[0], None
    number = int(match[2])
    own = (EXHIBITS.c.case_id == begun[0]) & (EXHIBITS.c.number == number)
    if connection.execute(select(EXHIBITS.c.number).where(own)).first() is None:
        raise CasebookError(f"{shown}: the case has no such exhibit; `telltale case show {begun[0]}` lists them")
    return begun[0], number

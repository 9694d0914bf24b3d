"""The steps of working on a case: open one, begin one, leave it, write into it, and verify its log."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from ..casebook import CasebookError, Exhibit, Verification
from ..evidence import Examination
from ..foreign import Foreign, file_name
from ..sentences import Sentence
from . import case_html
from .answer_maps import maps_again
from .desk import ADDED, Desk, Kept
from .house import KEEP, House, Shown, reason_of
from .method_html import log_html
from .page_cases import OpenCase
from .picture_copies import small_copy
from .picture_steps import EXAMINED, reopened
from .pictures_html import pictures_html

BUSY = Sentence("case_steps.busy", "Something is still in work. Wait until it is finished, or stop it first.")
NO_CASE = Sentence("case_steps.no_case", "No case is open. Open one first.")
NO_PICTURE = Sentence("case_steps.no_picture", "No picture of the case is shown. Open one first.")
NO_PART = Sentence("case_steps.no_part", "No part is marked. Choose “Mark a part” above the picture and draw a box.")
WRITTEN = Sentence("case_steps.written", "Written into the case.")
ENTERED = Sentence("case_steps.entered", "The case {title:200} is open. What is done from here on is written into it.")
NOT_TAKEN = Sentence(
    "case_steps.not_taken",
    "The case {case_id} was begun, but the pictures of this visit can't all be written into it ({reason}). They are "
    "still here; open the case and add them again.",
)
LEFT = Sentence("case_steps.left", "No case is open. Nothing of what is done from here on is kept.")


def enter(house: House, desk: Desk, case_id: str, sha256: str | None = None) -> Shown:
    """Open a case on a desk, with its exhibits, questions and answers.

    Args:
        house: which has the casebook.
        desk: of the visitor.
        case_id: the case.
        sha256: of the picture that is shown; by default the one examined last.

    Raises:
        CasebookError: if there is none, or the visitor may not see it.
        ValueError: if something is in work.
    """
    if desk.running:
        raise ValueError(BUSY())
    case = house.cases.open(case_id, desk.user)
    desk.clear(case.id)
    _recall(case, desk, house)
    desk.history.append({"role": "assistant", "content": ENTERED(title=Foreign(case.casebook.case(case.id).title))})
    whole = _whole(house, desk)
    if not desk.kept:
        return whole
    last = reopened(house, sha256 if sha256 in desk.kept else next(reversed(desk.kept)), desk)
    return whole._replace(**{name: value for name, value in last._asdict().items() if value is not KEEP})


def caught_up(house: House, desk: Desk) -> Shown | None:
    """The case that is open with what was written into it elsewhere; None if that is nothing, or can't be told now."""
    if desk.case is None or desk.running or desk.check is not None:
        return None
    try:
        entries = _open(house, desk).casebook.log(desk.case)
        if not entries or entries[-1].number <= desk.case_seen:
            return None
        return enter(house, desk, desk.case, desk.shown and desk.shown.record.exhibit.sha256)
    except (ValueError, OSError):
        return None


def begin(
    house: House, desk: Desk, title: str, *, reference: str, examiner: str, reviewer: str, keep_visit: bool
) -> Shown:
    """Open a new case.

    Args:
        house: which has the casebook.
        desk: of the visitor.
        title: of the case.
        reference: its number elsewhere.
        examiner: who examines.
        reviewer: who checks the examiner's work.
        keep_visit: whether the pictures that are on the desk become its exhibits, with what was asked about them.

    Raises:
        CasebookError: if the case can't be opened, or the pictures can't be written into it.
        ValueError: if something is in work.
    """
    if desk.running:
        raise ValueError(BUSY())
    case = house.cases.begin(title, desk.user, reference=reference, examiner=examiner, reviewer=reviewer)
    if keep_visit and desk.case is None:
        try:
            for kept in list(desk.kept.values()):
                _take(case, kept)
        except (ValueError, OSError) as error:  # the desk stays as it is, so that nothing is lost
            raise CasebookError(NOT_TAKEN(case_id=case.id, reason=reason_of(error))) from None
    return enter(house, desk, case.id)


def _take(case: OpenCase, kept: Kept) -> None:
    data = kept.read()
    exhibit = case.add(data, kept.record.exhibit.name, hashlib.sha256(data).hexdigest())
    case.record(exhibit, kept.record)
    for question, reply in kept.turns:
        case.casebook.record_turn(exhibit, question, reply, by=case.by)


def leave(house: House, desk: Desk) -> Shown:
    """Close the case on a desk; it stays in the casebook.

    Raises:
        ValueError: if something is in work.
    """
    if desk.running:
        raise ValueError(BUSY())
    desk.clear(None)
    desk.history.append({"role": "assistant", "content": LEFT()})
    return _whole(house, desk)


def write_note(house: House, desk: Desk, text: str, *, about_picture: bool) -> str:
    """Write a note on the picture that is shown, or on the case; returns what to tell.

    Raises:
        CasebookError: if no case is open, or no picture of it is shown, or the note is empty.
    """
    case = _open(house, desk)
    case.note(text, _shown(case, desk) if about_picture else None)
    return WRITTEN()


def keep_part(house: House, desk: Desk, text: str) -> str:
    """Keep the part that was marked last in the picture that is shown; returns what to tell.

    Raises:
        CasebookError: if no case is open, or no part is marked.
    """
    case = _open(house, desk)
    exhibit = _shown(case, desk)
    if desk.marked is None:
        raise CasebookError(NO_PART())
    case.mark(exhibit, desk.marked, text)
    return WRITTEN()


def assign(house: House, desk: Desk, examiner: str, reviewer: str) -> str:
    """Name the examiner and the reviewer of the case that is open; returns what to tell.

    Raises:
        CasebookError: if no case is open.
    """
    case = _open(house, desk)
    case.casebook.assign(case.id, examiner=examiner.strip(), reviewer=reviewer.strip(), by=case.by)
    return WRITTEN()


def verified(house: House, desk: Desk) -> str:
    """What a verification of the case that is open finds, in HTML.

    Raises:
        CasebookError: if no case is open.
    """
    case = _open(house, desk)
    found: Verification = case.casebook.verify(case.id)
    entries = case.casebook.log(case.id)
    return case_html.verification_html(found, case.id, entries[-1] if entries else None, alone=desk.user is not None)


def case_parts(house: House, desk: Desk) -> dict[str, Any]:
    """What the page shows of the case that is open; nothing if none is."""
    if desk.case is None:
        return {}
    try:
        case = _open(house, desk)
        entries = case.casebook.log(case.id)
        desk.case_seen = entries[-1].number if entries else 0
        return {"case": case_html.case_html(case, desk.kept), "log": case_html.log_table(entries)}
    except CasebookError as error:
        return {"case": case_html.told(str(error))}


def shown_exhibit(house: House, desk: Desk) -> tuple[OpenCase, Exhibit]:
    """The case that is open, and the exhibit that is shown.

    Raises:
        CasebookError: if no case is open, or no picture of it is shown.
    """
    case = _open(house, desk)
    return case, _shown(case, desk)


def fetched(house: House, desk: Desk, sha256: str) -> bool:
    """Put an exhibit that was examined onto the desk, if it is not there; whether it is there now.

    Raises:
        CasebookError: if the case is gone, or is not the visitor's any more.
    """
    case = house.cases.of(desk)
    if sha256 not in desk.kept and case is not None:
        found = list(case.examined(sha256))
        if found:
            desk.keep(_kept(case, *found[-1], house))
    return sha256 in desk.kept


def unexamined(house: House, desk: Desk, sha256: str) -> Path | None:
    """The file of an exhibit that is not on the desk, written anew; None if the case has none such.

    Raises:
        CasebookError: if its bytes are missing or were altered.
    """
    case = house.cases.of(desk)
    exhibit = None if case is None else case.exhibit(sha256)
    if case is None or exhibit is None:
        return None
    folder = Path(tempfile.mkdtemp(dir=os.environ.get("GRADIO_TEMP_DIR")))
    file = folder / (Path(exhibit.name.replace("\\", "/")).name or "picture")
    file.write_bytes(case.casebook.data(exhibit))
    return file


def _open(house: House, desk: Desk) -> OpenCase:
    case = house.cases.of(desk)
    if case is None:
        raise CasebookError(NO_CASE())
    return case


def _shown(case: OpenCase, desk: Desk) -> Exhibit:
    sha256 = None if desk.conversation is None else desk.conversation.record.exhibit.sha256
    exhibit = None if sha256 is None else case.exhibit(sha256)
    if exhibit is None:
        raise CasebookError(NO_PICTURE())
    return exhibit


def _recall(case: OpenCase, desk: Desk, house: House) -> None:
    """Put the exhibits of a case onto a desk, and what was said about each."""
    turns = case.casebook.turns(case.id)
    for exhibit, record in case.examined():
        desk.keep(_kept(case, exhibit, record, house))
        verdict = record.verdict
        said = EXAMINED(name=Foreign(exhibit.name), label=verdict.label.upper(), headline=verdict.headline)
        desk.history.append({"role": "user", "content": ADDED(name=file_name(exhibit.name))})
        desk.history.append({"role": "assistant", "content": said})
        for turn in turns:
            if turn.exhibit == exhibit.number:
                desk.history.append({"role": "user", "content": turn.question})
                answer = "\n".join(statement.text for statement in turn.reply.statements)
                about = {"id": exhibit.sha256}
                for picture in maps_again(house, turn.reply, record, _reader(case, exhibit)):
                    desk.history.append({"role": "assistant", "content": picture, "metadata": about})
                desk.history.append({"role": "assistant", "content": answer, "metadata": about})


def _kept(case: OpenCase, exhibit: Exhibit, record: Examination, house: House) -> Kept:
    reader = _reader(case, exhibit)
    return Kept(record, reader, house.served.later(_thumbnail(house, reader, exhibit.name)))


def _whole(house: House, desk: Desk) -> Shown:
    parts: dict[str, Any] = dict.fromkeys(
        ("verdict", "answer", "evidence", "file", "credentials", "method", "compared", "case"), ""
    )
    pictures = pictures_html(desk.kept.values(), None)
    parts |= {"pictures": pictures, "log": log_html(desk.log), **case_parts(house, desk)}
    return Shown(desk.snapshot(), False, viewer={"picture": None}, **parts)


def _reader(case: OpenCase, exhibit: Exhibit) -> Callable[[], bytes]:
    return lambda: case.casebook.data(exhibit)


def _thumbnail(house: House, reader: Callable[[], bytes], name: str) -> Callable[[], Image.Image]:
    return lambda: small_copy(Image.fromarray(house.investigator.read(reader(), name).exhibit.pixels))

"""The steps of examining pictures that came with a message, and of opening one again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from ..casebook import CasebookError, Exhibit
from ..casework import know_earlier_answers
from ..evidence import Examination
from ..file_bytes import read_file
from ..foreign import Foreign, file_name
from ..intake import IntakeError
from ..investigator import Investigation
from ..sentences import Sentence
from . import house as rooms
from .compare_steps import with_features
from .credentials_html import credentials_html
from .decisive_crops import crops
from .desk import NAMED, UNFINISHED, Desk, Job, Kept, StoppedError, Turn, revived
from .file_html import file_html
from .heard_stages import heard_stages
from .house import House, Shown, reason_of
from .method_html import method_html
from .page_cases import OpenCase
from .page_html import answer_html, evidence_html, stages_html, verdict_html
from .picture_copies import small_copy
from .pictures_html import pictures_html
from .stage_parts import Seen
from .viewer_data import first_view, with_maps, with_maps_again, with_places

NOT_EXAMINED = Sentence("picture_steps.not_examined", "This picture can't be examined: {reason}")
EXAMINED = Sentence("picture_steps.examined", "{name:300}: {label}. {headline}")
WAITING = Sentence(
    "picture_steps.waiting", "Waiting for the pictures of others: {ahead} before this one, about {seconds:.0f} s."
)
OPENED = Sentence("picture_steps.opened", "{name:300} is shown again. Questions are about it from here on.")
GONE = Sentence("picture_steps.gone", "That picture is not kept any more. Add it again.")
NOT_RECORDED = Sentence("picture_steps.not_recorded", "This examination could not be written into the case: {reason}")
NOT_SHOWN = Sentence("picture_steps.not_shown", "What the viewer shows of this picture is not complete: {reason}")
NOT_OPENED = Sentence("picture_steps.not_opened", "This picture can't be opened: {reason}")
PROGRESS = Sentence("picture_steps.progress", "{done} of {total} pictures are done. The tab Pictures shows them.")
SUMMARY = Sentence("picture_steps.summary", "{total} pictures: {counts}. The tab Pictures shows them all.")


def all_examined(house: House, turn: Turn, desk: Desk, user: str, claim: str | None) -> Iterator[Shown]:
    """Examine the pictures of a message; one that fails costs no other.

    Args:
        house: what to examine with.
        turn: the message.
        desk: of the visitor.
        user: whose pictures they are.
        claim: what they are said to show.
    """
    told: list[str] = []
    labels: Counter[str] = Counter()
    job = Job(len(turn.files))
    if job.total > 1:
        desk.job = job
    try:
        for file in turn.files:
            try:
                record = yield from examined(house, file, claim, turn, desk, user, told)
                labels[record.verdict.label] += 1
            except StoppedError:
                raise
            except Exception as error:
                if job.total == 1:
                    raise
                name, reason = file_name(Path(file).name), reason_of(error)
                job.failed.append(("" if isinstance(error, IntakeError) else name, reason))  # which names the file
                told.append(f"{name}: {NOT_EXAMINED(reason=reason)}")
            job.done += 1
            if job.total > NAMED:
                told[:] = [_summary(labels, job)]
            turn.say("\n".join(told) + (f"\n{UNFINISHED}" if job.done < job.total else ""))
            yield Shown(desk.snapshot(), True, **_grid(desk))
    finally:
        job.ended = True


def examined(
    house: House, file: str, claim: str | None, turn: Turn, desk: Desk, user: str, told: list[str]
) -> Generator[Shown, None, Examination]:
    """Examine a picture; yields what the page shows, and leaves the picture on the desk.

    With an open case, the file becomes an exhibit before it is examined, so that nothing is examined that is not kept.

    Args:
        house: what to examine with.
        file: the picture.
        claim: what it is said to show.
        turn: the message that brought it.
        desk: of the visitor.
        user: whose picture it is.
        told: lines about the pictures of this message before it; one is added.

    Raises:
        IntakeError, ValueError: if the picture can't be examined, or the claim can't be judged, or the case is gone.
        StoppedError: if the visitor stopped it.
    """
    case, exhibit, read = house.cases.of(desk), None, _reader(file)
    if case is not None:
        data = read()
        exhibit = case.add(data, Path(file).name, hashlib.sha256(data).hexdigest())
        read = _reader_of(case, exhibit)
    if turn.shows:
        yield Shown(desk.snapshot(), True, verdict=stages_html(()))
    ticket = house.line.enter(user)
    investigation: Investigation | None = None
    before = "".join(f"{line}\n" for line in told)
    try:
        while not house.line.wait(ticket, rooms.PATIENCE):
            turn.go_on()
            ahead, seconds = house.line.ahead(ticket)
            turn.say(before + WAITING(ahead=ahead, seconds=seconds))
            yield Shown(desk.snapshot(), True)
        turn.say(before + UNFINISHED)
        seen = Seen()
        for stage, result in heard_stages(house.investigator, file, claim):
            if stage == "examination":
                investigation = result
            if stage == house.done_with:
                house.line.leave(ticket)
            parts = seen.parts(house, desk, stage, result) if turn.shows else {}
            yield Shown(desk.snapshot(), True, **parts)
            turn.go_on()
    finally:
        house.line.leave(ticket)
    assert investigation is not None  # the stream ends with the examination
    record = investigation.examination
    told.append(
        EXAMINED(
            name=Foreign(record.exhibit.name), label=record.verdict.label.upper(), headline=record.verdict.headline
        )
    )
    if case is not None and exhibit is not None:
        try:
            case.record(exhibit, record)
        except (ValueError, OSError) as error:
            told.append(NOT_RECORDED(reason=reason_of(error)))
    turn.say("\n".join(told))
    desk.note(f"examined {file_name(record.exhibit.name)}, SHA-256 {record.exhibit.sha256}: {record.verdict.label}")
    if turn.shows:
        desk.conversation, desk.marked = house.investigator.converse(investigation), None
        if case is not None and exhibit is not None:
            know_earlier_answers(case.casebook, exhibit, desk.conversation)
        desk.data = with_places(desk.data or first_view(investigation.exhibit, house.served), record.evidence)
        yield Shown(desk.snapshot(), True, **panels(house, investigation, desk))
    house.looks.remember(record.exhibit.sha256, investigation.exhibit.pixels, features=with_features(house))
    thumbnail = house.served.add(small_copy(Image.fromarray(investigation.exhibit.pixels)))
    desk.keep(Kept(record, read, thumbnail, investigation.maps))
    if turn.shows and desk.data is not None:
        desk.data = with_maps(desk.data, investigation.maps, record.evidence, house.served)
        if house.served.fault is not None:
            told.append(NOT_SHOWN(reason=reason_of(house.served.fault)))
            turn.say("\n".join(told))
        yield Shown(desk.snapshot(), True, viewer=desk.data, **_grid(desk))
    return record


def reopened(house: House, sha256: str, desk: Desk) -> Shown:
    """Show a picture again that was examined before."""
    try:
        kept = desk.kept[sha256]
        case = house.cases.of(desk)
        exhibit = None if case is None else case.exhibit(sha256)
        investigation = revived(house.investigator, kept)
        conversation = house.investigator.converse(investigation)
        if case is not None and exhibit is not None:
            know_earlier_answers(case.casebook, exhibit, conversation)
    except CasebookError as error:
        return not_opened(desk, error)
    except (KeyError, IntakeError, OSError, ValueError):
        desk.history.append({"role": "assistant", "content": GONE()})
        return Shown(desk.snapshot(), bool(desk.running))
    desk.look_elsewhere()
    if desk.shown is not kept:
        opened = OPENED(name=Foreign(kept.record.exhibit.name))
        desk.history.append({"role": "assistant", "content": opened})
    desk.conversation, desk.marked = conversation, None
    for _, reply in kept.turns:
        desk.conversation.bench.evidence.extend(reply.evidence)
    data = with_places(first_view(investigation.exhibit, house.served), desk.conversation.bench.evidence)
    if kept.maps:
        desk.data = with_maps(data, kept.maps, kept.record.evidence, house.served)
    else:
        desk.data = with_maps_again(data, kept.record, house.investigator.detectors, house.served)
    if house.served.fault is not None:
        desk.history.append({"role": "assistant", "content": NOT_SHOWN(reason=reason_of(house.served.fault))})
    return Shown(desk.snapshot(), bool(desk.running), **panels(house, investigation, desk))


def not_opened(desk: Desk, error: Exception) -> Shown:
    """Say why a picture can't be shown again."""
    desk.history.append({"role": "assistant", "content": NOT_OPENED(reason=reason_of(error))})
    return Shown(desk.snapshot(), bool(desk.running))


def panels(house: House, investigation: Investigation, desk: Desk) -> dict[str, Any]:
    """What the page shows of the picture that the conversation is about."""
    record = investigation.examination
    evidence = record.evidence if desk.conversation is None else desk.conversation.bench.evidence
    desk.crops = {} if desk.data is None else crops(desk.data, evidence, house.served)
    return {
        "verdict": verdict_html(record.verdict, record.exhibit),
        "answer": answer_html(record),
        "evidence": evidence_html(evidence, record.verdict, desk.crops),
        "file": file_html(investigation.contents),
        "credentials": credentials_html(investigation.contents.credentials),
        "method": method_html(record),
        "viewer": desk.data,
        "compared": "",
    }


def _grid(desk: Desk) -> dict[str, Any]:
    return {"pictures": pictures_html(desk.kept.values(), desk.job)}


def _summary(labels: Counter[str], job: Job) -> str:
    counts = [f"{count} {label}" for label, count in labels.most_common()]
    if job.failed:
        counts.append(f"{len(job.failed)} failed")
    if job.done < job.total:
        return PROGRESS(done=job.done, total=job.total)
    return SUMMARY(total=job.total, counts=", ".join(counts))


def _reader(file: str) -> Callable[[], bytes]:
    return lambda: read_file(Path(file))


def _reader_of(case: OpenCase, exhibit: Exhibit) -> Callable[[], bytes]:
    return lambda: case.casebook.data(exhibit)

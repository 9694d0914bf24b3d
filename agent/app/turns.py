"""What a message to the page does: examine its pictures, judge a claim, answer a question."""

from __future__ import annotations

import os
import traceback
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import Image

from ..evidence import Dropped, Region, Statement
from ..foreign import Foreign, file_name
from ..intake import IntakeError
from ..investigator import Investigation, Investigator
from ..report.wording import rejected
from ..sandbox import Received
from ..sentences import Sentence
from ..text import one_line
from .desk import UNFINISHED, Desk, Desks, History, Kept, StoppedError, Turn, revived
from .file_html import file_html
from .method_html import log_html, method_html
from .page_html import answer_html, evidence_html, pictures_html, stages_html, verdict_html
from .served_files import ServedFiles
from .viewer_data import first_view, with_maps, with_places
from .waiting_line import WaitingLine

if TYPE_CHECKING:
    from ..reasoning.dialogue.conversation import Conversation

CLAIM_PREFIX = "claim:"  # begins a message that says what its picture is said to show
WHICH_PICTURE = Sentence("turns.which_picture", "Which picture? Add one with the paper clip first.")
NOT_EXAMINED = Sentence("turns.not_examined", "This picture can't be examined: {reason}")
EXAMINED = Sentence("turns.examined", "{name:300}: {label}. {headline}")
QUEUED = Sentence("turns.queued", "This comes after {ahead} of your own messages.")
WAITING = Sentence(
    "turns.waiting", "Waiting for the pictures of others: {ahead} before this one, about {seconds:.0f} s."
)
GONE = Sentence("turns.gone", "That picture is not kept any more. Add it again.")
STOPPED = Sentence("turns.stopped", "Stopped, as you asked. What was finished by then is kept.")
FAULT = Sentence("turns.fault", "{kind}: {reason}; the other pictures and questions are not affected")
NOT_ANSWERED = Sentence("turns.not_answered", "This question can't be answered: {reason}")
_REASON = 300  # characters
_THUMBNAIL = (192, 144)  # px
PATIENCE = 2.0  # seconds between two reports of the place in the line
VISITS = 64  # that are remembered, each with the bytes of its picture
KEEP = object()  # leaves a part of the page as it is


class Shown(NamedTuple):
    """A value for each part of the page."""

    chat: History
    busy: bool
    cleared: bool = False
    verdict: Any = KEEP
    viewer: Any = KEEP
    answer: Any = KEEP
    evidence: Any = KEEP
    file: Any = KEEP
    method: Any = KEEP
    pictures: Any = KEEP
    log: Any = KEEP


@dataclass(frozen=True, slots=True)
class House:
    """What all visitors share.

    Attributes:
        investigator: examines pictures.
        line: where pictures wait for their turn.
        served: pictures that the page shows.
        desks: of the visitors.
    """

    investigator: Investigator
    line: WaitingLine = field(default_factory=WaitingLine)
    served: ServedFiles = field(default_factory=ServedFiles)
    desks: Desks = field(default_factory=lambda: Desks(VISITS))


def respond(
    house: House, text: str, files: list[str], desk: Desk, user: str = "", box: Region | None = None
) -> Iterator[Shown]:
    """Handle one message; yields what the page shows as the work goes on.

    Args:
        house: what to examine with.
        text: the message.
        files: the pictures that came with it.
        desk: of the visitor.
        user: whose pictures they are.
        box: a part of the picture that was marked, which the question may be about.
    """
    turn = desk.begin(text.strip(), files)
    yield Shown(desk.snapshot(), True, cleared=True)
    ticket = desk.order.enter("")
    last: dict[str, Any] = {}
    try:
        while not desk.order.wait(ticket, PATIENCE):
            turn.go_on()
            turn.say(QUEUED(ahead=desk.order.ahead(ticket)[0]))
            yield Shown(desk.snapshot(), True)
        turn.go_on()
        yield from _handled(house, turn, desk, user, box)
    except StoppedError:
        said = turn.answer["content"]
        turn.say(STOPPED() if said.startswith(UNFINISHED) or turn.files else f"{said}\n{STOPPED()}")
        if desk.conversation is None:
            last = {"verdict": ""}
    except Exception as error:  # whatever a picture does, the page goes on
        turn.say(NOT_EXAMINED(reason=_reason(error)))
        if desk.conversation is None:
            last = {"verdict": ""}
    finally:
        desk.order.leave(ticket)
        desk.end(turn)
    yield Shown(desk.snapshot(), bool(desk.running), log=log_html(desk.log), **last)


def _handled(house: House, turn: Turn, desk: Desk, user: str, box: Region | None) -> Iterator[Shown]:
    question, files = turn.text, turn.files
    if not files and desk.conversation is None:
        turn.say(WHICH_PICTURE())
        return
    second: Received | None = None
    if len(files) == 1 and question and desk.conversation is not None and desk.conversation.compares(question):
        second = house.investigator.read(files[0])
    elif files:
        claim = None
        if question.lower().startswith(CLAIM_PREFIX):
            claim, question = question[len(CLAIM_PREFIX) :], ""
        yield from _all_examined(house, turn, desk, user, claim)
        if question:
            desk.insert(turn, turn.answer["content"])
    if question and desk.conversation is not None:
        desk.note(f"question: {one_line(question, _REASON)}")
        yield from _answered(desk.conversation, turn, desk, question, second, box, house.served)


def _all_examined(house: House, turn: Turn, desk: Desk, user: str, claim: str | None) -> Iterator[Shown]:
    """Examine the pictures of a message; one that fails costs no other."""
    told: list[str] = []
    for number, file in enumerate(turn.files):
        try:
            yield from examined(house, file, claim, turn, desk, user, told)
        except StoppedError:
            raise
        except Exception as error:
            if len(turn.files) == 1:
                raise
            told.append(f"{file_name(Path(file).name)}: {NOT_EXAMINED(reason=_reason(error))}")
        turn.say("\n".join(told) + (f"\n{UNFINISHED}" if number + 1 < len(turn.files) else ""))
        yield Shown(desk.snapshot(), True)


def examined(
    house: House, file: str, claim: str | None, turn: Turn, desk: Desk, user: str, told: list[str]
) -> Generator[Shown, None, None]:
    """Examine a picture; yields what the page shows, and leaves the picture on the desk.

    Args:
        house: what to examine with.
        file: the picture.
        claim: what it is said to show.
        turn: the message that brought it.
        desk: of the visitor.
        user: whose picture it is.
        told: lines about the pictures of this message before it; one is added.

    Raises:
        IntakeError, ValueError: if the picture can't be examined, or the claim can't be judged.
        StoppedError: if the visitor stopped it.
    """
    finished: list[str] = []
    yield Shown(desk.snapshot(), True, verdict=stages_html(finished))
    ticket = house.line.enter(user)
    investigation: Investigation | None = None
    before = "".join(f"{line}\n" for line in told)
    try:
        while not house.line.wait(ticket, PATIENCE):
            turn.go_on()
            ahead, seconds = house.line.ahead(ticket)
            turn.say(before + WAITING(ahead=ahead, seconds=seconds))
            yield Shown(desk.snapshot(), True)
        turn.say(before + UNFINISHED)
        for stage, result in house.investigator.stream(file, claim=claim):
            finished.append(stage)
            parts: dict[str, Any] = {}
            if stage == "exhibit":
                desk.conversation, desk.data = None, first_view(result, house.served)
                parts = {"viewer": desk.data, "answer": "", "evidence": "", "file": "", "method": ""}
            elif stage == "verdict":
                parts = {"verdict": verdict_html(result)}
            elif stage == "examination":
                investigation = result
            if "verdict" not in finished:
                parts["verdict"] = stages_html(finished)
            yield Shown(desk.snapshot(), True, **parts)
            turn.go_on()
    finally:
        house.line.leave(ticket)
    assert investigation is not None and desk.data is not None  # the stream ends with the examination
    record = investigation.examination
    told.append(
        EXAMINED(
            name=Foreign(record.exhibit.name), label=record.verdict.label.upper(), headline=record.verdict.headline
        )
    )
    turn.say("\n".join(told))
    desk.note(f"examined {file_name(record.exhibit.name)}, SHA-256 {record.exhibit.sha256}: {record.verdict.label}")
    desk.conversation = house.investigator.converse(investigation)
    desk.data = with_places(desk.data, record.evidence)
    yield Shown(desk.snapshot(), True, **_panels(investigation, desk))
    cue_maps = house.investigator.trace(investigation)
    desk.data = with_maps(desk.data, investigation.maps, cue_maps, record.evidence, house.served)
    small = Image.fromarray(investigation.exhibit.pixels)
    small.thumbnail(_THUMBNAIL)
    desk.keep(Kept(record, Path(file), house.served.add(small), investigation.maps, cue_maps))
    yield Shown(desk.snapshot(), True, viewer=desk.data, pictures=pictures_html(desk.kept.values()))


def reopened(house: House, sha256: str, desk: Desk) -> Shown:
    """Show a picture again that was examined before."""
    try:
        kept = desk.kept[sha256]
        investigation = revived(house.investigator, kept)
    except (KeyError, IntakeError, OSError):
        desk.history.append({"role": "assistant", "content": GONE()})
        return Shown(desk.snapshot(), bool(desk.running))
    desk.conversation = house.investigator.converse(investigation)
    data = with_places(first_view(investigation.exhibit, house.served), kept.record.evidence)
    desk.data = with_maps(data, kept.maps, kept.cue_maps, kept.record.evidence, house.served)
    return Shown(desk.snapshot(), bool(desk.running), **{**_panels(investigation, desk), "viewer": desk.data})


def _panels(investigation: Investigation, desk: Desk) -> dict[str, Any]:
    record = investigation.examination
    return {
        "verdict": verdict_html(record.verdict, record.exhibit),
        "answer": answer_html(record),
        "evidence": evidence_html(record.evidence, record.verdict),
        "file": file_html(investigation.contents),
        "method": method_html(record),
        "viewer": desk.data,
    }


def _answered(
    conversation: Conversation,
    turn: Turn,
    desk: Desk,
    question: str,
    second: Received | None,
    box: Region | None,
    served: ServedFiles,
) -> Iterator[Shown]:
    """Answer a question; yields the page as the answer grows."""
    turn.say(UNFINISHED)
    lines: list[str] = []
    dropped: list[Dropped] = []
    yield Shown(desk.snapshot(), True)
    try:
        for result in conversation.ask(question, second, box):
            if isinstance(result, Statement):
                lines.append(result.text)
            elif isinstance(result, Dropped):
                dropped.append(result)
            else:
                desk.insert(turn, {"path": str(served.written(result.picture))})
            turn.say("\n".join(lines) or UNFINISHED)
            yield Shown(desk.snapshot(), True)
            turn.go_on()
    except StoppedError:
        raise
    except Exception as error:  # something that the answer needs is not set up, or a fault
        turn.say("\n".join([*lines, NOT_ANSWERED(reason=_reason(error))]))
    if dropped:
        turn.say(f"{turn.answer['content']}\n({rejected(dropped)})")
    evidence = conversation.bench.evidence
    if desk.data is not None:
        desk.data = with_places(desk.data, evidence)
    table = evidence_html(evidence, conversation.record.verdict)
    yield Shown(desk.snapshot(), True, evidence=table, viewer=desk.data or KEEP)


def _reason(error: Exception) -> str:
    """An error in one line; a fault of ours with its kind, and in full for whoever looks for it."""
    if isinstance(error, IntakeError | ValueError | OSError):
        return one_line(error, _REASON)
    if os.environ.get("TELLTALE_DEBUG"):
        traceback.print_exception(error)
    return FAULT(kind=type(error).__name__, reason=one_line(error, _REASON))

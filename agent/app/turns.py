"""What a message to the page does: examine its pictures, judge a claim, answer a question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..evidence import Region
from ..sandbox import Received
from ..sentences import Sentence
from ..text import one_line
from . import case_steps
from . import house as rooms
from .desk import UNFINISHED, Desk, StoppedError, Turn
from .examples import EXAMPLES, written
from .house import REASON, House, Shown, reason_of
from .method_html import log_html
from .picture_steps import NOT_EXAMINED, all_examined, not_opened, reopened
from .pictures_html import pictures_html
from .question_steps import answered

CLAIM_PREFIX = "claim:"  # begins a message that says what its picture is said to show
WHICH_PICTURE = Sentence("turns.which_picture", "Which picture? Add one with the paper clip first.")
QUEUED = Sentence("turns.queued", "This comes after {ahead} of your own messages.")
STOPPED = Sentence("turns.stopped", "Stopped, as you asked. What was finished by then is kept.")


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
        while not desk.order.wait(ticket, rooms.PATIENCE):
            turn.go_on()
            turn.say(QUEUED(ahead=desk.order.ahead(ticket)[0]))
            yield Shown(desk.snapshot(), True)
        turn.go_on()
        yield from _handled(house, turn, desk, user, box)
    except StoppedError:
        said = turn.answer["content"]
        turn.say(STOPPED() if said.startswith(UNFINISHED) or turn.files else f"{said}\n{STOPPED()}")
        if desk.conversation is None:
            last = dict.fromkeys(("verdict", "answer", "evidence"), "")
    except Exception as error:  # whatever a picture does, the page goes on
        turn.say(NOT_EXAMINED(reason=reason_of(error)))
        if desk.conversation is None:
            last = dict.fromkeys(("verdict", "answer", "evidence"), "")
    finally:
        desk.order.leave(ticket)
        desk.end(turn)
    if len(files) > 1:
        last["pictures"] = pictures_html(desk.kept.values(), desk.job)
    yield Shown(
        desk.snapshot(), bool(desk.running), **{"log": log_html(desk.log), **last, **case_steps.case_parts(house, desk)}
    )


def opened(house: House, sha256: str, desk: Desk, user: str = "") -> Iterator[Shown]:
    """Open a picture of the visit or of the case; an exhibit that was not examined is examined.

    Args:
        house: what to examine with.
        sha256: of the picture.
        desk: of the visitor.
        user: whose picture it is.
    """
    try:
        known = case_steps.fetched(house, desk, sha256)
        file = None if known else case_steps.unexamined(house, desk, sha256)
    except ValueError:  # the case is gone, or the bytes are; what is on the desk may still be there
        file = None
    except OSError as error:  # there is no room for the file
        yield not_opened(desk, error)
        return
    if file is not None:
        yield from respond(house, "", [str(file)], desk, user)
    else:
        yield reopened(house, sha256, desk)


def example(house: House, name: str, desk: Desk, user: str = "") -> Iterator[Shown]:
    """Examine an example; one that is not known does nothing."""
    if name in EXAMPLES:
        yield from respond(house, "", [str(written(name))], desk, user)
    else:
        yield Shown(desk.snapshot(), bool(desk.running))


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
        yield from all_examined(house, turn, desk, user, claim)
        if question:
            desk.insert(turn, turn.answer["content"])
    if question and desk.conversation is not None:
        desk.note(f"question: {one_line(question, REASON)}")
        yield from answered(house, desk.conversation, turn, desk, question, second, box)

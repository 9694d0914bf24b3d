"""The steps of answering a question about the picture that is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..casebook import CasebookError
from ..casework import ask, replied
from ..evidence import Dropped, Region, Statement
from ..report.wording import rejected
from ..sandbox import Received
from ..sentences import Sentence
from .decisive_crops import crops
from .desk import UNFINISHED, Desk, StoppedError, Turn
from .house import KEEP, House, Shown, reason_of
from .page_html import evidence_html
from .viewer_data import with_places

if TYPE_CHECKING:
    from ..reasoning.dialogue.conversation import Answer, Conversation

NOT_ANSWERED = Sentence("question_steps.not_answered", "This question can't be answered: {reason}")
NOT_WRITTEN = Sentence("question_steps.not_written", "This answer could not be written into the case: {reason}")
NO_MAP = Sentence("question_steps.no_map", "A map belongs to this answer, but can't be shown: {reason}")


def answered(
    house: House,
    conversation: Conversation,
    turn: Turn,
    desk: Desk,
    question: str,
    second: Received | None,
    box: Region | None,
) -> Iterator[Shown]:
    """Answer a question; yields the page as the answer grows.

    With an open case, the question and its answer are recorded when the answer is complete.

    Args:
        house: which has the case.
        conversation: about the picture.
        turn: the message.
        desk: of the visitor.
        question: in plain words.
        second: a picture to compare with.
        box: a part that was marked.
    """
    turn.say(UNFINISHED)
    turn.speak_of(conversation.record.exhibit.sha256)
    known = {item.id for item in conversation.bench.evidence}
    lines: list[str] = []
    dropped: list[Dropped] = []
    begun = False
    yield Shown(desk.snapshot(), True)
    try:
        for result in _answers(house, conversation, desk, question, second, box):
            begun = True
            if isinstance(result, Statement):
                lines.append(result.text)
            elif isinstance(result, Dropped):
                dropped.append(result)
            else:
                try:
                    desk.insert(turn, {"path": str(house.served.written(result.picture))})
                except OSError as error:  # the words stand, and are recorded
                    lines.append(NO_MAP(reason=reason_of(error)))
            turn.say("\n".join(lines) or UNFINISHED)
            yield Shown(desk.snapshot(), True)
            turn.go_on()
    except StoppedError:
        raise
    except Exception as error:  # something that the answer needs is not set up, or a fault
        unwritten = begun and isinstance(error, CasebookError)
        said = NOT_WRITTEN if unwritten else NOT_ANSWERED
        turn.say("\n".join([*lines, said(reason=reason_of(error))]))
    if dropped:
        turn.say(f"{turn.answer['content']}\n({rejected(dropped)})")
    evidence = conversation.bench.evidence
    if desk.data is not None:
        desk.data = with_places(desk.data, evidence)
        new = [item for item in evidence if item.id not in known]
        desk.crops |= crops(desk.data, new, house.served)
    table = evidence_html(evidence, conversation.record.verdict, desk.crops)
    yield Shown(desk.snapshot(), True, evidence=table, viewer=desk.data or KEEP)


def _answers(
    house: House,
    conversation: Conversation,
    desk: Desk,
    question: str,
    second: Received | None,
    box: Region | None,
) -> Iterator[Answer]:
    case = house.cases.of(desk)
    exhibit = None if case is None else case.exhibit(conversation.record.exhibit.sha256)
    if case is not None and exhibit is not None:
        yield from ask(case.casebook, exhibit, conversation, question, second, box, by=case.by)
        return
    kept = desk.shown
    reply = yield from replied(conversation, question, second, box)
    if kept is not None:
        kept.turns.append((question, reply))

"""Work on an exhibit of a casebook: examine it, ask about it, and find all of it again later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .casebook import Casebook, CasebookError, Exhibit, Reply
from .evidence import Dropped, Region, Statement
from .record import Investigation
from .sandbox import receive

if TYPE_CHECKING:
    from .investigator import Investigator
    from .reasoning.dialogue.conversation import Answer, Conversation


def examine(
    casebook: Casebook,
    exhibit: Exhibit,
    investigator: Investigator,
    *,
    claim: str | None = None,
    claim_region: Region | None = None,
    by: str | None = None,
) -> Investigation:
    """Examine an exhibit, and record the examination.

    Args:
        casebook: that holds the exhibit.
        exhibit: the exhibit.
        investigator: examines it.
        claim: what the picture is meant to show.
        claim_region: the part that the claim is about.
        by: who acts; by default the casebook's actor.

    Raises:
        CasebookError: if its bytes are missing or were altered.
        IntakeError: if it is no picture that can be examined.
    """
    data = casebook.data(exhibit)
    found = investigator.examine(data, exhibit.name, claim=claim, claim_region=claim_region)
    casebook.record_examination(exhibit, found.examination, by=by)
    return found


def resume(
    casebook: Casebook, exhibit: Exhibit, investigator: Investigator, *, trust_anchors: str | None = None
) -> Conversation:
    """Go on with the conversation about an exhibit, from its last examination.

    What was measured for earlier answers is known, so that its numbers are not given again. What a follow-up question
    refers to is not: such a question has to name it.

    Args:
        casebook: that holds the exhibit.
        exhibit: the exhibit.
        investigator: has the instruments.
        trust_anchors: PEM text of the certificates under which a C2PA signer is trusted.

    Raises:
        CasebookError: if the exhibit was not examined, or was altered.
    """
    examined = casebook.examinations(exhibit)
    if not examined:
        fix = f"`telltale case examine {exhibit.address}` does so"
        raise CasebookError(f"{exhibit.address}: it was not examined, so nothing can be asked about it; {fix}")
    record = casebook.record(examined[-1])
    received = receive(casebook.data(exhibit), exhibit.name, trust_anchors)
    conversation = investigator.converse(Investigation(record, received.exhibit, received.contents, {}))
    for turn in casebook.turns(exhibit):
        if turn.number > examined[-1].number:
            conversation.bench.evidence.extend(turn.reply.evidence)
    return conversation


def ask(
    casebook: Casebook, exhibit: Exhibit, conversation: Conversation, question: str, *, by: str | None = None
) -> Iterator[Answer]:
    """Ask about an exhibit; yields the answer as `Conversation.ask` does, and records both when it is complete."""
    known = len(conversation.bench.evidence)
    statements, dropped, maps = [], [], []
    for answer in conversation.ask(question):
        if isinstance(answer, Statement):
            statements.append(answer)
        elif isinstance(answer, Dropped):
            dropped.append(answer)
        else:
            maps.append(answer.name)
        yield answer
    measured = tuple(conversation.bench.evidence[known:])
    reply = Reply(statements=tuple(statements), dropped=tuple(dropped), maps=tuple(maps), evidence=measured)
    casebook.record_turn(exhibit, question, reply, by=by)

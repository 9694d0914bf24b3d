"""The answer to a question in one piece, as the casebook, the API and the tools give it."""

from __future__ import annotations

from ..casebook import Reply
from ..evidence import Dropped, Region, Statement
from ..reasoning.dialogue.conversation import Conversation


def replied(conversation: Conversation, question: str, box: Region | None = None) -> Reply:
    """Ask, and collect the whole answer.

    Args:
        conversation: about an examined picture.
        question: in plain words.
        box: the part of the picture that it is about.

    Raises:
        ModelError: if the sentence encoder is not set up.
    """
    known = len(conversation.bench.evidence)
    statements, dropped, maps = [], [], []
    for answer in conversation.ask(question, box=box):
        if isinstance(answer, Statement):
            statements.append(answer)
        elif isinstance(answer, Dropped):
            dropped.append(answer)
        else:
            maps.append(answer.name)
    measured = tuple(conversation.bench.evidence[known:])
    return Reply(statements=tuple(statements), dropped=tuple(dropped), maps=tuple(maps), evidence=measured)

"""Work on an exhibit of a casebook: examine it, ask about it, and find all of it again later."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .casebook import Casebook, CasebookError, Exhibit, Reply
from .evidence import Dropped, Examination, Region, Statement, Verdict
from .perception import tower
from .reasoning.weighing.verdict import fuse
from .record import Investigation
from .sandbox import Received, receive

if TYPE_CHECKING:
    from .investigator import Investigator
    from .reasoning.dialogue.conversation import Answer, Conversation


Relation = Literal["copy", "alike", "different"]
COPY, ALIKE = 6, 16  # the most bits of 64 in which the perceptual hashes of a copy, and of similar pictures, differ


@dataclass(frozen=True, slots=True)
class Look:
    """What pictures of a case are compared by.

    Attributes:
        bits: the perceptual hash (pHash; Zauner, 2010), bool [64].
        features: CLIP's last layer of the whole picture, float32 [768] of length 1; None if it was not looked at.
    """

    bits: NDArray[np.bool_]
    features: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two pictures are.

    Attributes:
        bits: in how many of 64 bits their perceptual hashes differ.
        cosine: between their features, −1 to 1; None if one was not looked at.
        relation: what the hashes say.
    """

    bits: int
    cosine: float | None
    relation: Relation


def look_at(pixels: NDArray[np.uint8], *, features: bool) -> Look:
    """Look at a picture, uint8 [H, W, 3]; its features are left out if CLIP's weights are not set up."""
    import imagehash

    bits = np.asarray(imagehash.phash(Image.fromarray(pixels)).hash, bool).ravel()
    if not features:
        return Look(bits)
    try:
        vector = tower.look(pixels)[1].vectors[0]
    except tower.TowerMissingError:
        return Look(bits)
    first = (len(tower.CLS_LAYERS) - 1) * tower.WIDTH
    last = vector[first : first + tower.WIDTH]
    return Look(bits, last / max(float(np.linalg.norm(last)), 1e-9))


def likeness(first: Look, second: Look) -> Likeness:
    """How alike two pictures are, by their hashes and by what they show."""
    bits = int((first.bits != second.bits).sum())
    a, b = first.features, second.features
    cosine = float(a @ b) if a is not None and b is not None else None
    return Likeness(bits, cosine, "copy" if bits <= COPY else "alike" if bits <= ALIKE else "different")


def weighed(investigator: Investigator, record: Examination, error_rate: float) -> Verdict:
    """What the evidence of a finished examination gives at another error rate; the record keeps its own verdict.

    Raises:
        ValueError: if the error rate is not between 0 and 1.
    """
    return fuse(record.evidence, record.exhibit.quality, investigator.instruments.parameters, error_rate)


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
    know_earlier_answers(casebook, exhibit, conversation)
    return conversation


def know_earlier_answers(casebook: Casebook, exhibit: Exhibit, conversation: Conversation) -> None:
    """Tell a new conversation what was measured for the answers that were recorded since the last examination."""
    examined = casebook.examinations(exhibit)
    for turn in casebook.turns(exhibit):
        if examined and turn.number > examined[-1].number:
            conversation.bench.evidence.extend(turn.reply.evidence)


def ask(
    casebook: Casebook,
    exhibit: Exhibit,
    conversation: Conversation,
    question: str,
    other: Received | None = None,
    box: Region | None = None,
    *,
    by: str | None = None,
) -> Iterator[Answer]:
    """Ask about an exhibit; yields the answer as `Conversation.ask` does, and records both when it is complete."""
    reply = yield from replied(conversation, question, other, box)
    casebook.record_turn(exhibit, question, reply, by=by)


def replied(
    conversation: Conversation, question: str, other: Received | None = None, box: Region | None = None
) -> Generator[Answer, None, Reply]:
    """Ask about a picture; yields the answer as `Conversation.ask` does, and returns it as a casebook records it."""
    known = len(conversation.bench.evidence)
    statements, dropped, maps = [], [], []
    for answer in conversation.ask(question, other, box):
        if isinstance(answer, Statement):
            statements.append(answer)
        elif isinstance(answer, Dropped):
            dropped.append(answer)
        else:
            maps.append(answer.name)
        yield answer
    measured = tuple(conversation.bench.evidence[known:])
    return Reply(statements=tuple(statements), dropped=tuple(dropped), maps=tuple(maps), evidence=measured)

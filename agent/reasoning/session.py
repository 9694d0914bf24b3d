"""A conversation about a finished examination, with the instruments that it was made with at hand."""

from __future__ import annotations

from collections.abc import Callable

from ..evidence import ClaimJudgement, Evidence, Examination
from ..intake import Exhibit
from ..provenance.contents import Contents
from ..sandbox import Received
from .chain import Instruments, judge_claim
from .dialogue.conversation import Conversation
from .dialogue.tools import Bench
from .stages import judged as weigh_again
from .weighing.claim import checked


def begin(
    instruments: Instruments,
    record: Examination,
    exhibit: Exhibit,
    contents: Contents,
    examine: Callable[[Received], Examination],
) -> Conversation:
    """Begin a conversation; it keeps the file's bytes and not the pixels.

    Args:
        instruments: that the picture was examined with.
        record: the examination.
        exhibit: the picture.
        contents: what its file holds beside the pixels.
        examine: examines another picture, to compare with.
    """
    others: dict[str, Examination] = {}  # by SHA-256

    def examined(other: Received) -> Examination:
        sha256 = other.exhibit.facts.sha256
        if sha256 not in others:
            others[sha256] = examine(other)
        return others[sha256]

    def turn_to(other: Received) -> Conversation:
        return begin(instruments, examined(other), other.exhibit, other.contents, examine)

    def judged(claim: str, shown: Exhibit) -> tuple[list[Evidence], ClaimJudgement]:
        known = tuple(bench.evidence)
        evidence, judgement = judge_claim(instruments, checked(claim), None, shown, known, record.verdict, contents)
        return list(evidence[len(known) :]), judgement

    perceiver = instruments.perceiver
    bench = Bench(
        data=exhibit.data,
        name=exhibit.facts.name,
        detectors={detector.name: detector for detector in instruments.detectors},
        evidence=list(record.evidence),
        see=perceiver.evidence_on_part,
        judge=lambda other: examined(other).verdict,
        contents=contents,
        judge_without=lambda evidence: weigh_again(instruments, evidence, exhibit.facts.quality),
    )
    model = perceiver.chat_model() if perceiver.calls_tools else None
    return Conversation(record, contents, bench, judged, model, turn_to=turn_to)

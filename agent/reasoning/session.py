"""A conversation about a finished examination, with the instruments that it was made with at hand."""

from __future__ import annotations

from ..evidence import ClaimJudgement, Evidence, Examination, Verdict
from ..intake import Exhibit
from ..provenance.contents import Contents
from ..sandbox import Received
from .chain import Instruments, build, judge_claim
from .dialogue.conversation import Conversation
from .dialogue.tools import Bench
from .stages import judged as weigh_again
from .weighing.claim import checked


def begin(instruments: Instruments, record: Examination, exhibit: Exhibit, contents: Contents) -> Conversation:
    """Begin a conversation; it keeps the file's bytes and not the pixels."""

    def judge(other: Received) -> Verdict:
        chain = build(instruments, other.exhibit, other.contents, explained=False)
        return chain.invoke(other.exhibit.facts.sha256)["verdict"].value

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
        judge=judge,
        contents=contents,
        judge_without=lambda evidence: weigh_again(instruments, evidence, exhibit.facts.quality),
    )
    model = perceiver.chat_model() if perceiver.calls_tools else None
    return Conversation(record, contents, bench, judged, model)

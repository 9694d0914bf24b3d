"""A conversation about a finished examination, with the instruments that it was made with at hand."""

from __future__ import annotations

from ..evidence import ClaimJudgement, Evidence, Examination, Verdict
from ..intake import Exhibit
from ..sandbox import Received
from .answer_items import Intent
from .chain import Instruments, build, judge_claim
from .dialogue.conversation import Conversation
from .dialogue.tools import Bench
from .weighing.claim import checked


def begin(instruments: Instruments, record: Examination, exhibit: Exhibit) -> Conversation:
    """Begin a conversation; it keeps the file's bytes and not the pixels."""

    def judge(other: Received) -> Verdict:
        chain = build(instruments, other.exhibit, other.contents, explained=False)
        return chain.invoke(other.exhibit.facts.sha256)["verdict"].value

    def judged(claim: str, shown: Exhibit) -> tuple[list[Evidence], ClaimJudgement]:
        known = tuple(bench.evidence)
        evidence, judgement = judge_claim(instruments, checked(claim), None, shown, known, record.verdict)
        return list(evidence[len(known) :]), judgement

    perceiver = instruments.perceiver
    bench = Bench(
        data=exhibit.data,
        name=exhibit.facts.name,
        detectors={detector.name: detector for detector in instruments.detectors},
        evidence=list(record.evidence),
        see=perceiver.evidence_on_part,
        judge=judge,
    )
    return Conversation(record, bench, perceiver.chat_model(), _route, judged, perceiver.calls_tools)


def _route(question: str) -> Intent:
    from ..perception import encoder
    from .dialogue import router

    return router.shipped()(question, encoder.load())[0]

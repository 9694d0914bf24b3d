"""Small records for the tests of the casebook."""

import hashlib

from telltale.agent.evidence import Evidence, Examination, ExhibitFacts, Explanation, Quality, Statement, Verdict


def examination_of(data: bytes, label: str = "synthetic") -> Examination:
    """The record of an examination that nobody made."""
    facts = ExhibitFacts(
        name="a.jpg",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media_type="image/jpeg",
        width=8,
        height=8,
        quality=Quality(short_side=8),
    )
    shares = {"real": 0.5, "synthetic": 0.4, "tampered": 0.1}
    verdict = Verdict(label=label, probabilities=shares, calibrated=False)
    return Examination(exhibit=facts, evidence=(), verdict=verdict, explanation=Explanation())


def statement(text: str) -> Statement:
    return Statement(text=text, cites=("verdict",), grounding=1.0, written_by="template")


def measured() -> Evidence:
    """With a score that JSON has no number for."""
    return Evidence(id="E9", source="noise", kind="detector", statement="Measured.", score=float("inf"))

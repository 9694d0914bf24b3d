"""Answers about marks and watermarks: of a mark that can be seen, the writing that was read in the picture first."""

from __future__ import annotations

import re

from ...detectors.ocr import OCR
from ...sentences import Sentence
from ..dialogue.asked_details import Detail
from ..dialogue.asked_marks import mark_of
from ..dialogue.gloss import plain
from ..stance import Role
from ..writing.findings import of_verdict
from .answer_case import Answered, Case, of_record
from .watermark_answers import visible_mark, watermark, written_marks

BY_ANYONE = Sentence(
    "mark_answers.by_anyone",
    "Yes: anyone can draw or paste such a mark or writing into a picture, so it is a hint and no proof.",
)
STAR = Sentence(
    "mark_answers.star",
    "A small star with four points in a corner is the mark that Google's Gemini app puts on pictures that it makes. "
    "Look whether it is that one; anyone can paste such a mark in or cut it off.",
)
_STAR = re.compile(r"\b(?:stars?|sparkles?|estrell\w*|destello\w*|etoiles?|etincelles?|stern\w*|funkel\w*)\b|星")


def pasted(case: Case) -> Answered:
    """That such a mark can be put on by anyone, and what was read of it."""
    found = written_marks(case.evidence)[:1]
    return Answered([of_record(BY_ANYONE(), Role.RESERVATION), *found, of_verdict(case.verdict)])


def mark(case: Case) -> Answered:
    """What is known of a mark or a watermark that is asked about."""
    kind = "visible" if case.asked.detail is Detail.VISIBLE_MARK else mark_of(case.asked.text)
    if kind == "invisible":
        return Answered(watermark(case.file))
    about = case.bench.run(OCR.name) if OCR.name in case.bench.detectors else []
    if kind == "visible":
        star = [of_record(STAR(), Role.RESERVATION)] if _STAR.search(plain(case.asked.text)) else []
        return Answered([*star, *visible_mark(case.file, case.asked.region)], about=about)
    return Answered([*written_marks(case.evidence)[:1], *watermark(case.file)], about=about)

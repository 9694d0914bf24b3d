"""Answers about marks and watermarks: of a mark that can be seen, the writing that was read in the picture first."""

from __future__ import annotations

from ...detectors.ocr import OCR
from ..dialogue.asked_details import Detail
from ..dialogue.asked_marks import mark_of
from .answer_case import Answered, Case
from .watermark_answers import visible_mark, watermark, written_marks


def mark(case: Case) -> Answered:
    """What is known of a mark or a watermark that is asked about."""
    kind = "visible" if case.asked.detail is Detail.VISIBLE_MARK else mark_of(case.asked.text)
    if kind == "invisible":
        return Answered(watermark(case.file))
    about = case.bench.run(OCR.name) if OCR.name in case.bench.detectors else []
    if kind == "visible":
        return Answered(visible_mark(case.file, case.asked.region), about=about)
    return Answered([*written_marks(case.evidence)[:1], *watermark(case.file)], about=about)

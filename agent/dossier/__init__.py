"""The report of an examination as a document: built from a record, written as PDF, HTML or JSON."""

from .compose_report import Particulars, of_investigation, of_record
from .copy_stability import CopyScore, copy_scores
from .document_parts import Document
from .localised_report import REPORT_LANGUAGES

__all__ = [
    "REPORT_LANGUAGES",
    "CopyScore",
    "Document",
    "Particulars",
    "copy_scores",
    "of_investigation",
    "of_record",
]

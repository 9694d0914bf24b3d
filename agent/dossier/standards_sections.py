"""Where a report has what standards and courts ask for, and the fields to sign in; facts alone, no legal advice."""

from __future__ import annotations

from ..evidence import Examination
from ..foreign import Foreign
from ..sentences import Sentence
from . import report_labels as labels
from .document_parts import Block, Cell, Paragraph, Said, Section, Signature, Table, said, titled
from .error_sections import why_none
from .finding_sections import shown_findings

NO_ADVICE = Sentence(
    "standards_sections.no_advice",
    "The tables say where this report has facts on each point. They do not say that a point is met, and are no legal "
    "advice: whether testimony is admitted is for a court to decide.",
)
RULE = Sentence("standards_sections.rule", "Federal Rules of Evidence (USA), rule 702, as amended on 1 December 2023")
GUIDES = Sentence("standards_sections.guides", "Guides and standards of the field")
QUALIFIED = Sentence(
    "standards_sections.qualified",
    "The rule is about a witness who is qualified as an expert. A program is no witness; the examiner who signs is.",
)
HELPS = Sentence("standards_sections.helps", "(a) knowledge that helps to understand the evidence")
HELPS_HERE = Sentence("standards_sections.helps_here", "The sections on the question, the findings and the conclusion.")
FACTS = Sentence("standards_sections.facts", "(b) sufficient facts or data")
FACTS_HERE = Sentence(
    "standards_sections.facts_here",
    "{count:.0f} findings, each with a number; the file's hash; what limits the picture; what was not checked.",
)
PRINCIPLES = Sentence("standards_sections.principles", "(c) reliable principles and methods")
PRINCIPLES_HERE = Sentence(
    "standards_sections.principles_here",
    "Methods with publications, versions and hashes. Known error rates, with the pictures on which they were measured.",
)
PRINCIPLES_WITHOUT = Sentence(
    "standards_sections.principles_without",
    "Methods with publications, versions and hashes. Error rates for this kind of picture are not known.",
)
APPLICATION = Sentence("standards_sections.application", "(d) reliable application to the facts of the case")
APPLICATION_HERE = Sentence(
    "standards_sections.application_here",
    "Which detectors could measure this picture, disagreements, stability on copies, and a command to repeat it. "
    "Whether the examiner applied them reliably is for the examiner and the reviewer to confirm.",
)
SWGDE = Sentence(
    "standards_sections.swgde",
    "Item, hash, limits of quality, findings, interpretation and limitations stand in sections of their own.",
)
ENFSI_EVALUATION = Sentence(
    "standards_sections.enfsi_evaluation",
    "A pair of propositions, a likelihood ratio and its words where calibrated measurements allow them, never a "
    "probability of a proposition as a conclusion of the examiner.",
)
ENFSI_IMAGES = Sentence(
    "standards_sections.enfsi_images",
    "Analysis of the file's structure and metadata apart from that of the pixels; alternative explanations.",
)
ISO = Sentence(
    "standards_sections.iso",
    "The hash identifies the item. How it was collected and kept is for those to document who did so; this report has "
    "what they gave.",
)
DOCUMENTS = (
    ("SWGDE, Best Practices for Image Authentication", SWGDE),
    ("ENFSI, Guideline for Evaluative Reporting in Forensic Science (2015)", ENFSI_EVALUATION),
    ("ENFSI-BPM-DI-03, Best Practice Manual for Digital Image Authentication (2021)", ENFSI_IMAGES),
    ("ISO/IEC 27037:2012", ISO),
)
SIGNING = Sentence(
    "standards_sections.signing",
    "Those who sign confirm what they did and checked themselves. The program signs nothing.",
)


def standards(record: Examination) -> Section:
    """A table for rule 702 (a) to (d), and one for guides and standards."""
    known = why_none(record) is None
    rows: tuple[tuple[Cell, ...], ...] = (
        ((said(HELPS()),), (said(HELPS_HERE()),)),
        ((said(FACTS()),), (said(FACTS_HERE(count=len(shown_findings(record)))),)),
        ((said(PRINCIPLES()),), (said((PRINCIPLES_HERE if known else PRINCIPLES_WITHOUT)()),)),
        ((said(APPLICATION()),), (said(APPLICATION_HERE()),)),
    )
    head = (said(labels.POINT()), said(labels.WHERE()))
    guides = tuple(((titled(name),), (said(sentence()),)) for name, sentence in DOCUMENTS)
    blocks: tuple[Block, ...] = (
        Paragraph(said(NO_ADVICE())),
        Paragraph(said(RULE()), "heading"),
        Paragraph(said(QUALIFIED())),
        Table(head, rows, (2, 3)),
        Paragraph(said(GUIDES()), "heading"),
        Table(head, guides, (2, 3)),
    )
    return Section("standards", Said(labels.STANDARDS()), blocks)


def signatures(examiner: Foreign | None, reviewer: Foreign | None) -> Section:
    """Fields for the examiner and the reviewer."""
    fields = tuple(
        Signature(Said(role()), name, Said(labels.SIGNED()), Said(labels.SIGNED_ON()))
        for role, name in ((labels.EXAMINER, examiner), (labels.REVIEWER, reviewer))
    )
    return Section("signatures", Said(labels.SIGNATURES()), (Paragraph(said(SIGNING())), *fields))

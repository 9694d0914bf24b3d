"""A clip's record as plain text: the verdict, each finding with its reservations, the frames, the limitations."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ..foreign import file_name
from ..sentences import Sentence
from .clip_types import ClipExamination, ClipFacts, FrameMeasure
from .frame_scores import MAIN

WIDTH = 110

FINDINGS = Sentence("clip_text.findings", "What was found")
FRAMES = Sentence(
    "clip_text.frames", "Score of each sampled frame (above 0: more like generated pictures; below: like photographs)"
)
LIMITS = Sentence("clip_text.limits", "What was not examined, and what else to know of the file")
NO_SCORE = Sentence("clip_text.no_score", "not scored")
PORTRAIT = Sentence("clip_text.portrait", "a close portrait, of which the score says little")


def lines(record: ClipExamination) -> Iterator[str]:
    """The text, line by line."""
    verdict = record.verdict
    yield f"{file_name(record.clip.name)}   {verdict.label.upper()}"
    yield from _wrapped(verdict.headline)
    for reason in verdict.because:
        yield from _wrapped(reason)
    yield from _wrapped(_about(record.clip))
    yield f"SHA-256 {record.clip.sha256}"
    yield ""
    yield FINDINGS()
    for item in record.evidence:
        yield from _wrapped(item.statement, f"{item.id:4} {item.source:12} ", 18)
        for aside in item.asides:
            yield from _wrapped(aside, " " * 18, 18)
    if record.frames:
        yield ""
        yield FRAMES()
        for frame in record.frames:
            yield f"{frame.at:9.2f} s   {_score(frame)}"
    if record.limitations or record.clip.warnings:
        yield ""
        yield LIMITS()
        for line in (*record.limitations, *record.clip.warnings):
            yield from _wrapped(line, "- ", 2)


def _about(facts: ClipFacts) -> str:
    """The file in numbers."""
    length = f"{facts.frames} frames in {facts.seconds:.2f} s" if facts.frames > 1 else "one frame"
    size = f"{facts.width}×{facts.height} px"
    return f"{facts.container}, {file_name(facts.codec)}, {size}, {length}, {facts.size:,} bytes"


def _score(frame: FrameMeasure) -> str:
    score = frame.scores.get(MAIN)
    if score is None:
        return NO_SCORE()
    return f"{score:+.1f}   {PORTRAIT()}" if frame.portrait else f"{score:+.1f}"


def _wrapped(text: str, first: str = "", indent: int = 0) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=" " * indent) or [first.rstrip()]

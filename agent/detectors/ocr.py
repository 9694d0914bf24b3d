"""Text in the picture: what it says, quoted, and where it stands. It is context, and supports nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .. import text_reading
from ..evidence import Facts, Flag, Quality
from ..read_texts import ReadLine
from ..sentences import Sentence
from .base import Detector, Reading

MOST_QUOTED = 4  # lines in the statement
QUOTED_LENGTH = 60  # characters of a line in the statement

MISSING = Sentence("ocr.missing", "Text in the picture was not read: {reason}.")
MISSING_CAVEAT = Sentence("ocr.missing_caveat", "Not measured: no models that read text.")
READ_ONE = Sentence("ocr.read_one", "One line of text could be read in the picture: {texts}.")
READ = Sentence("ocr.read", "{count} lines of text could be read in the picture: {texts}.")
READ_SOME = Sentence("ocr.read_some", "{count} lines of text could be read in the picture, among them {texts}.")
UNREADABLE = Sentence("ocr.unreadable", "Something in the picture looks like text, but it could not be read.")
MIRRORED = Sentence("ocr.mirrored", "A line reads in a mirror: {text:60}.")
CONTEXT = Sentence(
    "ocr.context",
    "Text in a picture shows only that it was written there, and not that it is true. It counts neither for nor "
    "against the picture.",
)
MISREAD = Sentence(
    "ocr.misread", "Single characters may be misread; compare them with the picture before you rely on them."
)
UNREAD = Sentence(
    "ocr.unread",
    "Text that can't be read may be small, blurred, written by hand or in a script that the reader does not know (it "
    "knows Latin and Greek letters, Chinese and Japanese). Malformed letters of a generator look the same.",
)


def measure(pixels: NDArray[np.uint8], quality: Quality) -> Reading | None:
    """Read the text; None if there is none."""
    try:
        found = text_reading.read(pixels)
    except text_reading.TextModelsMissingError as error:
        return Reading(MISSING(reason=error), caveats=(MISSING_CAVEAT(),))
    if not found.lines:
        return None
    readable = found.readable
    statement = _quoted(readable) if readable else UNREADABLE()
    caveats = (CONTEXT(), MISREAD()) if readable else (UNREAD(),)
    notes = tuple(MIRRORED(text=line.text) for line in readable if line.mirrored)[:1]
    largest = max(readable or found.lines, key=lambda line: line.region.w * line.region.h)
    facts = Facts(flags=(Flag.QUOTES,), notes=notes, texts=found.lines)
    return Reading(statement, float(len(readable)), "lines", region=largest.region, caveats=caveats, facts=facts)


def _quoted(lines: Sequence[ReadLine]) -> str:
    """The largest lines as quotations, in the order of reading."""
    largest = sorted(lines, key=lambda line: -line.region.h * line.region.w)[:MOST_QUOTED]
    texts = ", ".join(f"{line.text:{QUOTED_LENGTH}}" for line in lines if line in largest)
    if len(lines) == 1:
        return READ_ONE(texts=texts)
    return (READ if len(lines) <= MOST_QUOTED else READ_SOME)(count=len(lines), texts=texts)


OCR = Detector(
    name="ocr",
    measures="how many lines of text could be read in the picture; what they say is quoted",
    holds="printed text in Latin or Greek letters, Chinese or Japanese that is at least some ten pixels high",
    reference="Liao et al., “Real-time Scene Text Detection with Differentiable Binarization”, AAAI 2020; PP-OCRv6",
    measure=measure,
    min_side=96,
    place=95,
    supports_nothing=True,
)
DETECTORS = (OCR,)

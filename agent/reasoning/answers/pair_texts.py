"""What can be read in two pictures, set side by side: which lines stand in one of them alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from ...detectors.ocr import OCR
from ...evidence import Evidence
from ...read_texts import ReadLine
from ...sentences import Sentence
from ..answer_items import Item
from ..stance import Role, Stance
from .answer_case import Answered, Case, of_record
from .text_answers import NOT_EVERYTHING

_ALIKE = 0.7  # of the characters of two lines, from which they may be one line that was read in two ways
MOST = 6  # lines of one picture that are quoted

DIFFER = Sentence("pair_texts.differ", "The texts differ: only here {here}; only in the other picture {there}.")
ONLY_HERE = Sentence("pair_texts.only_here", "The texts differ: only in the first picture {texts}.")
ONLY_THERE = Sentence("pair_texts.only_there", "The texts differ: only in the other picture {texts}.")
ALIKE = Sentence("pair_texts.alike", "The same text could be read in both: {texts}.")
NEARLY = Sentence(
    "pair_texts.nearly",
    "No clear difference was read: here {here}, in the other picture {there}, which differ in few characters that may "
    "be misread.",
)
NO_TEXT = Sentence("pair_texts.no_text", "No text could be read in either of the two.")
MISREAD = Sentence(
    "pair_texts.misread",
    "Single characters may be misread, so compare the lines with the pictures before you rely on them.",
)


def texts_of_two(case: Case) -> Answered | None:
    """What could be read in one of two pictures alone; None if there is one picture, or no reader of text."""
    if case.other is not None and case.bench.pair is None:
        case.bench.compare(case.other)
    items = side_by_side(case)
    closing = of_record(NOT_EVERYTHING(), Role.RESERVATION)
    return Answered([*items, closing], about=texts_read(case)) if items else None


def texts_read(case: Case) -> list[Evidence]:
    """What was read in either of two pictures, for a question that follows; nothing before both were read."""
    there = case.bench.read_other(OCR.name) if OCR.name in case.bench.detectors else None
    return [there, *case.bench.run(OCR.name)] if there is not None else []


def side_by_side(case: Case) -> list[Item]:
    """The lines that could be read in one of two pictures alone, or in both; nothing if text can't be read in both."""
    if OCR.name not in case.bench.detectors:
        return []
    there = case.bench.read_other(OCR.name)
    if there is None:
        return []
    here = _readable([line for one in case.bench.run(OCR.name) for line in one.facts.texts])
    lines = _readable(there.facts.texts)
    own = [text for key, text in here.items() if not _like(key, lines)]
    others = [text for key, text in lines.items() if not _like(key, here)]
    nearly = not own and not others and here.keys() != lines.keys()
    if nearly:
        told = NEARLY(here=_listed(list(here.values())), there=_listed(list(lines.values())))
    elif own and others:
        told = DIFFER(here=_listed(own), there=_listed(others))
    elif own or others:
        told = (ONLY_HERE if own else ONLY_THERE)(texts=_listed(own or others))
    else:
        told = ALIKE(texts=_listed(list(here.values()))) if here else NO_TEXT()
    texts = [told, MISREAD()] if here or lines else [told]
    return [Item(there.id, Stance(Role.COMPARISON), text, must=True, fixed=True) for text in texts]


def _readable(lines: Sequence[ReadLine]) -> dict[str, str]:
    """The lines that can be quoted, by their letters in small, each once."""
    return {
        "".join(c for c in line.text.raw.casefold() if c.isalnum()): str(line.text) for line in lines if line.readable
    }


def _like(key: str, others: Collection[str]) -> bool:
    """Whether a line is among others, single characters that may be misread aside."""
    return any(key == other or SequenceMatcher(None, key, other).ratio() >= _ALIKE for other in others)


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(texts[:MOST])

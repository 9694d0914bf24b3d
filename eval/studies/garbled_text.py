"""Whether malformed writing tells generated pictures from photographs: scores of the text that is read in them.

    python -m telltale.eval.studies garbled-text --data SET… [--limit N] [--count N]

The first table is of the pictures as they are. Of each source at most `--limit` are read. Only pictures with text are
scored, that is with a line of four letters or more that was read with a mean probability of at least one half. The
scores are *doubt*, one less the mean probability of the letters; *disagreement*, the share of letters that change when
the line is read at three quarters of its size; and *strange words*, how unusual the letters of readable Latin words
follow each other, by a model of three letters that is made from the words of the knowledge base. Alarms are pictures
above the score that one in twenty photographs with text reaches, and the sources of photographs among them are counted.

The second table is of writing that was drawn into `--count` of the photographs (`telltale.finetune.pseudo_fakes`), with
malformed letters and without.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from ...agent.console import DONE
from ..sets.records import Record, read_pixels
from ..tables import TableRow, number, show
from .pictures import records_of
from .study import Study, add_count, add_data

if TYPE_CHECKING:
    from ..sets.degradations import Pixels

LETTERS, LIKELY, READABLE = 4, 0.5, 0.9  # of a line that is text, and of one whose words are looked at
MOST_LINES = 8
SMALLER = 0.75  # scale at which a line is read again
FALSE_ALARMS = 0.05
SCORES = ("doubt", "disagreement", "strange words")
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class ScoredText:
    """The scores of a picture's text, in the order of `SCORES`; None where a score has nothing to rest on."""

    scores: tuple[float, float, float | None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser)
    add_count(parser, 60, "photographs that writing is drawn into")
    parser.add_argument("--limit", type=int, default=17, metavar="N", help="pictures of a source (default 17)")


def run(arguments: argparse.Namespace) -> int:
    """Print both tables."""
    chosen = list(_limited((r for r in records_of(arguments.data) if not r.crop), arguments.limit))
    found = [(record, scored(read_pixels(record.path))) for record in chosen]
    header = ("score", "photographs with text", "generated with text", "AUROC", "generated above", "sources of alarms")
    print(f"{len(chosen)} pictures, {sum(text is not None for _, text in found)} with text")
    show("Pictures as they are", header, rows_of_pictures([(r, text) for r, text in found if text is not None]))
    photographs = [record for record in chosen if record.label == "real"][: arguments.count]
    header = ("score", "malformed", "unharmed", "AUROC", "malformed above", "unharmed above")
    limits = limits_of([(r, text) for r, text in found if text is not None])
    show("Writing drawn into photographs", header, rows_of_pairs(drawn(photographs), limits))
    return DONE


def _limited(records: Iterable[Record], limit: int) -> Iterable[Record]:
    by_source: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        by_source[(record.label, record.source)].append(record)
    for members in by_source.values():
        yield from members[:: max(1, -(-len(members) // limit))]


def scored(pixels: Pixels) -> ScoredText | None:
    """The scores of the text in a picture uint8 [H, W, 3]; None if it has none."""
    import cv2

    from ...agent.text_reading import line_finding, line_reading, text_models

    models = text_models.load()
    boxes = sorted(line_finding.find(pixels, models), key=lambda box: -box.width * box.height)[:MOST_LINES]
    letters, changes, strange = [], [], []
    for box in boxes:
        line = line_reading.cut_out(pixels, box)
        reading = line_reading.read(line, models)
        if reading.confidence < LIKELY or sum(map(str.isalpha, reading.text)) < LETTERS:
            continue
        letters += reading.chances
        smaller = cv2.resize(np.ascontiguousarray(line), None, fx=SMALLER, fy=SMALLER, interpolation=cv2.INTER_AREA)
        again = line_reading.read(np.asarray(smaller, np.uint8), models)
        changes.append(_apart(reading.text, again.text) / len(reading.text))
        if reading.confidence >= READABLE:
            strange += [surprise(word) for word in _WORD.findall(reading.text.casefold()) if word.isascii()]
    if not letters:
        return None
    return ScoredText((1 - float(np.mean(letters)), float(np.mean(changes)), max(strange, default=None)))


def surprise(word: str) -> float:
    """Mean of −ln P(letter | the two before it) over a word in small letters and its end, in nats.

    The model has the words of the knowledge base, each once, with half a count added to every letter (Lidstone).
    """
    pairs, triples = _letters()
    text = f"  {word} "
    terms = [
        -math.log((triples[text[n : n + 3]] + 0.5) / (pairs[text[n : n + 2]] + 0.5 * 27)) for n in range(len(text) - 2)
    ]
    return sum(terms) / len(terms)


@cache
def _letters() -> tuple[Counter[str], Counter[str]]:
    """How often two letters, and three, follow each other in the Latin words of the knowledge base."""
    from ...agent.reasoning.dialogue import knowledge

    texts = (
        text
        for language in knowledge.languages()
        for entry in knowledge.entries(language)
        for text in (*entry.asks, *entry.answer, *entry.details, *entry.terms)
    )
    words = {word for text in texts for word in re.findall(r"[a-z]+", text.casefold())}
    spaced = [f"  {word} " for word in words]
    pairs = Counter(text[n : n + 2] for text in spaced for n in range(len(text) - 2))
    return pairs, Counter(text[n : n + 3] for text in spaced for n in range(len(text) - 2))


def _apart(first: str, second: str) -> int:
    """How many letters have to be changed, added or left out (Levenshtein, 1966)."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        row, before = [i], row
        for j, b in enumerate(second, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
    return row[-1]


def drawn(photographs: Sequence[Record]) -> tuple[list[ScoredText], list[ScoredText]]:
    """The scores of malformed and of unharmed writing in photographs; what was not found as text is left out."""
    from ...finetune.pseudo_fakes.text_artifacts import garbled

    harmed, unharmed = [], []
    for index, record in enumerate(photographs):
        pair = garbled(read_pixels(record.path), np.random.default_rng(index))
        for pixels, scores in ((pair.shown, harmed), (pair.control, unharmed)):
            text = scored(pixels)
            if text is not None:
                scores.append(text)
    return harmed, unharmed


def limits_of(found: Sequence[tuple[Record, ScoredText]]) -> list[float]:
    """For each score what one in twenty photographs with text exceeds; infinite if none has it."""
    limits = []
    for n in range(len(SCORES)):
        real = [text.scores[n] for record, text in found if record.label == "real" and text.scores[n] is not None]
        limits.append(float(np.quantile(np.array(real, float), 1 - FALSE_ALARMS)) if real else float("inf"))
    return limits


def rows_of_pictures(found: Sequence[tuple[Record, ScoredText]]) -> list[TableRow]:
    """(score, photographs, generated pictures, AUROC, share of generated ones above, sources of false alarms)."""
    table, limits = [], limits_of(found)
    for n, name in enumerate(SCORES):
        of = [(record, value) for record, text in found if (value := text.scores[n]) is not None]
        real, made = (np.array([v for r, v in of if (r.label == "real") is truth]) for truth in (True, False))
        alarms = {record.source for record, value in of if record.label == "real" and value > limits[n]}
        sources = {record.source for record, _ in of if record.label == "real"}
        above = number(float((made > limits[n]).mean()) if len(made) else None)
        row = (name, f"{len(real)}", f"{len(made)}", _area(real, made), above, f"{len(alarms)} of {len(sources)}")
        table.append(row)
    return table


def rows_of_pairs(both: tuple[list[ScoredText], list[ScoredText]], limits: Sequence[float]) -> list[TableRow]:
    """(score, malformed, unharmed, AUROC, share of each above the limit of photographs)."""
    table = []
    for n, name in enumerate(SCORES):
        harmed, unharmed = (np.array([t.scores[n] for t in side if t.scores[n] is not None], float) for side in both)
        above = (number(float((side > limits[n]).mean()) if len(side) else None) for side in (harmed, unharmed))
        table.append((name, f"{len(harmed)}", f"{len(unharmed)}", _area(unharmed, harmed), *above))
    return table


def _area(low: np.ndarray, high: np.ndarray) -> str:
    from ..metrics import auroc

    return number(auroc(low, high) if len(low) and len(high) else None)


STUDY = Study("garbled-text", "whether malformed writing tells generated pictures", __doc__, add_arguments, run)

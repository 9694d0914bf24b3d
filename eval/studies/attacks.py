"""Does an attack on one detector carry the verdict with it?

    python -m telltale.eval.studies attacks --data SET… [--count N] [--epsilon E…]

The attacker knows the strongest detector, the head on the CLIP tower, with all its weights, and moves each pixel of a
224 px view by at most ε so that the score turns (projected gradient descent, Madry et al., 2018, ten steps). Pictures
whose label was right before are then examined again, by everything.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...agent.console import DONE
from ...agent.evidence import Examination, Flag
from ..sets import degradations
from ..sets.degradations import Pixels
from ..sets.records import Record, read_pixels
from ..tables import TableRow, show
from .pictures import drawn_by_label, png, records_of
from .study import Study, add_count, add_data

if TYPE_CHECKING:
    from ...agent.detectors.clip_heads import Heads
    from ...agent.investigator import Investigator

View = tuple[Record, Pixels]  # a picture and its view uint8 [224, 224, 3]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser)
    add_count(parser, 40, "pictures of each label")
    parser.add_argument(
        "--epsilon",
        nargs="+",
        type=float,
        default=(2.0, 4.0),
        metavar="E",
        help="the largest change of a pixel, in grey levels of 255 (default 2 4)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the table."""
    from ...agent.detectors import clip_heads
    from ...agent.investigator import Investigator

    heads = clip_heads.shipped()
    if heads is None:
        raise ValueError("the trained heads are missing; install telltale with its models")
    investigator = Investigator(explain=False)
    records = drawn_by_label(records_of(arguments.data), arguments.count)
    right: list[View] = []
    unstable_count = 0
    for record in records:
        view = degradations.view(read_pixels(record.path))
        examination = _examined(investigator, record, view)
        unstable_count += unstable(examination)
        if examination.verdict.label == _label(record):
            right.append((record, view))
    rows: list[TableRow] = [
        ("none", f"{len(records)}", f"{len(right)} right", f"{unstable_count} unstable", "–", "–"),
        *(attack_row(investigator, heads, right, epsilon) for epsilon in arguments.epsilon),
    ]
    header = ("attack", "pictures", "detector turned", "unstable", "verdict turned", "verdict kept")
    show("An attack on the strongest detector", header, rows)
    return DONE


def attack_row(investigator: Investigator, heads: Heads, views: Sequence[View], epsilon: float) -> TableRow:
    """(attack, pictures, detector turned, unstable, verdict turned, verdict kept) for one strength in grey levels."""
    from ...agent.detectors import clip
    from ..robustness.clip_gradient import projected_gradient

    detector_turned = noticed = kept = turned = 0
    for record, view in views:
        real = record.label == "real"
        attacked = projected_gradient(view, 1.0 if real else -1.0, epsilon, heads)
        examination = _examined(investigator, record, attacked)
        score = next(item.score for item in examination.evidence if item.source == "clip") or 0.0
        detector_turned += (score > clip.SURE) if real else (score < -clip.SURE)
        noticed += unstable(examination)
        kept += examination.verdict.label == _label(record)
        turned += examination.verdict.label == ("synthetic" if real else "real")
    n = len(views)
    return (f"ε = {epsilon:g}", f"{n}", f"{detector_turned} of {n}", f"{noticed}", f"{turned}", f"{kept}")


def unstable(examination: Examination) -> bool:
    """Whether the detector said that its score does not hold."""
    return any(item.has(Flag.UNSTABLE) for item in examination.evidence)


def _examined(investigator: Investigator, record: Record, view: Pixels) -> Examination:
    """A view as PNG, examined."""
    return investigator.examine(png(view), record.path.name).examination


def _label(record: Record) -> str:
    return "real" if record.label == "real" else "synthetic"


STUDY = Study("attacks", "an attack on the strongest detector", __doc__, add_arguments, run)

"""How reliable the one check is that the last answer was about: its own figures, or that none are given for it."""

from __future__ import annotations

from ...evidence import Evidence
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.topics import Topic
from ..stance import Role, Stance
from .answer_case import Answered, Case, of_record
from .turn_details import COMPARED_PARTS

# The entries of the knowledge base with figures of one detector.
_FIGURES: dict[str, tuple[str, ...]] = {
    "clones": ("errors-on-copies",),
    "clip": ("how-often-wrong", "false-alarms"),
    "portrait": ("errors-on-portraits",),
    "jpeg": ("errors-on-alterations",),
    "family": ("errors-of-families",),
}
NO_RATE = Sentence(
    "check_rates.no_rate",
    "No error rate is given for the detector {detector} alone. The rates that are given for labels are not its rates.",
)


def check_rate(case: Case) -> Answered | None:
    """The figures of the detector that the last answer was about; None if it was about none."""
    about = _about(case)
    if about is None:
        return None
    kept = [Item(about.id, Stance(Role.RESERVATION), text, must=True, fixed=True) for text in about.caveats[:2]]
    figures = [line for slug in _FIGURES.get(about.source, ()) for line in case.entry(slug)]
    if not figures and about.source != COMPARED_PARTS:  # that one states its figures with each finding
        kept = [of_record(NO_RATE(detector=about.source), Role.RESERVATION), *kept]
    return Answered([*figures, *kept], about=[about])


def _about(case: Case) -> Evidence | None:
    """The finding of a detector that was told last; after an answer on copied parts, that of the search for them."""
    known = {item.id for item in case.evidence}
    told = [item for item in case.before if item.id in known and item.source in case.bench.detectors]
    if Topic.CLONED in case.topics:
        told = [*(item for item in case.evidence if item.source == "clones"), *told]
    return told[0] if told else None

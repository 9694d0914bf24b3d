"""From judged items to figures and tables. Unparsed replies are in no figure, and in every count."""

from .benchmarks import fraud, loki
from .breakdowns import breakdown, levels
from .calls import Calls, ScoredTask, with_interval
from .choices import attribution, selection
from .free_text import explanation
from .judgements import detection

__all__ = [
    "Calls",
    "ScoredTask",
    "attribution",
    "breakdown",
    "detection",
    "explanation",
    "fraud",
    "levels",
    "loki",
    "selection",
    "with_interval",
]

"""From judged items to figures and tables.

Accuracy is given twice: with unparsed replies counted as wrong, which is the headline, and without them. The other
figures leave them out, and every count holds them.
"""

from .benchmarks import fraud, loki
from .breakdowns import breakdown, levels
from .calls import LENIENT, STRICT, Calls, ScoredTask, strict_accuracy, with_interval
from .choices import attribution, selection
from .free_text import explanation
from .judgements import detection

__all__ = [
    "LENIENT",
    "STRICT",
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
    "strict_accuracy",
    "with_interval",
]

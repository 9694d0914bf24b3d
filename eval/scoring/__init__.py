"""From judged items to figures and tables.

Accuracy is given twice: with unparsed replies counted as wrong, which is the headline, and without them. The other
figures leave them out, and every count holds them.
"""

from .benchmarks import fraud, loki
from .breakdowns import breakdown, levels
from .calls import LENIENT, STRICT, Calls, ScoredTask, mean_with_interval, strict_accuracy, with_interval
from .choices import attribution, preferences, selection
from .free_text import explanation
from .judgements import detection
from .pointing import artifacts

__all__ = [
    "LENIENT",
    "STRICT",
    "Calls",
    "ScoredTask",
    "artifacts",
    "attribution",
    "breakdown",
    "detection",
    "explanation",
    "fraud",
    "levels",
    "loki",
    "mean_with_interval",
    "preferences",
    "selection",
    "strict_accuracy",
    "with_interval",
]

"""Replies read as a person reads them, or not at all.

Layers, each in a module: plain text, what follows the reasoning, where the answer is stated, yes and no, claims with
the scope of their negations, and sentences that give no answer.
"""

from .choice_reply import choice
from .judgement_reply import called, judgement
from .plain_reply import plain
from .read_reply import WHY, Reading, Unread
from .reasoning_spans import after_reasoning, reasons
from .stated_answers import tagged

__all__ = ["WHY", "Reading", "Unread", "after_reasoning", "called", "choice", "judgement", "plain", "reasons", "tagged"]

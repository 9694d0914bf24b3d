"""Whether a reply calls the picture a drawing: *no* to *Is it from the real world?*, and nothing on who made it."""

from __future__ import annotations

import re

from .clauses import sentences
from .reply_words import NEGATION

_DRAWN = re.compile(
    r"^\W*(?:the |this )?(?:image|picture|it|this)(?: itself)? (?:is|appears to be|seems to be|looks like) "
    r"(?:an? )?(?:(?!photo)[\w-]+ (?:and )?){0,3}?"
    r"(?:illustration|drawing|cartoon|painting|sketch|comic|anime|watercolou?r|artwork|animation|graphic|"
    r"(?:digital|vector|concept|pixel) art)\b"
    r"(?! (?:of|on|in) (?:an? |the )?(?:photo|photograph|wall|museum|gallery))",
    re.I,
)


def drawn(text: str) -> bool:
    """Whether a sentence says that the picture is drawn or painted."""
    return any((said := _DRAWN.match(sentence)) and not NEGATION.search(said[0]) for sentence in sentences(text))

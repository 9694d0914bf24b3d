"""What answers are made of: what a question can ask for, and items, each of which is one thing to say.

An item stands under the id that a sentence about it cites: a piece of evidence (E1 …), the verdict (V), the file (F) or
the claim (C). Code chooses the items of an answer, a model words them, one sentence each, and the grounding check
compares each sentence with its item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from ...prompts import load
from ..evidence import Region
from ..text import one_line
from .stance import Role, Stance

Intent = Literal[
    "verdict", "sure", "for", "against", "doubt", "next", "region", "cue", "detector", "history", "origin", "file",
    "compare", "similar", "map", "claim", "chat",
]  # fmt: skip
INTENTS: tuple[Intent, ...] = get_args(Intent)
VERDICT, FILE, CLAIM = "V", "F", "C"
SHOWN = {VERDICT: "verdict", FILE: "file", CLAIM: "claim"}  # how these ids are written in an answer
MAX_LENGTH = 260  # characters of an item
_QUESTION_LENGTH = 400  # characters of a question


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to say.

    Attributes:
        id: what it is cited by.
        stance: its part in the answer.
        text: one sentence or two.
        must: whether the answer must say it.
        label: the label of the verdict, if the item states it; empty otherwise.
        lean: the hypothesis to which the verdict leans, if the item states the verdict and it leans; empty otherwise.
        fixed: whether the text is always the same; no model then puts it into other words.
    """

    id: str
    stance: Stance
    text: str
    must: bool = False
    label: str = ""
    fixed: bool = False
    lean: str = ""

    @property
    def cite(self) -> str:
        """The id as answers write it."""
        return SHOWN.get(self.id, self.id)

    @property
    def line(self) -> str:
        """The item as the model reads it."""
        return f"[{self.id}] {self.stance.text}: {self.text}"


def prompt(items: Sequence[Item], question: str) -> str:
    """What the model is asked: the items, then the question."""
    findings = "\n".join(item.line for item in items)
    return load("findings", findings=findings, question=one_line(question, _QUESTION_LENGTH))


def in_part(x: int, y: int, w: int, h: int) -> Stance:
    """The stance of what was measured on a part by itself; in pixels of the picture."""
    return Stance(Role.PART, region=Region(x=x, y=y, w=w, h=h))

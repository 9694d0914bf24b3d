"""What the page shows of an examination while it goes on: each stage as soon as it is finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..evidence import Evidence, Statement
from .desk import Desk
from .heard_stages import SENTENCE
from .house import House
from .page_html import evidence_html, stages_html, verdict_html, writing_html
from .viewer_data import first_view

_EMPTY = ("answer", "evidence", "file", "credentials", "method")


@dataclass(slots=True)
class Seen:
    """What was seen of an examination so far.

    Attributes:
        finished: names of the stages that are finished.
        evidence: the findings, once they are complete.
        sentences: of the explanation, by their places.
    """

    finished: list[str] = field(default_factory=list)
    evidence: Sequence[Evidence] = ()
    sentences: dict[int, Statement] = field(default_factory=dict)

    def parts(self, house: House, desk: Desk, stage: str, result: Any) -> dict[str, Any]:
        """What changes on the page when a stage is finished or a sentence is written."""
        if stage == SENTENCE:
            place, statement = result
            if place or statement.cites != ("verdict",):  # the first one says the verdict, which stands above
                self.sentences[place] = statement
            return {"answer": writing_html(self.sentences[place] for place in sorted(self.sentences))}
        self.finished.append(stage)
        if stage == "second_look":
            self.evidence = result[0]
        if stage == "verdict":
            return {"verdict": verdict_html(result), "evidence": evidence_html(self.evidence, result)}
        parts: dict[str, Any] = {}
        if stage == "exhibit":
            desk.conversation, desk.data = None, first_view(result, house.served)
            parts = {"viewer": desk.data, **dict.fromkeys(_EMPTY, "")}
        if "verdict" not in self.finished:
            parts["verdict"] = stages_html(self.finished)
        return parts

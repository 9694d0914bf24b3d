"""What all visitors share, and what a step of a message's work puts on the page."""

from __future__ import annotations

import os
import traceback
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..console import system_reason
from ..intake import IntakeError
from ..investigator import Investigator
from ..sentences import Sentence
from ..text import one_line
from ..workers.work_crew import WorkFaultError
from .desk import Desks, History
from .page_cases import Cases
from .picture_looks import Looks
from .served_files import ServedFiles
from .waiting_line import WaitingLine

FAULT = Sentence("house.fault", "{kind}: {reason}; the other pictures and questions are not affected")
PATIENCE = 2.0  # seconds between two reports of the place in the line
VISITS = 64  # that are remembered
REASON = 300  # characters
KEEP = object()  # leaves a part of the page as it is


class Shown(NamedTuple):
    """A value for each part of the page."""

    chat: History
    busy: bool
    cleared: bool = False
    verdict: Any = KEEP
    viewer: Any = KEEP
    answer: Any = KEEP
    evidence: Any = KEEP
    file: Any = KEEP
    credentials: Any = KEEP
    method: Any = KEEP
    pictures: Any = KEEP
    compared: Any = KEEP
    case: Any = KEEP
    log: Any = KEEP
    check: Any = KEEP


@dataclass(frozen=True, slots=True)
class House:
    """What all visitors share.

    Attributes:
        investigator: examines pictures.
        line: where pictures wait for their turn.
        served: pictures that the page shows.
        desks: of the visitors.
        cases: that they may open.
        looks: what pictures are compared by.
        done_with: the stage after which the next picture in the line may begin. With a model in a process of its own,
            pictures are measured while those before them are explained.
    """

    investigator: Investigator
    line: WaitingLine = field(default_factory=WaitingLine)
    served: ServedFiles = field(default_factory=ServedFiles)
    desks: Desks = field(default_factory=lambda: Desks(VISITS))
    cases: Cases = field(default_factory=Cases)
    looks: Looks = field(default_factory=Looks)
    done_with: str = "examination"


def reason_of(error: Exception) -> str:
    """An error in one line; a fault of ours with its kind, and in full for whoever looks for it.

    What the system says comes without the place of the file, which is no visitor's concern.
    """
    if isinstance(error, OSError) and error.strerror:
        return one_line(system_reason(error), REASON)
    if isinstance(error, IntakeError | ValueError | OSError):
        return one_line(error, REASON)
    if os.environ.get("TELLTALE_DEBUG"):
        traceback.print_exception(error)
    kind = error.kind if isinstance(error, WorkFaultError) else type(error).__name__
    return FAULT(kind=kind, reason=one_line(error, REASON))

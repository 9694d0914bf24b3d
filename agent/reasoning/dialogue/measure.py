"""What is measured for a question before it is answered, by what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...detectors.registry import named_in
from ...evidence import ClaimJudgement, Evidence
from ...intake import Exhibit
from ...sandbox import Received
from ...sentences import Sentence
from ..answer_items import Intent, Item
from ..stance import Role, Stance
from ..writing.findings import of_method, said_as_it_stands
from . import subject
from .tools import Bench, Drawn, ToolError

ClaimJudge = Callable[[str, Exhibit], tuple[list[Evidence], ClaimJudgement]]
MOST = 4  # findings of a tool that an answer tells
DEFAULT_MAP = "clip"

# Errors that users see; the first letter and the full stop are added where they are shown.
NO_OTHER = Sentence("measure.no_other", "add the other picture to your message, and ask again")
NO_PART = Sentence(
    "measure.no_part",
    "say which part to look at, for example “upper left corner”, or x, y, width, height in pixels",
)
NOT_COMPARED = Sentence(
    "measure.not_compared", "no nearest pictures can be named, because this picture was not compared with known ones"
)


@dataclass(frozen=True, slots=True)
class Request:
    """A question and the instruments to answer it with.

    Attributes:
        intent: what it asks for.
        question: in plain words.
        bench: the instruments, with the picture and its evidence.
        judge: judges a claim about the picture.
        other: a second picture, to compare with.
        before: the evidence that the last question was about.
    """

    intent: Intent
    question: str
    bench: Bench
    judge: ClaimJudge
    other: Received | None = None
    before: Sequence[Evidence] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured for a question.

    Attributes:
        items: what the answer says, if the measurement is the answer; empty if a plan has to choose.
        about: the evidence that the question is about.
        methods: items on how that evidence was measured, which the answer tells after its first item.
        claim: the judgement on a claim, if it is one.
        drawn: a map, if one was asked for.
    """

    items: tuple[Item, ...] = ()
    about: tuple[Evidence, ...] = ()
    methods: tuple[Item, ...] = ()
    claim: ClaimJudgement | None = None
    drawn: Drawn | None = None


def measure(request: Request) -> Measured:
    """Use the tools that a question needs; the bench keeps the evidence.

    Raises:
        ToolError, ClaimError: if what is asked for can't be done.
    """
    return _MEASURES.get(request.intent, _named)(request)


def _compare(request: Request) -> Measured:
    if request.other is None:
        raise ToolError(NO_OTHER())
    return _findings(request.bench, request.bench.compare(request.other))


def _similar(request: Request) -> Measured:
    items = request.bench.similar()
    if not items:
        raise ToolError(NOT_COMPARED())
    return Measured(items=tuple(items))


def _region(request: Request) -> Measured:
    region = subject.part(request.question, request.bench.exhibit.pixels.shape)
    if region is None:
        raise ToolError(NO_PART())
    return _findings(request.bench, request.bench.zoom(region))


def _map(request: Request) -> Measured:
    bench = request.bench
    names = _detectors(request) or [item.source for item in bench.evidence if item.map] or [DEFAULT_MAP]
    evidence, drawn = bench.draw(names[0])
    return _findings(bench, evidence, drawn)


def _claim(request: Request) -> Measured:
    evidence, judgement = request.judge(request.question, request.bench.exhibit)
    request.bench.evidence += evidence
    return Measured(claim=judgement)


def _history(request: Request) -> Measured:
    request.bench.metadata()
    return _named(request)


def _detector(request: Request) -> Measured:
    """The evidence of the detectors that a question names, which run if they have not yet."""
    bench = request.bench
    about = subject.by_id(request.question, bench.evidence)
    if not about:
        names = _detectors(request)
        for name in names:
            bench.run(name)
        about = [item for item in bench.evidence if item.source in names][: subject.MOST] or list(request.before[:1])
    detector = bench.detectors.get(about[0].source) if about else None
    return Measured(about=tuple(about), methods=(of_method(about[0].id, detector),) if detector else ())


def _cue(request: Request) -> Measured:
    evidence = request.bench.evidence
    about = subject.by_id(request.question, evidence) or subject.by_cue(request.question, evidence)
    return Measured(about=tuple(about or request.before[:1]))


def _named(request: Request) -> Measured:
    """Nothing is measured; the question may name evidence by its id."""
    return Measured(about=tuple(subject.by_id(request.question, request.bench.evidence)))


_MEASURES: dict[Intent, Callable[[Request], Measured]] = {
    "compare": _compare,
    "similar": _similar,
    "region": _region,
    "map": _map,
    "claim": _claim,
    "history": _history,
    "detector": _detector,
    "cue": _cue,
}


def _detectors(request: Request) -> list[str]:
    """The detectors that a question names or describes."""
    return named_in(request.question, request.bench.detectors.values())


def _findings(bench: Bench, evidence: Sequence[Evidence], drawn: Drawn | None = None) -> Measured:
    """What a tool has measured, as items, the most telling first."""
    items = (_item(each, bench.stances.get(each.id, Stance(Role.MEASURED))) for each in evidence[:MOST])
    return Measured(items=tuple(items), about=tuple(evidence), drawn=drawn)


def _item(evidence: Evidence, stance: Stance) -> Item:
    """What was measured; no model words the verdict on another picture, either."""
    fixed = said_as_it_stands(evidence) or stance.role is Role.COMPARISON
    return Item(evidence.id, stance, evidence.statement, must=True, fixed=fixed)

"""A conversation about one examined picture: each question is routed, measured for where need be, and answered.

A model that calls tools chooses them itself; for any other the router does. Whatever is said comes from the sheet that
the question needs and was held against it. Nothing in a question can move the verdict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from PIL import Image

from ....prompts import cues, glossary
from ...evidence import ClaimJudgement, Dropped, Evidence, Examination, Region, Statement
from ...intake import Exhibit
from ...perception import truthlens
from ...text import capitalised, whole_sentences
from ..grounding.check import direction, uncited
from ..grounding.similarity import with_index
from ..stance import Role, Stance
from ..weighing.claim import ClaimError, region_of
from ..writing import plan
from ..writing.chat_model import LocalChatModel
from ..writing.plan import Intent, Item
from ..writing.writer import plain, write
from . import agentic, language
from .router import cue_words, words_of
from .tools import Bench, ToolError

BUDGET = 600  # tokens of earlier turns that a model is shown
CHAT_TOKENS = 160
NO_OTHER = "add the other picture to your message, and ask again"
NO_PLACE = "say which part, as in “upper left corner” or x, y, width, height in pixels"
OFF_TOPIC = "That I can't say; ask about the picture and what was found."
_BOX = re.compile(r"(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*[,x×]\s*(\d+)")
_ASKS_MEANING = re.compile(r"\b(?:what|explain|define|mean\w*|how (?:do|does|is|are))\b", re.I)
_ID = re.compile(r"\bE\d+\b", re.I)
# What else a detector is called.
_ALSO = {
    "clip": "features classifier head ai",
    "residual": "residuals network pixels",
    "nearest": "neighbours neighbors distance",
    "family": "generator families",
    "spectral": "spectrum frequency fourier upsampling",
    "jpeg": "compression ghost blocks grid",
    "noise": "grain sensor",
    "portrait": "portraits stylegan",
    "laundering": "laundered passed",
}
Route = Callable[[str], Intent]
ClaimJudge = Callable[[str, Exhibit], tuple[list[Evidence], ClaimJudgement]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map that was asked for."""

    name: str
    picture: Image.Image


Answer = Statement | Dropped | Drawn


@dataclass
class Conversation:
    """Questions and answers about one picture.

    Attributes:
        record: the examination.
        bench: its instruments; `bench.evidence` grows as they are used.
        model: writes the answers, or None for the items' own words.
        route: tells what a question asks for.
        judge: judges a claim about the picture.
        calls_tools: whether the model chooses its tools itself; it then answers in the language of the question.
    """

    record: Examination
    bench: Bench
    model: BaseChatModel | None
    route: Route
    judge: ClaimJudge
    calls_tools: bool = False
    _history: list[tuple[str, str]] = field(default_factory=list)
    _about: list[Evidence] = field(default_factory=list)

    def ask(self, question: str, other: Exhibit | None = None) -> Iterator[Answer]:
        """Answer a question; yields sentences as they are checked, and maps.

        Args:
            question: in plain words.
            other: a second picture, to compare with.
        """
        if self.calls_tools and self.model is not None and other is None:
            yield from self._agentic(question)
            return
        spoken = language.of(question)
        if spoken != language.ENGLISH:
            yield _said(language.apology(spoken))
        intent: Intent = "verdict"  # what is asked in other languages can't be routed
        if other is not None:
            intent = "compare"
        elif spoken == language.ENGLISH:
            intent = self.route(question)
        if intent == "chat":
            yield self._chat(question)
            return
        try:
            items, drawn = self._items(intent, question, other)
        except (ToolError, ClaimError) as error:
            yield _said(f"{capitalised(str(error))}.")
            return
        if drawn is not None:
            yield drawn
        yield from self._answer(question, items)

    def compares(self, question: str) -> bool:
        """Whether a picture that comes with this question is to be compared with the one that was examined."""
        return language.of(question) == language.ENGLISH and self.route(question) == "compare"

    def _items(self, intent: Intent, question: str, other: Exhibit | None) -> tuple[list[Item], Drawn | None]:
        """What to say, after the measuring that it takes.

        Raises:
            ToolError, ClaimError: if what is asked for can't be done.
        """
        evidence, bench = self.bench.evidence, self.bench
        if intent == "compare":
            if other is None:
                raise ToolError(NO_OTHER)
            return self._told(bench.compare(other)), None
        if intent == "similar":
            if items := bench.similar():
                return items, None
            raise ToolError("no nearest pictures were found, since the picture was not measured for them")
        if intent == "region":
            region = self._place(question)
            if region is None:
                raise ToolError(NO_PLACE)
            return self._told(bench.zoom(region)), None
        if intent == "map":
            names = self._detectors(question) or [i.source for i in evidence if i.map] or ["clip"]
            found, picture = bench.draw(names[0])
            return self._told(found), Drawn(names[0], picture)
        if intent == "claim":
            added, judgement = self.judge(question, bench.exhibit)
            evidence += added
            record = self.record.model_copy(update={"claim": judgement})
            return plan.plan(intent, record, evidence), None
        if intent == "history":
            bench.metadata()
        about = self._named(intent, question)
        items = plan.plan(intent, self.record, evidence, about)
        if intent == "detector" and about and about[0].source in bench.detectors:
            items = [*items[:1], plan.of_method(about[0].id, bench.detectors[about[0].source]), *items[1:]]
        self._about = about or self._about
        return items, None

    def _told(self, found: Sequence[Evidence]) -> list[Item]:
        """What a tool has measured, as items; the most telling first, four at most."""
        self._about = list(found)
        stances, now = self.bench.stances, Stance(Role.MEASURED)
        return [Item(e.id, stances.get(e.id, now), e.statement, must=True) for e in found[:4]]

    def _place(self, question: str) -> Region | None:
        if found := _BOX.search(question):
            x, y, w, h = (int(value) for value in found.groups())
            return Region(x=x, y=y, w=max(1, w), h=max(1, h))
        return region_of(question, self.bench.exhibit.pixels.shape)

    def _detectors(self, question: str) -> list[str]:
        """Detectors that a question names, or describes."""
        words = set(re.findall(r"[a-z]+", question.lower()))
        named = [name for name in self.bench.detectors if name in words]
        return named or [name for name in self.bench.detectors if words & set(_ALSO.get(name, "").split())]

    def _named(self, intent: Intent, question: str) -> list[Evidence]:
        """The evidence that a question is about: by id, by detector, by a cue, or that of the last turn."""
        evidence = self.bench.evidence
        ids = {found.upper() for found in _ID.findall(question)}
        if those := [item for item in evidence if item.id in ids]:
            return those[:2]
        if intent == "detector":
            names = self._detectors(question)
            for name in names:
                self.bench.run(name)
            found = [item for item in evidence if item.source in names]
            return found[:2] or self._about[:1]
        if intent == "cue":
            words = words_of(question)
            scored = [(len(words & _of_cue(item)), item) for item in evidence if item.kind == "cue"]
            best = max((score for score, _ in scored), default=0)
            return [item for score, item in scored if score == best][:2] if best else self._about[:1]
        return []

    def _answer(self, question: str, items: list[Item]) -> Iterator[Answer]:
        """The items in words; those that no sentence stands for in their own."""
        said: list[tuple[Item, Statement]] = []
        if self.model is not None:
            shape = (self.record.exhibit.height, self.record.exhibit.width)
            for item, result in write(self.model, items, question, self.bench.evidence, shape, self._shown()):
                if isinstance(result, Statement):
                    (result,) = with_index([result], question, items)
                    said.append((item, result))
                yield result
        done = [item for item, _ in said]
        for item in items:
            if item not in done and (item.must or not done):
                said.append((item, plain(item)))
                yield said[-1][1]
        lines = [f"[{item.id}] {uncited(statement.text)}" for item, statement in said]
        self._history.append((plan.prompt(items, question), "\n".join(lines)))

    def _agentic(self, question: str) -> Iterator[Answer]:
        """The answer of a model that calls tools, and the maps that it had drawn."""
        pictures: list[Drawn] = []

        def draws(name: str) -> str:
            try:
                found, picture = self.bench.draw(name)
            except ToolError as error:
                return f"error: {error}"
            pictures.append(Drawn(name, picture))
            return f"[{found[0].id}] {found[0].statement}"

        assert self.model is not None
        lines = []
        for result in agentic.answer(self.model, self.record, self.bench, question, self._shown(), draws):
            yield from pictures
            pictures.clear()
            if isinstance(result, Statement):
                lines.append(result.text)
            yield result
        self._history.append((question, "\n".join(lines)))

    def _shown(self) -> list[BaseMessage]:
        """As many of the last turns as the budget allows, a token counted as four characters."""
        shown: list[BaseMessage] = []
        left = BUDGET * 4
        for asked, answered in reversed(self._history):
            left -= len(asked) + len(answered)
            if left < 0:
                break
            shown = [HumanMessage(asked), AIMessage(answered), *shown]
        return shown

    def _chat(self, question: str) -> Statement:
        """Plain conversation, without the picture and by the base alone, which no training has changed.

        What a term means is told from the glossary. What would judge the picture is not let through.
        """
        if _ASKS_MEANING.search(question) and (term := _term(question)):
            return _said(term)
        if self.model is None:
            return _said(OFF_TOPIC)
        local = isinstance(self.model, LocalChatModel)
        options = {"max_tokens": CHAT_TOKENS, "bare": True} if local else {"max_completion_tokens": CHAT_TOKENS}
        try:
            reply = str(self.model.bind(**options).invoke([HumanMessage(question)]).content)
        except Exception:  # a model that fails must not end the conversation
            return _said(OFF_TOPIC)
        text = whole_sentences(" ".join(reply.split()))
        about = re.search(r"\b(?:this|the|your) (?:picture|image|photo\w*)\b", text, re.I)
        if not text or (about and direction(text)):
            return _said(OFF_TOPIC)
        return Statement(text=text, cites=(), grounding=0.0, written_by="model")


@cache
def _asked() -> dict[str, str]:
    """What the model is asked about the picture, by the source of the evidence."""
    found = {f"cue:{cue.id}": cue.question for cue in cues()}
    return found | {f"truthlens:{name}": question for name, question in truthlens.probes().items()}


def _of_cue(item: Evidence) -> set[str]:
    """What a cue is about, by its id and its question."""
    return words_of(f"{item.source.partition(':')[2]} {_asked().get(item.source, '')}") & cue_words()


def _term(question: str) -> str | None:
    """What the glossary says of the longest of its terms that a question names."""
    text = question.lower()
    named = [name for name in glossary() if re.search(rf"\b{re.escape(name)}\b", text)]
    return glossary()[max(named, key=len)] if named else None


def _said(text: str) -> Statement:
    """What the program says of itself; it cites nothing, since it says nothing of the picture."""
    return Statement(text=text, cites=(), grounding=1.0, written_by="template")

"""A conversation about one examined picture: each question is routed, measured for if needed, planned and answered.

A model that calls tools chooses them itself; for any other model the router does. An answer says only what its plan
holds, and each sentence is checked against it. Nothing in a question can change the verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from langchain_core.language_models import BaseChatModel

from ...environment import untraced
from ...evidence import Dropped, Evidence, Examination, Statement
from ...foreign import masked
from ...sandbox import Received
from ...text import capitalised
from ..answer_items import Intent, Item, prompt
from ..grounding.check import uncited
from ..grounding.similarity import with_index
from ..weighing.claim import ClaimError
from ..writing.plan import plan
from ..writing.writer import notice, plain, write
from . import agentic, language, small_talk, subject
from .measure import ClaimJudge, Measured, Request, measure
from .memory import Memory
from .tools import Bench, Drawn, ToolError

Route = Callable[[str], Intent]
Answer = Statement | Dropped | Drawn
# What the router may take for a question whether the picture can be relied on, which the verdict alone answers.
_BESIDE_THE_POINT: frozenset[Intent] = frozenset({"chat", "file", "next", "doubt"})


@dataclass
class Conversation:
    """Questions and answers about one picture.

    Attributes:
        record: the examination.
        bench: its instruments; `bench.evidence` grows as they are used.
        model: writes the answers; None if the items are told in their own words.
        route: finds what a question asks for.
        judge: judges a claim about the picture.
        calls_tools: whether the model chooses its tools itself; it then answers in the language of the question.
        memory: earlier turns.
    """

    record: Examination
    bench: Bench
    model: BaseChatModel | None
    route: Route
    judge: ClaimJudge
    calls_tools: bool = False
    memory: Memory = field(default_factory=Memory)
    _about: Sequence[Evidence] = ()  # the evidence that the last question was about

    def ask(self, question: str, other: Received | None = None) -> Iterator[Answer]:
        """Answer a question; yields sentences as they are checked, and maps.

        Args:
            question: in plain words.
            other: a second picture, to compare with.
        """
        yield from untraced(lambda: self._answers(question, other))

    def _answers(self, question: str, other: Received | None) -> Iterator[Answer]:
        if self.calls_tools and self.model is not None and other is None:
            yield from self._agentic(self.model, question)
            return
        spoken = language.of(question)
        if spoken != language.ENGLISH:
            yield notice(language.apology(spoken))
        intent = self._intent(question, spoken, other)
        if intent == "chat":
            yield small_talk.reply(self.model, question)
            return
        try:
            measured = measure(Request(intent, question, self.bench, self.judge, other, self._about))
        except (ToolError, ClaimError) as error:
            yield notice(f"{capitalised(str(error))}.")
            return
        self._about = measured.about or self._about
        if measured.drawn is not None:
            yield measured.drawn
        yield from self._written(question, self._planned(intent, measured))

    def compares(self, question: str) -> bool:
        """Whether a picture that comes with this question is to be compared with the one that was examined."""
        return language.of(question) == language.ENGLISH and self.route(question) == "compare"

    def _intent(self, question: str, spoken: str, other: Received | None) -> Intent:
        if other is not None:
            return "compare"
        if spoken != language.ENGLISH:
            return "verdict"  # the router knows English alone
        intent = self.route(question)
        return "verdict" if intent in _BESIDE_THE_POINT and subject.relies(question) else intent

    def _planned(self, intent: Intent, measured: Measured) -> list[Item]:
        """What to say."""
        if measured.items:
            return list(measured.items)
        record = self.record
        if measured.claim is not None:
            record = record.model_copy(update={"claim": measured.claim})
        items = plan(intent, record, self.bench.evidence, measured.about)
        return [*items[:1], *measured.methods, *items[1:]]

    def _written(self, question: str, items: list[Item]) -> Iterator[Answer]:
        """The items in words; those for which no sentence stands in their own words."""
        said: list[tuple[Item, Statement]] = []
        if self.model is not None:
            shape = (self.record.exhibit.height, self.record.exhibit.width)
            history = self.memory.messages()
            for item, result in write(self.model, items, question, self.bench.evidence, shape, history):
                if isinstance(result, Statement):
                    (result,) = with_index([result], question, items)
                    said.append((item, result))
                yield result
        worded = [item for item, _ in said]
        for item in items:
            if item not in worded and (item.must or not worded):
                said.append((item, plain(item)))
                yield said[-1][1]
        lines = [f"[{item.id}] {masked(uncited(statement.text))}" for item, statement in said]
        self.memory.add(masked(prompt(items, question)), "\n".join(lines))

    def _agentic(self, model: BaseChatModel, question: str) -> Iterator[Answer]:
        """The answer of a model that calls tools, and the maps that it asks for."""
        maps: list[Drawn] = []

        def draw(name: str) -> Sequence[Evidence]:
            evidence, drawn = self.bench.draw(name)
            maps.append(drawn)
            return evidence

        lines = []
        for result in agentic.answer(model, self.record, self.bench, question, self.memory.messages(), draw):
            yield from maps
            maps.clear()
            if isinstance(result, Statement):
                lines.append(result.text)
            yield result
        self.memory.add(question, "\n".join(lines))

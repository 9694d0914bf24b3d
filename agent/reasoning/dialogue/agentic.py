"""Answers of a model that calls tools: it reads the findings, measures what it needs, and is checked against them all.

Every sentence must cite; what fails the check is dropped and counted. In languages other than English only citations
and numbers can be checked; the answer says so, and gives the verdict in English first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import BaseTool, StructuredTool

from ....prompts import load
from ...evidence import Dropped, Evidence, Examination, Statement
from ...foreign import masked
from ...sentences import Sentence
from ...text import one_line
from ..answer_items import SHOWN, Item
from ..grounding import grounds
from ..grounding.check import check_sentence, split
from ..grounding.similarity import with_index
from ..weighing.claim import region_of
from ..writing import findings
from ..writing.writer import failure, notice, plain
from . import language
from .tools import Bench, ToolError

ROUNDS = 4  # of tool calls before an answer must come
TRIES = 2  # answers asked for, if no sentence of the first one stands
# What the model reads; users see the sentences below.
AGAIN = "No sentence stood: {reasons}. Answer once more, from the findings alone, with ids after every sentence."
CHECKED_LESS = Sentence(
    "agentic.checked_less", "For sentences in {language}, only citations and numbers are checked against the evidence."
)
DrawMap = Callable[[str], Sequence[Evidence]]


def answer(
    model: BaseChatModel,
    record: Examination,
    bench: Bench,
    question: str,
    history: Sequence[BaseMessage] = (),
    draw: DrawMap | None = None,
) -> Iterator[Statement | Dropped]:
    """Let a model answer with tools; yields the sentences that stand and those that do not.

    Args:
        model: calls tools, as `bind_tools` requires.
        record: the examination.
        bench: its instruments.
        question: in any language that the model knows.
        history: earlier turns.
        draw: shows the map of a detector and returns where it is strongest; without it there is no such tool.
    """
    spoken = language.of(question)
    items = findings.every(record, bench.evidence)
    system = load(
        "converse", findings=masked("\n".join(map(_line, items))), language=language.NAMES.get(spoken, "English")
    )
    messages: list[BaseMessage] = [SystemMessage(system), *history, HumanMessage(question)]
    tools = {tool.name: tool for tool in tools_of(bench, draw)}
    if spoken != language.ENGLISH:
        yield notice(CHECKED_LESS(language=language.NAMES[spoken]))
        yield plain(findings.of_verdict(record.verdict))  # since a sentence that says otherwise would not be noticed
    stood = False
    for _ in range(TRIES):
        try:
            reply = _reply(model, messages, tools)
        except Exception as error:  # whatever an endpoint fails with must not end the conversation
            yield failure(error)
            break
        items = findings.every(record, bench.evidence)  # with what the tools have measured
        rejected: list[Dropped] = []
        for result in _checked(reply, record, bench, items, english=spoken == language.ENGLISH):
            if isinstance(result, Statement):
                stood = True
                (result,) = with_index([result], question, items)
            else:
                rejected.append(result)
            yield result
        if stood or not rejected:
            break
        reasons = "; ".join(dict.fromkeys(each.reason for each in rejected))
        messages += [AIMessage(reply), HumanMessage(AGAIN.format(reasons=one_line(reasons, 300)))]
    if not stood:
        yield plain(findings.of_verdict(record.verdict))


def tools_of(bench: Bench, draw: DrawMap | None = None) -> list[BaseTool]:
    """The instruments as tools; each answers with findings under their ids, or with an error."""

    def reported(measure: Callable[[], Sequence[Evidence]]) -> str:
        try:
            return "\n".join(f"[{item.id}] {masked(item.statement)} {' '.join(item.asides)}" for item in measure())
        except ToolError as error:
            return f"error: {error}"

    def zoom(place: str) -> str:
        """Measure a part of the picture by itself. Name the place, as in "upper left corner" or "the middle"."""
        region = region_of(place, bench.exhibit.pixels.shape)
        return (
            reported(lambda: bench.zoom(region)) if region is not None else "error: that names no part of the picture"
        )

    def run_detector(name: str) -> str:
        return reported(lambda: bench.run(name))

    def explain_detector(name: str) -> str:
        """Say what a detector measures and when it holds."""
        detector = bench.detectors.get(name)
        return findings.of_method(name, detector).text if detector else f"error: there are {', '.join(bench.detectors)}"

    def read_metadata() -> str:
        """Read what the file says of itself: content credentials, EXIF, XMP, generation parameters."""
        return reported(bench.metadata)

    def find_similar() -> str:
        """Name the nearest known real and generated pictures."""
        return "\n".join(f"[{item.id}] {item.text}" for item in bench.similar()) or "error: none were found"

    functions: list[Callable[..., str]] = [zoom, run_detector, explain_detector, read_metadata, find_similar]
    if draw is not None:

        def draw_map(name: str) -> str:
            """Show the map of a detector over the picture."""
            return reported(lambda: draw(name))

        functions.append(draw_map)
    run_detector.__doc__ = f"Run a detector on the whole picture: {', '.join(bench.detectors)}."
    return [StructuredTool.from_function(function) for function in functions]


def _line(item: Item) -> str:
    """A finding as the model reads it, under the id that it is to cite."""
    return f"[{item.cite}] {item.stance.text}: {item.text}"


def _checked(
    reply: str, record: Examination, bench: Bench, items: Sequence[Item], *, english: bool
) -> Iterator[Statement | Dropped]:
    """The sentences of a reply, checked against all evidence and the items about verdict, file and claim."""
    citable = {item.id: grounds.of_evidence(item) for item in bench.evidence}
    citable |= grounds.of_items([item for item in items if item.id in SHOWN], ())
    shape = (record.exhibit.height, record.exhibit.width)
    return (check_sentence(sentence, citable, shape, english=english) for sentence in split(reply))


def _reply(model: BaseChatModel, messages: list[BaseMessage], tools: dict[str, BaseTool]) -> str:
    """The model's answer after a few rounds of tool calls, which are added to the messages."""
    bound = model.bind_tools(list(tools.values()))
    for _ in range(ROUNDS):
        reply = bound.invoke(messages)
        if not reply.tool_calls:
            return str(reply.text)
        messages.append(reply)
        for call in reply.tool_calls:
            tool = tools.get(call["name"])
            result = (
                tool.invoke(call["args"]) if tool else f"error: no tool {call['name']}; there are {', '.join(tools)}"
            )
            messages.append(ToolMessage(str(result), tool_call_id=call["id"] or ""))
    return str(model.invoke(messages).text)

"""Answers of a model that calls tools: it sees the findings, measures what it needs, and is held against them all.

Every sentence must cite; what does not stand is dropped and counted. In languages other than English the check knows
citations and numbers alone, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import BaseTool, StructuredTool

from ....prompts import load
from ...evidence import Dropped, Evidence, Examination, Statement
from ...text import one_line
from ..grounding.check import check_sentence, of_evidence, of_items, split
from ..grounding.similarity import with_index
from ..stance import Role, Stance
from ..weighing.claim import region_of
from ..writing import plan
from ..writing.plan import SHOWN, Item
from ..writing.writer import plain
from . import language
from .tools import Bench, ToolError

ROUNDS = 4  # of calls before an answer must come
TRIES = 2  # answers asked for, where no sentence of the first stands
CHECKED_LESS = "Sentences in {name} are held against the evidence by their citations and numbers alone."
AGAIN = "No sentence stood: {reasons}. Answer once more, from the findings alone, with ids after every sentence."
DrawMap = Callable[[str], str]


def answer(
    model: BaseChatModel,
    record: Examination,
    bench: Bench,
    question: str,
    history: Sequence[BaseMessage] = (),
    draws: DrawMap | None = None,
) -> Iterator[Statement | Dropped]:
    """Let a model answer with the tools at hand; yields what stands and what does not.

    Args:
        model: calls tools, as `bind_tools` asks.
        record: the examination.
        bench: its instruments.
        question: in any language that the model knows.
        history: earlier turns.
        draws: shows the map of a detector and tells where it is strongest; without it there is no such tool.
    """
    spoken = language.of(question)
    items = findings(record, bench.evidence)
    system = load(
        "converse", findings="\n".join(shown(item) for item in items), language=language.NAMES.get(spoken, "English")
    )
    messages: list[BaseMessage] = [SystemMessage(system), *history, HumanMessage(question)]
    tools = {tool.name: tool for tool in tools_of(bench, draws)}
    if spoken != language.ENGLISH:
        yield Statement(
            text=CHECKED_LESS.format(name=language.NAMES[spoken]), cites=(), grounding=1.0, written_by="template"
        )
    stood = False
    for _ in range(TRIES):
        try:
            reply = _called(model, messages, tools)
        except Exception as error:  # whatever an endpoint fails with must not end the conversation
            yield Dropped(text="", reason=f"the model failed: {one_line(error, 200)}", failed="model")
            break
        items = findings(record, bench.evidence)  # with what the tools have measured
        grounds = {item.id: of_evidence(item) for item in bench.evidence}
        grounds |= of_items([item for item in items if item.id in SHOWN], ())
        shape = (record.exhibit.height, record.exhibit.width)
        refused: list[Dropped] = []
        for sentence in split(reply):
            result = check_sentence(sentence, grounds, shape, english=spoken == language.ENGLISH)
            if isinstance(result, Statement):
                stood = True
                (result,) = with_index([result], question, items)
            else:
                refused.append(result)
            yield result
        if stood or not refused:
            break
        reasons = "; ".join(dict.fromkeys(each.reason for each in refused))
        messages += [AIMessage(reply), HumanMessage(AGAIN.format(reasons=one_line(reasons, 300)))]
    if not stood:
        yield plain(plan.of_verdict(record.verdict))


def findings(record: Examination, evidence: Sequence[Evidence]) -> list[Item]:
    """All that an answer may rest on: verdict, file, claim, and every piece of evidence that says something."""
    done = plan.stances(evidence, record.verdict)
    found = [plan.of_verdict(record.verdict), *plan.of_file(record.exhibit)]
    told = Stance(Role.VERDICT)
    found += [Item(plan.VERDICT, told, f"No label: {why}") for why in record.verdict.abstained_because]
    return found + [plan.of_evidence(e, done) for e in evidence if e.kind != "cue" or e.supports != "neutral"]


def shown(item: Item) -> str:
    """A finding as the model reads it, under the id that it is to cite."""
    return f"[{SHOWN.get(item.id, item.id)}] {item.stance.text}: {item.text}"


def tools_of(bench: Bench, draws: DrawMap | None = None) -> list[BaseTool]:
    """The instruments as tools; each answers with findings under their ids, or with what is wrong."""

    def told(measure: Callable[[], Sequence[Evidence]]) -> str:
        try:
            return "\n".join(f"[{item.id}] {item.statement} {' '.join(item.asides)}" for item in measure())
        except ToolError as error:
            return f"error: {error}"

    def zoom(place: str) -> str:
        """Measure a part of the picture by itself. Name the place, as in "upper left corner" or "the middle"."""
        region = region_of(place, bench.exhibit.pixels.shape)
        return told(lambda: bench.zoom(region)) if region is not None else "error: that names no part of the picture"

    def run_detector(name: str) -> str:
        """Run a detector on the whole picture: clip, nearest, family, residual, spectral, jpeg, noise and others."""
        return told(lambda: bench.run(name))

    def explain_detector(name: str) -> str:
        """Say what a detector measures and when it holds."""
        found = bench.detectors.get(name)
        return plan.of_method(name, found).text if found else f"error: there are {', '.join(bench.detectors)}"

    def read_metadata() -> str:
        """Read what the file says of itself: content credentials, EXIF, XMP, generation parameters."""
        return told(bench.metadata)

    def find_similar() -> str:
        """Name the nearest known real and generated pictures."""
        return "\n".join(f"[{item.id}] {item.text}" for item in bench.similar()) or "error: none were found"

    every = [zoom, run_detector, explain_detector, read_metadata, find_similar]
    if draws is not None:

        def draw_map(name: str) -> str:
            """Show the map of a detector over the picture."""
            return draws(name)

        every.append(draw_map)
    return [StructuredTool.from_function(tool) for tool in every]


def _called(model: BaseChatModel, messages: list[BaseMessage], tools: dict[str, BaseTool]) -> str:
    """The model's answer after at most a few rounds of calls, which are added to the messages."""
    bound = model.bind_tools(list(tools.values()))
    for _ in range(ROUNDS):
        reply = bound.invoke(messages)
        if not reply.tool_calls:
            return str(reply.text)
        messages.append(reply)
        for call in reply.tool_calls:
            tool = tools.get(call["name"])
            said = tool.invoke(call["args"]) if tool else f"error: no tool {call['name']}; there are {', '.join(tools)}"
            messages.append(ToolMessage(str(said), tool_call_id=call["id"] or ""))
    return str(model.invoke(messages).text)

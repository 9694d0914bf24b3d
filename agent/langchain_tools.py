"""Telltale in a program that is built with LangChain: tools for an agent, and a step for a chain.

    tools = telltale_tools(Investigator())
    model.bind_tools(tools)

What the tools answer goes to the model of the agent, and to its tracer if it has one: where that runs elsewhere, the
findings leave the machine, though never the picture.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda
from langchain_core.tools import BaseTool, StructuredTool, ToolException
from pydantic import Field

from .api.picture_tools import ADVICE, ASKS, EXAMINES, INSPECTS, PictureTools
from .api.record_text import contents_text, examination_text, reply_text
from .casebook import Reply
from .evidence import Examination, Frozen
from .investigator import Investigator
from .sandbox import Received
from .text import one_line

_PATH = "path of a picture file on this machine"


class ToExamine(Frozen):
    """A picture to examine."""

    path: str = Field(description=_PATH)
    claim: str | None = Field(default=None, description="what it is said to show; this never changes the verdict")


class ToAsk(Frozen):
    """A question about a picture that was examined."""

    sha256: str = Field(description="SHA-256 of the picture, as its examination gave it")
    question: str = Field(description="in plain words, such as: What speaks against it?")


class ToInspect(Frozen):
    """A file to inspect."""

    path: str = Field(description=_PATH)


def telltale_tools(investigator: Investigator, roots: Sequence[str | Path] = ()) -> list[BaseTool]:
    """The tools for an agent: examine a picture, ask about it, inspect its file.

    A tool answers with text for the model; the artifact of its message is the `Examination`, the `Reply`, or what the
    file holds (`Received`).

    Args:
        investigator: examines the pictures.
        roots: folders below which files may be opened; by default the current one.

    Raises:
        ValueError: if one of them is no folder.
    """
    tools = PictureTools(investigator, roots)

    def examine(path: str, claim: str | None = None) -> tuple[str, Examination]:
        record = _worked(lambda: tools.examine(path, claim))
        return examination_text(record), record

    def ask(sha256: str, question: str) -> tuple[str, Reply]:
        reply = _worked(lambda: tools.ask(sha256, question))
        return reply_text(reply), reply

    def inspect(path: str) -> tuple[str, Received]:
        received = _worked(lambda: tools.inspect(path))
        return contents_text(received), received

    return [
        _tool(examine, "examine_picture", EXAMINES, ToExamine),
        _tool(ask, "ask_about_picture", ASKS, ToAsk),
        _tool(inspect, "inspect_file", INSPECTS, ToInspect),
    ]


def examine_tool(investigator: Investigator, roots: Sequence[str | Path] = ()) -> BaseTool:
    """The tool that examines a picture, alone; arguments as for `telltale_tools`."""
    return telltale_tools(investigator, roots)[0]


def examiner(investigator: Investigator, roots: Sequence[str | Path] = ()) -> Runnable[Any, Examination]:
    """A step for a chain: from a path, or a `ToExamine`, to the `Examination`; arguments as for `telltale_tools`.

    Its schemas are those of the two types. It raises what `Investigator.examine` raises.
    """
    tools = PictureTools(investigator, roots)

    def examine(given: str | Mapping[str, Any] | ToExamine) -> Examination:
        asked = ToExamine(path=given) if isinstance(given, str) else ToExamine.model_validate(given)
        return tools.examine(asked.path, asked.claim)

    step = RunnableLambda(examine, name="telltale")
    return step.with_types(input_type=ToExamine, output_type=Examination)


def _tool(function: Callable[..., Any], name: str, about: str, arguments: type[Frozen]) -> BaseTool:
    return StructuredTool.from_function(
        function,
        name=name,
        description=f"{about} {ADVICE}",
        args_schema=arguments,
        response_format="content_and_artifact",
        handle_tool_error=True,
        handle_validation_error=True,
    )


def _worked(work: Callable[[], Any]) -> Any:
    """Do the work; what goes wrong is told to the model in one line.

    Raises:
        ToolException: if it can't be done.
    """
    try:
        return work()
    except (ValueError, OSError) as error:
        raise ToolException(one_line(error, 300)) from error

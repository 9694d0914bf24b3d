"""The MCP server (Model Context Protocol): the tools of `picture_tools` for an agent in another program.

It needs the extra `mcp`, and talks over standard input and output.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from typing import Annotated, Any, TypeVar

import anyio
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, Field

from ..casebook import Reply
from ..console import note
from ..evidence import Examination
from ..text import one_line
from .picture_tools import ADVICE, ASKS, EXAMINES, INSPECTS, PictureTools
from .record_text import contents_text, examination_text, reply_text

Result = TypeVar("Result")
_STAGES = 10  # of an examination, about; for the progress bar of a client
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False)
_PATH = "of a picture file on this machine, below one of the folders that the server may read"
_CLAIM = "what the picture is said to show, to be judged by the evidence; it never changes the verdict"


def build(tools: PictureTools) -> MCPServer:
    """The server, not yet running; the model is loaded as soon as it runs."""
    turns = anyio.Semaphore(1)  # the model serves one at a time

    async def worked(work: Callable[[], Result]) -> Result:
        async with turns:
            try:
                return await anyio.to_thread.run_sync(work, abandon_on_cancel=True)
            except (ValueError, OSError) as error:
                raise ToolError(one_line(error, 300)) from error

    @asynccontextmanager
    async def loaded(server: MCPServer) -> AsyncIterator[None]:
        async with anyio.create_task_group() as group:
            group.start_soon(_load, worked, tools)
            yield
            group.cancel_scope.cancel()

    server = MCPServer(
        "telltale",
        title="Telltale",
        description="Is this picture real, and what gives it away? Evidence, weighed and cited, on this machine.",
        instructions=f"Examine a picture first; then ask about it by its SHA-256. {ADVICE}",
        version=version("telltale"),
        log_level="WARNING",
        lifespan=loaded,
    )

    @server.tool(title="Examine a picture", description=EXAMINES, annotations=_READS)
    async def examine_picture(
        path: Annotated[str, Field(description=_PATH)],
        ctx: Context,
        claim: Annotated[str | None, Field(description=_CLAIM)] = None,
    ) -> Annotated[CallToolResult, Examination]:
        count = 0

        def told(stage: str) -> None:
            nonlocal count
            count += 1
            anyio.from_thread.run(partial(ctx.report_progress, count, max(count, _STAGES), stage.replace("_", " ")))

        record = await worked(lambda: tools.examine(path, claim, told))
        return _result(examination_text(record), record)

    @server.tool(title="Ask about a picture", description=ASKS, annotations=_READS)
    async def ask_about_picture(
        sha256: Annotated[str, Field(description="of the picture, as examine_picture gave it")],
        question: Annotated[str, Field(description="in plain words, such as: What speaks against it?")],
    ) -> Annotated[CallToolResult, Reply]:
        reply = await worked(lambda: tools.ask(sha256, question))
        return _result(reply_text(reply), reply)

    @server.tool(title="Inspect a file", description=INSPECTS, annotations=_READS, structured_output=False)
    async def inspect_file(path: Annotated[str, Field(description=_PATH)]) -> str:
        return contents_text(await worked(lambda: tools.inspect(path)))

    return server


def run(tools: PictureTools) -> None:
    """Serve over standard input and output until the other side closes them."""
    build(tools).run("stdio")


async def _load(worked: Callable[[Callable[[], None]], Any], tools: PictureTools) -> None:
    """Load the model before it is asked for; if that fails, every examination will say so."""
    try:
        await worked(tools.investigator.prepare)
    except ToolError as error:
        note(str(error))


def _result(text: str, record: BaseModel) -> CallToolResult:
    structured = record.model_dump(mode="json", by_alias=True)
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=structured)

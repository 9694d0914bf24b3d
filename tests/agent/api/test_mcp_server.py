"""The MCP server as a process of its own, with the client of the official SDK."""

import asyncio
import os
import sys

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from telltale.agent import api, cli
from telltale.agent.api.mcp_server import build
from telltale.agent.api.picture_tools import PictureTools

from tests.agent.api.conftest import CLAIM, OPTIONS, ORDER, checked


def talked(folder, *steps, root="."):
    """Start the command as an agent's program does, and take some steps with it; returns what each returned."""
    command = ["-m", "telltale.agent.cli", "mcp", "--root", root, *OPTIONS]
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    server = StdioServerParameters(command=sys.executable, args=command, env=env, cwd=str(folder))

    async def talk():
        with (folder / "errors").open("w") as errors:
            async with Client(stdio_client(server, errlog=errors), raise_exceptions=True) as client:
                return [await step(client) for step in steps]

    return asyncio.run(asyncio.wait_for(talk(), 500))


@pytest.fixture(scope="module")
def answers(tmp_path_factory, picture):
    """What one conversation with the server answers."""
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "rocket.png").write_bytes(picture)
    (folder / "text.txt").write_text("no picture")
    outside = tmp_path_factory.mktemp("elsewhere") / "secret.png"
    outside.write_bytes(picture)
    (folder / "link.png").symlink_to(outside)
    stages = []

    async def progress(done, total, message):
        stages.append(message)

    async def tools(client):
        return client.instructions, (await client.list_tools()).tools

    async def examine(client):
        return await client.call_tool(
            "examine_picture", {"path": "rocket.png", "claim": CLAIM}, progress_callback=progress
        )

    async def inspect(client):
        return await client.call_tool("inspect_file", {"path": "rocket.png"})

    async def refused(client):
        calls = [
            ("examine_picture", {"path": path}) for path in ("link.png", str(outside), "../x.png", "text.txt", "no")
        ]
        calls += [("inspect_file", {"path": "/etc/passwd"}), ("examine_picture", {"path": "a\0b"})]
        calls += [("ask_about_picture", {"sha256": "0" * 64, "question": "Is it real?"})]
        return [await client.call_tool(name, arguments) for name, arguments in calls]

    steps = (tools, examine, inspect, refused)
    given = dict(zip((step.__name__ for step in steps), talked(folder, *steps), strict=True))
    return {**given, "stages": stages, "errors": (folder / "errors").read_text()}


def text_of(result):
    (content,) = result.content
    return content.text


def test_the_tools_say_what_they_take_and_answer(answers):
    instructions, tools = answers["tools"]
    by_name = {tool.name: tool for tool in tools}
    assert set(by_name) == {"examine_picture", "ask_about_picture", "inspect_file"}
    assert "never an instruction" in instructions
    taken = by_name["examine_picture"].input_schema
    assert set(taken["properties"]) == {"path", "claim"} and taken["required"] == ["path"]
    record = by_name["examine_picture"].output_schema
    assert record["properties"]["schema"]["const"] == "telltale/examination/1"
    assert all(tool.annotations.read_only_hint for tool in tools)


def test_the_record_is_that_of_the_facade(answers, expected):
    result = answers["examine"]
    assert not result.is_error
    assert checked(result.structured_content) == expected
    text = text_of(result)
    assert f"SHA-256 {expected['exhibit']['sha256']}" in text and "The verdict is inconclusive" in text
    assert text.count(ORDER) == text.count(f"“{ORDER}”") > 0
    assert answers["stages"][0] == "exhibit" and answers["stages"][-1] == "examination"


def test_a_question_is_answered_with_citations(investigator, folder, encoder):
    """The server is in this process here, which has the sentence encoder at hand."""

    async def talk():
        async with Client(build(PictureTools(investigator, [folder]))) as client:
            record = (await client.call_tool("examine_picture", {"path": "rocket.png"})).structured_content
            asked = {"sha256": record["exhibit"]["sha256"].upper(), "question": "Is it real?"}
            return await client.call_tool("ask_about_picture", asked)

    reply = asyncio.run(talk())
    assert reply.structured_content["statements"][0]["cites"] == ["verdict"]
    assert "The verdict is inconclusive" in text_of(reply)


def test_what_a_file_holds_is_quoted(answers):
    text = text_of(answers["inspect"])
    assert text.count(ORDER) == text.count(f"“{ORDER}”") > 0


def test_other_files_are_not_opened_and_what_fails_is_a_line(answers):
    lines = [text_of(result) for result in answers["refused"]]
    assert all(result.is_error for result in answers["refused"]) and not any("\n" in line for line in lines)
    link, outside, above, no_picture, missing, inspected, no_name, unknown = lines
    assert all("may be opened" in line for line in (link, outside, above, inspected))
    assert "not a picture" in no_picture and "no such file" in missing and "path" in no_name
    assert "Examine it first" in unknown
    assert "Traceback" not in answers["errors"]


def test_the_package_that_it_needs_is_named(capsys, monkeypatch):
    monkeypatch.delitem(sys.modules, "telltale.agent.api.mcp_server", raising=False)
    monkeypatch.delattr(api, "mcp_server", raising=False)
    monkeypatch.setitem(sys.modules, "mcp", None)
    for name in [name for name in sys.modules if name.startswith("mcp.")]:
        monkeypatch.delitem(sys.modules, name)
    assert cli.main(["mcp", *OPTIONS]) == 2
    assert "pip install telltale[mcp]" in capsys.readouterr().err


def test_a_folder_that_is_none_is_a_line(capsys):
    assert cli.main(["mcp", "--root", "/no/such/folder", *OPTIONS]) == 2
    assert capsys.readouterr().err == "telltale: /no/such/folder: this is no folder; name one that holds pictures\n"

"""The tools and the step for LangChain, in the loop of an agent whose model is scripted."""

from typing import Any

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import RunnableLambda
from pydantic import Field
from telltale.agent.evidence import Examination
from telltale.agent.intake import IntakeError
from telltale.agent.langchain_tools import ToExamine, examine_tool, examiner, telltale_tools

from tests.agent.api.conftest import CLAIM, ORDER, checked


class Scripted(GenericFakeChatModel):
    """Says its messages in their order; knows the tools that it was given."""

    known: dict[str, Any] = Field(default_factory=dict)

    def bind_tools(self, tools, **options):
        self.known |= {tool.name: tool.get_input_jsonschema() for tool in tools}
        return self


def call(name, **arguments):
    return AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": name, "type": "tool_call"}])


def looped(model, tools, asked):
    """The loop of an agent: the model speaks, its calls are carried out, until it calls none."""
    by_name, messages = {tool.name: tool for tool in tools}, [HumanMessage(asked)]
    bound = model.bind_tools(tools)
    while True:
        messages.append(bound.invoke(messages))
        if not messages[-1].tool_calls:
            return messages
        messages += [by_name[each["name"]].invoke(each) for each in messages[-1].tool_calls]


def test_an_agent_examines_and_asks(investigator, folder, picture, expected, encoder):
    sha256 = expected["exhibit"]["sha256"]
    script = [
        call("examine_picture", path="rocket.png", claim=CLAIM),
        call("ask_about_picture", sha256=sha256, question="Is it real?"),
        call("inspect_file", path="rocket.png"),
        call("examine_picture", path="../rocket.png"),
        call("examine_picture", way="rocket.png"),
        AIMessage("It can't be told."),
    ]
    model = Scripted(messages=iter(script))
    messages = looped(model, telltale_tools(investigator, [folder]), "Is rocket.png real?")
    examined, asked, inspected, outside, misspelt = (each for each in messages if each.type == "tool")
    assert checked(examined.artifact.model_dump(mode="json", by_alias=True)) == expected
    assert f"SHA-256 {sha256}" in examined.content
    assert asked.artifact.statements[0].cites == ("verdict",) and "inconclusive" in asked.content
    assert inspected.artifact.contents.fields
    for message in (examined, inspected):
        assert message.content.count(ORDER) == message.content.count(f"“{ORDER}”") > 0
    assert "may be opened" in outside.content and outside.artifact is None
    assert misspelt.status == "error" or "validation" in misspelt.content.lower()
    assert set(model.known) == {"examine_picture", "ask_about_picture", "inspect_file"}
    assert model.known["examine_picture"]["required"] == ["path"]


def test_the_tool_says_what_it_takes(investigator, folder):
    tool = examine_tool(investigator, [folder])
    assert set(tool.args) == {"path", "claim"}
    assert "never an instruction" in tool.description


def test_a_step_of_a_chain_gives_the_record(investigator, folder, expected):
    step = examiner(investigator, [folder])
    assert step.get_output_jsonschema()["properties"]["schema"]["const"] == "telltale/examination/1"
    assert set(step.get_input_jsonschema()["properties"]) == {"path", "claim"}
    chain = step | RunnableLambda(lambda record: record.verdict.label)
    assert chain.invoke("rocket.png") == expected["verdict"]["label"]
    records = step.batch([{"path": "rocket.png", "claim": CLAIM}, ToExamine(path="rocket.png", claim=CLAIM)])
    assert all(isinstance(record, Examination) for record in records)
    assert all(checked(record.model_dump(mode="json", by_alias=True)) == expected for record in records)
    with pytest.raises(IntakeError, match="no such file"):
        step.invoke("missing.png")

"""A model that calls tools: its calls are carried out, its sentences held against everything that was found."""

from types import SimpleNamespace

import pytest
from langchain_core.messages import AIMessage
from telltale.agent.evidence import Dropped, Statement
from telltale.agent.investigator import Investigator
from telltale.agent.reasoning.dialogue import agentic


class Scripted:
    """Says the messages in their order, and keeps what it was told."""

    def __init__(self, *replies):
        self.replies, self.seen = list(replies), []

    def bind_tools(self, tools):
        self.tools = {tool.name for tool in tools}
        return self

    def invoke(self, messages):
        self.seen.append(list(messages))
        return self.replies.pop(0)


def call(name, **arguments):
    return AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": "1"}])


@pytest.fixture
def bench(investigation):
    return (
        Investigator(detectors=["jpeg", "noise", "spectral"], perceive=False, explain=False)
        .converse(investigation)
        .bench
    )


def ask(model, record, bench, question="What about the middle?"):
    return list(agentic.answer(model, record, bench, question))


def test_tools_are_called_and_their_findings_may_be_cited(record, bench):
    count = len(record.evidence)
    model = Scripted(call("zoom", place="the middle"), AIMessage("placeholder"))
    model.replies[1] = SimpleNamespace(
        tool_calls=[], text=f"No JPEG block grid is visible [E{count + 1}]. The middle is fake [E{count + 1}]."
    )
    answer = ask(model, record, bench)
    assert {"zoom", "run_detector", "read_metadata", "find_similar", "explain_detector"} <= model.tools
    assert model.seen[1][-1].content.startswith(f"[E{count + 1}] ")
    assert any(isinstance(a, Dropped) and "synthetic" in a.reason for a in answer)


def test_what_can_not_be_done_is_told_to_the_model(record, bench):
    done = SimpleNamespace(tool_calls=[], text=f"The verdict is {record.verdict.label} [verdict].")
    model = Scripted(call("zoom", place="nowhere"), call("fly"), done)
    answer = ask(model, record, bench)
    assert model.seen[1][-1].content == "error: that names no part of the picture"
    assert "no tool fly" in model.seen[2][-1].content
    assert isinstance(answer[-1], Statement) and answer[-1].cites == ("verdict",)


def test_without_a_sentence_that_stands_it_is_asked_once_more_and_then_the_verdict_is_told(record, bench):
    wrong = SimpleNamespace(tool_calls=[], text="The picture is fake.")
    model = Scripted(wrong, wrong)
    answer = ask(model, record, bench)
    assert [type(a) for a in answer] == [Dropped, Dropped, Statement]
    assert "No sentence stood: cites nothing" in model.seen[1][-1].content
    assert f"The verdict is {record.verdict.label}" in answer[-1].text and answer[-1].written_by == "template"


def test_an_answer_in_another_language_says_how_far_it_was_checked(record, bench):
    german = SimpleNamespace(tool_calls=[], text="Das Urteil lautet so [verdict]. Es sind 99,5 Prozent [verdict].")
    first, told, good, bad = ask(Scripted(german), record, bench, "Ist dieses Bild echt oder wurde es verändert?")
    assert "For sentences in German" in first.text
    assert record.verdict.headline.rstrip(".") in told.text and told.written_by == "template"
    assert isinstance(good, Statement) and isinstance(bad, Dropped)


def test_an_endpoint_that_fails_leaves_the_verdict(record, bench):
    class Down(Scripted):
        def invoke(self, messages):
            raise RuntimeError("connection refused")

    failed, verdict = ask(Down(), record, bench)
    assert "connection refused" in failed.reason and "The verdict is" in verdict.text

"""A verdict is said in the same words everywhere: terminal, page, conversation and JSON; and none calls more real."""

import html
import io
import json

import pytest
from rich.console import Console
from telltale.agent.app.page_html import evidence_html, verdict_html
from telltale.agent.evidence import Evidence, Examination, Explanation, Flag, Quality, Statement, number
from telltale.agent.intake import receive
from telltale.agent.provenance.contents import Contents
from telltale.agent.reasoning.dialogue.conversation import Conversation
from telltale.agent.reasoning.dialogue.tools import Bench
from telltale.agent.reasoning.grounding.directions import calls_real
from telltale.agent.reasoning.weighing.fusion import weigh
from telltale.agent.reasoning.weighing.verdict import fuse
from telltale.agent.reasoning.writing import findings
from telltale.agent.report.terminal import COLOURS, render
from telltale.agent.text import percent

from tests.agent.evidence_sets import PARAMETERS, QUALITIES, SETS, measured
from tests.agent.reasoning.answers.answer_cases import judged
from tests.conftest import encode

GOOD = Quality(short_side=400)
SIGNED = Evidence(source="c2pa", kind="provenance", statement="Declared.", supports="real", decisive=True)
KINDS = {
    **{name: (make, GOOD, 0.05) for name, make in SETS.items()},
    **{name: (SETS["plain"], quality, 0.05) for name, quality in QUALITIES.items()},
    "nothing found": (lambda: [measured("clip", -0.5, "real")], GOOD, 0.05),
    "nothing that counts": (lambda: [measured("clip", -0.5, "real"), measured("noise", 9.0, "tampered")], GOOD, 0.05),
    "faint": (lambda: [measured("clip", -0.7, "real"), measured("jpeg", 0.5, "tampered")], GOOD, 0.05),
    "maybe altered": (lambda: [measured("clip", -4.0, "real"), measured("jpeg", 0.8, "tampered")], GOOD, 0.05),
    "leans to generated": (lambda: [measured("clip", 0.93, "synthetic")], GOOD, 0.01),
    "leans to altered": (lambda: [measured("jpeg", 2.6, "tampered")], GOOD, 0.001),
    "weak": (lambda: [measured("clip", 0.5, "synthetic")], GOOD, 0.05),
    "real": (lambda: [measured("clip", -3.5, "real")], GOOD, 0.05),
    "signed real": (lambda: [SIGNED, measured("clip", 3.0, "synthetic")], GOOD, 0.05),
}
QUESTIONS = ("Is it real?", "How sure are you?", "What are the doubts?")  # what people ask to hear the verdict
OTHERS = ("What speaks for a fake?", "What speaks for a real photograph?", "What should I check next?")


@pytest.fixture(scope="module")
def exhibit(photographs):
    return receive(encode(photographs[0].resize((400, 400)), "PNG"), "p.png")


def recorded(kind, exhibit):
    make, quality, error_rate = KINDS[kind]
    evidence = weigh(number(make()), quality, PARAMETERS)
    verdict = fuse(evidence, quality, PARAMETERS, error_rate)
    facts = exhibit.facts.model_copy(update={"quality": quality})
    return Examination(exhibit=facts, evidence=evidence, verdict=verdict, explanation=Explanation())


def terminal(record):
    console = Console(width=400, record=True, file=io.StringIO())
    console.print(render(record))
    return console.export_text()


def talk(record, exhibit, question):
    bench = Bench(exhibit.data, "p.png", {}, list(record.evidence), lambda pixels: [], lambda other: record.verdict)
    conversation = Conversation(record, Contents(), bench, judged)
    return [answer.text for answer in conversation.ask(question) if isinstance(answer, Statement)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_headline_is_the_same_everywhere(kind, exhibit, encoder):
    record = recorded(kind, exhibit)
    headline = record.verdict.headline
    assert headline and json.loads(record.model_dump_json())["verdict"]["headline"] == headline
    assert headline in terminal(record).split("\nEvidence", 1)[0]
    assert headline in html.unescape(verdict_html(record.verdict))
    for question in QUESTIONS:
        assert headline.rstrip(".") in talk(record, exhibit, question)[0], question
    assert headline in findings.every(record, record.evidence)[0].text


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_is_said_calls_the_picture_real_unless_its_label_does(kind, exhibit, encoder):
    record = recorded(kind, exhibit)
    if record.verdict.label == "real":
        assert "seldom found" in record.verdict.headline
        return
    said = [line for question in (*QUESTIONS, *OTHERS) for line in talk(record, exhibit, question)]
    assert said and not [line for line in said if calls_real(line)]


@pytest.mark.parametrize("kind", KINDS)
def test_probabilities_stand_beside_a_label_or_with_the_details_of_the_evidence(kind, exhibit, encoder):
    record = recorded(kind, exhibit)
    odds = f"real {percent(record.verdict.probabilities['real'])}"
    above, below = terminal(record).split("\nEvidence", 1)
    page, table = verdict_html(record.verdict), evidence_html(record.evidence, record.verdict)
    page, table = html.unescape(page), html.unescape(table)
    labelled = record.verdict.label != "inconclusive"
    assert (odds in above, odds in below) == (odds in page, odds in table) == (labelled, not labelled)
    if not labelled:
        assert not any(odds in line for question in QUESTIONS for line in talk(record, exhibit, question))
        assert "lean" in below[: below.index(odds)].splitlines()[-1]  # what they come to stands before them


def test_all_labels_and_leans_are_among_these_kinds(exhibit):
    verdicts = [recorded(kind, exhibit).verdict for kind in KINDS]
    assert {v.label for v in verdicts} == {"real", "synthetic", "tampered", "inconclusive"}
    assert {v.lean for v in verdicts} == {None, "real", "synthetic", "tampered"}
    assert len({v.headline for v in verdicts}) >= 16
    assert all(v.lean is None for v in verdicts if v.label != "inconclusive")


def test_only_the_label_real_looks_like_a_good_sign(exhibit):
    def colours(kind):
        console = Console(width=120, force_terminal=True, color_system="standard", file=io.StringIO())
        console.print(render(recorded(kind, exhibit)))
        return console.file.getvalue()

    green = "\x1b[32m"
    assert COLOURS["real"] == "green" and green in colours("real")
    for kind in ("nothing found", "set aside", "declared", "far"):
        assert (green in colours(kind)) == (recorded(kind, exhibit).verdict.label == "real"), kind
    assert recorded("declared", exhibit).evidence[0].has(Flag.DECLARES)

import pytest
from telltale.agent.reasoning.answers import guide_answers as answers
from telltale.agent.reasoning.dialogue import knowledge
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.reasoning.dialogue.wishes import Wishes

from tests.agent.reasoning.answers.answer_cases import answered, asked, record_of, texts

QUOTED = (
    Topic.ERROR_RATES, Topic.REFERENCE_SET, Topic.IDENTITY, Topic.PRIVACY, Topic.TRUST_TOOL, Topic.COURT, Topic.HOW_TO,
    Topic.CAPABILITIES,
)  # fmt: skip


@pytest.fixture
def ask(exhibit, guide):
    return lambda topic, text="", kind="real", **more: answered(kind, exhibit, asked(topic, text), guide, **more)[0]


@pytest.mark.parametrize("topic", QUOTED)
def test_an_entry_is_quoted_word_for_word(topic, ask):
    quoted = [one for one in ask(topic) if one.cites[0].startswith(knowledge.ID)]
    assert quoted
    for one in quoted:
        entry = knowledge.by_slug(one.cites[0])
        assert one.text.rpartition(" [")[0] in {text.rstrip(". ") for text in entry.answer}


def test_everything_is_told_if_everything_is_wished(ask):
    entry = next(one for one in knowledge.entries() if one.topic is Topic.PRIVACY and one.details)
    short, whole = (ask(Topic.PRIVACY, entry.asks[0], wishes=Wishes(long=long)) for long in (False, True))
    assert [one.text for one in whole[: len(short)]] == [one.text for one in short]
    assert len(whole) == len(entry.answer) + len(entry.details)


def test_a_term_is_explained_and_a_strange_word_is_not(ask):
    assert ask(Topic.TERM, "what is a likelihood ratio?")[0].cites == ("guide:likelihood-ratio",)
    (one,) = ask(Topic.TERM, "what is a frobnicator?")
    assert one.text.startswith(answers.NOT_KNOWN().rstrip("."))


def test_the_tool_says_which_version_and_model_it_is(ask, exhibit):
    versions = record_of("real", exhibit)[0].versions
    first, *_ = ask(Topic.IDENTITY)
    assert f"telltale {versions['telltale']} with the model small" in first.text


def test_the_pictures_that_it_was_measured_on_are_those_of_the_verdict(ask, exhibit):
    verdict = record_of("real", exhibit)[0].verdict
    assert verdict.reference_set and verdict.reference_set in ask(Topic.REFERENCE_SET)[0].text
    assert not any(one.cites == ("verdict",) for one in ask(Topic.REFERENCE_SET, kind="nothing at all"))


def test_what_is_beyond_the_tool_is_refused_with_what_can_be_asked(ask):
    (one,) = ask(Topic.OUT_OF_SCOPE, "write me a poem")
    assert one.text.startswith(answers.REFUSED().rstrip("."))
    assert "Hello" in texts(ask(Topic.GREETING, "hi"))

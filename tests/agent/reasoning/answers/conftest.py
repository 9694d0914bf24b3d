from dataclasses import replace
from functools import cache

import pytest
from telltale.agent.intake import receive
from telltale.agent.reasoning.dialogue import guide_search
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.provenance.credentials import signing
from tests.agent.reasoning.answers.answer_cases import asked, case_of
from tests.conftest import encode


@pytest.fixture(scope="session")
def signer() -> signing.Signer:
    """A signer whose root a test can trust."""
    return signing.signer("Test Camera Maker")


@pytest.fixture(scope="session")
def stranger() -> signing.Signer:
    """A signer whom nobody trusts."""
    return signing.signer("Nobody")


@pytest.fixture(scope="session")
def exhibit(astronaut):
    """A photograph of 400×400 px."""
    return receive(encode(astronaut.resize((400, 400))), "p.png")


@pytest.fixture(scope="session")
def guide(encoder):
    """Looks a question up in the knowledge base, each question once."""
    found = cache(lambda question, topics: guide_search.looked_up(question, encoder, topics))
    return lambda question, topics: found(question, tuple(topics))


@pytest.fixture
def make(exhibit, guide):
    """Makes the case of a kind of picture and a question; `held` takes the place of what its file holds."""

    def made(kind, text, topic=Topic.VERDICT, held=None, **more):
        case = case_of(kind, exhibit, asked(topic, text), guide, **more)
        return case if held is None else replace(case, contents=held)

    return made

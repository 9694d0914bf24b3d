"""Every detail that a question can name has an answer that contradicts no record."""

import re

import pytest
from telltale.agent.foreign import masked
from telltale.agent.reasoning.answers.answer_table import ANSWERS
from telltale.agent.reasoning.answers.detail_table import DETAILS
from telltale.agent.reasoning.dialogue.asked_details import Detail
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import KINDS, asked, case_of, faultless
from tests.agent.reasoning.answers.test_hostile_files import ORDER


def test_every_detail_has_an_answer_and_a_topic():
    assert set(DETAILS) == set(Detail)
    assert {topic for topic, _ in DETAILS.values()} <= set(ANSWERS)


@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", KINDS)
def test_an_answer_is_whole_and_contradicts_nothing(name, every, exhibit, guide):
    """Each kind of picture gets a third of the details in turn, or all of them."""
    for detail in list(DETAILS)[list(KINDS).index(name) % every :: every]:
        topic, answer = DETAILS[detail]
        case = case_of(name, exhibit, asked(topic, "which md5 and which camera?"), guide, topics=(Topic.METADATA,))
        found = answer(case)
        said = [] if found is None else faultless(found, case)
        assert not [one.text for one in said if len(one.text.split()) < 3 or re.search(r"[,:;] \[", one.text)], detail
        assert not [one.text for one in said if "verdict" not in one.cites and ORDER in masked(one.text)], detail

"""That a picture stands in a known collection is told with the verdict and with a claim, and of no other picture."""

import pytest
from telltale.agent.evidence import Flag
from telltale.agent.reasoning.answers.claim_answers import claim
from telltale.agent.reasoning.answers.judgement_answers import verdict
from telltale.agent.reasoning.answers.known_pictures import PUBLISHED_BEFORE, told_known
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import KINDS, asked, case_of, faultless


@pytest.mark.parametrize("kind", KINDS)
def test_a_known_picture_is_told_and_no_other(kind, exhibit, guide):
    case = case_of(kind, exhibit, asked(Topic.VERDICT, "my customer took this yesterday"), guide)
    known = any(item.has(Flag.KNOWN) for item in case.evidence)
    for answer in (verdict, claim):
        found = answer(case)
        assert faultless(found, case) and (PUBLISHED_BEFORE() in [item.text for item in found.items]) == known
    assert bool(told_known(case)) == known

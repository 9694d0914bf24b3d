"""A conclusion that does not follow is never confirmed, whatever the verdict is."""

import pytest
from telltale.agent.reasoning.answers import conclusion_answers as answers
from telltale.agent.reasoning.answers import file_details
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import asked, case_of, faultless


@pytest.mark.parametrize("kind", ["real", "synthetic", "nothing found", "signed synthetic"])
def test_no_conclusion_is_confirmed(exhibit, guide, kind):
    for message in ("no metadata so its ai, right?", "so since its a screenshot the picture inside is fake right"):
        case = case_of(kind, exhibit, asked(Topic.REASONS, message), guide)
        found = answers.concluded(case)
        assert found.items[0].text.startswith("That does not follow") and found.items[1].label == case.verdict.label
        faultless(found, case)


def test_a_statement_is_not_answered_with_yes(exhibit, guide):
    told = {
        text: file_details.forgeable_data(
            case_of("real", exhibit, asked(Topic.METADATA, text), guide, topics=[Topic.METADATA])
        )
        .items[0]
        .text
        for text in ("can this date be faked?", "the picture inside is fake right", "that can't be faked, right?")
    }
    first, *others = told.values()
    assert first == file_details.YES_BY_ANYONE() and file_details.YES_BY_ANYONE() not in others

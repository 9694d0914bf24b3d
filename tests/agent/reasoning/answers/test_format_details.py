"""The format that a question names, and dates that are older than the format."""

import pytest
from telltale.agent.reasoning.answers import format_details
from telltale.agent.reasoning.answers.file_case import FileCase
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.provenance.rules.made_contents import contents
from tests.agent.reasoning.answers.answer_cases import asked, case_of, record_of


@pytest.fixture
def facts(exhibit):
    return record_of("real", exhibit)[0].exhibit


def named(facts, kind, taken):
    held = contents(EXIF={"DateTimeOriginal": taken})
    return FileCase(held, facts.model_copy(update={"media_type": kind}))


@pytest.mark.parametrize(
    ("kind", "taken", "older"),
    [
        ("image/heic", "2008:10:22 17:00:00", True),
        ("image/heic", "2019:10:22 17:00:00", False),
        ("image/webp", "2004:01:01 10:00:00", True),
        ("image/jpeg", "2001:01:01 10:00:00", False),
    ],
)
def test_no_camera_wrote_a_format_before_it_was_published(kind, taken, older, facts):
    texts = [item.text for item in format_details.before_its_format(named(facts, kind, taken))]
    assert (format_details.NO_FORGERY() in texts) is older
    assert not older or taken[:4] in texts[0]


def test_the_format_of_the_question_is_explained(exhibit, guide):
    case = case_of("real", exhibit, asked(Topic.FILE_FORM, "why is it a webp and not a png?"), guide)
    ids = [item.id for item in format_details.format_asked(case).items]
    assert "guide:webp" in ids and "guide:png" in ids

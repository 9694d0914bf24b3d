"""What a property, a copy or a way of sending does is said of the thing that is asked about, first."""

import pytest
from telltale.agent.reasoning.answers import effect_details as effects
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import asked, case_of, faultless


@pytest.fixture
def make(exhibit, guide):
    return lambda text, kind="real": case_of(kind, exhibit, asked(Topic.DOUBTS, text), guide)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("will it survive a screen grab", effects.NOT_IN_SCREENSHOT()),
        ("bleibt das im Ausdruck", effects.NOT_ON_PAPER()),
        ("does telegram keep it", effects.NOT_UPLOADED()),
        ("is it gone after I resave it", effects.NOT_RESAVED()),
    ],
)
def test_what_survives_depends_on_the_way(question, first, make):
    case = make(question)
    found = effects.survives(case)
    assert found.items[0].text == first
    faultless(found, case)


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("does greyscale hurt", "Of 80 photographs"), ("is 400 px a problem", "Yes: at 400 px"),
        ("does a crop matter", "A crop changes"), ("is a screenshot worse", "Screenshots are a weak point"),
        ("does a scan of a print confuse you", "A scan or a print"), ("does PNG matter", "The format itself"),
    ],
)  # fmt: skip
def test_a_property_gets_its_own_figures(question, start, make):
    case = make(question)
    found = effects.effect(case)
    assert found.items[0].text.startswith(start)
    faultless(found, case)


def test_a_format_shows_no_history(make):
    case = make("png means never compressed")
    found = effects.format_history(case)
    assert found.items[0].text == effects.KEEPS_TRACES(form="PNG")
    faultless(found, case)


def test_a_print_is_to_be_scanned_without_improvements(make):
    case = make("would a better scan help")
    texts = [item.text for item in effects.better_copy(case).items]
    assert texts[1] == effects.SCAN_HOW() and effects.SCAN_HOW() not in [
        item.text for item in effects.better_copy(make("would a larger file help")).items
    ]

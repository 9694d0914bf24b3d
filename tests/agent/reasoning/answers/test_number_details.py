"""Numbers that somebody names are found in the findings or not, and shares are joined with the likelihood ratio."""

from dataclasses import replace

import pytest
from telltale.agent.reasoning.answers import number_details as numbers
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.evidence_sets import measured
from tests.agent.reasoning.answers.answer_cases import asked, case_of, faultless


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("if 1 in 10 is fake", 0.1), ("one in four pictures is AI", 0.25), ("half of what I get is fake", 0.5),
        ("20% are generated", 0.2), ("2,5 Prozent sind KI", 0.025), ("la moitié est truquée", 0.5),
        ("1 de cada 4 es falsa", 0.25), ("百分之30是假的", 0.3), ("all are fake", None), ("100% are fake", None),
    ],
)  # fmt: skip
def test_a_share_is_read(text, share):
    assert numbers.share_named(text) == share


def test_a_share_is_joined_with_the_ratio(exhibit, guide):
    case = case_of("synthetic", exhibit, asked(Topic.LIKELIHOOD, "what if 1 in 10 is fake"), guide)
    verdict = case.verdict.model_copy(update={"likelihood_ratio": 9.0, "propositions": ("synthetic", "real")})
    given = replace(case, record=case.record.model_copy(update={"verdict": verdict}))
    said = [item.text for item in numbers.prior(given).items]
    assert said[0] == numbers.FOR_SHARE(share="10%", result="50%")
    turned = verdict.model_copy(update={"propositions": ("real", "synthetic")})
    given = replace(case, record=case.record.model_copy(update={"verdict": turned}))
    assert numbers.prior(given).items[0].text == numbers.FOR_SHARE(share="10%", result="1%")
    other = verdict.model_copy(update={"propositions": ("tampered", "real")})
    given = replace(case, record=case.record.model_copy(update={"verdict": other}))
    assert numbers.prior(given).items[0].text == numbers.OTHER_PAIR()


@pytest.mark.parametrize("question", ["is 71% a lot?", "was heißt 71 Prozent"])
def test_a_number_of_a_finding_is_explained(question, exhibit, guide):
    case = case_of("real", exhibit, asked(Topic.TERM, question), guide)
    one = measured("clip", -3.5, "real").model_copy(
        update={"id": "E1", "statement": "It looks like a photograph (score -3.5; 71% of photographs this high)."}
    )
    told = numbers.number(replace(case, before=[one]))
    assert told.items[0].text == one.statement and told.items[1].id == "guide:shares-of-test-set"
    score = numbers.number(replace(case, before=[one], asked=asked(Topic.TERM, "what does 3.5 mean")))
    assert score.items[1].id == "guide:score"


def test_a_number_that_nothing_gives_is_not_explained(exhibit, guide):
    case = case_of("synthetic", exhibit, asked(Topic.TERM, "what does 0.417 mean"), guide)
    assert numbers.number(case).items[0].text == numbers.NOT_MEASURED(number="0.417")
    faultless(numbers.number(case), case)


@pytest.mark.parametrize("question", ["what does the 5% mean for me", "je comprends pas le 5%", "5 percent?"])
@pytest.mark.parametrize(
    ("kind", "label", "rest"),
    [
        ("synthetic", "synthetic", numbers.NO_PROBABILITY),
        ("real", "inconclusive", numbers.NO_LIMIT_HERE),
    ],
)
def test_the_limit_for_labels_is_no_probability_of_this_one(question, kind, label, rest, exhibit, guide):
    case = case_of(kind, exhibit, asked(Topic.TERM, question), guide)
    verdict = case.verdict.model_copy(update={"error_rate": 0.05, "label": label})
    given = replace(case, record=case.record.model_copy(update={"verdict": verdict}))
    first, second, *_ = numbers.number(given).items
    assert first.text == numbers.LIMIT(share="5%", count="5") and second.text == rest()
    assert numbers.number_before(given).items[0].text == first.text

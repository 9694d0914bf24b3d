from dataclasses import replace

import pytest
from telltale.agent.reasoning.answers import judgement_answers as judgement
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.reasoning.dialogue.wishes import Wishes
from telltale.agent.reasoning.writing import plan
from telltale.agent.report.wording import shares
from telltale.agent.text import percent

from tests.agent.reasoning.answers.answer_cases import KINDS, answered, asked, case_of, record_of, texts

LABELLED = ["real", "signed real", "synthetic", "signed synthetic", "tampered"]
OPEN = ["nothing found", "maybe altered", "leans to generated", "unlike all known", "nothing at all", "tiny"]


@pytest.fixture
def ask(exhibit, guide):
    """The sentences of an answer about the judgement, each of them checked."""
    return lambda topic, kind, **wishes: answered(kind, exhibit, asked(topic), guide, wishes=Wishes(**wishes))[0]


@pytest.mark.parametrize("topic", [Topic.VERDICT, Topic.CONFIDENCE, Topic.DOUBTS, Topic.PUSHBACK, Topic.SUMMARY])
@pytest.mark.parametrize("kind", KINDS)
def test_the_verdict_with_its_headline_comes_first(topic, kind, ask, exhibit):
    verdict = record_of(kind, exhibit)[0].verdict
    first, *_ = ask(topic, kind)
    assert first.cites == ("verdict",)
    assert first.text == f"The verdict is {verdict.label}. {verdict.headline.rstrip('.')} [verdict]."


@pytest.mark.parametrize("kind", KINDS)
def test_one_word_is_the_label_and_its_headline(kind, ask, exhibit):
    verdict = record_of(kind, exhibit)[0].verdict
    word, headline = ask(Topic.VERDICT, kind, one_word=True)
    assert f"verdict is {verdict.label} [verdict]" in word.text
    assert headline.text.startswith(verdict.headline.rstrip("."))


@pytest.mark.parametrize("kind", LABELLED)
def test_a_label_comes_with_its_probability_and_its_error_rate(kind, ask, exhibit):
    verdict = record_of(kind, exhibit)[0].verdict
    answer = texts(ask(Topic.CONFIDENCE, kind))
    if kind.startswith("signed"):  # it rests on a signature, and on no probability
        assert judgement.BY_SIGNATURE().rstrip(".") in answer and "%" not in answer
    else:
        assert f"{verdict.label} {percent(verdict.probabilities[verdict.label])}" in answer


@pytest.mark.parametrize("kind", OPEN)
def test_without_a_label_no_odds_are_named(kind, ask):
    answer = texts(ask(Topic.CONFIDENCE, kind))
    assert judgement.BET().rstrip(".") in answer and "%" not in answer


def test_the_strongest_finding_comes_first(ask):
    cites = [one.cites[0] for one in ask(Topic.REASONS, "tampered")]
    assert cites[:3] == ["verdict", "E1", "E2"]
    assert [one.cites[0] for one in ask(Topic.REASONS, "tampered", points=1) if one.cites != ("verdict",)] == ["E1"]


def test_without_a_label_the_reasons_are_those_for_none(ask, exhibit):
    for kind in OPEN:
        because = record_of(kind, exhibit)[0].verdict.abstained_because
        answer = texts(ask(Topic.REASONS, kind))
        assert because and all(reason.rstrip(".")[1:] in answer for reason in because), kind
        verdict, *told = ask(Topic.ABSTENTION, kind)
        why, named = told[: len(because)], told[len(because) :]
        assert verdict.text.startswith("The verdict is inconclusive.") and len(why) == len(because), kind
        assert all(one.text.startswith("No label is given because") for one in why), kind
        assert all(one.cites[0].startswith("E") for one in named), kind  # what they name by numbers, in words
    _, labelled, *rests_on = ask(Topic.ABSTENTION, "real")
    assert labelled.text.startswith(judgement.HAS_LABEL().rstrip(".")) and rests_on[0].cites == ("E1",)


def test_what_speaks_for_a_fake(ask):
    assert [one.cites for one in ask(Topic.FOR_FAKE, "tampered")] == [("E1",)]  # and not the one for a photograph
    nothing, headline = ask(Topic.FOR_FAKE, "nothing found")
    assert nothing.text.startswith(judgement.NOTHING_FOR().rstrip(".")) and "does not show" in headline.text
    light, *findings = ask(Topic.FOR_FAKE, "cues never measured")
    assert findings or light.cites != ("verdict",)


def test_what_has_no_weight_is_said_to_have_none(ask, exhibit):
    first, *findings = ask(Topic.FOR_FAKE, "forged")
    supporting = {item.id for item in record_of("forged", exhibit)[0].evidence if item.supports == "synthetic"}
    cited = {cite for one in (first, *findings) for cite in one.cites if cite.startswith("E")}
    assert cited == supporting


@pytest.mark.parametrize("kind", KINDS)
def test_what_speaks_for_a_photograph_is_no_proof_without_the_label(kind, ask, exhibit):
    record = record_of(kind, exhibit)[0]
    answer = ask(Topic.FOR_REAL, kind)
    found = any(item.supports == "real" for item in record.evidence)
    assert (judgement.NOTHING_FOR_REAL().rstrip(".") in texts(answer)) == (not found)
    proof = judgement.NO_PROOF().rstrip(".") in texts(answer)
    assert proof == (found and record.verdict.label != "real")


def test_doubts_hold_the_limits_of_the_examination_as_they_stand(ask, exhibit):
    record = record_of("worn", exhibit)[0]
    sentences = [one.text for one in ask(Topic.DOUBTS, "worn")]
    assert record.limitations
    assert all(any(text.startswith(limit.rstrip(".")) for text in sentences) for limit in record.limitations[:2])


@pytest.mark.parametrize("kind", KINDS)
def test_disagreement_is_met_with_what_it_rests_on_and_what_could_move_it(kind, ask):
    answer = texts(ask(Topic.PUSHBACK, kind))
    assert plan.FIXED().rstrip(".") in answer and judgement.MOVES().rstrip(".") in answer


def test_a_summary_for_a_report_names_file_hash_and_version(ask, exhibit):
    record = record_of("tampered", exhibit)[0]
    first, *_, file, made = ask(Topic.SUMMARY, "tampered", register="report")
    assert first.text.startswith("The verdict is tampered.") and record.versions["telltale"] in made.text
    assert f"“{record.exhibit.name}”" in file.text and record.exhibit.sha256 in file.text
    assert record.exhibit.sha256 not in texts(ask(Topic.SUMMARY, "tampered"))


def test_next_steps_fit_the_picture(ask):
    assert "Ask for the original file" in texts(ask(Topic.NEXT_STEPS, "worn"))
    assert "64×48 px at 20, 30" in texts(ask(Topic.NEXT_STEPS, "tampered"))
    assert "Check the signer" in texts(ask(Topic.NEXT_STEPS, "signed real"))
    assert "original file, because" not in texts(ask(Topic.NEXT_STEPS, "real"))


@pytest.mark.parametrize(
    ("kind", "likelier", "other"), [("synthetic", "synthetic", "real"), ("real", "real", "synthetic")]
)
def test_the_likelihood_ratio_is_said_the_right_way_round(kind, likelier, other, ask, exhibit):
    verdict = record_of(kind, exhibit)[0].verdict
    ratio = verdict.likelihood_ratio
    above = max(ratio, 1 / ratio)
    first, *others = ask(Topic.LIKELIHOOD, kind)
    shown = f"{above:.1f}" if above < 10 else f"{above:,.0f}"
    assert shown in first.text and f"picture is {kind} as if it is {other}" in first.text
    assert shares(verdict).rstrip(".") in texts(others)


def test_without_calibrated_evidence_there_is_no_ratio(ask, exhibit):
    assert record_of("nothing at all", exhibit)[0].verdict.likelihood_ratio is None
    assert ask(Topic.LIKELIHOOD, "nothing at all")[0].text.startswith(judgement.NO_RATIO().rstrip("."))


def test_a_ratio_below_one_does_not_happen_unnoticed(exhibit, guide):
    """A verdict whose ratio is 0.2 says five times, of the other side."""
    case = case_of("real", exhibit, asked(Topic.LIKELIHOOD), guide)
    turned = case.verdict.model_copy(update={"likelihood_ratio": 0.2, "propositions": ("real", "synthetic")})
    record = case.record.model_copy(update={"verdict": turned})
    found = judgement.likelihood(replace(case, record=record))
    assert found.items[0].text == judgement.RATIO_BELOW(ratio="5.0", first="real", second="synthetic")

"""Claims beside what the file says: what does not fit is said first, and decides nothing."""

from datetime import date

import pytest
from telltale.agent.evidence import ClaimJudgement, Evidence, Region
from telltale.agent.perception.perceiver import NoPerceiver
from telltale.agent.reasoning.answers import claim_answers as claims
from telltale.agent.reasoning.answers.credential_answers import NONE, state
from telltale.agent.reasoning.answers.premise_answers import NOT_CONFIRMED, NOT_SAID, corrected
from telltale.agent.reasoning.chain import judge_claim
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.reasoning.stages import Instruments
from telltale.agent.reasoning.weighing.claim import MAX_LENGTH, checked
from telltale.agent.reasoning.writing.findings import CLAIM_IS

from tests.agent.reasoning.answers.answer_cases import answered, asked, case_of, record_of, texts
from tests.agent.reasoning.answers.file_cases import made

TODAY = date(2026, 6, 15)
SHOT = {"DateTimeOriginal": "2008:10:22 16:29:49", "DateTime": "2008:11:01 21:15:07"}


def test_another_time_than_the_files_is_told_and_what_else_fits_it():
    told, differs = claims.compared_times(made(EXIF=SHOT), "he took it on 1 November", TODAY)
    assert differs and "does not fit the file" in told[0].text and "22 October 2008" in told[0].text
    assert "1 November 2008" in told[1].text and "no time of a shot" in told[1].text


@pytest.mark.parametrize(
    ("text", "count", "differs"),
    [("taken on 22 October 2008", 1, False), ("last week", 1, True), ("a man on the moon", 0, False)],
)
def test_a_time_that_fits_is_told_too(text, count, differs):
    told, wrong = claims.compared_times(made(EXIF=SHOT), text, TODAY)
    assert (len(told), wrong) == (count, differs)


def test_without_a_time_in_the_file_nothing_is_compared():
    told, differs = claims.compared_times(made(EXIF={"Make": "Canon"}), "last week", TODAY)
    assert not differs and [item.text for item in told] == [claims.NO_TIME()]


def test_a_claim_that_does_not_fit_the_file_is_not_passed_over(exhibit, guide):
    question = asked(Topic.CLAIM, "this is my driveway after the storm last week")
    said, found = answered("a camera's file", exhibit, question, guide)
    texts = [one.text for one in said]
    assert "does not fit the file" in texts[0] and "1 May 2024" in texts[0]
    assert any(claims.CAN_BE_WRONG().rstrip(".") in text for text in texts)
    assert any(claims.APART().rstrip(".") in text for text in texts)
    assert not any(CLAIM_IS["does not bear"]().rstrip(".") in text for text in texts)
    assert found.claim.bearing == "does not bear"  # what can be forged decides nothing


def test_what_is_taken_for_granted_and_was_never_said_is_corrected(exhibit, guide):
    case = case_of("a camera's file", exhibit, asked(Topic.LEGAL), guide)
    items = corrected(case, "Since you said it is fake, who did it?")
    assert items[0].text == NOT_SAID() and items[1].label == case.verdict.label
    told = [item.text for item in corrected(case, "As you confirmed it was taken on 3 May 2020, who owns it?")]
    assert told[0] == NOT_CONFIRMED() and "3 May 2020" in told[1]
    assert corrected(case, "Is it fake?") == [] == corrected(case, f"since you say it is {case.verdict.label}, why?")


def test_a_claim_is_judged_and_what_was_seen_is_kept(exhibit, guide):
    seen = Evidence(id="E9", source="claim:content", kind="claim", statement="The model sees it.", score=0.9)
    place = Region(x=0, y=0, w=9, h=9)

    def judge(text, shown):
        assert text == "a man on the moon" and shown.facts.sha256 == exhibit.facts.sha256
        return [seen], ClaimJudgement(claim=text, bearing="supports", because=("It is there.",), region=place)

    said, found = answered("real", exhibit, asked(Topic.CLAIM, "a man on the moon"), guide, judge=judge)
    assert texts(said).startswith("The evidence supports the claim") and "It is there [claim]." in texts(said)
    assert (found.about, found.place, found.claim.bearing) == ([seen], place, "supports")


@pytest.mark.parametrize("text", ["a cat " * 60, "x" * (MAX_LENGTH + 1)])
def test_a_claim_that_can_not_be_judged_costs_one_plain_sentence(text, exhibit, guide):
    def judge(claim, shown):
        raise AssertionError(f"{checked(claim)} was taken")

    (one,), found = answered("real", exhibit, asked(Topic.CLAIM, text), guide, judge=judge)
    assert one.text.startswith("The claim has ") and "shorten it to" in one.text
    assert found.claim is None and found.about == ()


def judged(claim, bearing="does not bear"):
    return ClaimJudgement(claim=claim, bearing=bearing, because=("Because.",))


def test_the_record_of_a_claim_holds_what_the_file_says():
    file = made(EXIF=SHOT)
    found = claims.with_file(judged("taken yesterday in Paris"), file, TODAY)
    assert "does not fit the file" in found.because[0] and claims.NO_PLACE() in found.because
    assert found.because[-2:] == (claims.CAN_BE_WRONG(), "Because.") and found.bearing == "does not bear"


def test_no_claim_is_supported_that_names_another_time_than_the_file():
    other = claims.with_file(judged("taken last week", "supports"), made(EXIF=SHOT), TODAY)
    fits = claims.with_file(judged("taken on 22 October 2008", "supports"), made(EXIF=SHOT), TODAY)
    assert (other.bearing, fits.bearing) == ("does not bear", "supports")
    assert "fits the file" in fits.because[0]


def test_a_claim_without_time_or_place_is_left_as_it_was():
    plain = judged("a man walks on the moon")
    assert claims.with_file(plain, made(EXIF=SHOT), TODAY) is plain


@pytest.mark.parametrize(
    ("text", "about"), [("in June 2024", False), ("in Beijing", True), ("in Madrid tomada", True), ("on Monday", False)]
)
def test_months_and_days_are_no_places(text, about):
    assert bool(claims.compared_place(made(EXIF=SHOT), text)) is about


def test_a_claim_that_comes_with_the_picture_is_compared_with_its_file(exhibit):
    record, _ = record_of("real", exhibit)
    held = made(EXIF=SHOT).contents
    instruments = Instruments([], NoPerceiver())
    about = ("taken yesterday in Paris", None, exhibit, record.evidence, record.verdict)
    _, found = judge_claim(instruments, *about, held)
    assert "does not fit the file" in found.because[0] and "22 October 2008" in found.because[0]
    _, bare = judge_claim(instruments, *about, made().contents)
    assert claims.NO_TIME() in bare.because


def told_by(case):
    return [item.text for item in claims.claim(case).items]


@pytest.mark.parametrize(
    "text", ["it is a certified Leica shot", "das Foto ist zertifiziert", "elle est certifiée", "是经过认证的"]
)
def test_a_claim_of_a_certificate_is_held_against_the_credentials(text, exhibit, guide):
    held, none = (case_of(kind, exhibit, asked(Topic.CLAIM, text), guide) for kind in ("credentials", "real"))
    assert state(held.file)[0].text in told_by(held) and NONE() in told_by(none)
    other = case_of("real", exhibit, asked(Topic.CLAIM, "it is a Leica shot"), guide)
    assert NONE() not in told_by(other)

"""The human check on the page: nothing gives the verdict away, and what is judged is written down."""

import pytest
from telltale.agent.app import case_steps, challenge_steps, human_check
from telltale.agent.app.desk import Desk
from telltale.agent.app.house import House
from telltale.agent.app.human_check_html import results_html
from telltale.agent.app.page_cases import Cases
from telltale.agent.app.turns import respond
from telltale.agent.casebook import CasebookError
from telltale.agent.casebook.case_people import challenges, judgements, state_truth
from telltale.agent.investigator import Investigator

from tests.conftest import encode


@pytest.fixture
def house(tmp_path):
    with_cases = House(
        Investigator(explain=False, perceive=False, detectors=["noise"]), cases=Cases(str(tmp_path / "cases.db"))
    )
    yield with_cases
    with_cases.cases.close()


@pytest.fixture
def pictures(astronaut):
    return [encode(astronaut.resize((64 + side, 64))) for side in range(3)]


@pytest.fixture
def case(house, pictures):
    """A case with three pictures and a file that is none."""
    opened = house.cases.begin("a set", None, reference="", examiner="", reviewer="")
    for number, data in enumerate([*pictures, b"no picture"]):
        exhibit = opened.casebook.add_exhibit(opened.id, data, f"generated-{number}.png")
        state_truth(opened.casebook, exhibit, "synthetic")
    return opened.id


def test_pictures_come_without_names_and_verdicts_until_all_are_judged(house, case):
    desk = Desk()
    shown = human_check.begin(house, desk, case, "Ann")
    seen = []
    while desk.check is not None:
        assert "generated" not in str(shown) and shown.answer == shown.evidence == ""
        assert "judging" in shown.verdict and desk.conversation is None
        seen.append(desk.check.shown)
        shown = human_check.judged(house, desk, "synthetic" if len(seen) < 3 else "inconclusive", 80)
    assert sorted(seen) == [1, 2, 3] and shown.viewer == {"picture": None}
    assert "Ann" in shown.check and "57 percentage points" in shown.check  # 98 / √3
    given = judgements(house.cases.open(case, None).casebook, case)
    assert [one.exhibit for one in given] == seen and {one.confidence for one in given} == {80}
    with pytest.raises(CasebookError, match="No picture of this case is left"):
        human_check.begin(house, Desk(), case, "Ann")
    human_check.begin(house, other := Desk(), case, "Bert")
    assert other.check is not None and other.check.total == 4


def test_a_picture_whose_verdict_was_shown_is_not_judged(house, case, pictures, tmp_path):
    desk = Desk()
    (tmp_path / "a.png").write_bytes(pictures[0])
    list(respond(house, "", [str(tmp_path / "a.png")], desk))
    human_check.begin(house, desk, case, "Ann")
    first = desk.check
    assert first is not None and 1 not in (first.shown, *first.left)
    list(respond(house, "", [str(tmp_path / "a.png")], desk))  # another picture takes the place of the one to judge
    with pytest.raises(CasebookError, match="No check is going on"):
        human_check.judged(house, desk, "real", 50)
    assert judgements(house.cases.open(case, None).casebook, case) == []


def test_a_check_needs_a_name_and_a_case_of_the_visitors(house, case):
    with pytest.raises(CasebookError, match="your name"):
        human_check.begin(house, Desk(), case, " ")
    with pytest.raises(CasebookError, match="not yours"):
        human_check.begin(house, Desk(user="klein"), case, "")
    assert "Nobody has judged" in human_check.table(house, Desk(), case)
    human_check.begin(house, desk := Desk(), case, "Ann")
    case_steps.enter(house, desk, case)  # which may show verdicts
    assert desk.check is None


def test_a_person_is_shown_as_text():
    from telltale.agent.casebook.people_results import PersonResult, Score

    page = results_html([PersonResult("<b>", 1, Score(), Score(), None, None, 1.0)])
    assert "&lt;b&gt;" in page and "not known yet what these pictures are" in page


def test_a_picture_that_fools_is_kept_with_consent_and_licence_alone(house, pictures, tmp_path):
    desk = Desk()
    given = {"credit": "Ann", "made_with": "", "licence": "CC0-1.0"}
    with pytest.raises(CasebookError, match="Examine a picture first"):
        challenge_steps.enter(house, desk, "real", agreed=True, **given)
    (tmp_path / "a.png").write_bytes(pictures[0])
    list(respond(house, "", [str(tmp_path / "a.png")], desk))
    for refused in ({"agreed": False}, {"agreed": True, "licence": " "}):
        with pytest.raises(CasebookError, match="Nothing was kept"):
            challenge_steps.enter(house, desk, "real", **{**given, **refused})
    assert house.cases.visible(None) == []
    told = challenge_steps.enter(house, desk, "synthetic", agreed=True, **given)
    assert "gave no wrong label; its verdict is inconclusive" in told and "With a wrong label: 0." in told
    (kept,) = house.cases.visible(None)
    (one,) = challenges(house.cases.open(kept.id, None).casebook)
    assert (kept.title, one.licence, one.credit) == (challenge_steps.COLLECTION, "CC0-1.0", "Ann")
